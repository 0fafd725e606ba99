"""What the buttons under an answer do: another chart, its rows as a file, a segment of its people."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from accounts.services import record
from campaigns.services import propose_segment
from conversations import streaming
from conversations.agent.charting import charting_of
from conversations.agent.events import Chart, SuggestionMade
from conversations.agent.people import dates_told
from conversations.enums import MessageRole, SuggestionKind, TurnStatus
from conversations.errors import InputInvalid, NotFound
from conversations.models import Message, Suggestion
from conversations.services.applying import told_as_ours
from conversations.services.numbering import next_seq
from conversations.services.suggesting import suggest, suggestion_json
from querying import services as querying
from querying.chart_kinds import ChartKind, chart_of_kind
from querying.exports import FORMATS
from querying.models import DataSource
from querying.pictures import PICTURES, PictureFailed, draw_picture
from querying.results import result_from_json
from querying.services import Export, file_name

NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A picture, and what it is called."""

    name: str
    content_type: str
    content: bytes


@retried_after_clash
def change_chart(actor: Actor, *, message_id: UUID, kind: str) -> Message:
    """Draw the rows kept with an answer as another kind of chart, for every tab. Nothing is asked again.

    Raises NotFound, InputInvalid where the kind does not fit the rows.
    """
    with transaction.atomic():
        answer = _locked(actor, message_id)
        charting = charting_of(answer.payload)
        if kind not in charting.kinds:
            raise InputInvalid(_("These rows can't be drawn like that."))
        table = answer.payload["table"]
        rows = result_from_json(table["columns"], table["rows"])
        spec = chart_of_kind(ChartKind(kind), rows, charting.wording)
        answer.payload["chart"] = {"spec": spec}
        answer.save(update_fields=["payload"])
        seq, event = next_seq(answer.conversation_id), Chart(spec).as_json()
        transaction.on_commit(lambda: streaming.publish(answer.conversation_id, answer.pk, seq, event))
    return answer


def open_rows_file(actor: Actor, *, message_id: UUID, extension: str) -> Export:
    """All rows of an answer's query as a file: it is run again with the asker's rights of now.

    `now()` in it is the moment when it was asked. Raises NotFound, InputInvalid with the reason.
    """
    if extension not in FORMATS:
        raise NotFound
    answer = _answer(actor, message_id)
    table = answer.payload.get("table")
    if table is None:
        raise InputInvalid(_("This answer has no rows."))
    with told_as_ours():
        export = querying.open_export(
            actor=actor,
            source=_source(actor, answer),
            sql=answer.payload["sql"]["sql"],
            extension=extension,
            clock=answer.turn.clock or answer.turn.created_at,
            question=answer.turn.question,
            labels=[column.get("label", "") for column in table["columns"]],
        )
    record(actor, "answer.exported", answer=str(answer.pk), format=extension)
    return export


def draw_answer(actor: Actor, *, message_id: UUID, extension: str) -> ChartFile:
    """An answer's chart, as it is drawn now, as a picture. Raises NotFound, InputInvalid with the reason."""
    answer = _answer(actor, message_id)
    chart = answer.payload.get("chart")
    if chart is None or extension not in PICTURES:
        raise NotFound
    try:
        content = draw_picture(chart["spec"], extension, language=actor.language)
    except PictureFailed as failure:
        raise InputInvalid(failure.message) from failure
    record(actor, "chart.exported", answer=str(answer.pk), format=extension)
    return ChartFile(file_name(answer.turn.question, extension), PICTURES[extension].content_type, content)


def propose_people(actor: Actor, *, message_id: UUID) -> Suggestion:
    """A card that offers an answer's people as a segment, counted now; asked for again it is the same card.

    Raises NotFound, NotAllowed, InputInvalid.
    """
    answer = _answer(actor, message_id)
    offered = [
        each for each in answer.payload.get("suggested_actions", []) if each["action"] == "create_segment"
    ]
    if not offered:
        raise InputInvalid(_("The rows of this answer are no people who can be written to."))
    sql = answer.payload["sql"]["sql"]
    with told_as_ours():
        proposal = propose_segment(actor, source=_source(actor, answer), sql=sql)
    name = " ".join((offered[0]["parameters"].get("name") or answer.turn.question).split())[:NAME_LENGTH]
    card = SuggestionMade(
        id=str(uuid4()),
        kind=SuggestionKind.SEGMENT.value,
        title=name,
        content={"name": name, "query": sql, "count": proposal.count},
        reasoning=dates_told(proposal.dates, actor.language),
        datasource=answer.payload["source"],
    )
    with transaction.atomic():
        answer = _locked(actor, message_id)
        known = answer.suggestions.filter(kind=SuggestionKind.SEGMENT, content__query=sql).first()
        if known is not None:
            return known
        row = suggest(answer, suggestion=card)
        seq, event = next_seq(answer.conversation_id), suggestion_json(row)
        transaction.on_commit(lambda: streaming.publish(answer.conversation_id, answer.pk, seq, event))
    return row


def _answer(actor: Actor, message_id: UUID) -> Message:
    answers = Message.objects.visible_to(actor).filter(role=MessageRole.ASSISTANT)
    answer = answers.select_related("turn").filter(pk=message_id, status=TurnStatus.COMPLETED).first()
    if answer is None:
        raise NotFound
    return answer


def _locked(actor: Actor, message_id: UUID) -> Message:
    # Only its own row: the join of visible_to would lock the conversation as well.
    rows = Message.objects.visible_to(actor).select_for_update(of=("self",))
    answer = rows.filter(pk=message_id, role=MessageRole.ASSISTANT, status=TurnStatus.COMPLETED).first()
    if answer is None:
        raise NotFound
    return answer


def _source(actor: Actor, answer: Message) -> DataSource:
    source = DataSource.objects.visible_to(actor).filter(pk=answer.payload.get("source")).first()
    if source is None:
        raise NotFound(_("There is no such data source."))
    return source
