"""From an answer that people liked to a verified query: a draft, which staff read before it answers."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from accounts.models import User
from conversations.enums import MessageRole, TurnStatus
from conversations.errors import InputInvalid
from conversations.models import Message
from knowledge.models import VerifiedQuery
from knowledge.planner.tokens import normalise
from knowledge.services import save_definition
from querying.models import DataSource

LONGEST_QUESTION = 500
_OWN = re.compile(r"\b(?:i|my|mine|me|je|j|mon|ma|mes|moi)\b")


def promote(answer: Message, *, user: User | None) -> VerifiedQuery:
    """The new draft. Raises InputInvalid where the answer ran no query, is one person's own, or is known."""
    source_id, sql = answer.payload.get("source"), (answer.payload.get("sql") or {}).get("sql", "")
    question = answer.turn.question.strip()
    done = answer.role == MessageRole.ASSISTANT and answer.status == TurnStatus.COMPLETED
    if not done or not sql or source_id is None or not answer.payload.get("table"):
        raise InputInvalid(_("“%(question)s” was not answered by a query.") % {"question": question})
    if _OWN.search(normalise(question)):
        message = _("“%(question)s” asks about one person's own rows: it has another answer for everybody.")
        raise InputInvalid(message % {"question": question})
    organization = answer.conversation.organization
    source = DataSource.objects.public().filter(pk=source_id, organizations=organization).first()
    known = VerifiedQuery.objects.filter(
        organization=organization, source=source_id, question=question[:LONGEST_QUESTION]
    )
    if source is None or known.exists():
        raise InputInvalid(_("“%(question)s” is a verified query already.") % {"question": question})
    row = VerifiedQuery(
        organization=organization,
        source=source,
        question=question[:LONGEST_QUESTION],
        sql=sql,
        language=answer.payload.get("language", ""),
    )
    save_definition(row, user=user)
    return row
