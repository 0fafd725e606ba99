"""The walls in their order (docs/adr, "Nothing unguarded can run")."""

from __future__ import annotations

import datetime as dt

from sqlglot import exp

from querying.catalog import CatalogView
from querying.guard.generic.calls import check_printed
from querying.guard.generic.check import Checker
from querying.guard.generic.clock import Clock
from querying.guard.generic.dialects import DIALECTS, Dialect
from querying.guard.generic.forms import known_forms, plain_forms
from querying.guard.generic.leaves import filter_tables, put_in_place
from querying.guard.generic.limit import cap_rows
from querying.guard.generic.naming import name_outputs
from querying.guard.generic.parse import check_depth, parse_one, read_print, read_tokens, render
from querying.guard.generic.reader import Reader
from querying.guard.generic.refusals import Source
from querying.guard.generic.risk import needs_fences
from querying.guard.generic.summaries import summarized, summary
from querying.guard.guarded import GuardedQuery, Output
from querying.guard.refusals import refused
from querying.guard.text import check_size
from querying.limits import LIMITS, Purpose


def guard_generic(sql: str, view: CatalogView, *, purpose: Purpose, clock: dt.datetime) -> GuardedQuery:
    """What `guard` gives, for a source whose engine has a dialect here."""
    check_size(sql, LIMITS[purpose].sql_bytes)
    try:
        plain = _without_summarize(sql, view, purpose, clock)
        try:
            return _guarded(sql, plain, view, purpose, clock)
        except _Unsteady:
            # Some forms are printed in another way than they were written: once more, from the print.
            dialect = DIALECTS[view.engine]
            tree, _source = _checked(plain, view, purpose, clock)
            return _guarded(sql, render(tree, dialect, quoting=False), view, purpose, clock)
    except RecursionError:
        raise refused("depth") from None
    except _Unsteady:
        raise refused("same-tree") from None


class _Unsteady(Exception):
    """The print of a statement says something else than its tree."""


def _without_summarize(sql: str, view: CatalogView, purpose: Purpose, clock: dt.datetime) -> str:
    """The statement, SUMMARIZE spelled out."""
    dialect = DIALECTS[view.engine]
    query = summarized(sql) if dialect.summaries else None
    if query is None:
        return sql
    tree, source = _checked(query, view, purpose, clock)
    plain = render(tree, dialect, quoting=False)
    return summary(plain, Reader(source, view, dialect).read(tree, None, {}))


def _guarded(
    original: str, sql: str, view: CatalogView, purpose: Purpose, clock: dt.datetime
) -> GuardedQuery:
    dialect, limits = DIALECTS[view.engine], LIMITS[purpose]
    tree, source = _checked(sql, view, purpose, clock)
    reader = Reader(source, view, dialect)
    columns = reader.read(tree, None, {})
    found = reader.findings
    fenced = needs_fences(tree, dialect, found.types)
    for leaf in found.leaves:
        put_in_place(leaf, dialect, fenced=fenced)
    if limits.rows is not None:
        cap_rows(tree, limits.rows)
    return GuardedQuery(
        original=original,
        sql=_render_same(tree, dialect),
        engine=view.engine,
        purpose=purpose,
        row_cap=limits.rows,
        tables=tuple(dict.fromkeys(leaf.table.key for leaf in found.leaves)),
        masked=tuple(found.masked),
        time_zone=view.time_zone,
        outputs=tuple(Output(column.name, column.origin, column.type) for column in columns),
        filtered_by=tuple(dict.fromkeys(key for leaf in found.leaves for key in filter_tables(leaf.table))),
    )


def _checked(sql: str, view: CatalogView, purpose: Purpose, clock: dt.datetime) -> tuple[exp.Expr, Source]:
    """The statement as a tree of nothing but what may stand in one, the clock in it."""
    dialect, limits = DIALECTS[view.engine], LIMITS[purpose]
    tokens = read_tokens(sql, dialect, limits)
    source = Source(sql, tokens)
    tree = bare(plain_forms(parse_one(tokens, sql, dialect), dialect, source))
    check_depth(tree)
    name_outputs(tree, dialect)
    tree = Clock(clock, view.time_zone, dialect).put_in(tree, source)
    tree = known_forms(tree, dialect)
    checker = Checker(source, dialect, limits)
    checker.walk(tree)
    checker.check_calls()
    return tree, source


def bare(tree: exp.Expr) -> exp.Expr:
    """The statement without parentheses around all of it."""
    while isinstance(tree, exp.Subquery) and set(_said(tree)) == {"this"}:
        tree = tree.this.pop()
    if not isinstance(tree, exp.Query):
        raise refused("select-only")
    return tree


def _said(node: exp.Expr) -> list[str]:
    return [name for name, value in node.args.items() if value not in (None, False, [])]


def _render_same(tree: exp.Expr, dialect: Dialect) -> str:
    """The tree as SQL that reads as that same tree. Raises _Unsteady where it would not."""
    for name in tree.find_all(exp.Identifier):
        if not isinstance(name.parent, exp.PropertyEQ):  # the name of a field is printed as text
            name.set("quoted", True)
    sql = render(tree, dialect)
    again, words = read_print(sql, dialect)
    if tree != again or render(again, dialect, copy=False) != sql:
        raise _Unsteady
    check_printed(words, dialect)
    return sql
