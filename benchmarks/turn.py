"""Whole turns answered by the planner on the demo's million events, beside the time of their SQL alone."""

from __future__ import annotations

import statistics
import time
from uuid import uuid4

import psycopg

from accounts.actor import Actor
from accounts.services import actor_by_email
from benchmarks.measure import ROUNDS, Measurement
from conversations import keeper, relay, services
from conversations.enums import MessageRole, TurnStatus
from conversations.models import Message
from conversations.services import Wishes
from querying.models import DataSource

# Asked of all events, of one period, with joins, by a property, in French.
QUESTIONS = (
    "Active users by day last month",
    "Conversion rate by platform this year",
    "What was our revenue by country last quarter?",
    "Top 5 products by revenue this year",
    "Quel a été le chiffre d'affaires par pays le trimestre dernier ?",
)


def measure_turns(email: str) -> list[Measurement]:
    """The median and the worst of the questions, each at its best of the rounds."""
    actor = actor_by_email(email, organization_slug="nordwind")
    source = DataSource.objects.get(name="shop")
    # Each turn runs its query: kept rows would be quicker than the SQL alone, and say nothing of the rest.
    DataSource.objects.filter(pk=source.pk).update(cache_seconds=0)
    # The first question of a process also loads what later ones find loaded.
    for question in QUESTIONS:
        time_turn(actor, source, question)
    rounds = [[time_turn(actor, source, question) for question in QUESTIONS] for _round in range(ROUNDS)]
    keeper.stop()
    relay.drain()
    DataSource.objects.filter(pk=source.pk).update(cache_seconds=source.cache_seconds)
    best = [min(times, key=lambda pair: pair[0] - pair[1]) for times in zip(*rounds, strict=True)]
    beyond = [turn - sql for turn, sql in best]
    slow, its_sql = max(best, key=lambda pair: pair[0] - pair[1])
    return [
        Measurement(
            "planner turn on 1M events, median",
            statistics.median(turn for turn, _ in best),
            statistics.median(sql for _, sql in best),
            "its SQL alone",
            statistics.median(beyond),
            0.100,
            "100 ms beyond",
        ),
        Measurement(
            "planner turn on 1M events, worst",
            slow,
            its_sql,
            "its SQL alone",
            max(beyond),
            0.3,
            "300 ms beyond",
        ),
    ]


def time_turn(actor: Actor, source: DataSource, question: str) -> tuple[float, float]:
    """Seconds of the whole turn, and of its SQL alone as the reader role. Raises RuntimeError."""
    conversation = services.create_conversation(actor)
    started = time.perf_counter()
    turn = services.start_turn(
        actor,
        conversation_id=conversation.pk,
        client_id=uuid4(),
        text=question,
        wishes=Wishes(data_source_id=source.pk, provider="planner"),
        enqueue=lambda conversation: None,
    )
    services.run_waiting_turns(turn.conversation_id)
    seconds = time.perf_counter() - started
    answer = Message.objects.get(turn=turn, role=MessageRole.ASSISTANT)
    sql = answer.payload.get("evidence", {}).get("sql_run", "")
    if answer.status != TurnStatus.COMPLETED or not sql:
        raise RuntimeError(f"{question!r} was not answered: {answer.text}")
    services.delete_conversation(actor, conversation_id=conversation.pk)
    return seconds, time_sql(source, sql)


def time_sql(source: DataSource, sql: str) -> float:
    """Seconds of the query as it ran, all rows fetched, by the driver alone on an open connection."""
    with psycopg.connect(source.reader_url) as connection:
        connection.execute("SET TimeZone TO 'Europe/Berlin'")
        started = time.perf_counter()
        connection.execute(sql.encode()).fetchall()
        return time.perf_counter() - started
