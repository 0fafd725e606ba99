"""Questions about a file that was just uploaded: answered at once, in both languages, by no model."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal

import pytest

from accounts.actor import Actor
from accounts.roles import Role
from conversations.asking import ask_and_wait
from conversations.models import Conversation, Message
from conversations.services import Wishes
from querying.engines import ENGINES
from querying.models import DataSource
from querying.uploads import services
from tests.conversations.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
REGIONS = ("Bretagne", "Corse", "Normandie")
CLOCK = dt.datetime(2025, 12, 5, 12, tzinfo=dt.UTC)


def rows() -> list[tuple[dt.date, str, str, int, Decimal]]:
    first = dt.date(2025, 1, 1)
    return [
        (
            first + dt.timedelta(days=i % 330),
            REGIONS[i % 3],
            f"P{i % 15:02}",
            1 + i % 4,
            Decimal(i % 50) + Decimal("0.5"),
        )
        for i in range(600)
    ]


def as_csv() -> bytes:
    """As a French spreadsheet writes it."""
    lines = [
        f"{day:%d/%m/%Y};{region};{product};{quantity};{str(amount).replace('.', ',')}"
        for day, region, product, quantity, amount in rows()
    ]
    return "\n".join(["Order Date;Region;Product;Quantity;Amount", *lines]).encode("cp1252")


@pytest.fixture
def asker(db: None) -> Actor:
    return dataclasses.replace(make_actor("north"), time_zone="UTC")


@pytest.fixture
def sales(asker: Actor, settings, tmp_path) -> Iterator[DataSource]:
    settings.UPLOADS_DIR, settings.CELERY_TASK_ALWAYS_EAGER = tmp_path, True
    content = as_csv()
    upload = services.begin(asker, [("Sales 2025.csv", len(content))])
    services.append(upload, 0, 0, io.BytesIO(content))
    services.finish(upload)
    services.read_upload(str(upload.pk))
    upload.refresh_from_db()
    services.use(upload, "")
    services.use_upload(str(upload.pk))
    upload.refresh_from_db()
    yield upload.source
    ENGINES["duckdb"].forget(upload.source.reader_url)


def ask(actor: Actor, source: DataSource, question: str, language: str = "en") -> Message:
    asked = dataclasses.replace(actor, language=language)
    return ask_and_wait(asked, question, wishes=Wishes(data_source_id=source.pk, clock=CLOCK))


def shown(answer: Message) -> list[list]:
    assert answer.payload.get("table"), answer.text
    return answer.payload["table"]["rows"]


def sums(place: int) -> dict:
    found: dict = {}
    for row in rows():
        key = row[0].replace(day=1).isoformat() if place == 0 else row[place]
        found[key] = found.get(key, 0) + row[4]
    return {key: float(value) for key, value in found.items()}


def test_questions_about_a_file_are_answered_at_once(asker, sales):
    by_month = shown(ask(asker, sales, "revenue by month"))
    assert {row[0][:10]: row[1] for row in by_month} == sums(0)
    best = sorted(sums(2).items(), key=lambda item: (-item[1], item[0]))[:10]
    assert [tuple(row) for row in shown(ask(asker, sales, "top 10 products"))] == best
    by_region = ask(asker, sales, "chiffre d'affaires par région", "fr")
    assert {row[0]: row[1] for row in shown(by_region)} == sums(1)
    assert by_region.payload["language"] == "fr"
    in_march = sum(1 for row in rows() if row[0].month == 3)
    assert shown(ask(asker, sales, "How many sales in March 2025?")) == [[in_march]]
    months = shown(ask(asker, sales, "ventes par mois", "fr"))
    assert sum(row[1] for row in months) == len(rows())
    assert Conversation.objects.filter(private=True).count() == 5


def test_another_person_of_the_organization_is_answered_from_elsewhere_or_not_at_all(asker, sales):
    boss = make_actor("north", email="boss@north.example", role=Role.OWNER)
    answer = ask_and_wait(boss, "revenue by month", wishes=Wishes(clock=CLOCK))
    assert not answer.payload.get("table")
    assert "Sales" not in answer.text
