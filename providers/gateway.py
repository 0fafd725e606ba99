"""From a request to an answer, through whichever provider of the chain gives one.

Retries and fallbacks happen only before the first token: what a person has read is never taken back.
"""

from __future__ import annotations

import asyncio
import dataclasses
import random
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import closing

import structlog
from django.utils.translation import gettext, gettext_noop

from accounts.privacy import mask_personal_data
from providers import breaker, loop_thread, scripted, via_litellm
from providers.enums import Outcome, ProviderKind
from providers.metering import Account, Attempt, Meter, reckon_tokens
from providers.wire import (
    CompletionRequest,
    ProviderConfig,
    ProviderFault,
    ProviderUnavailable,
    RequestStarted,
    StreamEvent,
)

FIRST_TOKEN_SECONDS = 10.0
SILENCE_SECONDS = 30.0
RETRIES = 3
BACKOFF_SECONDS = 0.4

log = structlog.get_logger(__name__)


def stream(
    request: CompletionRequest,
    providers: Sequence[ProviderConfig],
    *,
    account: Account,
    stopped: Callable[[], bool],
    first_token_seconds: float = FIRST_TOKEN_SECONDS,
    backoff_seconds: float = BACKOFF_SECONDS,
) -> Iterator[StreamEvent]:
    """RequestStarted, the text as it comes, then RequestFinished; ends early once `stopped()`.

    Each provider in turn gets up to 3 retries for what may pass, its breaker allowing. `account` is told of
    every request before it is sent, and how it ended, even where the reader of this stream has gone. Raises
    ProviderUnavailable when none answered, or when one broke off in the middle.
    """
    reason = gettext_noop("No model is set up.")
    tokens = reckon_tokens(request)
    for place, config in enumerate(providers):
        if breaker.is_open(config.id):
            reason = gettext_noop("The model failed several times in a row and is left alone for a moment.")
            continue
        if config.kind != ProviderKind.SCRIPTED:
            via_litellm.warm_up()  # here, in the turn's own thread: on the loop it would hold up every call
        for number in range(1, RETRIES + 2):
            attempt = Attempt(config, number, place > 0, tokens)
            started = False
            try:
                # Closed by name: a reader who leaves half-way must not leave the account open.
                with closing(_accounted(attempt, account, request, first_token_seconds, stopped)) as events:
                    for event in events:
                        if not started:
                            started = True
                            yield RequestStarted(config.name, config.model)
                        yield event
                breaker.note_success(config.id)
                return
            except ProviderFault as fault:
                breaker.note_failure(config.id)
                log.warning("provider_fault", provider=config.name, reason=fault.message, attempt=number)
                reason = fault.message
                if started:
                    broken = gettext("The model broke off in the middle of its answer.")
                    raise ProviderUnavailable(broken) from fault
                if not fault.retryable or stopped():
                    break
                if number <= RETRIES:
                    _pause(backoff_seconds * 2 ** (number - 1), stopped)
    raise ProviderUnavailable(gettext(reason))


def _accounted(
    attempt: Attempt,
    account: Account,
    request: CompletionRequest,
    seconds: float,
    stopped: Callable[[], bool],
) -> Generator[StreamEvent, None, None]:
    """One request, told of before and after, however it ends: this generator closed half-way included."""
    settle = account(attempt)
    meter = Meter(attempt)
    outcome, code = Outcome.STOPPED, ""
    try:
        for event in loop_thread.read(_call(attempt.config, request, seconds), stopped=stopped):
            yield meter.note(event)
        if not stopped():
            outcome, code = Outcome.FAILED, "broken_off"  # unless it was finished, which the meter knows
    except ProviderFault as fault:
        outcome, code = Outcome.FAILED, fault.code
        raise
    except Exception:
        outcome, code = Outcome.FAILED, "internal"
        raise
    finally:
        settle(meter.settled(outcome, code))


async def _call(
    config: ProviderConfig, request: CompletionRequest, seconds: float
) -> AsyncIterator[StreamEvent]:
    """One call with its time limits: to the first event, then between events."""
    door = scripted.stream if config.kind == ProviderKind.SCRIPTED else via_litellm.stream
    events = door(config, _masked(request) if config.masks_personal_data else request)
    while True:
        try:
            event = await asyncio.wait_for(anext(events), seconds)
        except StopAsyncIteration:
            return
        except TimeoutError:
            text = gettext_noop("The model did not answer in time.")
            raise ProviderFault(text, retryable=True, code="timeout") from None
        yield event
        seconds = SILENCE_SECONDS


def _masked(request: CompletionRequest) -> CompletionRequest:
    messages = tuple(
        dataclasses.replace(message, content=mask_personal_data(message.content))
        for message in request.messages
    )
    return dataclasses.replace(request, messages=messages)


def _pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Wait with jitter, but no longer than until the person pressed stop."""
    end = time.monotonic() + seconds * random.uniform(0.5, 1.5)
    while time.monotonic() < end and not stopped():
        time.sleep(loop_thread.POLL_SECONDS)
