"""Makes a statement that shows something smaller, as long as it still shows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from querying.guard import GuardRefusal
from querying.guard.postgresql.parse import Message, children, nodes, parse, render

MOST_TRIES = 1_500


def shrink(sql: str, shows: Callable[[str], bool]) -> str:
    """The shortest statement found that still `shows` it: parts are left out, or put for the whole."""
    best, tries = sql, 0
    while True:
        for smaller in _smaller(best):
            tries += 1
            if tries > MOST_TRIES:
                return best
            if len(smaller) < len(best) and shows(smaller):
                best = smaller
                break
        else:
            return best


def _smaller(sql: str) -> Iterator[str]:
    """The statement with one thing left out or replaced by a part of itself, the largest cuts first."""
    tree = parse(sql)
    for change in list(_changes(tree)):
        copy = nodes.ParseResult()
        copy.CopyFrom(tree)
        change(copy)
        text = _rendered(copy)
        if text:
            yield text


def _rendered(tree: nodes.ParseResult) -> str | None:
    """The tree as SQL; None for what is none. A tree of which something is missing may crash the printer."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, render(tree).encode()[:60_000])
        except GuardRefusal:
            pass
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return text or None


def _changes(tree: Message) -> Iterator[Callable[[Message], None]]:
    """What can be done to a copy of the tree; messages are found again by their number in a walk."""
    for number, message in enumerate(_walk(tree)):
        for field, value in message.ListFields():
            if field.message_type is None or field.name in ("names", "funcname", "fields"):
                continue
            if field.is_repeated:
                for index in range(len(value)):
                    yield _without(number, field.name, index)
            elif message.DESCRIPTOR.name != "Node":
                yield _cleared(number, field.name)
        if isinstance(message, nodes.Node):
            for inner, below in enumerate(_walk(message)):
                if inner and isinstance(below, nodes.Node):
                    yield _raised(number, inner)


def _walk(message: Message) -> Iterator[Message]:
    yield message
    for child in children(message):
        yield from _walk(child)


def _at(tree: Message, number: int) -> Message:
    return next(message for place, message in enumerate(_walk(tree)) if place == number)


def _without(number: int, field: str, index: int) -> Callable[[Message], None]:
    def change(tree: Message) -> None:
        del getattr(_at(tree, number), field)[index]

    return change


def _cleared(number: int, field: str) -> Callable[[Message], None]:
    return lambda tree: _at(tree, number).ClearField(field)


def _raised(number: int, inner: int) -> Callable[[Message], None]:
    """Puts a part of an expression in the place of the whole."""

    def change(tree: Message) -> None:
        whole = _at(tree, number)
        part = nodes.Node()
        part.CopyFrom(_at(whole, inner))
        whole.CopyFrom(part)

    return change
