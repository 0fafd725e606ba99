"""What the gateway tells the account of each request, however it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest

from providers import breaker, gateway, via_litellm
from providers.enums import Outcome
from providers.wire import (
    ChatMessage,
    CompletionRequest,
    ProviderConfig,
    ProviderUnavailable,
    RequestFinished,
    Usage,
)
from tests.providers.accounts import Book
from tests.providers.openai_server import OpenAIServer, openai_server

REQUEST = CompletionRequest((ChatMessage("user", "How many flights were late in the year 2013?"),))
SAYS = "A dozen characters and more."


@pytest.fixture(autouse=True)
def closed_breakers() -> None:
    breaker.forget_all()


def scripted(number: int, *actions: dict[str, object]) -> ProviderConfig:
    script = {"script": [{"rounds": [list(actions)]}]}
    return ProviderConfig(id=number, name=f"s{number}", kind="scripted", model="m", parameters=script)


def ask(book: Book, *configs: ProviderConfig, seconds: float = 5) -> list[object]:
    return list(
        gateway.stream(
            REQUEST,
            configs,
            account=book,
            stopped=lambda: False,
            first_token_seconds=seconds,
            backoff_seconds=0.001,
        )
    )


def outcomes(book: Book) -> list[tuple[str, str]]:
    return [(settled.outcome, settled.error_code) for settled in book.settled]


def test_an_answer_is_told_with_its_usage_and_times() -> None:
    book = Book()
    ask(book, scripted(1, {"say": SAYS}))
    (attempt,), (settled,) = book.attempts, book.settled
    assert (attempt.number, attempt.is_fallback, attempt.input_tokens) == (1, False, 11)
    assert (settled.outcome, settled.usage) == (Outcome.OK, Usage(11, 5))
    assert settled.first_token_ms is not None
    assert settled.first_token_ms <= settled.latency_ms


def test_each_retry_and_each_fallback_is_told_once() -> None:
    book = Book()
    ask(book, scripted(1, {"fail": "unavailable"}), scripted(2, {"say": SAYS}))
    told = [(attempt.config.name, attempt.number, attempt.is_fallback) for attempt in book.attempts]
    assert told == [("s1", 1, False), ("s1", 2, False), ("s1", 3, False), ("s1", 4, False), ("s2", 1, True)]
    assert outcomes(book) == [(Outcome.FAILED, "unavailable")] * 4 + [(Outcome.OK, "")]
    assert book.settled[0].usage == Usage()


def test_a_hanging_model_is_told_as_timed_out_and_reckoned() -> None:
    book = Book()
    with pytest.raises(ProviderUnavailable):
        ask(book, scripted(1, {"hang": True}), seconds=0.02)
    assert outcomes(book) == [(Outcome.FAILED, "timeout")] * 4
    assert book.settled[0].usage == Usage(11, 0, is_estimated=True)


def test_a_stop_is_told_with_what_had_been_said() -> None:
    book, stop = Book(), threading.Event()
    config = scripted(1, {"say": SAYS}, {"hang": True})
    for _event in gateway.stream(REQUEST, [config], account=book, stopped=stop.is_set):
        stop.set()
    assert outcomes(book) == [(Outcome.STOPPED, "")]
    assert book.settled[0].usage.output_tokens >= 1
    assert book.settled[0].usage.is_estimated


def test_a_reader_who_leaves_half_way_leaves_no_open_account() -> None:
    book = Book()
    stream = gateway.stream(
        REQUEST, [scripted(1, {"say": SAYS}, {"hang": True})], account=book, stopped=lambda: False
    )
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert outcomes(book) == [(Outcome.STOPPED, "")]


def test_an_answer_that_breaks_off_is_a_failure_of_its_own_code() -> None:
    book = Book()
    with pytest.raises(ProviderUnavailable):
        ask(book, scripted(1, {"say": SAYS}, {"fail": "refused"}))
    assert outcomes(book) == [(Outcome.FAILED, "refused")]
    assert book.settled[0].usage == Usage(11, 7, is_estimated=True)


def test_a_bug_of_ours_is_told_too() -> None:
    book = Book()
    with pytest.raises(KeyError):
        ask(book, ProviderConfig(1, "s", "scripted", "m", parameters={"script": [{"no": "rounds"}]}))
    assert outcomes(book) == [(Outcome.FAILED, "internal")]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with openai_server() as state:
        yield state


def test_vendors_errors_have_codes(server: OpenAIServer) -> None:
    server.behaviour = ["status 429", "status 503", "status 401"]
    book = Book()
    config = ProviderConfig(1, "local", "openai_compatible", "local", endpoint=server.url, key="sk-test")
    with pytest.raises(ProviderUnavailable):
        ask(book, config)
    assert [code for _outcome, code in outcomes(book)] == ["rate_limited", "unreachable", "key_refused"]


def test_the_price_of_a_compatible_server_is_unknown_not_nought(server: OpenAIServer) -> None:
    book = Book()
    config = ProviderConfig(1, "local", "openai_compatible", "gpt-4.1-mini", endpoint=server.url, key="sk")
    finished = ask(book, config)[-1]
    assert isinstance(finished, RequestFinished)
    assert (finished.usage.cost_cents, book.settled[0].usage.cost_cents) == (None, None)
    assert (finished.usage.input_tokens, finished.usage.output_tokens) == (11, 5)


@pytest.mark.parametrize(
    ("kind", "model", "cents"),
    [
        ("openai", "gpt-4.1-mini", Decimal("0.056000")),
        ("anthropic", "claude-haiku-4-5", Decimal("0.150000")),
        ("ollama", "llama3.1", Decimal("0.000000")),
        ("openai", "a-model-of-tomorrow", None),
    ],
)
def test_cost_follows_the_price_list(kind: str, model: str, cents: Decimal | None) -> None:
    config = ProviderConfig(1, "p", kind, model)
    assert via_litellm.cost_cents(config, 1000, 100) == cents


def test_cached_tokens_cost_less() -> None:
    config = ProviderConfig(1, "p", "openai", "gpt-4.1-mini")
    whole, cached = via_litellm.cost_cents(config, 1000, 0), via_litellm.cost_cents(config, 1000, 0, 900)
    assert whole is not None
    assert cached is not None
    assert cached < whole


def test_a_sum_with_an_unknown_price_is_unknown() -> None:
    assert (Usage(1, 2, None) + Usage(3, 4, Decimal(1), 2)) == Usage(4, 6, None, 2)
