"""The one door to libpg_query: text to tree and back, without ever a crash.

Trees are the protobuf messages of PostgreSQL's own grammar (`nodes`). The C code recurses over the tree, so
statements that could nest deeply are read in a thread with a stack of its own size; protobuf refuses trees
of more than 100 messages' depth, which becomes `sql.too_deep`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from google.protobuf.message import DecodeError, EncodeError, Message
from postgast import PgQueryError, deparse
from postgast import parse as parse_statements
from postgast import pg_query_pb2 as nodes

from querying.guard.guarded import GuardRefusal
from querying.guard.refusals import character_offset

__all__ = ["Message", "children", "forget_places", "nodes", "parse", "render"]

SHORT_ENOUGH = 1_500
"""Characters that nest at most so deeply that half a megabyte of stack will do (2,500 were tried)."""
DEEP_STACK = 64 * 1024 * 1024
"""Address space, not memory: only pages that are touched count."""

_starting = threading.Lock()
_Result = TypeVar("_Result")


def parse(sql: str, *, shallow: bool = False) -> nodes.ParseResult:
    """The statements of `sql`. Raises GuardRefusal `sql.syntax` or `sql.too_deep`.

    `shallow`: it was written from a tree, whose depth is bounded, so that any thread's stack will do.
    """
    try:
        if shallow or len(sql) <= SHORT_ENOUGH:
            return parse_statements(sql)
        return _with_deep_stack(parse_statements, sql)
    except PgQueryError as error:
        raise _syntax_refusal(sql, error) from None
    except DecodeError:
        raise _too_deep() from None


def render(tree: nodes.ParseResult) -> str:
    """The tree as SQL. Raises GuardRefusal `sql.too_deep` where it outgrew what can be read again."""
    try:
        return deparse(tree)
    except EncodeError:
        raise _too_deep() from None
    except PgQueryError as error:
        raise GuardRefusal("sql.node", f"This can't be written back as SQL: {error.message}.") from None


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a kind of message that a walk must look at."""

    single: tuple[str, ...]  # messages
    repeated: tuple[str, ...]  # lists of messages
    places: tuple[str, ...]  # where in the text it stood


_PLACES = frozenset(
    {"location", "stmt_location", "stmt_len", "rexpr_list_start", "rexpr_list_end", "list_start", "list_end"}
)


_shapes: dict[type, Shape] = {}


def _shape(message: Message) -> Shape:
    """All fields of a kind of message, by the tree's own description: none can be forgotten."""
    known = _shapes.get(type(message))
    if known is not None:
        return known
    fields = message.DESCRIPTOR.fields
    messages = [field for field in fields if field.message_type is not None]
    shape = _shapes[type(message)] = Shape(
        single=tuple(field.name for field in messages if not field.is_repeated),
        repeated=tuple(field.name for field in messages if field.is_repeated),
        places=tuple(field.name for field in fields if field.name in _PLACES),
    )
    return shape


def children(message: Message) -> list[Message]:
    """Every message that stands directly in this one."""
    if type(message) is nodes.Node:
        kind = message.WhichOneof("node")
        return [getattr(message, kind)] if kind else []
    shape = _shape(message)
    found = [getattr(message, name) for name in shape.single if message.HasField(name)]
    for name in shape.repeated:
        found.extend(getattr(message, name))
    return found


def forget_places(tree: Message) -> None:
    """Removes where in the text each node stood: the only thing in which two equal trees may differ."""
    waiting = [tree]
    while waiting:
        message = waiting.pop()
        waiting.extend(children(message))
        if type(message) is not nodes.Node:
            for name in _shape(message).places:
                message.ClearField(name)


def _syntax_refusal(sql: str, error: PgQueryError) -> GuardRefusal:
    if "memory exhausted" in error.message or "stack depth" in error.message:
        return _too_deep()
    position = character_offset(sql, error.cursorpos - 1) if error.cursorpos > 0 else None
    return GuardRefusal("sql.syntax", f"This is not valid SQL: {error.message}.", position=position)


def _too_deep() -> GuardRefusal:
    return GuardRefusal("sql.too_deep", "This statement nests too deeply. Split it into simpler steps.")


def _with_deep_stack(work: Callable[[str], _Result], sql: str) -> _Result:
    """`work(sql)` in a thread whose stack holds whatever 10 kB of SQL can nest to."""
    outcome: list[_Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work(sql))
        except BaseException as error:  # noqa: BLE001 handed to the caller, who is waiting for it
            failure.append(error)

    with _starting:  # the stack size is the process's: nobody else of ours may start a thread in between
        before = threading.stack_size(DEEP_STACK)
        try:
            thread = threading.Thread(target=run, name="guard-parse", daemon=True)
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]
