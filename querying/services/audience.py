"""People by a query: who they are (their keys alone), how many, and what is known of some of them.

A query names people where one of its columns holds the key of the table of people: the column itself, or one
that a foreign key or a known join leads from there. The guard tells where each column's values come from; a
column that is merely called the same never counts. Of the result only keys of people whom the actor sees are
kept.
"""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from accounts.actor import Actor
from querying.catalog import CatalogTable, CatalogView, ColumnType, TableKey
from querying.engines import ENGINES
from querying.engines.base import Stopped
from querying.enums import ExecutionStatus, GeneratedBy
from querying.guard import GuardedQuery, GuardRefusal
from querying.guard.refusals import refused
from querying.limits import LIMITS, Purpose
from querying.models import DataSource
from querying.queues import Queue, turn
from querying.results import QueryFailed, ResultSet
from querying.services.executing import Execution, execute, log_execution, new_entry, release_connection
from querying.services.people_sql import PEOPLE_SQL, PeopleSql
from querying.services.telling import guard, told
from querying.services.visible import catalog_view

PURPOSE = Purpose.AUDIENCE
MUCH_LATER = dt.timedelta(days=3 * 365 + 41, hours=5)
"""Long enough that whatever is relative to the clock (a year, a month, an hour) is another one."""


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Where people stand: their table, and the column that tells them apart.

    `led_by` are columns that lead to it beside those with a foreign key: joins of who knows the data.
    """

    table: TableKey
    column: str
    led_by: frozenset[tuple[TableKey, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """How many people a query names, and the execution that said so."""

    count: int
    execution: Execution


def count_people(
    *,
    actor: Actor,
    source: DataSource,
    sql: str,
    key: PersonKey,
    clock: dt.datetime,
    stopped: Stopped | None = None,
) -> PeopleCounted:
    """How many people a query names. Raises SourceNotFound, GuardRefusal (`sql.column`: it names none),
    QueryFailed, QueryStopped.
    """
    counting = _wrapped(actor, source, sql, key, clock, counting=True)
    ran = execute(
        actor=actor,
        source=source,
        sql=counting,
        purpose=PURPOSE,
        clock=clock,
        generated_by=GeneratedBy.SYSTEM,
        stopped=stopped,
    )
    return PeopleCounted(int(ran.result.rows[0][0]), ran)


def asks_the_clock(*, actor: Actor, source: DataSource, sql: str, clock: dt.datetime) -> bool:
    """Whether a query means something else at another time: whether it says `now()` or its kin.

    The guard writes the clock's moment in their place, so a query that has none of them comes out the same.
    Raises SourceNotFound, GuardRefusal.
    """
    view = catalog_view(actor, source)
    now, later = (guard(sql, view, purpose=PURPOSE, clock=at).sql for at in (clock, clock + MUCH_LATER))
    return now != later


@contextmanager
def stream_people(
    *, actor: Actor, source: DataSource, sql: str, key: PersonKey, clock: dt.datetime
) -> Iterator[Iterator[bytes]]:
    """The keys, each once, as lines of COPY's text format. Raises as `count_people` does, on the way too.

    The application's database is asked when the block is entered and when it is left, never between: the
    lines may go straight into a COPY of its own.
    """
    entry = new_entry(actor, source, sql, PURPOSE, GeneratedBy.SYSTEM)
    started, rows = time.perf_counter(), itertools.count()
    try:
        view = catalog_view(actor, source)
        guarded = guard(
            _wrapped(actor, source, sql, key, clock, counting=False), view, purpose=PURPOSE, clock=clock
        )
        entry.sql_run = guarded.sql
        url = source.reader_url
        release_connection()
        engine, limits = ENGINES[source.engine], LIMITS[PURPOSE]
        queue = Queue(source.pk, actor.organization_id, PURPOSE)
        with (
            turn(queue, seconds=limits.seconds) as watched,
            closing(engine.stream(url, guarded, limits, watched)) as lines,
        ):
            yield (line for line in lines if next(rows) >= 0)
    except GuardRefusal as refusal:
        log_execution(entry, ExecutionStatus.BLOCKED, started, code=refusal.code)
        raise
    except QueryFailed as failure:
        log_execution(entry, ExecutionStatus.ERROR, started, code=failure.code, sqlstate=failure.sqlstate)
        raise
    entry.row_count = next(rows)
    log_execution(entry, ExecutionStatus.SUCCESS, started)


def read_people(
    *,
    actor: Actor,
    source: DataSource,
    key: PersonKey,
    keys: Sequence[str],
    columns: Sequence[str],
    clock: dt.datetime,
) -> ResultSet:
    """The key and the columns of some people, within what the actor sees; few enough for one statement.

    Not in the query log: what reads them in batches records the whole of it. Raises as `count_people` does.
    """
    view = catalog_view(actor, source)
    table = _table(view, key)
    column = table.column(key.column)
    is_number = column is not None and column.type == ColumnType.INTEGER
    writer = PEOPLE_SQL[source.engine]
    wanted = ", ".join(writer.literal(each, is_number=is_number) for each in keys)
    names = ", ".join(map(writer.name, [key.column, *columns]))
    people, own = _name(key.table, writer), writer.name(key.column)
    sql = f"SELECT {names} FROM {people} WHERE {own} IN ({wanted})"  # noqa: S608
    guarded = guard(sql, view, purpose=PURPOSE, clock=clock)
    url = source.reader_url
    release_connection()
    return ENGINES[source.engine].run(url, guarded, LIMITS[PURPOSE], None)


def _wrapped(
    actor: Actor, source: DataSource, sql: str, key: PersonKey, clock: dt.datetime, *, counting: bool
) -> str:
    """The statement that gives the keys of a query's people, or their number; yet to be guarded."""
    view = catalog_view(actor, source)
    guarded = guard(sql, view, purpose=PURPOSE, clock=clock)
    writer = PEOPLE_SQL[source.engine]
    inner = writer.printed(sql)
    if writer.prints_freely:
        guarded = guard(inner, view, purpose=PURPOSE, clock=clock)
    table = _table(view, key)
    place = _place(guarded, view, key)
    column = f"people.{writer.name(key.column)}"
    unique = table.primary_key == (key.column,) or (key.column,) in table.unique_keys
    distinct = "" if unique else "DISTINCT "
    wanted = f"count({distinct}{column})" if counting else f"{distinct}{column}"
    people = f"SELECT {wanted} FROM {_name(key.table, writer)} AS people WHERE {column} IN"  # noqa: S608
    return writer.within(people, inner, place, len(guarded.outputs))


