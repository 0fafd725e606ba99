"""From a request to an answer, through whichever provider of the chain gives one.

Retries and fallbacks happen only before the first token: what a person has read is never taken back.
"""

from __future__ import annotations

import asyncio
import dataclasses
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import structlog
from django.utils.translation import gettext, gettext_noop

from accounts.privacy import mask_personal_data
from providers import breaker, loop_thread, scripted, via_litellm
from providers.enums import ProviderKind
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
    stopped: Callable[[], bool],
    first_token_seconds: float = FIRST_TOKEN_SECONDS,
    backoff_seconds: float = BACKOFF_SECONDS,
) -> Iterator[StreamEvent]:
    """RequestStarted, the text as it comes, then RequestFinished; ends early once `stopped()`.

    Each provider in turn gets up to 3 retries for what may pass, its breaker allowing. Raises
    ProviderUnavailable when none answered, or when one broke off in the middle.
    """
    reason = gettext_noop("No model is set up.")
    for config in providers:
        if breaker.is_open(config.id):
            reason = gettext_noop("The model failed several times in a row and is left alone for a moment.")
            continue
        if config.kind != ProviderKind.SCRIPTED:
            via_litellm.warm_up()  # here, in the turn's own thread: on the loop it would hold up every call
        for attempt in range(RETRIES + 1):
            started = False
            try:
                for event in loop_thread.read(_call(config, request, first_token_seconds), stopped=stopped):
                    if not started:
                        started = True
                        yield RequestStarted(config.name, config.model)
                    yield event
                breaker.note_success(config.id)
                return
            except ProviderFault as fault:
                breaker.note_failure(config.id)
                log.warning("provider_fault", provider=config.name, reason=fault.message, attempt=attempt)
                reason = fault.message
                if started:
                    broken = gettext("The model broke off in the middle of its answer.")
                    raise ProviderUnavailable(broken) from fault
                if not fault.retryable or stopped():
                    break
                if attempt < RETRIES:
                    _pause(backoff_seconds * 2**attempt, stopped)
    raise ProviderUnavailable(gettext(reason))


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
            raise ProviderFault(gettext_noop("The model did not answer in time."), retryable=True) from None
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
