"""Wall 5 for MySQL and MariaDB: a guarded query runs as a reader, read-only, on a connection of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from querying.engines import failures
from querying.engines.base import RowStream, SourceError, Stopped
from querying.engines.collecting import Collected, Counted, row_stream, size_of
from querying.engines.lines import line
from querying.engines.mysql.addresses import Address, connect, parse_url
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryFailed, QueryStopped, ResultColumn, ResultSet

if TYPE_CHECKING:
    from pymysql.connections import Connection

logger = logging.getLogger(__name__)

_Read = Callable[[Sequence[tuple[Any, ...]]], list[tuple[Any, ...]]]

CHUNK = 100
LOOK_SECONDS = 0.05
HANG_UP_SECONDS = 0.5
# ONLY_FULL_GROUP_BY: a column that is neither grouped by nor aggregated would be that of any row.
_MODE = "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO"
_ZONE_UNKNOWN = 1298


def run(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
    """The rows of a guarded query, within its limits. Raises QueryFailed, QueryStopped."""
    _check(query)
    started = time.perf_counter()
    collected = Collected(limits)
    with _opened(url, query, limits, stopped) as cursor:
        fields = cursor._result.fields
        while (chunk := cursor.fetchmany(CHUNK)) and collected.add(chunk):
            pass
    columns, read = _described(fields)
    rows = tuple(read(collected.rows))
    marked = tuple(columns[place].name for place in sorted(collected.large))
    return ResultSet(columns, rows, collected.truncated, marked, (time.perf_counter() - started) * 1000)


def stream(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> Generator[bytes]:
    """Lines of COPY's text format, each with its newline. Raises QueryFailed, QueryStopped on the way."""
    _check(query)
    size = 0
    with _opened(url, query, limits, stopped) as cursor:
        while chunk := cursor.fetchmany(CHUNK):
            for row in chunk:
                size += len(
                    text := line([None if size_of(value) > limits.cell_bytes else value for value in row])
                )
                if size > limits.result_bytes:
                    raise failures.too_large()
                yield text


def open_rows(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
) -> AbstractContextManager[RowStream]:
    """The rows by batches. Raises QueryFailed, QueryStopped, on the way too."""
    _check(query)
    return row_stream(_parts(url, query, limits, stopped))


