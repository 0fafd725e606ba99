"""Random queries: what passes tells the twins not apart, and means what SQL means where nothing is hidden."""

from collections.abc import Iterator

import pytest

from copilot_site.embedded.state import ServiceState
from tests.querying.guard.corpora import HARMLESS, HONEST
from tests.querying.guard.generated import statement
from tests.querying.guard.generated.scope import Statement
from tests.querying.guard.generated.shops import ASKERS, make_shops
from tests.querying.guard.generated.trial import Trial

COUNT = 10_000
CORPORA = [
    *[Statement(-number, sql, frozenset()) for number, sql in enumerate(HONEST, 1)],
    *[Statement(0, attack.sql, frozenset({"loose order"})) for attack in HARMLESS],
]


@pytest.fixture(scope="module")
def urls(embedded_services: ServiceState) -> dict[str, str]:
    return make_shops(embedded_services.admin_url, "guard_random")


@pytest.fixture
def trial(urls: dict[str, str]) -> Iterator[Trial]:
    trial = Trial(urls)
    yield trial
    trial.close()


def test_statement_is_made_again_by_its_number():
    view = ASKERS[0].view
    assert [statement(number, view) for number in range(20)] == [
        statement(number, view) for number in range(20)
    ]


def test_corpora_tell_nothing_hidden_in_small_shops_either(trial: Trial):
    """Honest statements and harmless attacks, asked by owner and viewer too."""
    tally = trial.ask(CORPORA)
    assert not tally.findings


@pytest.mark.slow
def test_random_queries_tell_nothing_hidden_and_mean_what_they_say(trial: Trial):
    tally = trial.run(range(COUNT))
    shown = [
        f"{each.kind} {each.number} as {each.asker}: {trial.shorten(each)}" for each in tally.findings[:3]
    ]
    assert not tally.findings, "\n".join(shown)
    assert tally.acceptance > 0.98, tally.refused.most_common(5)
    assert tally.share_with_rows > 0.6
    assert sum(tally.errors.values()) < 0.05 * tally.accepted
    assert min(tally.masked, tally.scoped, tally.through_keys, tally.fenced) > 0.15 * tally.accepted
    assert tally.compared_in_meaning > 0.4 * tally.accepted
