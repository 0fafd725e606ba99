"""The usage page and the list of requests, for those who administer the organization."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, User
from accounts.services import make_member, make_organization
from providers.enums import Outcome
from providers.services import roll_up_usage
from tests.providers.used import person, used

pytestmark = pytest.mark.django_db
URL = "/admin/providers/dailytokenusage/"


@pytest.fixture
def north() -> Organization:
    return make_organization("north", name="North")


@pytest.fixture
def staff(north: Organization) -> Client:
    return staff_of(north)


def staff_of(organization: Organization, **fields: bool) -> Client:
    email = f"staff@{organization.slug}.example"
    membership = make_member(email, organization=organization, role="admin", is_staff=True, **fields)
    client = Client()
    client.force_login(membership.user)
    return client


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


def now(**back: int) -> str:
    return (timezone.now() - dt.timedelta(**back)).isoformat()


def test_the_month_is_told_by_day_person_and_model(staff: Client, north: Organization) -> None:
    used(north, person("ann", north), now(), input_tokens=12_000)
    used(north, person("bob", north), now(), model="large", cost_cents=None, outcome=Outcome.FAILED)
    text = page(staff)
    assert "12,120" in text  # tokens of both
    assert "ann@north.example" in text
    assert "bob@north.example" in text
    assert "large" in text
    assert "US$0.0150" in text
    assert "and 1 request of unknown price" in text
    assert "50.0% of requests" in text
    assert text.count('class="report-out" x=') == timezone.now().day
    before = timezone.now().replace(day=1) - dt.timedelta(days=1)
    assert f"← {before:%B %Y}" in text
    assert f"{timezone.now():%B %Y} →" in page(staff, f"?month={before:%Y-%m}")


def test_nothing_of_another_organization_is_shown_or_can_be_asked_for(
    staff: Client, north: Organization
) -> None:
    south = make_organization("south", name="South")
    used(south, person("eve", south), now(), model="secret-model", input_tokens=777_777)
    used(north, person("ann", north), now())
    roll_up_usage()
    listed = staff.get(reverse("admin:providers_modelrequest_changelist")).content.decode()
    for text in (page(staff), page(staff, "?organization=north"), listed):
        assert "ann@north.example" in text
        for trace in ("eve@", "secret-model", "777", "South"):
            assert trace not in text
    assert staff.get(f"{URL}?organization=south").status_code == 404


def test_staff_of_two_organizations_choose(north: Organization) -> None:
    south = make_organization("south", name="South")
    used(south, person("eve", south), now())
    staff = staff_of(north)
    make_member("staff@north.example", organization=south, role="owner")
    assert "eve@" not in page(staff, "?organization=north")
    assert "eve@" in page(staff, "?organization=south")


def test_who_administers_nothing_does_not_get_in(north: Organization) -> None:
    client = Client()
    client.force_login(make_member("m@north.example", organization=north, role="manager", is_staff=True).user)
    assert client.get(URL).status_code == 403


def test_a_month_without_requests_says_what_to_do(staff: Client) -> None:
    text = page(staff)
    assert "No model was asked anything in this month." in text
    assert reverse("admin:providers_provider_changelist") in text


@pytest.mark.parametrize("month", ["1999-13", "x", "9999-12", "2026-1"])
def test_a_month_that_can_not_be_is_this_month(staff: Client, month: str) -> None:
    assert "No model was asked" in page(staff, f"?month={month}")


def test_the_page_is_french_for_who_reads_french(north: Organization, staff: Client) -> None:
    used(north, person("ann", north), now(), input_tokens=12_000)
    User.objects.update(language="fr")
    ours = page(staff).split('<div class="report">')[1]
    assert "Jetons par jour" in ours
    assert "12\xa0010" in ours.replace("\u202f", "\xa0")


def test_no_script_and_no_style_stands_in_the_page(staff: Client, north: Organization) -> None:
    used(north, person("ann", north), now())
    ours = page(staff).split('<div class="report">')[1].split("</main>")[0].split("<script")[0]
    assert "style=" not in ours
    assert "onclick" not in ours


def test_three_people_take_as_many_queries_as_one(staff: Client, north: Organization) -> None:
    def queries() -> tuple[int, int]:
        counts = []
        for url in (URL, reverse("admin:providers_modelrequest_changelist")):
            with CaptureQueriesContext(connection) as caught:
                assert staff.get(url).status_code == 200
            counts.append(len(caught))
        return counts[0], counts[1]

    used(north, person("ann", north), now())
    queries()
    first = queries()
    for number in range(3):
        used(north, person(f"p{number}", north), now(hours=number), model=f"m{number}")
    assert queries() == first
    assert first[0] <= 10
