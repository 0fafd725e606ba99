"""Input that no page of ours sends gets a plain answer."""

import pytest
from django.test import Client

from accounts.models import Organization, User
from accounts.roles import Role
from accounts.services import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> Client:
    organization = Organization.objects.create(name="Acme", slug="acme")
    make_member("owner@acme.example", organization=organization, role=Role.OWNER)
    client.force_login(User.objects.get(email="owner@acme.example"))
    return client


@pytest.mark.parametrize(
    "where", ["workbench/history/", "workbench/saved/", "segments/", "campaigns/", "chat/history/"]
)
def test_a_search_for_what_no_text_holds_finds_nothing(owner: Client, where: str) -> None:
    assert owner.get(f"/{where}?q=%00a").status_code == 200


@pytest.mark.parametrize("where", ["workbench/run/", "chat/improve/"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff", b"{", b"[]"])
def test_a_body_that_is_no_object_is_told_so(owner: Client, where: str, body: bytes) -> None:
    assert owner.post(f"/{where}", body, content_type="application/json").status_code == 400
