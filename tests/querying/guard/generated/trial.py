"""Asks random statements of the twins, and tells where they can be told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from querying.guard import GuardedQuery, GuardRefusal
from tests.querying.guard.generated import statement
from tests.querying.guard.generated.asking import SETTINGS, Answer, Lane, same
from tests.querying.guard.generated.scope import Statement
from tests.querying.guard.generated.shops import ASKERS, Asker
from tests.querying.guard.generated.shrinking import shrink
from tests.querying.guard.shop import NOW, VIEW, guarded

BATCH = 40
Items = TypeVar("Items", range, Sequence[Statement])
_LOCAL = NOW.astimezone(ZoneInfo(VIEW.time_zone))
_MEANINGS = {
    "now()": f"timestamptz '{_LOCAL}'",
    "current_timestamp": f"timestamptz '{_LOCAL}'",
    "localtimestamp": f"timestamp '{_LOCAL.replace(tzinfo=None)}'",
    "current_date": f"date '{_LOCAL.date()}'",
}
_OF_ITS_OWN_MEANING = re.compile(
    r"\bage\([^,]*?\)|current_time\(|random\(|'(?:today|tomorrow|yesterday)'|\w+_t\d.*_json|_json.*\w+_t\d"
)
"""Of its own clock; or a table with column aliases, whose whole row as JSON has them for keys here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement by which an asker can tell the twins apart, or that came to mean something else."""

    kind: str  # "twins": they differ; "meaning", "failure": not what SQL gives where nothing is hidden
    number: int
    asker: str
    sql: str
    guarded: str
    settings: int
    answers: tuple[str, str]


@dataclass
class Tally:
    """What became of the statements."""

    asked: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Statement] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    with_rows: int = 0
    masked: int = 0
    scoped: int = 0
    through_keys: int = 0
    fenced: int = 0
    compared_in_meaning: int = 0
    features: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Takes in what another counted."""
        for name in ("asked", "accepted", "with_rows", "masked", "scoped", "through_keys", "fenced"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.compared_in_meaning += other.compared_in_meaning
        self.refused += other.refused
        self.errors += other.errors
        self.features += other.features
        self.examples = {**other.examples, **self.examples}
        self.findings += other.findings

    @property
    def acceptance(self) -> float:
        return self.accepted / max(1, self.asked)

    @property
    def share_with_rows(self) -> float:
        return self.with_rows / max(1, self.accepted)


class Trial:
    """The lanes to all shops, by name; counts what they tell."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.lanes = {
            name: Lane(url, "public, pg_catalog" if name in ("owners", "viewers") else "pg_catalog, pg_temp")
            for name, url in urls.items()
        }
        self.tally = Tally()
        self.waiting: tuple[Asker, int, list[tuple[Statement, GuardedQuery]]] | None = None

    def close(self) -> None:
        for lane in self.lanes.values():
            lane.close()

    def run(self, numbers: range) -> Tally:
        """Asks each statement as one of the askers, under one of the settings; gives what it found."""
        first = numbers.start // BATCH
        for batch, part in enumerate(_parts(numbers, BATCH), first):
            asker = ASKERS[batch % len(ASKERS)]
            statements = [statement(number, asker.view) for number in part]
            self._take(statements, asker, batch // len(ASKERS) % len(SETTINGS))
        return self._finish()

    def ask(self, statements: Sequence[Statement]) -> Tally:
        """Asks each statement as one of the askers, in turn."""
        for number, asker in enumerate(ASKERS):
            for part in _parts(statements[number :: len(ASKERS)], BATCH):
                self._take(part, asker, number)
        return self._finish()

    def _take(self, statements: Sequence[Statement], asker: Asker, settings: int) -> None:
        passed = list(self._guard(statements, asker))  # while the databases work on those before
        self._finish()
        self._send(asker, settings, passed)
        self.waiting = asker, settings, passed

    def _finish(self) -> Tally:
        """What was found, once what waits for answers has them."""
        waiting, self.waiting = self.waiting, None
        if waiting is not None:
            self._compare(*waiting)
        return self.tally

    def _guard(
        self, statements: Sequence[Statement], asker: Asker
    ) -> Iterator[tuple[Statement, GuardedQuery]]:
        for written in statements:
            self.tally.asked += 1
            try:
                query = guarded(written.sql, asker.view)
            except GuardRefusal as refusal:
                reason = f"{refusal.code}: {refusal.message}"
                self.tally.refused[reason] += 1
                self.tally.examples.setdefault(reason, written)
                continue
            self._count(written, query, asker)
            yield written, query

    def _count(self, written: Statement, query: GuardedQuery, asker: Asker) -> None:
        tally = self.tally
        tally.accepted += 1
        tally.features.update(written.features)
        tally.masked += bool(query.masked)
        filters = [each for key in query.tables for each in asker.view.tables[key].filters]
        tally.scoped += bool(filters)
        tally.through_keys += any(hasattr(each, "to_table") for each in filters)
        tally.fenced += "OFFSET 0)" in query.sql

    def _send(self, asker: Asker, settings: int, passed: Sequence[tuple[Statement, GuardedQuery]]) -> None:
        for name in asker.twins:
            self.lanes[name].use(SETTINGS[settings])
            self.lanes[name].send([query.sql for _, query in passed])
        self.lanes[asker.visible].use(SETTINGS[settings])
        self.lanes[asker.visible].send([_at_the_clock(written.sql) for written, _ in passed])

    def _compare(self, asker: Asker, settings: int, passed: Sequence[tuple[Statement, GuardedQuery]]) -> None:
        ones, others = (self.lanes[name].receive() for name in asker.twins)
        meant = self.lanes[asker.visible].receive()
        for (written, query), one, other, plain in zip(passed, ones, others, meant, strict=True):
            if isinstance(one, str):
                self.tally.errors[one] += 1
                self.tally.examples.setdefault(one, written)
            else:
                self.tally.with_rows += bool(one)
            if not same(one, other):
                self._found("twins", written, query, asker, settings, one, other)
            elif isinstance(one, str) and not isinstance(plain, str) and one != "57014":
                self._found("failure", written, query, asker, settings, one, plain)
            elif not isinstance(one, str) and not isinstance(plain, str):
                capped = len(one) > (query.row_cap or len(one))
                if capped or "loose order" in written.features or _OF_ITS_OWN_MEANING.search(written.sql):
                    continue
                self.tally.compared_in_meaning += 1
                if not same(one, plain):
                    self._found("meaning", written, query, asker, settings, one, plain)

    def shorten(self, finding: Finding) -> str:
        """The finding's statement, cut down to what still shows it."""
        asker = next(each for each in ASKERS if each.name == finding.asker)

        def shows(sql: str) -> bool:
            try:
                query = guarded(sql, asker.view)
            except GuardRefusal:
                return False
            if finding.kind == "twins":
                one, other = (self._ask(name, query.sql, finding.settings) for name in asker.twins)
                return not same(one, other)
            one = self._ask(asker.twins[0], query.sql, finding.settings)
            plain = self._ask(asker.visible, _at_the_clock(sql), finding.settings)
            if isinstance(plain, str) or isinstance(one, str) is (finding.kind == "meaning"):
                return False
            return not same(one, plain)

        return shrink(finding.sql, shows)

    def _ask(self, name: str, sql: str, settings: int) -> Answer:
        self.lanes[name].use(SETTINGS[settings])
        return self.lanes[name].ask([sql])[0]

    def _found(
        self,
        kind: str,
        written: Statement,
        query: GuardedQuery,
        asker: Asker,
        settings: int,
        one: Answer,
        other: Answer,
    ) -> None:
        answers = (_short(one), _short(other))
        self.tally.findings.append(
            Finding(kind, written.number, asker.name, written.sql, query.sql, settings, answers)
        )


def _at_the_clock(sql: str) -> str:
    """The statement as it was written, asked at the moment that the guard is told."""
    for word, meaning in _MEANINGS.items():
        sql = sql.replace(word, meaning)
    return sql


def _parts(whole: Items, size: int) -> Iterator[Items]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def _short(answer: Answer) -> str:
    if isinstance(answer, str):
        return f"SQLSTATE {answer}"
    return f"{len(answer)} rows: {', '.join(str(row) for row in answer[:3])}"[:400]
