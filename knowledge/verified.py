"""Verified queries whose question is the one that was asked: exact but for case, accents and courtesies.

A question with {slots} takes what was said in their places; in its SQL a slot stands where a value stands,
and is written there as a quoted literal. The guard reads the whole query afterwards, like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from accounts.actor import Actor
from knowledge.enums import Status
from knowledge.models import VerifiedQuery
from knowledge.planner.language import detect_language
from knowledge.planner.tokens import normalise, tidy, tokenise
from knowledge.semantic.literals import BadValue, text_literal

LONGEST_VALUE = 100
_WORD = re.compile(r"\{(?P<slot>\w+)\}|(?P<word>[^\W_]+)")
_SLOT = re.compile(r"\{(\w+)\}")
# Words without which a question is still the same question. None that denies, counts or compares.
_COURTESIES_TEXT = """
please show me us give tell display list can could you the a an our what is are was were of
montre montrez moi nous donne donnez affiche affichez s il te vous plait svp
quel quelle quels quelles est sont le la les l un une des de du d nos notre
"""
_COURTESIES = frozenset(_COURTESIES_TEXT.split())


@dataclass(frozen=True, slots=True)
class Verified:
    """A verified query that answers a question: its SQL with the slots filled."""

    source_id: int
    question: str
    sql: str
    version: int
    language: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or a slot, with its place in the text."""

    word: str
    start: int
    end: int
    slot: bool = False


def verified_for(actor: Actor, source_ids: Iterable[int], text: str) -> list[Verified]:
    """Approved verified queries of the actor's organization over these sources that ask what was asked."""
    said, found = tidy(text), []
    for source_id, question, sql, version, language in _approved(actor, tuple(source_ids)):
        values = match(question, said)
        filled = fill(sql, question, values) if values is not None else None
        if filled is not None:
            spoken = detect_language(said, tokenise(said), language or actor.language)
            found.append(Verified(source_id, question, filled, version, spoken))
    return found


def _approved(actor: Actor, source_ids: tuple[int, ...]) -> list[tuple[int, str, str, int, str]]:
    if not source_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_query(actor, source_ids))
        return cursor.fetchall()


@lru_cache(maxsize=512)
def _query(actor: Actor, source_ids: tuple[int, ...]) -> tuple[str, tuple[Any, ...]]:
    """As SQL with its values: every question asks it, and putting it together takes longer."""
    rows = VerifiedQuery.objects.visible_to(actor).filter(source__in=source_ids, status=Status.APPROVED)
    columns = rows.order_by("pk").values_list("source", "question", "sql", "version", "language")
    return columns.query.sql_with_params()


def match(question: str, said: str) -> dict[str, str] | None:
    """What stands in the question's slots; None where something else was asked."""
    asked = [piece for piece in _pieces(question) if piece.slot or piece.word not in _COURTESIES]
    if not any(not piece.slot for piece in asked):
        return None
    return _matched(asked, _pieces(said, slots=False), said)


def fill(sql: str, question: str, values: dict[str, str]) -> str | None:
    """The SQL with its slots as literals; None where a slot of the question is not in it, or can't be."""
    for name in _SLOT.findall(question):
        if f"{{{name}}}" not in sql:
            return None
        try:
            literal = text_literal(values[name])
        except BadValue:
            return None
        sql = sql.replace(f"{{{name}}}", literal)
    return sql


def _pieces(text: str, *, slots: bool = True) -> list[_Piece]:
    return [
        _Piece(normalise(found["slot"] or found["word"]), found.start(), found.end(), bool(found["slot"]))
        for found in _WORD.finditer(text)
        if slots or not found["slot"]
    ]


def _matched(asked: list[_Piece], said: list[_Piece], text: str) -> dict[str, str] | None:
    """Word for word, courtesies aside; a slot takes as few words as it can."""
    if not asked:
        return {} if all(piece.word in _COURTESIES for piece in said) else None
    first, rest = asked[0], asked[1:]
    if first.slot:
        for length in range(1, len(said) + 1):
            value = text[said[0].start : said[length - 1].end]
            found = _matched(rest, said[length:], text) if len(value) <= LONGEST_VALUE else None
            if found is not None:
                return {first.word: value, **found}
        return None
    for place, piece in enumerate(said):
        if piece.word == first.word:
            return _matched(rest, said[place + 1 :], text)
        if piece.word not in _COURTESIES:
            return None
    return None
