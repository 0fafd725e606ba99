"""The statements of PostgreSQL's own regression suite, which the guard must take without a crash.

They are not ours to keep here (PostgreSQL License, and 45,030 of them): they are read from
`shared/data/pg_regress_statements.jsonl.xz` beside the repository, or in the folder that COPILOT_SHARED
names; one JSON object a line, with `sql` and `kind`, the name of the statement's node.
"""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.message import Message
from postgast import deparse
from postgast import parse as parse_whole

from querying.guard import GuardRefusal
from querying.guard.postgresql.whole import PLACES, every
from tests.querying.guard.shop import VIEW, guarded

REPOSITORY = Path(__file__).parents[3]
SHARED = Path(os.environ.get("COPILOT_SHARED") or REPOSITORY.parent / "shared")
REGRESSION = SHARED / "data" / "pg_regress_statements.jsonl.xz"


@dataclass(frozen=True)
class Statement:
    """One of them; `kind` is "SelectStmt" for a SELECT."""

    kind: str
    sql: str


def regression_statements() -> Iterator[Statement]:
    """All of them. Raises FileNotFoundError where they are not."""
    with lzma.open(REGRESSION, "rt") as lines:
        for line in lines:
            statement = json.loads(line)
            yield Statement(statement["kind"], statement["sql"])


def passes(statement: Statement) -> bool:
    """Whether the guard lets it through; then it reads listed tables only, and reads back as the same tree.

    Raises AssertionError where it does not.
    """
    try:
        query = guarded(statement.sql)
    except GuardRefusal:
        return False
    assert statement.kind == "SelectStmt", statement
    tree = parse_whole(query.sql)
    tables = tables_of(tree)
    assert {table for table in tables if table[0]} <= set(VIEW.tables), statement
    assert not any(name.startswith("pg_") for _, name in tables), statement
    assert is_same(tree, parse_whole(deparse(tree))), statement
    return True


def is_same(tree: Message, other: Message) -> bool:
    """Whether two trees differ in nothing but where in the text their parts stood."""
    for one in (*every(tree), *every(other)):
        for field in one.DESCRIPTOR.fields:
            if field.name in PLACES:
                one.ClearField(field.name)
    return tree == other


def tables_of(tree: Message) -> set[tuple[str, str]]:
    """(schema, table) of every table reference anywhere in a tree."""
    return {
        (message.schemaname, message.relname)
        for message in every(tree)
        if message.DESCRIPTOR.name == "RangeVar"
    }
