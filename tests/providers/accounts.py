"""Accounts of requests that need no database."""

from __future__ import annotations

from providers.metering import Attempt, Settle, Settled


def uncounted(attempt: Attempt) -> Settle:
    """Nobody's account."""
    return lambda settled: None


class Book:
    """Keeps what a gateway told, in order."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.settled: list[Settled] = []

    def __call__(self, attempt: Attempt) -> Settle:
        self.attempts.append(attempt)
        return self.settled.append
