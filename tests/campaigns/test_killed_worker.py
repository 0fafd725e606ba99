"""Workers that are killed in the middle: nobody gets the campaign twice, and who may have is listed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from campaigns import services
from campaigns.claims import sweep
from campaigns.delivering import deliver
from campaigns.enums import DeliveryStatus
from campaigns.models import Delivery
from tests.campaigns.conftest import CLOCK, CONTENT, EVERYBODY, start

ROOT = Path(__file__).resolve().parent.parent.parent
MORE = """
INSERT INTO people SELECT i, 1 + i % 2, 'person' || i || '@example.com', 'First' || i, 'en', date '2025-01-01'
FROM generate_series(41, 1400) i
"""


def worker(campaign, server):
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.campaigns.killed_worker", name, campaign.pk, server.port]
    return subprocess.Popen([str(part) for part in command], cwd=ROOT, env=os.environ.copy())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_workers_double_nothing_and_lose_nothing_but_what_is_listed(
    manager, club, club_url, mail_server
):
    with psycopg.connect(club_url, autocommit=True) as database:
        database.execute(MORE)
        try:
            segment = services.create_segment(manager, source=club, name="All", sql=EVERYBODY, clock=CLOCK)
            campaign = services.create_campaign(manager, name="Hello", segment=segment, content=CONTENT)
            start(manager, campaign)
            for killed_after in (150, 300, 450):
                mail_server.answer_until(killed_after)
                running = worker(campaign, mail_server)
                try:
                    mail_server.wait_for(killed_after)
                finally:
                    running.send_signal(signal.SIGKILL)
                    running.wait()
                Delivery.objects.filter(status=DeliveryStatus.CLAIMED).update(lease_expires_at=timezone.now())
                sweep(is_idempotent=False)
            mail_server.answer_until(None)
            deliver(campaign.pk, lanes=3)
        finally:
            database.execute("DELETE FROM people WHERE id > 40")
    assert services.finish_campaign(campaign.pk)
    got = mail_server.counts()
    assert set(got.values()) == {1}
    progress = services.progress(campaign)
    assert (progress.people, progress.sent + progress.in_doubt) == (700, 700)
    assert 1 <= progress.in_doubt <= 9  # at most one for each lane of each worker
    listed = Delivery.objects.filter(status=DeliveryStatus.IN_DOUBT).values_list("person_key", flat=True)
    everybody = {f"person{key}@example.com" for key in range(2, 1401, 2)}
    assert everybody - set(got) <= {f"person{key}@example.com" for key in listed}
    # Whoever got one that is in doubt can still unsubscribe by it.
    assert not Delivery.objects.filter(status=DeliveryStatus.IN_DOUBT, address_hash="").exists()
