"""Of many who ask the same at once one asks further; the others are told when it is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from querying import cache, valkey
from querying.cache import Caching, Kept, Place, run_once
from querying.results import QueryStopped, ResultSet
from tests.querying.test_cache import RESULT, Runs, ask_at_once, place

__all__ = ["place"]


class Asking(threading.Thread):
    """One who asks, in a thread of their own; `answer` afterwards."""

    def __init__(self, place: Place, run: Callable, stopped: Callable[[], bool] | None = None) -> None:
        super().__init__(daemon=True)
        self.answer: Kept | QueryStopped | None = None
        self._ask = lambda: run_once(place, run, caching=Caching.USE, patience=30, stopped=stopped)
        self.start()

    def run(self) -> None:
        try:
            self.answer = self._ask()
        except QueryStopped as stopped:
            self.answer = stopped


def wait_until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)


def test_those_of_one_process_get_one_result(place):
    answers = ask_at_once(place, Runs(0.2), 20)
    assert len({id(answer.result) for answer in answers}) == 1


def test_who_leads_and_stops_stops_alone(place):
    runs, pressed = Runs(0.5), threading.Event()
    first = Asking(place, runs, pressed.is_set)
    wait_until(lambda: runs.count == 1)
    others = [Asking(place, runs) for _number in range(3)]
    pressed.set()
    for asking in (first, *others):
        asking.join(20)
    assert isinstance(first.answer, QueryStopped)
    assert [other.answer.result for other in others] == [RESULT] * 3
    assert runs.count == 2


def test_those_of_another_process_are_woken(place, monkeypatch):
    """By nothing but the word that it is over: they would look again after the test's patience only."""
    monkeypatch.setattr(cache, "LOOK_SECONDS", 1.5)
    elsewhere, runs = cache._Lease(place), Runs(0)
    assert elsewhere.read_or_lead() is True
    took = []
    for _try in range(3):  # a busy machine may be late; it is not always
        asking = Asking(place, runs)
        wait_until(lambda: valkey.client().info("clients")["blocked_clients"])
        began = time.monotonic()
        cache._store(place, RESULT, time.time(), elsewhere)
        asking.join(20)
        took.append(time.monotonic() - began)
        assert asking.answer.result == RESULT
        assert asking.answer.age is not None
        valkey.client().delete(place.key)
        elsewhere = cache._Lease(place)
        assert elsewhere.read_or_lead() is True
    assert min(took) < 1
    assert runs.count == 0


def test_before_it_may_take_long_it_is_said(place):
    said: list[str] = []
    run_once(place, Runs(0), caching=Caching.USE, patience=1, before_wait=lambda: said.append("run"))
    assert said == ["run"]
    run_once(place, Runs(0), caching=Caching.USE, patience=1, before_wait=lambda: said.append("kept"))
    assert said == ["run"]


def test_patience_ends_for_those_of_one_process(place):
    began, go_on = threading.Event(), threading.Event()

    def run(_stopped: object) -> ResultSet:
        began.set()
        go_on.wait(20)
        return RESULT

    first = Asking(place, run)
    began.wait(20)
    assert run_once(place, Runs(0), caching=Caching.USE, patience=0.1) == Kept(RESULT)
    go_on.set()
    first.join(20)
    assert first.answer == Kept(RESULT)
