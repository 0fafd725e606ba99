"""What an engine answers, in a form that can be compared."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from querying.engines import ENGINES
from querying.guard import GuardedQuery, GuardRefusal, guard
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed
from tests.querying.guard.generic.corpora import honest, oracles
from tests.querying.guard.generic.shop import NOW, view

_OF_ITS_OWN_CLOCK = re.compile(r"'now'|current_|\b(date|now|curdate|utc_\w+)\(\)", re.IGNORECASE)
LIMIT = dataclasses.replace(LIMITS[Purpose.CHAT], seconds=10)


@dataclass(frozen=True)
class Shops:
    """Addresses of the twins, and of a shop of nothing but what may be seen."""

    engine: str
    first: str
    second: str
    visible: str
    schemas: tuple[str, str] = ("", "")

    def guarded(self, sql: str) -> tuple[GuardedQuery, GuardedQuery]:
        """The statement as it runs on either twin."""
        first, second = (
            guard(sql, view(self.engine, schema), purpose=Purpose.CHAT, clock=NOW) for schema in self.schemas
        )
        return first, second

    def answer(self, url: str, query: GuardedQuery) -> Counter[str] | str:
        """The rows as a multiset, or the code of the failure."""
        try:
            result = ENGINES[self.engine].run(url, query, LIMIT, None)
        except QueryFailed as failure:
            return f"{failure.code}: {failure.message}"
        return Counter(repr(tuple(map(_plain, row))) for row in result.rows)


def plain_query(engine: str, sql: str) -> GuardedQuery:
    """A statement that was not guarded, for a shop of nothing but what may be seen."""
    tables = ("users", "products", "orders", "order_items", "a", "n")
    return GuardedQuery(sql, sql, engine, Purpose.CHAT, None, tuple(("main", each) for each in tables))


def _plain(value: Any) -> Any:
    if isinstance(value, float | Decimal):
        return float(f"{float(value):.9g}")
    return value


def honest_failures(shops: Shops) -> tuple[int, dict[str, str]]:
    """How many honest statements were tried, and what went wrong with which."""
    failures = {}
    for sql in (tried := honest(shops.engine)):
        try:
            wrong = wrong_with(sql, shops)
        except GuardRefusal as refusal:
            wrong = f"{refusal.code}: {refusal.message}"
        if wrong:
            failures[sql] = wrong
    return len(tried), failures


def wrong_with(sql: str, shops: Shops) -> str:
    query, other = shops.guarded(sql)
    answer = shops.answer(shops.first, query)
    if isinstance(answer, str):
        return f"{answer} {query.sql}"
    if shops.answer(shops.second, other) != answer:
        return "the twins answer differently"
    if _OF_ITS_OWN_CLOCK.search(sql):
        return ""
    bare = shops.answer(shops.visible, plain_query(shops.engine, sql))
    if shops.engine == "mysql" and isinstance(bare, str):
        return (
            ""  # a word of its own, or a column that its own grouping rules do not see: the guard is kinder
        )
    return "" if bare == answer else f"means something else: {bare} in the place of {answer}"


def oracle_failures(shops: Shops) -> tuple[int, dict[str, str]]:
    """How many oracles were tried, and which of them told something."""
    failures = {}
    for sql in (tried := oracles(shops.engine)):
        try:
            query, other = shops.guarded(sql)
        except GuardRefusal as refusal:
            failures[sql] = f"refused {refusal.code}: {refusal.message}"
            continue
        first, second = shops.answer(shops.first, query), shops.answer(shops.second, other)
        if first != second:
            failures[sql] = f"{first} and {second}: {query.sql}"
    return len(tried), failures
