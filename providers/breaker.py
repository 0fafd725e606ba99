"""A circuit breaker per provider and process: after failures in a row it is left alone for a while."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

FAILURES = 5
REST_SECONDS = 30.0


@dataclass(slots=True)
class _State:
    failures: int = 0
    rests_until: float = 0.0


_states: dict[int, _State] = {}
_lock = threading.Lock()


def is_open(provider_id: int) -> bool:
    """Whether the provider rests. After the rest one request may try; its failure opens the breaker again."""
    with _lock:
        state = _states.get(provider_id)
        return state is not None and state.failures >= FAILURES and time.monotonic() < state.rests_until


def note_failure(provider_id: int) -> None:
    with _lock:
        state = _states.setdefault(provider_id, _State())
        state.failures += 1
        state.rests_until = time.monotonic() + REST_SECONDS


def note_success(provider_id: int) -> None:
    with _lock:
        _states.pop(provider_id, None)


def forget_all() -> None:
    """Start afresh, as a new process would."""
    with _lock:
        _states.clear()
