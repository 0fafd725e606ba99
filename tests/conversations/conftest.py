"""Turns run in threads of the test's process: each test waits for its own."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from conversations import keeper, relay, stop_signals


@pytest.fixture(autouse=True)
def turns_end() -> Iterator[None]:
    yield
    end = time.monotonic() + 10
    for turn_id in stop_signals.watched():
        stop_signals.set_here(turn_id)
    while stop_signals.watched() and time.monotonic() < end:
        time.sleep(0.02)
    keeper.stop()
    relay.drain()
    # The runner's thread closes its connection just after the turn is over.
    time.sleep(0.05)
