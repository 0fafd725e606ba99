"""Wall 4's other cap: no cell larger than the limit leaves the database.

The database would build 900 MB, send them, and only then would the runner see. So what an aggregate collects
is cut in the outermost query: text and JSON to a value just over the limit, by which the runner knows to
mark the column; other types, which have no such value, fail with SQLSTATE 54000, "too large".
"""

from __future__ import annotations

from collections.abc import Sequence

from querying.guard.postgresql.facts import Column
from querying.guard.postgresql.limit import wrap
from querying.guard.postgresql.parse import children, nodes, parse

_TEXT = "CASE WHEN pg_catalog.octet_length(c) > {n} THEN pg_catalog.left(c, {n} + 1) ELSE c END"
_JSON = (
    "CASE WHEN pg_catalog.pg_column_size(c) > {n}"
    " THEN pg_catalog.to_{kind}(pg_catalog.repeat('*', {n} + 1)) ELSE c END"
)
# The length that is asked for there is one that no text may have.
_OTHER = (
    "CASE WHEN c IS NULL OR pg_catalog.pg_column_size(c) <= {n} OR pg_catalog.octet_length("
    "pg_catalog.repeat('**', 2147483646 + LEAST(pg_catalog.pg_column_size(c), 1))) > 0 THEN c END"
)
_TEMPLATES = {
    "text": _TEXT,
    "json": _JSON.replace("{kind}", "json"),
    "jsonb": _JSON.replace("{kind}", "jsonb"),
}


def cap_cells(statement: nodes.RawStmt, columns: Sequence[Column], most_bytes: int) -> None:
    """Cuts collected values to `most_bytes`; leaves a statement without any as it is."""
    if not any(column.facts.grown for column in columns):
        return
    wrap(statement)
    select = statement.stmt.select_stmt
    alias = select.from_clause[0].range_subselect.alias
    del select.target_list[:]
    for number, column in enumerate(columns, 1):
        alias.colnames.add().string.sval = f"c{number}"
        target = select.target_list.add().res_target
        target.name = column.name
        if column.facts.grown:
            template = _TEMPLATES.get(column.facts.kind, _OTHER)
            target.val.CopyFrom(_expression(template.format(n=most_bytes)))
        _name(target.val, f"c{number}")


def _expression(text: str) -> nodes.Node:
    return parse(f"SELECT {text}").stmts[0].stmt.select_stmt.target_list[0].res_target.val


def _name(node: nodes.Node, name: str) -> None:
    """Puts the column `name` in the place of `c` of a template, or of nothing."""
    if node.WhichOneof("node") is None:
        node.column_ref.fields.add().string.sval = name
        return
    for message in _column_references(node):
        message.fields[0].string.sval = name


def _column_references(message: nodes.Node) -> list[nodes.ColumnRef]:
    if message.DESCRIPTOR.name == "ColumnRef":
        return [message]
    return [reference for child in children(message) for reference in _column_references(child)]