def _parts(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Generator[Any]:
    """The columns, then the rows, each value whole."""
    counted = Counted(limits)
    with _opened(url, query, limits, stopped) as cursor:
        columns, read = _described(cursor._result.fields)
        yield columns
        while chunk := cursor.fetchmany(CHUNK):
            counted.add(chunk)
            yield read(chunk)


def _described(fields: Sequence[Any]) -> tuple[tuple[ResultColumn, ...], _Read]:
    """The columns that the server tells of, and what makes rows of Python's values."""
    from querying.engines.mysql.types import reader_of, result_type

    kinds = [result_type(field.type_code, field.charsetnr, field.length) for field in fields]
    readers = [reader_of(field.type_code, kind) for field, kind in zip(fields, kinds, strict=True)]

    def read(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if not any(readers):
            return list(rows)
        return [
            tuple(
                value if read is None or value is None else read(value)
                for value, read in zip(row, readers, strict=True)
            )
            for row in rows
        ]

    columns = tuple(ResultColumn(field.name, kind) for field, kind in zip(fields, kinds, strict=True))
    return columns, read


def _check(query: GuardedQuery) -> None:
    if not isinstance(query, GuardedQuery):
        raise TypeError("Only what the guard let through may run.")


@contextmanager
def _opened(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Generator[Any]:
    """The running query. Raises QueryFailed, QueryStopped, in the block too."""
    import pymysql
    from pymysql.cursors import SSCursor

    try:
        address = parse_url(url)
        connection = connect(address, seconds=limits.seconds)
    except SourceError as error:
        raise QueryFailed("db.unavailable", error.message) from None
    except (pymysql.Error, OSError, RuntimeError) as error:
        raise _no_connection(error) from None
    watchdog = Watchdog(connection, address, limits.seconds, stopped)
    try:
        with watchdog:
            _prepare(connection, query, limits)
            cursor = connection.cursor(SSCursor)
            cursor.execute(query.sql)
            yield cursor
    except (pymysql.Error, OSError, UnicodeDecodeError, AttributeError) as error:
        if watchdog.was_stopped:
            raise QueryStopped from None
        if isinstance(error, AttributeError) and not watchdog.timed_out:
            raise  # a hung-up connection shows so in the driver; nothing else may hide behind it
        raise _failure(error, timed_out=watchdog.timed_out, seconds=limits.seconds) from None
    finally:
        # What is left of the rows is not read; the server rolls back when the line is gone.
        _leave(connection)


def _leave(connection: Any) -> None:
    """Hang up, and let the driver not look for the rest of the rows on a line that is gone."""
    if connection._result is not None:
        connection._result.unbuffered_active = False
        connection._result = None
    connection._force_close()


def _prepare(connection: Connection[Any], query: GuardedQuery, limits: Limits) -> None:
    """The session's settings, whatever the server's are, and a transaction that can't write."""
    settings = {
        "sql_mode": _MODE,
        "div_precision_increment": 10,
        "group_concat_max_len": limits.cell_bytes + 1,
        "lock_wait_timeout": 2,
        "innodb_lock_wait_timeout": 2,
        "max_heap_table_size": 64_000_000,
        "tmp_table_size": 64_000_000,
    }
    if "mariadb" in connection.get_server_info().lower():
        settings |= {"max_statement_time": limits.seconds, "tmp_disk_table_size": 2_000_000_000}
    else:
        settings["max_execution_time"] = int(limits.seconds * 1000)
    with connection.cursor() as cursor:
        assignments = ", ".join(f"SESSION {name} = %s" for name in settings)
        cursor.execute(f"SET {assignments}", list(settings.values()))
        _set_zone(cursor, query)
        cursor.execute("START TRANSACTION READ ONLY")


def _set_zone(cursor: Any, query: GuardedQuery) -> None:
    """The asker's zone. A server without zone tables knows offsets only: enough for zones that have but one,
    and for tables without TIMESTAMP columns, whose values need no zone.
    """
    import pymysql

    try:
        cursor.execute("SET SESSION time_zone = %s", (query.time_zone,))
    except pymysql.Error as error:
        if error.args[0] != _ZONE_UNKNOWN:
            raise
        if not _is_utc(query.time_zone) and _has_moments(cursor, query):
            raise QueryFailed(
                "db.error",
                _("The database does not know the time zone %(zone)s: load its time zone tables.")
                % {"zone": query.time_zone},
            ) from None
        cursor.execute("SET SESSION time_zone = '+00:00'")


def _is_utc(name: str) -> bool:
    return ZoneInfo(name).key in ("UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/UCT", "UCT")


def _has_moments(cursor: Any, query: GuardedQuery) -> bool:
    if not query.tables:
        return False
    places = ", ".join(["(%s, %s)"] * len(query.tables))
    cursor.execute(
        "SELECT count(*) FROM information_schema.columns WHERE data_type = 'timestamp'"  # noqa: S608
        f" AND (table_schema, table_name) IN ({places})",
        [part for key in query.tables for part in key],
    )
    return bool(cursor.fetchone()[0])


class Watchdog:
    """Kills a running query from a second connection: when the person presses stop, or the time is over."""

    def __init__(
        self, connection: Connection[Any], address: Address, seconds: float, stopped: Stopped | None
    ) -> None:
        self.was_stopped = False
        self.timed_out = False
        self._connection = connection
        self._address = address
        self._id = connection.thread_id()
        self._until = time.monotonic() + seconds
        self._stopped = stopped
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="query-watchdog", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_ignored: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            self.was_stopped = self._is_stopped()
            self.timed_out = not self.was_stopped and time.monotonic() > self._until
            if self.was_stopped or self.timed_out:
                self._kill()
                return

    def _is_stopped(self) -> bool:
        try:
            return self._stopped is not None and self._stopped()
        except Exception:  # whatever asks for the flag may fail; the time limit must go on
            logger.exception("whether to stop could not be found out")
            self._stopped = None
            return False

    def _kill(self) -> None:
        """Ask the server to end the query; hang up where that does not help at once."""
        import pymysql

        try:
            other = connect(self._address, seconds=2, database=False)
            try:
                with other.cursor() as cursor:
                    cursor.execute(f"KILL QUERY {int(self._id)}")
            finally:
                other.close()
        except (pymysql.Error, OSError, RuntimeError) as error:
            logger.warning("a query could not be killed: %s", type(error).__name__)
        if not self._done.wait(HANG_UP_SECONDS):
            self._hang_up()

    def _hang_up(self) -> None:
        """Shut the socket down under the waiting thread, which then gets an error at once."""
        line = self._connection._sock  # type: ignore[attr-defined]
        if line is not None:
            try:
                line.shutdown(2)
            except OSError:
                logger.debug("the connection was closed already")


def _no_connection(error: Exception) -> QueryFailed:
    code = error.args[0] if error.args else 0
    logger.warning("no connection to a data source: %s", code)
    if code in (1040, 1203, 1226):
        return failures.busy()
    if code in (1045, 1044, 1698):
        return QueryFailed(
            "db.unavailable",
            _("The data source refuses our sign-in: it has to be connected anew by an administrator."),
        )
    if code == 1049:
        return QueryFailed(
            "db.unavailable",
            _("The data source's database is not there: ask an administrator where it went."),
        )
    return failures.unavailable()


def _failure(error: Exception, *, timed_out: bool, seconds: float) -> QueryFailed:
    """The failure that the asker is told of, by the server's number for it."""
    code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
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
