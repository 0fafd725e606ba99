"""Campaigns sent over SMTP and into files, rendered per person, by workers in processes of their own."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from typing import IO

from accounts.actor import Actor
from accounts.services import actor_by_email
from benchmarks.measure import ROUNDS, Measurement, Unit, best_of, note
from benchmarks.people import EVERYBODY, people_source
from campaigns import services
from campaigns.models import Campaign, Segment
from querying.models import DataSource

QUICK, SLOW = 6_000, 2_000
"""Messages of one round: to a server that answers at once, to one that takes 50 ms."""

CONTENT = {
    "subject": "{{ first_name }}, we miss you",
    "preheader": "Something for you",
    "body": "Hello {{ first_name }},\n\nit has been a **while**. " + "Here is what is new. " * 30,
    "cta_text": "Have a look",
    "cta_url": "https://example.com/offer",
}


def measure_sends(email: str) -> list[Measurement]:
    """One and two workers to a quick server, one to a slow one, one into files."""
    actor = actor_by_email(email, organization_slug="nordwind")
    with people_source(actor) as (source, _url):
        return measure_segments_sent(actor, source)


def measure_segments_sent(actor: Actor, source: DataSource) -> list[Measurement]:
    """Seconds a message, shown as messages a second."""
    quick, slow = (
        services.create_segment(actor, source=source, name=name, sql=f"{EVERYBODY} WHERE id <= {count}")
        for name, count in (("Quick", QUICK), ("Slow", SLOW))
    )
    with sink(0) as port:
        bare = time_bare(port)
        one, two = (best_send(actor, quick, port, workers) for workers in (1, 2))
    with sink(0.05) as port:
        far = best_send(actor, slow, port, 1)
    files = best_send(actor, quick, 0, 1)
    each = Unit.SECONDS_EACH
    return [
        Measurement("sends, 1 worker", one, bare, "smtplib, same bytes", one, 1 / 1500, "1,500/s", each),
        Measurement("sends, 2 workers", two, bare, "smtplib, same bytes", two, 1 / 3000, "3,000/s", each),
        Measurement("sends, 1 worker, 50 ms relay", far, 0.05, "one connection", far, 1 / 500, "500/s", each),
        note("sends into files, 1 worker", files, unit=each),
    ]


@contextmanager
def sink(seconds: float) -> Iterator[int]:
    """The port of a mail server in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.mail_sink", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def time_bare(port: int) -> float:
    """Seconds a message of the same size takes over one connection, made once and sent again and again."""
    data = b"Subject: same\r\n\r\n" + b"x" * 70 * 60

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port) as server:
            for _message in range(1_000):
                server.sendmail("a@example.com", ["b@example.com"], data)

    return best_of(send) / 1_000


def best_send(actor: Actor, segment: Segment, port: int, workers: int) -> float:
    return min(time_send(actor, segment, port, workers) for _round in range(ROUNDS))


def time_send(actor: Actor, segment: Segment, port: int, workers: int) -> float:
    """Seconds a message, from the word to go until the last worker is done. Raises RuntimeError."""
    campaign = services.create_campaign(actor, name="Bench", segment=segment, content=CONTENT)
    Campaign.objects.filter(pk=campaign.pk).update(
        status="scheduled", scheduled_at=campaign.created_at, sent_by=actor.user_id
    )
    services.start_campaign(campaign.pk)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        command = [sys.executable, "-m", "benchmarks.mail_worker", str(campaign.pk), str(port), folder]
        running = [stack.enter_context(worker(command)) for _worker in range(workers)]
        started = time.perf_counter()
        for _hear, tell in running:
            tell.write("go\n")
            tell.flush()
        sent = sum(int(hear.readline()) for hear, _tell in running)
        seconds = time.perf_counter() - started
    progress = services.progress(campaign)
    if (sent, progress.sent) != (progress.people, progress.people):
        raise RuntimeError(f"{progress.sent} of {progress.people} were sent")
    return seconds / sent


@contextmanager
def worker(command: list[str]) -> Iterator[tuple[IO[str], IO[str]]]:
    """A process that has said it is ready: what it says, and what it hears."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        yield process.stdout, process.stdin
