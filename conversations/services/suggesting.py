"""Suggestions: stored with their answer; taken up, dismissed or applied by a click, each once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from accounts.services import record
from conversations import streaming
from conversations.agent.events import SuggestionMade
from conversations.contents import check_content
from conversations.enums import SUGGESTION_STEPS, SuggestionKind, SuggestionStatus
from conversations.errors import InputInvalid, NotAllowed, NotFound
from conversations.models import Message, Suggestion
from conversations.services.applying import Made, check_applicable, make, url_of
from conversations.services.numbering import next_seq

TITLE_LENGTH = 200
REASONING_LENGTH = 2_000


def suggest(answer: Message, *, suggestion: SuggestionMade) -> Suggestion:
    """Store a suggestion with its answer; the same id again changes nothing. Raises InputInvalid.

    Nothing but the row is made. Call it in the transaction that stores the event.
    """
    content = check_content(suggestion.kind, suggestion.content)
    row, _created = Suggestion.objects.get_or_create(
        pk=suggestion.id,
        defaults={
            "message": answer,
            "position": answer.suggestions.count(),
            "kind": suggestion.kind,
            "title": suggestion.title[:TITLE_LENGTH],
            "content": content,
            "reasoning": suggestion.reasoning[:REASONING_LENGTH],
            "confidence": suggestion.confidence,
            "data_source_id": suggestion.datasource,
            "segment": _segment_of(answer, suggestion),
        },
    )
    return row


def _segment_of(answer: Message, suggestion: SuggestionMade) -> Suggestion | None:
    """The segment that a mail is for. A model may have written the id: only one of the same answer counts.

    Where none is named it is the answer's only one.
    """
    if suggestion.kind not in (SuggestionKind.EMAIL, SuggestionKind.CAMPAIGN):
        return None
    segments = list(answer.suggestions.filter(kind=SuggestionKind.SEGMENT))
    if suggestion.segment is not None:
        return next((each for each in segments if str(each.pk) == suggestion.segment), None)
    return segments[0] if len(segments) == 1 else None


def get_suggestion(actor: Actor, *, suggestion_id: UUID) -> Suggestion:
    """The actor's suggestion of this id. Raises NotFound, also where it is somebody else's."""
    row = Suggestion.objects.visible_to(actor).filter(pk=suggestion_id).first()
    if row is None:
        raise NotFound(_("There is no such suggestion."))
    return row


def accept(actor: Actor, suggestion_id: UUID) -> Suggestion:
    """Note that it is good; nothing is made. Raises NotFound, InputInvalid where it was applied."""
    return _decide(actor, suggestion_id, SuggestionStatus.ACCEPTED)


def reject(actor: Actor, suggestion_id: UUID) -> Suggestion:
    """Dismiss it; it may still be taken up again. Raises NotFound, InputInvalid where it was applied."""
    return _decide(actor, suggestion_id, SuggestionStatus.REJECTED)


@retried_after_clash
def apply(actor: Actor, suggestion_id: UUID) -> Suggestion:
    """Make what it proposes, as the actor may now; `applied_kind` and `applied_id` name what was made.

    A second click, or a second tab, gets what the first one made: the row is locked meanwhile.
    Raises NotFound, NotAllowed, InputInvalid; the last two are recorded.
    """
    try:
        with transaction.atomic():
            return _apply(actor, suggestion_id)
    except (NotAllowed, InputInvalid) as error:
        record(actor, "suggestion.refused", suggestion=str(suggestion_id), reason=error.message)
        raise


def _apply(actor: Actor, suggestion_id: UUID) -> Suggestion:
    row = _locked(actor, suggestion_id)
    if row.status == SuggestionStatus.APPLIED:
        return row
    check_applicable(actor, row)
    if row.segment_id is not None:
        row.segment = _apply(actor, row.segment_id)
    made = make(actor, row)
    _write(actor, row, SuggestionStatus.APPLIED, made)
    return row


def suggestion_json(row: Suggestion) -> dict[str, Any]:
    """The fields of the `suggestion` event, as stored now."""
    return SuggestionMade(
        id=str(row.pk),
        kind=row.kind,
        title=row.title,
        content=row.content,
        reasoning=row.reasoning,
        confidence=row.confidence,
        status=row.status,
        datasource=row.data_source_id,
        segment=str(row.segment_id) if row.segment_id else None,
        applied=_applied_json(row),
    ).as_json()


def _applied_json(row: Suggestion) -> dict[str, str] | None:
    if not row.applied_id:
        return None
    made = Made(row.applied_kind, row.applied_id)
    return {"kind": made.kind, "id": made.id, "url": url_of(made)}


@retried_after_clash
def _decide(actor: Actor, suggestion_id: UUID, status: SuggestionStatus) -> Suggestion:
    with transaction.atomic():
        row = _locked(actor, suggestion_id)
        if row.status == status:
            return row
        if status not in SUGGESTION_STEPS[SuggestionStatus(row.status)]:
            raise InputInvalid(_("This suggestion has been applied already."))
        _write(actor, row, status)
    return row


def _locked(actor: Actor, suggestion_id: UUID) -> Suggestion:
    # Only its own row: the join of visible_to would lock the conversation as well.
    rows = Suggestion.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(pk=suggestion_id).first()
    if row is None:
        raise NotFound(_("There is no such suggestion."))
    return row


def _write(actor: Actor, row: Suggestion, status: SuggestionStatus, made: Made | None = None) -> None:
    """Store the decision, record who took it, and tell every tab."""
    row.status = status
    row.decided_by_id = actor.user_id
    row.decided_at = timezone.now()
    if made is not None:
        row.applied_kind, row.applied_id = made.kind, made.id
    row.save()
    record(actor, f"suggestion.{status}", suggestion=str(row.pk), parameters=_parameters(row))
    message = row.message
    seq = next_seq(message.conversation_id)
    event = suggestion_json(row)
    transaction.on_commit(lambda: streaming.publish(message.conversation_id, message.pk, seq, event))


def _parameters(row: Suggestion) -> dict[str, Any]:
    """What the record keeps of it: conversations may be deleted, the record is not."""
    made = {"made": row.applied_kind, "id": row.applied_id} if row.applied_id else {}
    return {"kind": row.kind, "title": row.title} | made
