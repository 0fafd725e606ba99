"""The one door to libpg_query: text to tree and back, without ever a crash.

Trees are the protobuf messages of PostgreSQL's own grammar, cut down (grammar.py). The C code recurses over
the tree, so statements that could nest deeply are read in a thread with a stack of its own size; protobuf
refuses trees of more than 100 messages' depth, which becomes `sql.too_deep`.

The library is called as postgast's `parse` and `deparse` call it, but for bytes, which our grammar reads.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable
from typing import TypeVar

from google.protobuf.message import DecodeError, EncodeError, Message
from postgast import PgQueryError
from postgast.errors import check_error
from postgast.native import PgQueryProtobuf, lib

from querying.guard.guarded import GuardRefusal
from querying.guard.postgresql.grammar import children, nodes, read_tree, without_places
from querying.guard.postgresql.strange import refusal_of_strange
from querying.guard.postgresql.syntax import syntax_refusal
from querying.guard.refusals import Source, refused

__all__ = ["Message", "children", "nodes", "parse", "render", "render_same"]

FEW_WORDS = 1_000
"""Words and signs that nest at most so deeply that half a megabyte of stack will do (600 took 256 kB)."""
DEEP_STACK = 64 * 1024 * 1024
"""Address space, not memory: only pages that are touched count."""

_WORD = re.compile(r"\w+|[^\w\s]", re.ASCII)
_SIGNS = re.compile(r"[-+*/<>=~!@#%^&|`?]{1001}")
"""More than the reader of words takes at a bearable price: it tries each sign with all that follow it."""
_starting = threading.Lock()
_Result = TypeVar("_Result")


def parse(sql: str) -> nodes.ParseResult:
    """The statements of `sql`.

    Raises GuardRefusal: `sql.syntax`, `sql.too_deep`, or another code for what may not stand in one.
    """
    signs = _SIGNS.search(sql)
    if signs is not None:
        raise Source(sql).refused_at("signs", signs.start())
    try:
        data = _parsed(sql) if _has_few_words(sql) else _with_deep_stack(_parsed, sql)
        tree = read_tree(data)
        if tree is None:
            raise refusal_of_strange(Source(sql), data)
    except PgQueryError as error:
        raise _syntax_refusal(sql, error) from None
    except DecodeError:
        raise _too_deep() from None
    return tree


def render(tree: nodes.ParseResult) -> str:
    """The tree as SQL. Raises GuardRefusal `sql.too_deep` where it outgrew what can be read again."""
    return _rendered(_bytes_of(tree))


def render_same(tree: nodes.ParseResult) -> str:
    """The tree as SQL that PostgreSQL reads as that same tree. Raises GuardRefusal where it would not."""
    try:
        data = without_places(_bytes_of(tree))
        sql = _rendered(data)
        again = _parsed(sql)  # written from a tree, whose depth is bounded: any thread's stack will do
        same = read_tree(again) is not None and without_places(again) == data
    except PgQueryError as error:
        if _is_too_deep(error):
            raise _too_deep() from None
        same = False
    except DecodeError:
        raise _too_deep() from None
    if not same:
        raise refused("same-tree")
    return sql


def _has_few_words(sql: str) -> bool:
    return len(sql) <= FEW_WORDS or len(_WORD.findall(sql)) <= FEW_WORDS


def _parsed(sql: str) -> bytes:
    """The tree of `sql` in the whole grammar, as protobuf's bytes. Raises PgQueryError."""
    result = lib.pg_query_parse_protobuf(sql.encode())
    try:
        check_error(result)
        return ctypes.string_at(result.parse_tree.data, result.parse_tree.len)
    finally:
        lib.pg_query_free_protobuf_parse_result(result)


def _bytes_of(tree: nodes.ParseResult) -> bytes:
    try:
        data: bytes = tree.SerializeToString()
    except EncodeError:
        raise _too_deep() from None
    return data


def _rendered(data: bytes) -> str:
    """The SQL of a tree's bytes. Raises GuardRefusal where there is none."""
    address = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
    result = lib.pg_query_deparse_protobuf(PgQueryProtobuf(len=len(data), data=address))
    try:
        check_error(result)
        text: bytes = result.query
        return text.decode()
    except PgQueryError as error:
        raise refused("same-tree") from error
    finally:
        lib.pg_query_free_deparse_result(result)


def _syntax_refusal(sql: str, error: PgQueryError) -> GuardRefusal:
    if _is_too_deep(error):
        return _too_deep()
    return syntax_refusal(sql, error)


def _is_too_deep(error: PgQueryError) -> bool:
    return "memory exhausted" in error.message or "stack depth" in error.message


def _too_deep() -> GuardRefusal:
    return refused("depth")


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
