"""What goes over a connection by libpq's own calls, where psycopg's cursors would take more round trips."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import psycopg
from psycopg import generators
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import TupleRow

from querying.engines.postgresql.watchdog import CANCEL_SECONDS

Connection = psycopg.Connection[TupleRow]

ENCODING = "utf-8"  # of errors; that of values is set in each transaction
_WIPED = [ExecStatus.COMMAND_OK, None, ExecStatus.PIPELINE_SYNC] * 2


def command(connection: Connection, statements: bytes) -> None:
    """Run statements of our own that give no rows, in one round trip. Raises psycopg.Error."""
    connection.pgconn.send_query(statements)
    for result in connection.wait(generators.execute(connection.pgconn)):
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result, ENCODING)


def chunks(connection: Connection, statement: bytes, size: int) -> Generator[PGresult]:
    """The results of one statement, so many rows each; the last has none. Raises psycopg.Error.

    The extended protocol takes one statement, whatever stands in the text. There is no cursor in the server:
    that would lose parallel plans. Who stops in the middle ends the server's work.
    """
    pgconn, failed, is_over = connection.pgconn, None, False
    pgconn.send_query_params(statement, None)
    pgconn.set_chunked_rows_mode(size)
    _flush(connection)
    try:
        while (result := _next(connection)) is not None:
            if result.status in (ExecStatus.TUPLES_CHUNK, ExecStatus.TUPLES_OK):
                yield result
            else:
                failed = failed or result
        is_over = True
    finally:
        if not is_over:
            _end(connection)
    if failed is not None:
        raise error_from_result(failed, ENCODING)


def _end(connection: Connection) -> None:
    """Cancel what still runs, and take what has come of it; where that fails the connection stays busy, and
    can't be wiped.
    """
    if connection.pgconn.transaction_status != TransactionStatus.ACTIVE:
        return
    with suppress(psycopg.Error):
        connection.cancel_safe(timeout=CANCEL_SECONDS)
        while _next(connection) is not None:
            continue


def begin_wiping(connection: Connection) -> None:
    """Have the server end the transaction and forget all that belongs to the session: nobody waits for it.

    Raises psycopg.Error.
    """
    pgconn = connection.pgconn
    pgconn.enter_pipeline_mode()
    for statement in (b"ROLLBACK", b"DISCARD ALL"):
        pgconn.send_query_params(statement, None)
        pgconn.pipeline_sync()
    _flush(connection)


def end_wiping(connection: Connection) -> None:
    """See that the server did so. Raises psycopg.Error where it did not: use the connection no more."""
    pgconn = connection.pgconn
    answers = [_next(connection) for _answer in _WIPED]
    if [None if answer is None else answer.status for answer in answers] != _WIPED:
        raise psycopg.OperationalError("the session was not wiped")
    pgconn.exit_pipeline_mode()


def _next(connection: Connection) -> PGresult | None:
    """The next result, None at the end of a statement's; one that has come already is not waited for."""
    if not connection.pgconn.is_busy():
        return connection.pgconn.get_result()
    return connection.wait(generators.fetch(connection.pgconn))


def _flush(connection: Connection) -> None:
    if connection.pgconn.flush() != 0:
        connection.wait(generators.send(connection.pgconn))
