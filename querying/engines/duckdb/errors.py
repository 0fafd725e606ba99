"""What a query's failure means for the asker: our own sentence by DuckDB's class of error, never its text."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from accounts.privacy import mask_personal_data
from querying.engines import failures
from querying.results import QueryFailed

logger = logging.getLogger(__name__)

_TOO_LARGE = ("OutOfMemoryException", "TooLarge")
_AWAY = ("IOException", "ConnectionException", "FatalException", "SerializationException")


def failure(kind: str, text: str) -> QueryFailed:
    """The failure that the asker is told of; DuckDB's words go to the debug log, masked."""
    logger.debug("query failed: %s %s", kind, mask_personal_data(text))
    if kind in _TOO_LARGE:
        return failures.too_large()
    if kind in _AWAY:
        return failures.unavailable()
    return QueryFailed("db.error", _sentence(kind))


def _sentence(kind: str) -> str:
    sentences = {
        "ConversionException": _("A value can't be read as the type it is compared with or cast to."),
        "OutOfRangeException": _("A number is out of range for its type."),
        "InvalidInputException": _("A value in the data can't be used the way the query uses it."),
        "BinderException": _("The database does not understand this query."),
        "ParserException": _("The database does not understand this query."),
        "CatalogException": _("The query names something that is not in this data source."),
        "PermissionException": _("The query reaches for something outside this data source."),
        "NotOneSelect": _("Only SELECT statements are allowed."),
    }
    return sentences.get(kind) or _("The database could not run this query.")
