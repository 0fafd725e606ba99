"""The cut-down grammar holds what may stand, and notices whatever else there is, however deep."""

import pytest
from google.protobuf.message import DecodeError
from postgast import parse as parse_whole

from querying.guard.postgresql.grammar import is_shallow, nodes, read_tree, without_places
from tests.querying.guard.corpora import HONEST


def bytes_of(sql: str) -> bytes:
    return parse_whole(sql).SerializeToString()


def test_what_people_ask_is_known_to_the_last_byte():
    for sql in HONEST:
        data = bytes_of(sql)
        tree = read_tree(data)
        assert tree is not None, sql
        assert len(tree.SerializeToString()) == len(data)


@pytest.mark.parametrize(
    "strange",
    [
        "$1",
        "xmlelement(name a)",
        "JSON_ARRAY(1)",
        "(SELECT 1 FROM t FOR UPDATE)",
        "(WITH x AS (DELETE FROM t RETURNING 1) SELECT 1)",
    ],
)
def test_what_may_not_stand_is_noticed_at_every_depth(strange: str):
    depths = set()
    for terms in range(46):
        try:
            data = bytes_of(f"SELECT {strange}" + "+1" * terms)
        except DecodeError:  # deeper than protobuf reads: parse refuses it
            break
        depths.add(is_shallow(data))
        assert read_tree(data) is None, terms
        assert read_tree(bytes_of("SELECT 1" + "+1" * terms)) is not None
    assert depths == {True, False}


@pytest.mark.parametrize("terms", [1, 25, 26, 27, 28, 29, 30, 40, 44])
def test_trees_are_the_same_wherever_they_stood_and_only_then(terms: int):
    deep = "+1" * terms
    bare = without_places(bytes_of(f"SELECT a{deep} FROM t"))
    assert without_places(bytes_of(f"SELECT  a {deep}  FROM  t")) == bare
    assert without_places(bytes_of(f"SELECT a{deep} FROM u")) != bare
    assert without_places(bytes_of(f"SELECT b{deep} FROM t")) != bare
    assert without_places(bytes_of(f"SELECT a{deep}+1 FROM t")) != bare


def test_names_hold_nothing_but_names():
    call = nodes.FuncCall()
    assert {field.name for field in call.funcname.add().DESCRIPTOR.fields} == {"string", "a_star"}
