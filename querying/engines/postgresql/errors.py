"""What a query's failure means for the asker: our own sentence by SQLSTATE, never the server's text."""

from __future__ import annotations

import logging

import psycopg
from django.utils.translation import gettext as _

from accounts.privacy import mask_personal_data
from querying.engines.postgresql.addresses import NoConnection, why_no_connection
from querying.results import QueryFailed

logger = logging.getLogger(__name__)


def failure(error: Exception, *, timed_out: bool = False, seconds: float = 0) -> QueryFailed:
    """The failure that the asker is told of; the server's words go to the debug log, masked."""
    state = getattr(error, "sqlstate", None) or ""
    logger.debug("query failed: sqlstate=%s %s", state, mask_personal_data(str(error)))
    if timed_out or state in ("57014", "25P03", "57P05", "25P04"):
        return QueryFailed(
            "db.timeout",
            _("The query took longer than %(seconds)d seconds and was stopped.") % {"seconds": seconds},
            sqlstate=state,
        )
    if state.startswith(("08", "57P")) or (isinstance(error, psycopg.OperationalError) and not state):
        return unavailable(state)
    if state == "54011":
        sentence = _("The query gives more columns than the database can: 1,664.")
        return QueryFailed("db.too_large", sentence, sqlstate=state)
    if state.startswith(("53", "54")):
        return too_large(state)
    return QueryFailed("db.error", _sentence(state), sqlstate=state)


def unavailable(state: str = "") -> QueryFailed:
    """The data source can't be reached."""
    return QueryFailed("db.unavailable", _("The data source can't be reached at the moment."), sqlstate=state)


def no_connection(error: Exception) -> QueryFailed:
    """Why the data source can't be reached, for whoever asks: no address, no text of the server."""
    why = why_no_connection(error)
    logger.warning("no connection to a data source: %s", why.name.lower())
    if why is NoConnection.FULL:
        return busy()
    if why in (NoConnection.SIGN_IN, NoConnection.NO_RIGHT):
        sentence = _("The data source refuses our sign-in: it has to be connected anew by an administrator.")
    elif why is NoConnection.NO_DATABASE:
        sentence = _("The data source's database is not there: ask an administrator where it went.")
    else:
        return unavailable(getattr(error, "sqlstate", None) or "")
    return QueryFailed("db.unavailable", sentence)


def busy() -> QueryFailed:
    """All connections to the source stay in use."""
    return QueryFailed(
        "db.unavailable", _("The data source is busy with other queries: try again in a moment.")
    )


def too_large(state: str = "") -> QueryFailed:
    """More bytes than a result, or the work for it, may have."""
    return QueryFailed(
        "db.too_large", _("The answer, or the work for it, is larger than is allowed."), sqlstate=state
    )


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
