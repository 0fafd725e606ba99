"""What people think of the answers."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from conversations.enums import OPEN_STATUSES, MessageRole, Thumbs
from conversations.errors import InputInvalid, NotFound
from conversations.models import Feedback, Message

COMMENT_LENGTH = 2000


def give_feedback(
    actor: Actor, *, message_id: UUID, rating: int | None = None, thumbs: str = "", comment: str | None = None
) -> Feedback:
    """Rate an answer of one's own; given again, what is given replaces what was.

    Raises NotFound, InputInvalid.
    """
    answer = Message.objects.visible_to(actor).filter(pk=message_id, role=MessageRole.ASSISTANT).first()
    if answer is None or answer.status in OPEN_STATUSES:
        raise NotFound(_("There is no such answer."))
    if rating is not None and rating not in range(1, 6):
        raise InputInvalid(_("A rating goes from 1 to 5."))
    if thumbs and thumbs not in Thumbs.values:
        raise InputInvalid(_("Thumbs are up or down."))
    given: dict[str, object] = {"user_id": actor.user_id}
    if rating is not None:
        given["rating"] = rating
    if thumbs:
        given["thumbs"] = thumbs
    if comment is not None:
        given["comment"] = comment.strip()[:COMMENT_LENGTH]
    feedback, _created = Feedback.objects.update_or_create(message=answer, defaults=given)
    return feedback
