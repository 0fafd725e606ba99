"""What a query's failure means for the asker, in sentences that engines share; never the server's text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from querying.results import QueryFailed


def timed_out(seconds: float, sqlstate: str = "") -> QueryFailed:
    """It took longer than it may."""
    message = _("The query took longer than %(seconds)d seconds and was stopped.")
    return QueryFailed("db.timeout", message % {"seconds": seconds}, sqlstate=sqlstate)


def unavailable(sqlstate: str = "") -> QueryFailed:
    """The data source can't be reached, or can't be read."""
    return QueryFailed(
        "db.unavailable", _("The data source can't be reached at the moment."), sqlstate=sqlstate
    )


def sign_in_refused() -> QueryFailed:
    """The data source's reader is no longer let in."""
    return QueryFailed(
        "db.unavailable",
        _("The data source refuses our sign-in: it has to be connected anew by an administrator."),
    )


def database_gone() -> QueryFailed:
    """The server is there, the database is not."""
    return QueryFailed(
        "db.unavailable",
        _("The data source's database is not there: ask an administrator where it went."),
    )


def busy() -> QueryFailed:
    """Others are in the way, for a moment."""
    return QueryFailed(
        "db.unavailable", _("The data source is busy with other queries: try again in a moment.")
    )


def too_large(sqlstate: str = "") -> QueryFailed:
    """More bytes than a result, or the work for it, may have."""
    return QueryFailed(
        "db.too_large", _("The answer, or the work for it, is larger than is allowed."), sqlstate=sqlstate
    )


def unusable_value() -> QueryFailed:
    """A value does not fit what is done with it."""
    return QueryFailed("db.error", _("A value in the data can't be used the way the query uses it."))


def out_of_range() -> QueryFailed:
    """A number that its type can't hold."""
    return QueryFailed("db.error", _("A number is out of range for its type."))


def not_understood() -> QueryFailed:
    """The statement is not this database's SQL."""
    return QueryFailed("db.error", _("The database does not understand this query."))


def could_not_run() -> QueryFailed:
    """Anything else."""
    return QueryFailed("db.error", _("The database could not run this query."))
