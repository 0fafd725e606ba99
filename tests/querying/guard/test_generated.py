"""Random queries: what passes tells the twins not apart, and means what SQL means where nothing is hidden."""

from collections.abc import Iterator

import pytest

from copilot_site.embedded.state import ServiceState
from tests.querying.guard.generated import statement
from tests.querying.guard.generated.shops import ASKERS, make_shops
from tests.querying.guard.generated.trial import Trial

COUNT = 10_000


@pytest.fixture(scope="module")
def trial(embedded_services: ServiceState) -> Iterator[Trial]:
    trial = Trial(make_shops(embedded_services.admin_url, "guard_random"))
    yield trial
    trial.close()


def test_statement_is_made_again_by_its_number():
    view = ASKERS[0].view
    assert [statement(number, view) for number in range(20)] == [
        statement(number, view) for number in range(20)
    ]


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
