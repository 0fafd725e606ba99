"""The grammar that a statement may be made of: libpg_query's, cut down to the nodes that may stand.

The bytes of a tree are read by this description, so nothing that it leaves out can be in a tree: what it does
not know is left over, and `read_tree` gives no tree then. Places that hold names (`ColumnRef.fields` and kin)
know no other node. Cut down, messages are read, copied and written several times as fast as the whole
grammar's, whose every node could be one of 270 kinds.
"""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from google.protobuf.descriptor import Descriptor
from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from postgast import pg_query_pb2 as whole

from querying.guard.postgresql.allowed import HOLDING_NAMES, NODES
from querying.guard.postgresql.whole import PLACES

if TYPE_CHECKING:
    from postgast import pg_query_pb2 as nodes

__all__ = ["MESSAGES", "Message", "children", "nodes", "read_tree", "without_places"]


_ANALYSED = frozenset(
    {"xpr", "ctecolnames", "ctecoltypes", "ctecoltypmods", "ctecolcollations", "cooked_default"}
)
"""Fields that PostgreSQL fills when it analyses a statement, never when it only parses it."""


def _cut_down(left_out: frozenset[str]) -> SimpleNamespace:
    """The messages of the grammar, without the fields called so; and its enumerations."""
    file = FileDescriptorProto.FromString(whole.DESCRIPTOR.serialized_pb)
    kept = [message for message in file.message_type if message.name in NODES]
    for message in kept:
        _keep_fields(message, left_out)
    kept += [_name_node(next(message for message in kept if message.name == "Node")), _nest()]
    del file.message_type[:]
    file.message_type.extend(kept)
    pool = DescriptorPool()
    pool.Add(file)
    classes = {
        message.name: GetMessageClass(pool.FindMessageTypeByName(f"{file.package}.{message.name}"))
        for message in kept
    }
    return SimpleNamespace(**{**vars(whole), **classes})


def _keep_fields(message: DescriptorProto, left_out: frozenset[str]) -> None:
    fields = [field for field in message.field if field.name not in left_out and _is_allowed(field)]
    del message.field[:]
    message.field.extend(fields)
    for field in message.field:
        if f"{message.name}.{field.name}" in HOLDING_NAMES:
            field.type_name += "OfName"


def _is_allowed(field: FieldDescriptorProto) -> bool:
    is_message = field.type == FieldDescriptorProto.TYPE_MESSAGE
    return not is_message or field.type_name.rpartition(".")[2] in NODES


def _name_node(node: DescriptorProto) -> DescriptorProto:
    """A Node that can only be a part of a name: on the wire it is the same."""
    name = DescriptorProto()
    name.CopyFrom(node)
    name.name = "NodeOfName"
    fields = [field for field in node.field if field.name in ("string", "a_star")]
    del name.field[:]
    name.field.extend(fields)
    return name


def _nest() -> DescriptorProto:
    """A message made to nest, around a tree."""
    nest = DescriptorProto(name="Nest")
    for number, (name, kind) in enumerate((("nest", "Nest"), ("tree", "ParseResult")), 1):
        nest.field.add(
            name=name,
            number=number,
            type=FieldDescriptorProto.TYPE_MESSAGE,
            label=FieldDescriptorProto.LABEL_OPTIONAL,
            type_name=f".pg_query.{kind}",
        )
    return nest


_bare = _cut_down(PLACES | _ANALYSED)

if not TYPE_CHECKING:
    nodes = _cut_down(_ANALYSED)

MESSAGES: dict[str, Descriptor] = dict(nodes.ParseResult.DESCRIPTOR.file.message_types_by_name)
"""Every kind of message that there is, by its name."""


def read_tree(data: bytes) -> nodes.ParseResult | None:
    """The tree of these bytes; None if there is anything in it that the cut-down grammar does not know.

    Raises protobuf's DecodeError where it is too deep.
    """
    tree = nodes.ParseResult.FromString(data)
    _discard_unknown(tree, is_shallow=is_shallow(data))
    return tree if tree.ByteSize() == len(data) else None


def without_places(data: bytes) -> bytes:
    """The bytes of a tree, without where in the text its nodes stood.

    Without what the grammar does not know, too: ask `read_tree` first. Raises protobuf's DecodeError.
    """
    tree = _bare.ParseResult.FromString(data)
    _discard_unknown(tree, is_shallow=is_shallow(data))
    found: bytes = tree.SerializeToString()
    return found


def _discard_unknown(tree: nodes.ParseResult, *, is_shallow: bool) -> None:
    """Drops from a tree what its grammar does not know, down to the 100th message.

    protobuf does so for 64 messages, from where it is told to: in a deep tree it is told again on the way.
    """
    tree.DiscardUnknownFields()
    if is_shallow:
        return
    level = [tree]
    for _depth in range(50):
        level = [child for message in level for child in children(message)]
    for message in level:
        message.DiscardUnknownFields()


_fields: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {}


def children(message: Message) -> list[Message]:
    """Every message that stands directly in this one, by the grammar's own description: none is forgotten."""
    if message.DESCRIPTOR.name in ("Node", "NodeOfName"):
        kind = message.WhichOneof("node")
        return [getattr(message, kind)] if kind else []
    single, repeated = _fields.get(type(message)) or _fields_of(message)
    found = [getattr(message, name) for name in single if message.HasField(name)]
    for name in repeated:
        found.extend(getattr(message, name))
    return found


def _fields_of(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a kind of message that hold messages, single and repeated."""
    fields = [field for field in message.DESCRIPTOR.fields if field.message_type is not None]
    found = _fields[type(message)] = (
        tuple(field.name for field in fields if not field.is_repeated),
        tuple(field.name for field in fields if field.is_repeated),
    )
    return found


def is_shallow(data: bytes) -> bool:
    """Whether a tree is at most 60 messages deep: protobuf, which reads 100, must read it 40 deeper."""
    try:
        nodes.Nest.FromString(_around(len(data)) + data)
    except DecodeError:
        return False
    return True


@lru_cache(maxsize=10_000)
def _around(size: int) -> bytes:
    """The bytes that stand before a tree of so many bytes which is 40 messages deep in others."""
    headers: list[bytes] = []
    for level in range(40):
        header = (b"\n" if level else b"\x12") + _varint(size)  # field 1 or 2: a message of so many bytes
        headers.append(header)
        size += len(header)
    return b"".join(reversed(headers))


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 127:
        digits.append(number & 127 | 128)
        number >>= 7
    digits.append(number)
    return bytes(digits)
