from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Membership, Organization, User
from accounts.services import make_member, make_organization

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def ann() -> User:
    north = make_organization("north")
    return make_member(
        "ann@north.example", organization=north, role="owner", password=PASSWORD, is_staff=True
    ).user


def sign_in(client: Client, email: str, password: str) -> int:
    return client.post(reverse("account_login"), {"login": email, "password": password}).status_code


@pytest.mark.usefixtures("ann")
def test_people_sign_in_by_email_in_any_case(client: Client) -> None:
    assert sign_in(client, "Ann@North.Example", PASSWORD) == 302
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize(
    ("email", "password"), [("ann@north.example", "wrong"), ("nobody@north.example", PASSWORD)]
)
def test_a_wrong_sign_in_says_the_same_whatever_was_wrong(client: Client, email: str, password: str) -> None:
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "The email address and/or password you specified are not correct." in response.content.decode()


def test_sign_up_is_closed_unless_opened(client: Client, settings: Settings) -> None:
    fields = {"email": "new@north.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not User.objects.exists()
    settings.SIGNUP_OPEN = True
    client.post(reverse("account_signup"), fields)
    assert User.objects.get().email == "new@north.example"


def test_staff_see_only_organizations_they_administer(client: Client, ann: User) -> None:
    south = make_organization("south", name="South secret")
    make_member(ann.email, organization=south, role="viewer")
    client.force_login(ann)
    page = client.get(reverse("admin:accounts_organization_changelist")).content.decode()
    assert "north" in page
    assert "South secret" not in page
    assert client.get(reverse("admin:accounts_organization_change", args=[south.pk])).status_code == 302


def test_staff_cannot_take_another_organizations_rows(client: Client, ann: User) -> None:
    """The external id decides which rows are theirs: only a superuser may set it."""
    north = Organization.objects.get()
    client.force_login(ann)
    url = reverse("admin:accounts_organization_change", args=[north.pk])
    fields = {"name": "North", "external_id": "2", "time_zone": "UTC", "week_start": "0", "currency": "EUR"}
    formset = {f"memberships-{name}": value for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()}
    client.post(url, fields | formset)
    north.refresh_from_db()
    assert (north.external_id, north.currency) == ("", "EUR")


def test_staff_cannot_open_the_people_of_the_site(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_organization_list_needs_the_same_queries_for_any_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    client.force_login(User.objects.create_superuser("root@site.example", PASSWORD))
    for number in range(rows):
        organization = make_organization(f"organization-{number}")
        make_member(f"{number}@x.example", organization=organization, role="user")
    assert Membership.objects.count() == rows
    with django_assert_num_queries(5):
        client.get(reverse("admin:accounts_organization_changelist"))
