"""What the generic guard makes of some statements, word for word: snapshots.json, each way through its code.

The twins say what an answer must never tell; these show every change of it, such as a fence more or a message
at another place. `python -m tests.querying.guard.generic.snapshots` takes them again after a change that is
meant (read the difference!): of the corpora those statements that go a way which none before them goes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from querying.guard import GuardRefusal
from querying.guard.generic import guard_generic
from querying.limits import Purpose
from tests.querying.guard.generic.corpora import attacks, honest, oracles, statements
from tests.querying.guard.generic.shop import NOW, SCHEMAS, VIEWS, guarded

FILE = Path(__file__).with_name("snapshots.json")
GUARD = "querying/guard/generic/"
Way = tuple[str, int, int]
"""From a line of a file to another."""


def answer(engine: str, sql: str) -> list[Any]:
    """What the guard says: a refusal, or the query with all that goes along, as JSON has it."""
    try:
        query = guarded(engine, sql)
    except GuardRefusal as refusal:
        return [refusal.rule, refusal.part, refusal.position]
    schema = VIEWS[engine].default_schema
    origins = [
        [output.name, ".".join((output.origin[0][1], output.origin[1])) if output.origin else "", output.type]
        for output in query.outputs
    ]
    assert {key[0] for key in (*query.tables, *query.filtered_by)} <= {schema}
    tables, filtered_by = ([key[1] for key in keys] for keys in (query.tables, query.filtered_by))
    return [query.sql, query.row_cap, tables, filtered_by, list(query.masked), origins]


def snapshots() -> list[tuple[str, str, list[Any]]]:
    """All that are kept: engine, statement and answer."""
    return [(engine, sql, said) for engine, sql, said in json.loads(FILE.read_text())]


def corpus() -> Iterator[tuple[str, str]]:
    """Every statement of the corpora with its engine."""
    for engine in SCHEMAS:
        for sql in (*honest(engine), *oracles(engine), *statements(f"attacks_{engine}.sql")):
            yield engine, sql
    yield from ((engine, attack.sql) for engine, attack in attacks())


def ways(work: Callable[[], object]) -> set[Way]:
    """The ways through the guard's code that this goes."""
    found: set[Way] = set()

    def trace(frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        name = frame.f_code.co_filename
        if GUARD not in name:
            return None
        last = 0

        def line(inner: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
            nonlocal last
            if event == "line":
                found.add((name, last, inner.f_lineno))
                last = inner.f_lineno
            return line

        return line

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return found


def main() -> None:
    """Takes the snapshots again."""
    gone: set[tuple[str, Way]] = set()
    lines = []
    for engine, sql in corpus():
        answer(engine, sql)  # once before: what is known from then on is not a way of this statement alone
        new = {(engine, way) for way in ways(lambda engine=engine, sql=sql: _judge(engine, sql))}  # type: ignore[misc]
        if new - gone:
            gone |= new
            lines.append(json.dumps([engine, sql, answer(engine, sql)]))
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n")


def _judge(engine: str, sql: str) -> None:
    """As `answer`, past what the guard keeps of statements that it saw before."""
    try:
        guard_generic(sql, VIEWS[engine], purpose=Purpose.CHAT, clock=NOW)
    except GuardRefusal:
        return


if __name__ == "__main__":
    main()
