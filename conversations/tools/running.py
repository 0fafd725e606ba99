"""Running a tool's SQL and turning the outcome into what model, page and evidence need."""

from __future__ import annotations

from campaigns.errors import CampaignError
from conversations.agent.context import Proposal, Ran
from conversations.agent.events import Chart, Event, Table
from conversations.tools.base import QueryToolError, ToolContext, ToolError
from querying.charts import chart_for
from querying.guard.guarded import GuardRefusal
from querying.limits import SHOWN_ROWS
from querying.results import QueryFailed, ResultSet


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
    told = f"Refused ({refusal.code}): {refusal.message}{hint}"
    return QueryToolError(told, code="query.rejected", reason=refusal.message)


def _failed(failure: QueryFailed) -> QueryToolError:
    state = f", SQLSTATE {failure.sqlstate}" if failure.sqlstate else ""
    return QueryToolError(
        f"Failed ({failure.code}{state}): {failure.message}",
        code="query.failed",
        reason=failure.message,
        permanent=failure.code == "db.unavailable",
    )


def shown(ran: Ran, result: ResultSet, *, title: str, language: str) -> tuple[Event, ...]:
    """The table, and a chart where one fits."""
    table = Table(
        query=str(ran.id),
        columns=[column.as_json() for column in result.columns],
        rows=result.json_rows(SHOWN_ROWS),
        row_count=result.row_count,
        truncated=result.truncated,
    )
    spec = chart_for(result, title=title, language=language)
    return (table,) if spec is None else (table, Chart(spec))
