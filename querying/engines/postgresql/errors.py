"""What a query's failure means for the asker: our own sentence by SQLSTATE, never the server's text."""

from __future__ import annotations

import logging

import psycopg
from django.utils.translation import gettext as _

from accounts.privacy import mask_personal_data
from querying.engines import failures
from querying.engines.postgresql.addresses import NoConnection, why_no_connection
from querying.results import QueryFailed

logger = logging.getLogger(__name__)


def failure(error: Exception, *, timed_out: bool = False, seconds: float = 0) -> QueryFailed:
    """The failure that the asker is told of; the server's words go to the debug log, masked."""
    state = getattr(error, "sqlstate", None) or ""
    logger.debug("query failed: sqlstate=%s %s", state, mask_personal_data(str(error)))
    if timed_out or state in ("57014", "25P03", "57P05", "25P04"):
        return failures.timed_out(seconds, state)
    if state.startswith(("08", "57P")) or (isinstance(error, psycopg.OperationalError) and not state):
        return failures.unavailable(state)
    if state == "54011":
        sentence = _("The query gives more columns than the database can: 1,664.")
        return QueryFailed("db.too_large", sentence, sqlstate=state)
    if state.startswith(("53", "54")):
        return failures.too_large(state)
    return QueryFailed("db.error", _sentence(state), sqlstate=state)


def no_connection(error: Exception) -> QueryFailed:
    """Why the data source can't be reached, for whoever asks: no address, no text of the server."""
    why = why_no_connection(error)
    logger.warning("no connection to a data source: %s", why.name.lower())
    if why is NoConnection.FULL:
        return failures.busy()
    if why in (NoConnection.SIGN_IN, NoConnection.NO_RIGHT):
        return failures.sign_in_refused()
    if why is NoConnection.NO_DATABASE:
        return failures.database_gone()
    return failures.unavailable(getattr(error, "sqlstate", None) or "")


def _sentence(state: str) -> str:
    """By code where people can act on it, by class else (PostgreSQL documentation, appendix A)."""
    exact = {
        "22012": _("The query divides by zero for some rows."),
        "22003": _("A number is out of range for its type."),
        "22008": _("A date or time is out of range."),
        "22P02": _("A value can't be read as the type it is compared with or cast to."),
        "22007": _("A value can't be read as a date or time."),
        "42501": _("The data source's reader has no right to read something in this query."),
        "21000": _("A subquery gives more than one row where one is expected."),
        "42P01": _("A table in this query is no longer there."),
        "42703": _("A column in this query does not exist."),
        "42702": _("A column in this query could come from several tables: name its table."),
        "42803": _("A column is neither grouped by nor aggregated."),
        "42804": _("Types in this query do not fit together."),
        "42883": _("A function or operator does not exist for the types it is used with."),
        "55P03": _("A table is locked by somebody else; try again."),
    }
    by_class = {
        "22": _("A value in the data can't be used the way the query uses it."),
        "42": _("The database does not understand this query."),
        "40": _("The database could not finish the query; try again."),
    }
    return exact.get(state) or by_class.get(state[:2]) or _("The database could not run this query.")
