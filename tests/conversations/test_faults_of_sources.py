"""A data source that goes away, before and under a question: told in a sentence, and back by itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from accounts.actor import Actor
from accounts.models import Organization
from conversations import services
from conversations.asking import ask_and_wait
from conversations.models import Message
from conversations.services import Wishes
from knowledge.models import ColumnValue
from knowledge.values import refresh_values
from querying import services as querying
from querying.engines import ENGINES
from querying.engines.postgresql import addresses, pool, watchdog
from querying.models import AnalyticsQuery, DataSource
from tests.conversations.people import make_actor
from tests.conversations.trips import TRIPS
from tests.querying.conftest import drop_database, make_database, url_of
from tests.querying.line import Line, line_to

pytestmark = pytest.mark.django_db(transaction=True)

DATABASE = "faults_trips"
QUESTION = "How many trips by origin?"
AWAY = "The query could not be run. The data source can't be reached at the moment."
NO_SIGN_IN = (
    "The query could not be run. The data source refuses our sign-in: it has to be connected anew by an "
    "administrator."
)
NO_DATABASE = (
    "The query could not be run. The data source's database is not there: ask an administrator where it went."
)


@dataclass(frozen=True)
class Sources:
    """One source over a line that can fail, another one that never does."""

    actor: Actor
    line: Line
    failing: DataSource
    sound: DataSource

    @property
    def role(self) -> str:
        return parse_qs(urlsplit(self.failing.reader_url).query)["user"][0]

    @property
    def password(self) -> str:
        return unquote(parse_qs(urlsplit(self.failing.reader_url).query)["password"][0])

    def ask(self, source: DataSource) -> Message:
        return ask_and_wait(self.actor, QUESTION, wishes=Wishes(source.pk, "planner"))

    def rows(self, message: Message) -> Any:
        assert message.status == "completed", message.payload
        return message.payload["table"]["rows"]

    def sentence(self, message: Message) -> str:
        """What the person is told; it and all else that was kept names no address, no role, no password."""
        error = message.payload["error"]
        assert (message.status, error["code"], error["retryable"]) == ("failed", "query.failed", True)
        logged = list(
            AnalyticsQuery.objects.values("status", "code", "sqlstate", "sql", "sql_run", "question")
        )
        kept = json.dumps([message.payload, message.text, logged])
        for secret in (self.role, self.password, "127.0.0.1", str(self.line.port), DATABASE, "psycopg"):
            assert secret not in kept
        return error["text"]


@pytest.fixture(scope="module")
def database(embedded_services: object) -> Iterator[str]:
    yield make_database(DATABASE, TRIPS)
    drop_database(DATABASE)


@pytest.fixture
def sources(transactional_db: None, database: str) -> Iterator[Sources]:
    actor = make_actor()
    organization = Organization.objects.get(pk=actor.organization_id)
    with line_to(database) as line:
        made = []
        for name, url in (("Failing", line.url(database)), ("Sound", database)):
            source = querying.connect(name, url, organization=organization, scope_column="tenant_id").source
            querying.mark_shared(source, "carriers")
            querying.introspect(source)
            # Or the second answer, the same as the first, would need no source at all.
            DataSource.objects.filter(pk=source.pk).update(cache_seconds=0)
            made.append(source)
        yield Sources(actor, line, *made)
        for source in made:
            ENGINES["postgresql"].forget(source.reader_url)


@contextmanager
def stopped(sources: Sources) -> Iterator[None]:
    sources.line.cut()
    yield
    sources.line.mend()


@contextmanager
def silent(sources: Sources) -> Iterator[None]:
    sources.line.freeze()
    yield
    sources.line.thaw()


@contextmanager
def other_password(sources: Sources) -> Iterator[None]:
    change = sql.SQL("ALTER ROLE {} PASSWORD {}")
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        admin.execute(change.format(sql.Identifier(sources.role), sql.Literal("something else")))
        throw_out(admin)
        yield
        admin.execute(change.format(sql.Identifier(sources.role), sql.Literal(sources.password)))


@contextmanager
def no_database(sources: Sources) -> Iterator[None]:
    rename = "ALTER DATABASE {} RENAME TO {}"
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        throw_out(admin)
        admin.execute(rename.format(DATABASE, "elsewhere"))
        yield
        admin.execute(rename.format("elsewhere", DATABASE))


def throw_out(admin: psycopg.Connection) -> None:
    """End who is connected, as a server that stops does."""
    query = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = %s"
    admin.execute(query, [DATABASE])


@pytest.mark.parametrize(
    ("fault", "told"),
    [(stopped, AWAY), (silent, AWAY), (other_password, NO_SIGN_IN), (no_database, NO_DATABASE)],
)
def test_a_source_that_is_away_is_told_and_comes_back(
    sources: Sources,
    fault: Callable[[Sources], Any],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pool, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(watchdog, "HANG_UP_SECONDS", 0.2)
    monkeypatch.setattr(addresses, "CONNECT_SECONDS", 2)
    before = sources.rows(sources.ask(sources.failing))
    with fault(sources):
        failed = sources.ask(sources.failing)
        assert sources.sentence(failed) == told
        if fault in (stopped, silent):
            assert sources.rows(sources.ask(sources.sound)) == before
    turn = services.retry_turn(sources.actor, message_id=failed.pk, enqueue=lambda conversation: None)
    services.run_waiting_turns(turn.conversation_id)
    again = Message.objects.get(turn=turn, role="assistant")
    assert sources.rows(again) == before


@pytest.mark.parametrize("end", ["thrown out", "cut"])
def test_a_source_that_goes_away_under_a_query_is_told(sources: Sources, end: str):
    answers: list[Message] = []

    def ask() -> None:
        answers.append(sources.ask(sources.failing))
        connections.close_all()

    asking = threading.Thread(target=ask)
    with psycopg.connect(url_of(DATABASE)) as holder, psycopg.connect(url_of(DATABASE)) as admin:
        admin.autocommit = True
        holder.execute("LOCK TABLE trips")
        asking.start()
        waits = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
        while (row := admin.execute(waits, [DATABASE]).fetchone()) is None and asking.is_alive():
            threading.Event().wait(0.02)
        assert row is not None
        if end == "cut":
            sources.line.cut()
        admin.execute("SELECT pg_terminate_backend(%s)", row)
        asking.join()
    if end == "cut":
        sources.line.mend()
    assert sources.sentence(answers[0]) == AWAY
    assert len(sources.rows(sources.ask(sources.failing))) == 2


def test_what_is_known_of_a_source_stays_while_it_is_away(sources: Sources):
    organization = Organization.objects.get(pk=sources.actor.organization_id)
    known = ColumnValue.objects.filter(source=sources.failing)
    count = known.count()
    assert count > 0
    with stopped(sources):
        assert refresh_values(organization, sources.failing) is None
        assert known.count() == count
    assert refresh_values(organization, sources.failing) == count
