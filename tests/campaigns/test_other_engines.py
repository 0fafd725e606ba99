"""A question about a MySQL and a DuckDB source, its segment, a campaign, sent and counted."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pymysql
import pytest

from accounts.models import Organization, User
from accounts.roles import Role
from campaigns import services as campaigns
from campaigns import tasks
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, Segment
from conversations.models import Suggestion
from conversations.services import suggesting
from knowledge.bundles import import_bundle
from querying import services as querying
from querying.engines import ENGINES
from querying.engines.duckdb.addresses import url_of
from querying.engines.mysql.addresses import parse_url
from querying.models import DataSource
from querying.services.connecting import connect_file
from tests.campaigns.conftest import BUNDLE
from tests.conversations.conftest import turns_end  # noqa: F401  (by itself)
from tests.conversations.trips import ask_command
from tests.querying.conftest import member

pytestmark = pytest.mark.django_db(transaction=True)
MAKE = [
    """CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, tenant_id INTEGER NOT NULL, email VARCHAR(40),
        full_name VARCHAR(40), language VARCHAR(2), joined DATE NOT NULL)""",
    """CREATE TABLE purchases (id INTEGER NOT NULL PRIMARY KEY, tenant_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL, amount DECIMAL(10, 2), bought_at TIMESTAMP NULL,
        FOREIGN KEY (person_id) REFERENCES people (id))""",
    "INSERT INTO people VALUES "
    + ", ".join(
        f"({n}, {1 + n % 2}, 'person{n}@example.com', 'First{n} Zoé', '{'fr' if n % 4 else 'en'}',"
        f" '2025-0{1 + n % 6}-10')"
        for n in range(1, 25)
    ),
    "INSERT INTO purchases VALUES "
    + ", ".join(f"({n}, {1 + n % 2}, {n}, {n * 10}, '2025-06-01 10:00:00')" for n in range(1, 25)),
]


@pytest.fixture(params=["mysql", "duckdb"])
def club(request, tmp_path, north: Organization, south: Organization) -> Iterator[DataSource]:
    """The club of both organizations; north's are the even ids."""
    if request.param == "duckdb":
        with duckdb.connect(str(tmp_path / "club.duckdb")) as connection:
            connection.execute(";\n".join(MAKE))
        made = DataSource(name="Club", engine="duckdb", scope_column="tenant_id")
        source = connect_file(made, url_of(tmp_path / "club.duckdb"), organization=north)
    else:
        url = f"{request.getfixturevalue('mariadb_url')}/campaigns_club"
        address = parse_url(url)
        with pymysql.connect(
            host=address.host, port=address.port, user="root", autocommit=True
        ) as connection:
            cursor = connection.cursor()
            for statement in [
                "DROP DATABASE IF EXISTS campaigns_club",
                "CREATE DATABASE campaigns_club",
                "USE campaigns_club",
                *MAKE,
            ]:
                cursor.execute(statement)
        source = querying.connect("Club", url, organization=north, scope_column="tenant_id").source
    querying.share_with(source, organization=south)
    for organization in (north, south):
        import_bundle(BUNDLE, source=source, organization=organization)
    yield source
    ENGINES[source.engine].forget(source.reader_url)


def test_from_a_question_to_messages_that_are_counted(club, north, mail_server):
    manager = member(north, Role.MANAGER)
    asker = User.objects.get(pk=manager.user_id).email
    question = "Create a segment of people who joined in March 2025 and draft a win-back e-mail"
    answer = ask_command(question, user=asker, provider="planner")
    assert (answer["outcome"], answer["answer"]) == ("answered", "4 people fit this.")
    assert [("***" in row, "@" in str(row)) for row in answer["rows"]] == [(True, False)] * 4

    mail = Suggestion.objects.get(kind="email")
    campaign = Campaign.objects.get(pk=suggesting.apply(manager, mail.pk).applied_id)
    segment = Segment.objects.get()
    assert set(segment.members.values_list("person_key", flat=True)) == {"2", "8", "14", "20"}
    assert campaigns.preview(manager, campaign, person_key="2").subject == "We've missed you, ***"

    button = {"cta_url": "https://shop.example/new"}
    campaigns.update_draft(manager, campaign, content=campaign.content | button)
    campaigns.send_now(manager, campaign)
    tasks.start_campaign(campaign.pk)
    assert tasks.deliver_campaign(campaign.pk) == 4
    assert mail_server.counts() == {f"person{key}@example.com": 1 for key in (2, 8, 14, 20)}
    french = mail_server.message_to("person2@example.com")
    assert french["Subject"] == "We've missed you, First2"
    assert "Se désabonner" in french.get_body(("plain",)).get_content()
    progress = campaigns.progress(campaign)
    assert (progress.people, progress.sent, progress.pending) == (4, 4, 0)
    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.SENT
    assert campaigns.refresh_segment(segment.pk)
    assert segment.members.count() == 4
