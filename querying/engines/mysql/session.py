"""A query's session, whatever the server's settings are: modes, limits, the asker's zone, read-only."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryFailed

if TYPE_CHECKING:
    from querying.engines.mysql.connections import SourceConnection

# ONLY_FULL_GROUP_BY: a column that is neither grouped by nor aggregated would be that of any row.
_MODE = "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO"
_ZONE_UNKNOWN = 1298
# What a TIMESTAMP can hold: to 2038, in MariaDB from 11.5 on to 2106.
_FIRST, _LAST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(2106, 2, 8, tzinfo=dt.UTC)


def prepare(connection: SourceConnection, query: GuardedQuery, limits: Limits) -> None:
    """The session's settings, and a transaction that can't write. Raises pymysql.Error, QueryFailed."""
    import pymysql

    settings = _settings(connection, limits)
    with connection.cursor() as cursor:
        try:
            _set(cursor, settings | {"time_zone": query.time_zone})
        except pymysql.Error as error:
            if error.args[0] != _ZONE_UNKNOWN:
                raise
            _set(cursor, settings | {"time_zone": _zone_without_tables(cursor, query)})
        cursor.execute("START TRANSACTION READ ONLY")


def _settings(connection: SourceConnection, limits: Limits) -> dict[str, Any]:
    settings = {
        "autocommit": 1,
        "sql_mode": _MODE,
        "div_precision_increment": 10,
        "group_concat_max_len": limits.cell_bytes + 1,
        "lock_wait_timeout": 2,
        "innodb_lock_wait_timeout": 2,
        # Who downloads a file may stand still for as long as the query may take.
        "net_write_timeout": int(limits.seconds) + 1,
        "max_heap_table_size": 64_000_000,
        "tmp_table_size": 64_000_000,
    }
    if "mariadb" in connection.get_server_info().lower():
        return settings | {"max_statement_time": limits.seconds, "tmp_disk_table_size": 2_000_000_000}
    return settings | {"max_execution_time": int(limits.seconds * 1000)}


def _set(cursor: Any, settings: dict[str, Any]) -> None:
    """All at once, or none where the server refuses one. A session made as new has the server's encoding."""
    assignments = ", ".join(f"SESSION {name} = %s" for name in settings)
    cursor.execute(f"SET NAMES utf8mb4, {assignments}", list(settings.values()))


def _zone_without_tables(cursor: Any, query: GuardedQuery) -> str:
    """The zone as an offset: exact for zones that have but one, and for tables without TIMESTAMP columns,
    whose values need no zone. Raises QueryFailed for any other: a fixed offset is wrong half of the year.
    """
    offset = only_offset(query.time_zone)
    if offset is None and _has_moments(cursor, query):
        raise QueryFailed(
            "db.error",
            _("The database does not know the time zone %(zone)s: load its time zone tables.")
            % {"zone": query.time_zone},
        )
    return offset or "+00:00"


@lru_cache(maxsize=100)
def only_offset(name: str) -> str | None:
    """The zone's offset as the server reads it, where it is the same for all that a TIMESTAMP can hold.

    Looked at twice a day, within which no change of clocks was ever taken back.
    """
    zone, half_a_day = ZoneInfo(name), dt.timedelta(hours=12)
    offset = _FIRST.astimezone(zone).utcoffset() or dt.timedelta()
    moment = _FIRST
    while moment < _LAST:
        if moment.astimezone(zone).utcoffset() != offset:
            return None
        moment += half_a_day
    minutes, seconds = divmod(abs(offset).seconds, 60)
    sign = "-" if offset < dt.timedelta() else "+"
    return None if seconds else f"{sign}{minutes // 60:02}:{minutes % 60:02}"


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
