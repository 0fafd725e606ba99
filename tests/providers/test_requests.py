"""One row a request in the database, whatever becomes of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Organization
from accounts.services import make_organization
from providers import breaker, gateway
from providers.enums import Outcome, Purpose
from providers.metering import Attempt, Settled
from providers.models import ModelRequest, Provider
from providers.services import Account, check_connection, make_provider, sweep_lost_requests
from providers.wire import ChatMessage, CompletionRequest, ProviderConfig, ProviderUnavailable, Usage
from tests.providers.used import person

pytestmark = pytest.mark.django_db
QUESTION = "a secret question about ann@shop.example"
REQUEST = CompletionRequest((ChatMessage("user", QUESTION),))


@pytest.fixture
def north() -> Organization:
    breaker.forget_all()
    return make_organization("north")


def scripted(organization: Organization, name: str, *actions: dict[str, object]) -> ProviderConfig:
    script = {"script": [{"rounds": [list(actions)]}]}
    return make_provider(
        name, organization=organization, kind="scripted", model="m", parameters=script
    ).config()


def ask(account: Account, *configs: ProviderConfig) -> None:
    list(gateway.stream(REQUEST, configs, account=account, stopped=lambda: False, backoff_seconds=0.001))


def test_every_retry_and_fallback_leaves_one_settled_row_without_a_word_of_text(north: Organization) -> None:
    ann = person("ann", north)
    chain = scripted(north, "first", {"fail": "unavailable"}), scripted(north, "second", {"say": "A reply"})
    ask(Account(north.pk, ann.pk), *chain)
    rows = list(ModelRequest.objects.order_by("pk"))
    assert [
        (row.provider_name, row.attempt, row.is_fallback, row.outcome, row.error_code) for row in rows
    ] == [
        *(("first", number, False, Outcome.FAILED, "unavailable") for number in (1, 2, 3, 4)),
        ("second", 1, True, Outcome.OK, ""),
    ]
    answered = rows[-1]
    assert (answered.input_tokens, answered.output_tokens, answered.cost_cents) == (
        7,
        2,
        Decimal(0),
    )  # as masked
    assert not answered.is_estimated
    assert None not in (answered.latency_ms, answered.first_token_ms, answered.settled_at)
    stored = str(list(ModelRequest.objects.values()))
    assert "secret" not in stored
    assert "reply" not in stored


def test_a_request_is_open_with_its_reckoned_tokens_while_it_runs(north: Organization) -> None:
    account = Account(north.pk, None)
    stream = gateway.stream(
        REQUEST,
        [scripted(north, "s", {"say": "some words"}, {"hang": True})],
        account=account,
        stopped=lambda: False,
    )
    next(stream)
    open_row = ModelRequest.objects.get()
    assert (open_row.outcome, open_row.input_tokens, open_row.is_estimated) == (Outcome.OPEN, 10, True)
    stream.close()  # type: ignore[attr-defined]
    assert ModelRequest.objects.get().outcome == Outcome.STOPPED


def test_the_row_outlives_its_provider(north: Organization) -> None:
    config = scripted(north, "s", {"say": "words"})
    Provider.objects.all().delete()
    ask(Account(north.pk, None), config)
    row = ModelRequest.objects.get()
    assert (row.provider_id, row.provider_name, row.model) == (None, "s", "m")


def test_a_connection_test_is_on_the_account_of_who_pressed_the_button(north: Organization) -> None:
    ann = person("ann", north, "admin")
    scripted(north, "s", {"say": "OK"})
    check_connection(Provider.objects.get(), user_id=ann.pk)
    scripted(north, "s", {"fail": "refused"})
    with pytest.raises(ProviderUnavailable):
        check_connection(Provider.objects.get())
    rows = ModelRequest.objects.order_by("pk").values_list("purpose", "user_id", "outcome")
    assert list(rows) == [(Purpose.TEST, ann.pk, Outcome.OK), (Purpose.TEST, None, Outcome.FAILED)]


def test_the_sweep_marks_what_a_dead_process_left_and_a_late_end_still_counts(north: Organization) -> None:
    config = scripted(north, "s")
    settles = [Account(north.pk, None)(Attempt(config, 1, False, 40)) for _number in range(2)]
    first, second = ModelRequest.objects.order_by("pk")
    ModelRequest.objects.filter(pk=first.pk).update(created_at=timezone.now() - dt.timedelta(hours=1))
    assert (sweep_lost_requests(), sweep_lost_requests()) == (1, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.error_code, first.input_tokens) == (Outcome.LOST, "process_died", 40)
    assert second.outcome == Outcome.OPEN
    assert settles[0](Settled(Outcome.OK, "", Usage(41, 7), 10, 5)) is True
    assert settles[0](Settled(Outcome.FAILED, "late", Usage(), 10, 5)) is False
    first.refresh_from_db()
    assert (first.outcome, first.input_tokens, first.output_tokens) == (Outcome.OK, 41, 7)
