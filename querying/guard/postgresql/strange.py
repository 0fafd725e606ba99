"""What a statement holds that grammar.py does not know, found in the whole grammar's tree, to tell it."""

from __future__ import annotations

from google.protobuf.message import Message

from querying.guard.guarded import GuardRefusal
from querying.guard.postgresql.allowed import NODES
from querying.guard.postgresql.whole import every, place_of, places_of, read_whole
from querying.guard.refusals import Source

NAMES = {
    "XmlExpr": "XML", "XmlSerialize": "XML", "RangeTableFunc": "XMLTABLE", "JsonTable": "JSON_TABLE",
    "RangeTableSample": "TABLESAMPLE", "CurrentOfExpr": "CURRENT OF", "SetToDefault": "DEFAULT",
    "CTESearchClause": "SEARCH", "CTECycleClause": "CYCLE",
}  # fmt: skip


def refusal_of_strange(source: Source, data: bytes) -> GuardRefusal:
    """Why the tree of these bytes is refused."""
    tree = read_whole(data)
    if len(tree.stmts) > 1:
        return source.refused_from("one-statement", tree.stmts[1].stmt_location)
    if not tree.stmts[0].stmt.HasField("select_stmt"):
        return source.refused_from("select-only", tree.stmts[0].stmt_location)
    for message in every(tree):
        name = message.DESCRIPTOR.name
        if name == "CommonTableExpr" and not message.ctequery.HasField("select_stmt"):
            return source.refused("with-select", message.location)
        if name == "SelectStmt" and message.locking_clause:
            return source.refused("row-locks", part="FOR", after=_place_before_locks(message))
        if name not in NODES:
            return _refusal_of_node(source, message, name)
    return source.refused("strange")


def _refusal_of_node(source: Source, message: Message, name: str) -> GuardRefusal:
    if name == "IntoClause":
        return source.refused("select-into", message.rel.location)
    if name.endswith("Stmt"):
        return source.refused("select-only", place_of(message))
    place = place_of(message)
    if name == "ParamRef":
        return source.refused("parameters", place)
    if name in NAMES:
        return source.refused("node", place, what=NAMES[name])
    return source.refused("node-kind", place, kind=name)


def _place_before_locks(select: Message) -> int:
    """Where the last part of a query stood before FOR UPDATE or kin, of which the tree tells no place."""
    before = type(select).FromString(select.SerializeToString())
    before.ClearField("locking_clause")
    return max(places_of(before), default=0)
