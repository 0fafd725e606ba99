"""Questions of an evaluation, asked on the page's own path; for the command and for runs that are kept."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Membership
from accounts.roles import Role
from accounts.services import actor_for
from conversations import relay, services
from conversations.answers import answer_object
from conversations.asking import CannotAsk, ask_and_wait, check_provider
from conversations.errors import ConversationError
from conversations.services import Wishes
from knowledge.evaluation import Answer, GoldFailed, Rows, evaluate
from knowledge.evaluation_runs import begin_run, cases_for, fail_run, finish_run, keep_result
from querying.cache import Caching
from querying.guard import GuardRefusal
from querying.limits import Purpose
from querying.models import DataSource
from querying.results import QueryFailed
from querying.services import execute


class Evaluator:
    """Asks as one person at one moment: every question in a conversation of its own, forgotten afterwards.

    Verified queries do not answer: they are what answers are compared with. `with_verified` lets them.
    """

    def __init__(
        self,
        actor: Actor,
        source: DataSource,
        provider: str,
        now: dt.datetime,
        *,
        with_verified: bool = False,
    ) -> None:
        self.actor, self.source, self.now = actor, source, now
        self.wishes = Wishes(
            data_source_id=source.pk,
            provider=provider,
            clock=now,
            leaves_out_verified=not with_verified,
        )

    def answer(self, question: str) -> Answer:
        conversation = services.create_conversation(self.actor)
        try:
            message = ask_and_wait(self.actor, question, wishes=self.wishes, conversation_id=conversation.pk)
        except ConversationError as error:
            return Answer("error", error=error.message)
        finally:
            relay.drain()
        given = answer_object(message)
        services.delete_conversation(self.actor, conversation_id=conversation.pk)
        return Answer(
            outcome=given["outcome"],
            columns=tuple(column["name"] for column in given["columns"] or ()),
            rows=given["rows"],
            sql=given["sql"],
            reading=given["reading"] or given["answer"] or "",
            usage=given["usage"] or {},
            error=given["error"]["text"] if given["error"] else None,
        )

    def gold(self, sql: str) -> Rows:
        """The right rows, as this person may see them: gold queries pass the guard like any other."""
        try:
            execution = execute(
                actor=self.actor,
                source=self.source,
                sql=sql,
                purpose=Purpose.WORKBENCH,
                clock=self.now,
                question="evaluation",
                generated_by="person",
                caching=Caching.NONE,
            )
        except (GuardRefusal, QueryFailed) as error:
            raise GoldFailed(error.message) from error
        return execution.result.json_rows()


def owner_of(memberships: QuerySet[Membership]) -> Actor | None:
    """The first owner among them, as who an evaluation asks; None where there is none."""
    owner = memberships.filter(role=Role.OWNER).select_related("user", "organization").order_by("pk").first()
    return None if owner is None else actor_for(owner)


def run_evaluation(run_id: int) -> None:
    """Ask all the verified queries of a queued run and keep what became of each. Twice is once."""
    run = begin_run(run_id)
    if run is None:
        return
    actor = owner_of(Membership.objects.active().filter(organization=run.organization))
    if actor is None:
        fail_run(run, "The organization has no owner to ask as.")
        return
    try:
        provider = check_provider(actor, run.provider)
    except CannotAsk as error:
        fail_run(run, error.message)
        return
    evaluator = Evaluator(actor, run.source, provider, run.clock or timezone.now())
    scored = []
    for item in evaluate(cases_for(run.organization, run.source), evaluator.answer, evaluator.gold):
        keep_result(run, item)
        scored.append(item)
    finish_run(run, scored)
