"""Files as a web process gives them: at the client's pace, broken off by failures, cancelled by leaving."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from accounts.actor import Actor
from accounts.models import User
from querying.models import AnalyticsQuery, DataSource
from tests.web import WebProcess

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = "SELECT i, repeat('x', 400) AS wide FROM generate_series(1, 300000) AS i"
ENDLESS = "SELECT count(*) FROM generate_series(1, 1000000) AS a, generate_series(1, 1000000) AS b"
BREAKS = "SELECT 100 / (i - 200000) AS hundred, repeat('x', 400) AS wide FROM generate_series(1, 300000) AS i"


@pytest.fixture
def web(transactional_db) -> Iterator[WebProcess]:
    process = WebProcess()
    yield process
    process.kill()


class Asker:
    """A signed-in person with a browser of bare sockets."""

    def __init__(self, web: WebProcess, actor: Actor, source: DataSource) -> None:
        self.web, self.actor, self.source = web, actor, source
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        self.cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def query(self, sql: str) -> AnalyticsQuery:
        return AnalyticsQuery.objects.create(
            organization_id=self.actor.organization_id,
            user_id=self.actor.user_id,
            source=self.source,
            sql=sql,
        )

    def send(self, sql: str, address: str = "/queries/{}/export.csv") -> http.client.HTTPConnection:
        line = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=60)
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.cookie}"
        line.request("GET", address.format(self.query(sql).pk), headers={"Cookie": cookie})
        return line

    def memory(self) -> int:
        """The most that the web process has held, in MB."""
        status = Path(f"/proc/{self.web.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) // 1024


def running(url: str) -> int:
    """How many queries run in the shop for our reader."""
    with psycopg.connect(url) as admin:
        row = admin.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
            "AND usename LIKE 'insight%' AND query LIKE '%generate_series%'"
        ).fetchone()
    return row[0] if row else 0


def wait_until(holds, seconds: float = 30) -> float:
    started = time.monotonic()
    while not holds():
        assert time.monotonic() < started + seconds
        time.sleep(0.02)
    return time.monotonic() - started


def test_files_stream_at_the_pace_of_who_reads_them(web, shop, shop_url, owner) -> None:
    asker = Asker(web, owner, shop)
    assert asker.send("SELECT id FROM orders").getresponse().read().count(b"\n") == 21
    before = asker.memory()

    # Who reads slowly holds the query up, not 120 MB of the process.
    slow = asker.send(LARGE).getresponse()
    slow.read(1000)
    time.sleep(1)
    assert running(shop_url) == 1
    read = 1000
    while block := slow.read(1 << 20):
        read += len(block)
    assert read > 120_000_000
    assert asker.memory() - before < 50

    # A failure in the middle breaks the line; one before the first row is told.
    broken = asker.send(BREAKS).getresponse()
    assert broken.status == 200
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        broken.read()
    zero = "SELECT 1 / (id - 2) FROM orders ORDER BY id"
    told = asker.send(zero, "/api/v1/queries/{}/export?format=xlsx").getresponse()
    assert (told.status, told.getheader("Content-Disposition")) == (400, None)
    assert json.loads(told.read())["code"] == "db.error"

    # Leaving cancels, before the first row and after.
    early = asker.send(ENDLESS)
    wait_until(lambda: running(shop_url) == 1)
    early.close()
    assert wait_until(lambda: running(shop_url) == 0) < 10  # 1 s, where the machine has time
    late = asker.send(LARGE)
    late.getresponse().read(1000)
    late.close()
    wait_until(lambda: running(shop_url) == 0)
    wait_until(lambda: AnalyticsQuery.objects.filter(code="db.stopped").count() == 2)
    # The slots are free again, and the server is well.
    assert asker.send("SELECT id FROM orders").getresponse().status == 200
