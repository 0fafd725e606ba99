"""Running a tool's SQL and turning the outcome into what model, page and evidence need."""

from __future__ import annotations

from campaigns.errors import CampaignError
from conversations.agent.actions import Action, export_actions, names_people, segment_action
from conversations.agent.charting import charting_for
from conversations.agent.context import Proposal, Ran
from conversations.agent.events import Chart, Event, Table
from conversations.tools.base import QueryToolError, ToolContext, ToolError, ToolResult
from conversations.tools.rows import rows_for_model
from querying.chart_kinds import Wording
from querying.charts import chart_for
from querying.guard.guarded import GuardRefusal
from querying.limits import SHOWN_ROWS
from querying.results import QueryFailed


def run_sql(sql: str, context: ToolContext) -> Ran:
    """Guarded and run as the asker. Raises QueryToolError in words that help to repair it."""
    try:
        return context.turn.execute(context.source, sql, "model")
    except GuardRefusal as refusal:
        raise _refused(refusal) from refusal
    except QueryFailed as failure:
        raise _failed(failure) from failure


def propose_sql(sql: str, context: ToolContext) -> Proposal:
    """The segment that SQL names, counted. Raises QueryToolError, or ToolError where none can be made."""
    try:
        return context.turn.propose(context.source, sql=sql)
    except GuardRefusal as refusal:
        raise _refused(refusal) from refusal
    except QueryFailed as failure:
        raise _failed(failure) from failure
    except CampaignError as error:
        raise ToolError(error.message, permanent=True) from error


def _refused(refusal: GuardRefusal) -> QueryToolError:
    hint = f" Offending part: {refusal.part}" if refusal.part else ""
    told = f"Refused ({refusal.code}): {refusal.english}{hint}"
    return QueryToolError(told, code="query.rejected", reason=refusal.message)


def _failed(failure: QueryFailed) -> QueryToolError:
    state = f", SQLSTATE {failure.sqlstate}" if failure.sqlstate else ""
    return QueryToolError(
        f"Failed ({failure.code}{state}): {failure.message}",
        code="query.failed",
        reason=failure.message,
        permanent=failure.code == "db.unavailable",
    )


def shown(ran: Ran, wording: Wording, context: ToolContext) -> ToolResult:
    """The rows: in few words for the model, as table and chart for the page, with what can be done."""
    result = ran.result
    context.turn.note("source", context.source.id)
    text, sent = rows_for_model(result)
    return ToolResult(
        text=text,
        payload=_table_and_chart(ran, wording),
        actions=(*_segment_actions(ran, wording, context), *export_actions(result, context.language)),
        # Whether a model's numbers add up to a whole nobody knows: a pie is drawn only where it is asked for.
        charting=charting_for(result, wording, is_whole=False),
        ran=ran,
        rows_sent=sent,
    )


def _table_and_chart(ran: Ran, wording: Wording) -> tuple[Event, ...]:
    result = ran.result
    table = Table(
        query=str(ran.id),
        columns=[column.as_json() for column in result.columns],
        rows=result.json_rows(SHOWN_ROWS),
        row_count=result.row_count,
        truncated=result.truncated,
    )
    spec = chart_for(
        result,
        title=wording.title,
        units=wording.units,
        language=wording.language,
        apart=wording.apart,
    )
    return (table,) if spec is None else (table, Chart(spec))


def _segment_actions(ran: Ran, wording: Wording, context: ToolContext) -> list[Action]:
    if not names_people(ran, context.source, context.turn.actor):
        return []
    return [segment_action(wording.title, context.language)]
