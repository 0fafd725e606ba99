"""The table of engines: each kind keeps the protocol, and names itself as the table does."""

import inspect

import pytest

from querying.engines import ENGINES
from querying.engines.base import Engine

METHODS = [name for name, member in vars(Engine).items() if inspect.isfunction(member) and name[0] != "_"]


@pytest.mark.parametrize("kind", ENGINES)
def test_an_engine_keeps_the_protocol(kind):
    engine = ENGINES[kind]
    assert engine.kind == kind
    for name in METHODS:
        wanted = list(inspect.signature(getattr(Engine, name)).parameters)[1:]
        assert list(inspect.signature(getattr(engine, name)).parameters) == wanted, name
