"""Random statements over the shop, made again by a seed: `statement(number, view)`."""

from __future__ import annotations

import random

from querying.catalog import CatalogView
from tests.querying.guard.generated.queries import Queries
from tests.querying.guard.generated.scope import Statement


def statement(number: int, view: CatalogView) -> Statement:
    """The statement of this number, the same on every run."""
    chance = random.Random(number)
    queries = Queries(chance, view, room=chance.choice((1, 2, 2, 3, 4)))
    written = queries.write(None, chance.choice((1, 2, 2, 3)), None, top=True)
    return Statement(number, written.sql, frozenset(queries.features))
