"""The guard: SQL text in, a GuardedQuery out, or a GuardRefusal. Nothing else makes a query that runs."""

from __future__ import annotations

import datetime as dt

from querying.catalog import CatalogView
from querying.guard.guarded import GuardedQuery, GuardRefusal
from querying.guard.kept import KeptAnswers
from querying.guard.postgresql import guard_postgresql
from querying.limits import Purpose

__all__ = ["GuardRefusal", "GuardedQuery", "guard", "kept_answers"]

kept_answers = KeptAnswers()


def _guard_generic(sql: str, view: CatalogView, *, purpose: Purpose, clock: dt.datetime) -> GuardedQuery:
    from querying.guard.generic import guard_generic  # its parser is loaded where a source needs it

    return guard_generic(sql, view, purpose=purpose, clock=clock)


_ENGINES = {
    "postgresql": guard_postgresql,
    "sqlite": _guard_generic,
    "mysql": _guard_generic,
    "duckdb": _guard_generic,
}


def guard(sql: str, view: CatalogView, *, purpose: Purpose, clock: dt.datetime) -> GuardedQuery:
    """`sql` cut down to what the asker of `view` may see and to the limits of `purpose`.

    `clock` (aware) is what `now()` and kin mean. Raises GuardRefusal with a code, a sentence for the asker
    and, where known, the part of the statement and its place. What was said before of the same text, for the
    very same view, is said again (kept.py).
    """
    answer = kept_answers.find(sql, view, purpose, clock)
    if answer is None:
        answer = _judge(sql, view, purpose, clock)
        kept_answers.keep(sql, view, purpose, clock, answer)
    if isinstance(answer, GuardRefusal):
        raise answer
    return answer


def _judge(sql: str, view: CatalogView, purpose: Purpose, clock: dt.datetime) -> GuardedQuery | GuardRefusal:
    try:
        return _ENGINES[view.engine](sql, view, purpose=purpose, clock=clock)
    except GuardRefusal as refusal:
        return refusal
