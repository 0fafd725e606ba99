"""Whether the data bears out a suggested join: keys are unique, values are among them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from accounts.models import Organization
from knowledge.drafting.joining import Candidate, is_unique
from knowledge.probing import probe
from knowledge.semantic.names import quote, quote_table
from querying.catalog import TableKey
from querying.guard import GuardRefusal
from querying.introspection import SourceTable
from querying.models import DataSource
from querying.results import QueryFailed

logger = logging.getLogger(__name__)

ROWS_LOOKED_AT = 50_000
MOST_QUESTIONS = 80
LEAST_SHARE_NAMED = 0.5  # of distinct values that must be keys where the name says so
LEAST_SHARE = 0.9  # and where it doesn't


def borne_out(
    candidates: Iterable[Candidate],
    tables: Mapping[TableKey, SourceTable],
    organization: Organization,
    source: DataSource,
) -> list[Candidate]:
    """The candidates that hold, one target per column: of several, the one that the name speaks for, or the
    one that holds more of the values. What can't be asked doesn't hold.
    """
    best: dict[tuple[TableKey, str], tuple[bool, float, Candidate]] = {}
    unique: dict[TableKey, bool] = {}
    for number, candidate in enumerate(candidates):
        if number >= MOST_QUESTIONS:
            break
        target = tables[candidate.to_table]
        if target.key not in unique:
            unique[target.key] = is_unique(target, (candidate.key,)) or _is_unique_in_data(
                candidate, organization, source
            )
        share = _share(candidate, organization, source) if unique[target.key] else 0.0
        if share < (LEAST_SHARE_NAMED if candidate.named else LEAST_SHARE):
            continue
        place = (candidate.from_table, candidate.column)
        if place not in best or best[place][:2] < (candidate.named, share):
            best[place] = (candidate.named, share, candidate)
    return [candidate for _named, _share, candidate in best.values()]


def _share(candidate: Candidate, organization: Organization, source: DataSource) -> float:
    """The share of the column's distinct values that are keys of the target; 0 where fewer than 2."""
    column, key = quote(candidate.column), quote(candidate.key)
    table = quote_table(candidate.from_table, source.default_schema)
    target = quote_table(candidate.to_table, source.default_schema)
    sql = (
        f"SELECT count(*), count(keys.{key}) "  # noqa: S608  (names are quoted, and it is guarded)
        f"FROM (SELECT DISTINCT {column} AS value FROM (SELECT {column} FROM {table} "
        f"WHERE {column} IS NOT NULL LIMIT {ROWS_LOOKED_AT}) AS rows) AS asked "
        f"LEFT JOIN {target} AS keys ON keys.{key} = asked.value"
    )
    row = _row(sql, organization, source)
    asked, found = row or (0, 0)
    return found / asked if asked >= 2 else 0.0


def _is_unique_in_data(candidate: Candidate, organization: Organization, source: DataSource) -> bool:
    key = quote(candidate.key)
    target = quote_table(candidate.to_table, source.default_schema)
    sql = f"SELECT count({key}), count(DISTINCT {key}) FROM {target}"  # noqa: S608  (as above)
    row = _row(sql, organization, source)
    return row is not None and 0 < row[0] == row[1]


def _row(sql: str, organization: Organization, source: DataSource) -> tuple[int, int] | None:
    try:
        rows = probe(organization, source, sql).rows
    except (GuardRefusal, QueryFailed) as error:
        logger.info("a suggestion could not be looked at: %s", error)
        return None
    return (rows[0][0], rows[0][1]) if rows else None
