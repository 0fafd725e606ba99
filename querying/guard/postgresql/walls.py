"""The walls in their order, for PostgreSQL (docs/adr, "Nothing unguarded can run")."""

from __future__ import annotations

import datetime as dt

from querying.catalog import CatalogView
from querying.guard.guarded import GuardedQuery, Output
from querying.guard.postgresql.cells import cap_cells
from querying.guard.postgresql.check import Checker
from querying.guard.postgresql.clock import Clock
from querying.guard.postgresql.leaves import put_in_place
from querying.guard.postgresql.limit import cap_rows
from querying.guard.postgresql.parse import nodes, parse, render_same
from querying.guard.postgresql.reader import Reader
from querying.guard.postgresql.scope import CommonTables
from querying.guard.refusals import Source, refused
from querying.guard.text import check_size
from querying.limits import LIMITS, Purpose


def guard_postgresql(sql: str, view: CatalogView, *, purpose: Purpose, clock: dt.datetime) -> GuardedQuery:
    """What `guard` gives, for a source whose engine is PostgreSQL."""
    limits = LIMITS[purpose]
    check_size(sql, limits.sql_bytes)
    source = Source(sql)
    moment = Clock(clock, view.time_zone)
    tree = parse(sql)
    statement = only_select(tree, source)
    try:
        Checker(source, view, limits, moment).walk(tree)
        reader = Reader(source, view, moment)
        query = reader.read(statement.stmt.select_stmt, None, CommonTables())
    except RecursionError:
        raise refused("depth") from None
    findings = reader.findings
    findings.finish()
    for leaf in findings.leaves:
        put_in_place(leaf)
    if limits.rows is not None:
        cap_rows(statement, limits.rows)
    cap_cells(statement, query.columns, limits.cell_bytes)
    return GuardedQuery(
        original=sql,
        sql=render_same(tree),
        engine=view.engine,
        purpose=purpose,
        row_cap=limits.rows,
        tables=tuple(dict.fromkeys(leaf.table.key for leaf in findings.leaves)),
        masked=tuple(findings.masked),
        time_zone=view.time_zone,
        outputs=tuple(Output(column.name, column.facts.origin) for column in query.columns),
        timeless=not moment.asked,
    )


def only_select(tree: nodes.ParseResult, source: Source) -> nodes.RawStmt:
    """The one statement there is, a SELECT. Raises GuardRefusal `sql.syntax` or `sql.statement`."""
    if not tree.stmts:
        raise refused("no-statement")
    if len(tree.stmts) > 1:
        raise source.refused_from("one-statement", tree.stmts[1].stmt_location)
    if not tree.stmts[0].stmt.HasField("select_stmt"):
        raise source.refused_from("select-only", tree.stmts[0].stmt_location)
    return tree.stmts[0]
