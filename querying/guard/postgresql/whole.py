"""The whole grammar, of which grammar.py is the part that may stand, walked message by message in Python.

Slow, and needed seldom: to tell what it is in a tree that may not stand, and where.
"""

from __future__ import annotations

from collections.abc import Iterator

from google.protobuf.message import Message
from postgast import pg_query_pb2 as whole

PLACES = frozenset(
    {"location", "stmt_location", "stmt_len", "rexpr_list_start", "rexpr_list_end", "list_start", "list_end"}
)
"""Where in the text a node stood: the only thing in which two equal trees may differ."""


def read_whole(data: bytes) -> whole.ParseResult:
    """The tree of these bytes. Raises protobuf's DecodeError where it is too deep."""
    return whole.ParseResult.FromString(data)


def every(message: Message) -> Iterator[Message]:
    """The message and all in it, the outer before the inner, in the order of the grammar's fields."""
    yield message
    for field, value in message.ListFields():
        if field.message_type is not None:
            for child in value if field.is_repeated else (value,):
                yield from every(child)


def places_of(message: Message) -> Iterator[int]:
    """The byte offsets at which this and what stands in it stood, where the tree tells."""
    for each in every(message):
        place = getattr(each, "location", 0)
        if place > 0:  # at 0 stands a keyword; nodes that the grammar made up have -1
            yield place


def place_of(message: Message) -> int:
    """Where in the text the first of this stood; -1 where the tree does not tell."""
    return min(places_of(message), default=-1)


def last_place_of(message: Message) -> int:
    """Where in the text the last of this stood; 0 where the tree does not tell."""
    return max(places_of(message), default=0)
