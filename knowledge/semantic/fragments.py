"""Pieces of SQL that staff wrote (formulas, filters, dimensions): read, checked, and placed in a query.

The text stays as its author wrote it: it is parsed to learn where its columns and aggregates stand, and
only there something is spliced in. No piece is trusted for that: the guard reads the whole query again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType

from knowledge.semantic.names import quote

DIALECT = "postgres"
LONGEST_FRAGMENT = 2_000

AGGREGATES_TEXT = """
count sum avg min max mode percentile_cont percentile_disc array_agg string_agg bool_and bool_or every
bit_and bit_or stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp
regr_slope regr_intercept regr_r2 regr_count any_value json_agg jsonb_agg
"""
AGGREGATES = frozenset(AGGREGATES_TEXT.split())


class BadFragment(ValueError):
    """A piece of SQL that can't be used; the message is fit for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class ColumnSpot:
    """Where a column stands in the text: [start, end), qualifier included."""

    name: str
    qualifier: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AggregateSpot:
    """Where an aggregate ends, and where its FILTER's condition stands if it has one."""

    start: int
    end: int
    filter: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """One SQL expression over the columns of one table."""

    text: str
    columns: tuple[ColumnSpot, ...]
    aggregates: tuple[AggregateSpot, ...]
    counts: bool  # a bare count
    adds: bool  # a bare count or sum: where there is no row it is 0

    @property
    def column_names(self) -> frozenset[str]:
        return frozenset(spot.name for spot in self.columns)

    def check_columns(self, table: str, known: Collection[str]) -> None:
        """Raise `BadFragment` unless every column is one of `known`, qualified by `table` or not at all."""
        for spot in self.columns:
            if spot.qualifier not in ("", table):
                raise BadFragment(f"{spot.qualifier}.{spot.name} is not a column of {table}.")
            if spot.name not in known:
                raise BadFragment(f"{table} has no column {spot.name}.")

    def place(self, alias: str, conditions: Iterable[str] = ()) -> str:
        """The text with columns qualified by `alias` (if not empty) and aggregates held to `conditions`.

        Conditions are fragments of the same table.
        """
        prefix = f"{quote(alias)}." if alias else ""
        splices = [(spot.start, spot.end, f"{prefix}{quote(spot.name)}") for spot in self.columns]
        extra = " AND ".join(enclosed(parse_fragment(condition).place(alias)) for condition in conditions)
        if extra:
            splices += [splice for spot in self.aggregates for splice in _filter_splices(spot, extra)]
        return _spliced(self.text, splices)


def enclosed(condition: str) -> str:
    """The condition in brackets where AND beside it could change its meaning."""
    tree = sqlglot.parse_one(condition, dialect=DIALECT)
    return f"({condition})" if isinstance(tree, exp.Connector) else condition


def _filter_splices(spot: AggregateSpot, extra: str) -> list[tuple[int, int, str]]:
    if spot.filter is None:
        return [(spot.end, spot.end, f" FILTER (WHERE {extra})")]
    start, end = spot.filter
    return [(start, start, "("), (end, end, f") AND {extra}")]


def _spliced(text: str, splices: list[tuple[int, int, str]]) -> str:
    for start, end, replacement in sorted(splices, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


@lru_cache(maxsize=4096)
def parse_fragment(text: str) -> Fragment:
    """Read one expression. Raises `BadFragment` for all else: statements, subqueries, windows, comments."""
    text = text.strip()
    if len(text) > LONGEST_FRAGMENT:
        raise BadFragment(f"It is longer than {LONGEST_FRAGMENT} characters.")
    try:
        tokens = sqlglot.tokenize(text, read=DIALECT)
        tree = sqlglot.parse_one(text, dialect=DIALECT)
    except (SqlglotError, RecursionError) as error:
        raise BadFragment(f"It is not an SQL expression: {_first_line(error)}") from error
    _check_shape(tree, tokens)
    return Fragment(
        text=text,
        columns=tuple(_column_spot(column) for column in tree.find_all(exp.Column)),
        aggregates=tuple(_aggregates(tokens)),
        counts=isinstance(_aggregate_of(tree), exp.Count),
        adds=isinstance(_aggregate_of(tree), exp.Count | exp.Sum),
    )


def _aggregate_of(tree: exp.Expr) -> exp.Expr:
    return tree.this if isinstance(tree, exp.Filter) else tree


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].split(" Line ")[0] if str(error) else "it is nested too deeply."


_EXPRESSIONS = (exp.Condition, exp.Filter, exp.WithinGroup, exp.AtTimeZone, exp.Interval)

_REFUSED: tuple[tuple[type[exp.Expr], str], ...] = (
    (exp.Query, "A subquery has no place here."),
    (exp.Exists, "A subquery has no place here."),
    (exp.Window, "A window function has no place here."),
    (exp.Placeholder, "A parameter has no place here."),
    (exp.Parameter, "A parameter has no place here."),
    (exp.Alias, "A name (AS ...) has no place here."),
)


def _check_shape(tree: exp.Expr, tokens: list[Token]) -> None:
    if not isinstance(tree, _EXPRESSIONS):
        raise BadFragment("It must be one expression.")
    for kind, message in _REFUSED:
        if tree.find(kind) is not None:
            raise BadFragment(message)
    if any(token.comments for token in tokens):
        raise BadFragment("A comment has no place here.")
    if any(token.token_type is TokenType.SEMICOLON for token in tokens):
        raise BadFragment("It must be one expression.")


def _column_spot(column: exp.Column) -> ColumnSpot:
    first = column.args.get("table") or column.this
    if isinstance(column.this, exp.Star):
        raise BadFragment("Name a column; * has no place here but in count(*).")
    if column.args.get("db") is not None or "start" not in first.meta or "end" not in column.this.meta:
        raise BadFragment(f"Name the column without its schema: {column.sql(dialect=DIALECT)}.")
    return ColumnSpot(column.name, column.table, first.meta["start"], column.this.meta["end"] + 1)


def _aggregates(tokens: list[Token]) -> Iterable[AggregateSpot]:
    for index, token in enumerate(tokens[:-1]):
        opens = tokens[index + 1].token_type is TokenType.L_PAREN
        if opens and token.text.lower() in AGGREGATES and token.token_type is not TokenType.IDENTIFIER:
            yield _aggregate(tokens, token.start, _closing(tokens, index + 1))


def _aggregate(tokens: list[Token], start: int, close: int) -> AggregateSpot:
    if _words(tokens, close + 1, 2) == ["within", "group"]:
        close = _closing(tokens, close + 3)
    if _words(tokens, close + 1, 1) != ["filter"]:
        return AggregateSpot(start, tokens[close].end + 1)
    where, end = close + 3, _closing(tokens, close + 2)
    return AggregateSpot(start, tokens[end].end + 1, (tokens[where].end + 2, tokens[end].start))


def _words(tokens: list[Token], start: int, count: int) -> list[str]:
    return [token.text.lower() for token in tokens[start : start + count]]


def _closing(tokens: list[Token], opening: int) -> int:
    """Index of the bracket that closes the one at `opening`; the parser has seen that there is one."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(tokens[index].token_type, 0)
        if depth == 0:
            return index
    raise BadFragment("A bracket is not closed.")
