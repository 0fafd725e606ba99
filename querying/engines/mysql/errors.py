"""What a query's failure means for the asker: our own sentence by the server's number, never its text."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from querying.engines import failures
from querying.engines.mysql.addresses import NoConnection, why_no_connection
from querying.results import QueryFailed

logger = logging.getLogger(__name__)

# The server ended the query, or the connection with it: stopped, too late, or going down.
_ENDED = (1053, 1317, 1927, 1969, 3024, 4031)


def no_connection(error: Exception) -> QueryFailed:
    """Why the data source can't be reached, for whoever asks: no address, no text of the server."""
    why = why_no_connection(error)
    logger.warning("no connection to a data source: %s", why.name.lower())
    if why is NoConnection.FULL:
        return failures.busy()
    if why in (NoConnection.SIGN_IN, NoConnection.NO_RIGHT, NoConnection.NOT_FROM_HERE):
        return failures.sign_in_refused()
    if why is NoConnection.NO_DATABASE:
        return failures.database_gone()
    if why in (NoConnection.TLS, NoConnection.CERTIFICATE):
        sentence = _("The data source can't be reached safely: an administrator should look at its TLS.")
        return QueryFailed("db.unavailable", sentence)
    return failures.unavailable()


def is_ordinary(error: Exception) -> bool:
    """Whether the server refused the query alone, and the connection is as good as before."""
    code = code_of(error)
    return (1000 <= code < 2000 or 3000 <= code < 5000) and code not in _ENDED


def code_of(error: Exception) -> int:
    """The number of an error, the server's (from 1000) or the driver's (from 2000); 0 where it has none."""
    return error.args[0] if error.args and isinstance(error.args[0], int) else 0


def failure(error: Exception, *, timed_out: bool, seconds: float) -> QueryFailed:
    """The failure that the asker is told of, by the server's number for it."""
    code = code_of(error)
    logger.debug("query failed: %s", code)
    if timed_out or code in (1969, 3024, 1317):
        return failures.timed_out(seconds)
    if code in (1114, 1021, 1041, 1038, 1153, 3, 28, 126, 135):
        return failures.too_large()
    if code in (1205, 1213):
        return failures.busy()
    if code == 1690:
        return failures.out_of_range()
    if code in (2003, 2006, 2013, 2014, 2055, 1053, 1927) or not code:
        return failures.unavailable()
    if code in _SENTENCES:
        return QueryFailed("db.error", str(_SENTENCES[code]()), sqlstate=str(code))
    return failures.could_not_run()


_SENTENCES = {
    1064: lambda: _("The database does not understand this query."),
    1142: lambda: _("The data source's reader has no right to read something in this query."),
    1143: lambda: _("The data source's reader has no right to read something in this query."),
    1044: lambda: _("The data source's reader has no right to read something in this query."),
    1242: lambda: _("A subquery gives more than one row where one is expected."),
    1146: lambda: _("A table in this query is no longer there."),
    1054: lambda: _("A column in this query does not exist."),
    1052: lambda: _("A column in this query could come from several tables: name its table."),
    1055: lambda: _("A column is neither grouped by nor aggregated."),
    1140: lambda: _("A column is neither grouped by nor aggregated."),
}