def _place(guarded: GuardedQuery, view: CatalogView, key: PersonKey) -> int:
    """Which column names the people. Raises GuardRefusal where none does, or several do."""
    origins = [output.origin for output in guarded.outputs]
    own = [number for number, origin in enumerate(origins) if origin == (key.table, key.column)]
    led = [number for number, origin in enumerate(origins) if origin and _leads(view, origin, key)]
    found = own or led
    named = f"{key.table[1]}.{key.column}"
    if not found:
        raise told(refused("audience-column", column=named))
    if len({origins[number] for number in found}) > 1:
        raise told(refused("audience-columns", column=named))
    return found[0]


def _leads(view: CatalogView, origin: tuple[TableKey, str], key: PersonKey) -> bool:
    table = view.tables.get(origin[0])
    if origin in key.led_by:
        return True
    return table is not None and any(
        one.columns == (origin[1],) and one.to_table == key.table and one.to_columns == (key.column,)
        for one in table.foreign_keys
    )


def _table(view: CatalogView, key: PersonKey) -> CatalogTable:
    table = view.tables.get(key.table)
    column = table.column(key.column) if table else None
    if table is None or column is None or column.masked:
        raise told(refused("audience-hidden"))
    return table


def _name(key: TableKey, writer: PeopleSql) -> str:
    return ".".join(map(writer.name, key))
