"""Answers by Celery workers, and a queue that can't be reached."""

from __future__ import annotations

import pytest
from django.test import override_settings

from tests.conversations.scenes import SAYS, Scene
from tests.conversations.test_faults import no_valkey, scene  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_process_answers_itself_what_the_queue_does_not_take(scene: Scene, no_valkey: None):  # noqa: F811
    with override_settings(TURN_RUNNER="celery"):
        async with scene.open() as chat:
            await chat.ask("Say it")
            assert (await chat.hear_until("message.completed", 20))[-1]["text"] == SAYS
