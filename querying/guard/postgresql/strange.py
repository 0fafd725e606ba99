"""What a statement holds that grammar.py does not know, found in the whole grammar's tree, to tell it."""

from __future__ import annotations

from google.protobuf.message import Message

from querying.guard.guarded import GuardRefusal
from querying.guard.postgresql.allowed import NODES
from querying.guard.postgresql.whole import every, read_whole
from querying.guard.refusals import Source

NAMES = {
    "XmlExpr": "XML", "XmlSerialize": "XML", "RangeTableFunc": "XMLTABLE", "JsonTable": "JSON_TABLE",
    "ParamRef": "a parameter", "RangeTableSample": "TABLESAMPLE", "CurrentOfExpr": "CURRENT OF",
    "SetToDefault": "DEFAULT", "CTESearchClause": "SEARCH",
    "CTECycleClause": "CYCLE",
}  # fmt: skip


def refusal_of_strange(source: Source, data: bytes) -> GuardRefusal:
    """Why the tree of these bytes is refused."""
    tree = read_whole(data)
    if len(tree.stmts) > 1:
        return source.refusal("sql.statement", "Only one statement at a time.")
    if not tree.stmts[0].stmt.HasField("select_stmt"):
        return source.refusal("sql.statement", "Only SELECT statements are allowed.")
    for message in every(tree):
        if message.DESCRIPTOR.name == "CommonTableExpr" and not message.ctequery.HasField("select_stmt"):
            return source.refusal("sql.statement", "WITH queries must be SELECTs.", message.location)
        name = message.DESCRIPTOR.name
        if name not in NODES:
            return _refusal_of_node(source, message, name)
    return source.refusal("sql.node", "There is something in this statement that is not allowed.")


def _refusal_of_node(source: Source, message: Message, name: str) -> GuardRefusal:
    if name == "IntoClause":
        return source.refusal("sql.statement", "SELECT INTO makes a table; only reading is allowed.")
    if name == "LockingClause":
        return source.refusal("sql.statement", "Row locks (FOR UPDATE and kin) are not allowed.")
    if name.endswith("Stmt"):
        return source.refusal("sql.statement", "Only SELECT statements are allowed, WITH included.")
    what = NAMES.get(name, f"This kind of expression ({name})")
    message_text = f"{what[0].upper()}{what[1:]} is not allowed here."
    return source.refusal("sql.node", message_text, getattr(message, "location", None))
