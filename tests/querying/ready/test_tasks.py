"""The jobs that keep queries ready: a beat that sets workers on sources, and a worker that does one."""

import json

from querying import valkey
from querying.ready.rounds import EVERY_SECONDS
from querying.tasks import keep_all_ready, keep_ready
from tests.querying.ready.conftest import ask, finds_it_ready

QUEUE = "copilot:refresh"


def test_the_schedule_leads_to_a_refresh(shop, manager, settings):
    scheduled = settings.CELERY_BEAT_SCHEDULE["keep common queries ready"]
    assert (scheduled["task"], scheduled["schedule"]) == (keep_all_ready.name, EVERY_SECONDS)
    valkey.client().delete(QUEUE)
    assert keep_all_ready() == 0
    ask(manager, shop)
    assert keep_all_ready() == 1
    (message,) = valkey.client().lrange(QUEUE, 0, -1)
    assert json.loads(message)["headers"]["task"] == keep_ready.name
    valkey.client().delete(QUEUE)
    assert keep_ready(shop.pk) == 1
    assert finds_it_ready(manager, shop)
