"""Where turns run."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection
from django.test import override_settings

from conversations import runners, stop_signals, tasks
from conversations.enums import TurnStatus
from conversations.services.claiming import claim_next_turn
from copilot_site.celery import app
from tests.conversations.people import answer_of, ask
from tests.conversations.scenes import SAYS, Scene


def test_a_pool_runs_no_more_than_its_size_at_once():
    pool = runners.ThreadPool(2)
    running, most, done = [], [], threading.Semaphore(0)

    def job() -> None:
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()
        done.release()

    for _number in range(6):
        pool.submit(job)
    assert all(done.acquire(timeout=3) for _number in range(6))
    assert max(most) == 2


def test_a_pool_survives_a_job_that_fails(caplog):
    pool, done = runners.ThreadPool(1), threading.Event()
    pool.submit(lambda: 1 / 0)
    pool.submit(done.set)
    assert done.wait(3)


@pytest.mark.django_db(transaction=True)
def test_a_worker_answers_what_waits():
    scene = Scene()
    turn = ask(scene.actor, scene.conversation, "Say it")
    type(turn).objects.update(provider="Script")
    tasks.run_conversation(str(scene.conversation.pk))
    tasks.run_conversation(str(scene.conversation.pk))
    answer = answer_of(turn)
    assert (answer.status, answer.text) == (TurnStatus.COMPLETED, SAYS)


@pytest.mark.django_db(transaction=True)
def test_one_turn_is_claimed_by_one_runner():
    scene = Scene()
    ask(scene.actor, scene.conversation)
    ask(scene.actor, scene.conversation)
    claimed: list = []

    def claim() -> None:
        claimed.append(claim_next_turn(scene.conversation.pk))
        connection.close()

    threads = [threading.Thread(target=claim) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [turn_id for turn_id in claimed if turn_id]
    assert len(won) == 1
    stop_signals.forget(won[0])  # nobody runs it here


@pytest.mark.django_db(transaction=True)
def test_the_celery_queue_gets_the_conversation():
    scene = Scene()
    with override_settings(TURN_RUNNER="celery"):
        app.conf.task_always_eager = True
        try:
            turn = ask(scene.actor, scene.conversation, "Say it", enqueue=runners.enqueue)
        finally:
            app.conf.task_always_eager = False
    assert TurnStatus(answer_of(turn).status) == TurnStatus.COMPLETED
