"""What the PostgreSQL guard stops and what it lets through (`python -m benchmarks.guard_corpus`).

Both measures of the README: attacks stopped, honest questions accepted, with counts by kind. An attack is
stopped when it is refused with the code that it states; one that may run is stopped when twin databases,
which differ only in what must stay hidden, answer it alike. An honest question is accepted when it passes
and gives the very rows of its bare SQL where nothing is hidden. Then PostgreSQL's own regression statements,
where they are (tests/querying/guard/regression.py). See docs/guard.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from copilot_site.embedded import services
from querying.guard import GuardRefusal
from tests.querying.guard import twins
from tests.querying.guard.conftest import empty_database
from tests.querying.guard.corpora import HONEST_BY_KIND, OF_ITS_OWN_CLOCK, TELL_NOTHING, Attack, attacks
from tests.querying.guard.regression import REGRESSION, passes, regression_statements
from tests.querying.guard.shop import VIEW, VIEW_BY_JOINS, guarded
from tests.querying.guard.twins import SETTINGS, Twin

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Databases:
    """Two shops that differ in what must stay hidden, and one of nothing but what may be seen."""

    first: Twin
    second: Twin
    visible: Twin


@dataclass(frozen=True)
class Score:
    """Of one kind: how many were tried, how many went as they must, and which did not."""

    kind: str
    tried: int
    failed: tuple[str, ...]

    @property
    def right(self) -> int:
        return self.tried - len(self.failed)


def main() -> int:
    """Tries all and prints the table; 1 if anything did not go as it must."""
    var = ROOT / "var" / "guard_corpus"
    state = services.start(var, names=("postgresql",), forgetful=True)
    try:
        with databases(state.admin_url) as made:
            stopped = scores_of_attacks(made)
            accepted = scores_of_honest(made)
    finally:
        services.stop(var, names=("postgresql",))
    print(table("Attacks stopped", stopped), table("Honest questions accepted", accepted), sep="\n\n")
    print("\n" + regression())
    failed = [sql for score in (*stopped, *accepted) for sql in score.failed]
    for sql in failed:
        print("\n" + sql)
    return 1 if failed else 0


@contextmanager
def databases(admin_url: str) -> Iterator[Databases]:
    """The three shops, made anew."""
    urls = [empty_database(admin_url, f"corpus_{name}") for name in ("first", "second", "visible")]
    twins.make_twin(urls[0], second=False)
    twins.make_twin(urls[1], second=True)
    twins.make_visible(urls[2], "corpus_visible")
    made = Databases(Twin(urls[0]), Twin(urls[1]), Twin(urls[2], "public, pg_catalog"))
    yield made
    for twin in (made.first, made.second, made.visible):
        twin.connection.close()


def scores_of_attacks(made: Databases) -> list[Score]:
    """How many attacks of each kind were stopped."""
    every = attacks()
    return [
        score(kind, [attack for attack in every if attack.kind == kind], made)
        for kind in dict.fromkeys(attack.kind for attack in every)
    ]


def score(kind: str, tried: list[Attack], made: Databases) -> Score:
    return Score(kind, len(tried), tuple(attack.sql for attack in tried if not is_stopped(attack, made)))


def is_stopped(attack: Attack, made: Databases) -> bool:
    """Whether it is refused with its code; or, where it may run, tells nothing in any way to plan it."""
    try:
        queries = [guarded(attack.sql, view).sql for view in (VIEW, VIEW_BY_JOINS)]
    except GuardRefusal as refusal:
        return refusal.code == attack.must
    return attack.must == TELL_NOTHING and all(
        made.first.answer(sql, settings) == made.second.answer(sql, settings)
        for sql in queries
        for settings in SETTINGS
    )


def scores_of_honest(made: Databases) -> list[Score]:
    """How many honest questions of each kind were accepted."""
    return [
        Score(kind, len(tried), tuple(sql for sql in tried if not is_accepted(sql, made)))
        for kind, tried in HONEST_BY_KIND.items()
    ]


def is_accepted(sql: str, made: Databases) -> bool:
    """Whether it passes and gives the rows of its bare SQL; where it asks the clock, whether it runs."""
    try:
        answer = made.first.answer(guarded(sql).sql, {})
    except GuardRefusal:
        return False
    if isinstance(answer, str):
        return False
    return bool(OF_ITS_OWN_CLOCK.search(sql)) or answer == made.visible.answer(sql, {})


def regression() -> str:
    """What became of PostgreSQL's own statements, in a sentence."""
    if not REGRESSION.exists():
        return f"{REGRESSION} is not there: PostgreSQL's own statements were not tried."
    tried = [passes(statement) for statement in regression_statements()]
    return (
        f"PostgreSQL's own regression statements: {len(tried):,} tried, no crash; {sum(tried):,} passed,"
        " all of them SELECTs of listed tables that come back as the same tree."
    )


def table(title: str, scores: list[Score]) -> str:
    """The scores as Markdown."""
    tried, right = sum(score.tried for score in scores), sum(score.right for score in scores)
    lines = [f"| {title} | of |", "|---|---:|"]
    lines += [f"| {score.kind}: {score.right:,} | {score.tried:,} |" for score in scores]
    return "\n".join([*lines, f"| **all: {right:,}** | **{tried:,}** |"])


if __name__ == "__main__":
    sys.exit(main())
