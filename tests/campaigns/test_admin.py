"""The admin of segments and campaigns: within the staff's organizations, and no address in sight."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from accounts.roles import Role
from accounts.services import make_member
from campaigns.addresses import hash_of
from campaigns.delivering import deliver
from campaigns.models import Suppression
from tests.campaigns.conftest import start

ADDRESS = "Person2@Example.com"


def staff(client: Client, organization) -> User:
    membership = make_member(
        f"staff@{organization.slug}.example", organization=organization, role=Role.ADMIN, is_staff=True
    )
    client.force_login(membership.user)
    return membership.user


def test_staff_see_their_own_and_no_addresses(client, north, south, manager, campaign, settings, tmp_path):
    settings.OUTBOX = tmp_path
    start(manager, campaign)
    deliver(campaign.pk, lanes=1)
    for organization, sees in ((north, True), (south, False)):
        staff(client, organization)
        for model, text in (("segment", "All"), ("campaign", "Hello"), ("delivery", ">2<")):
            page = client.get(f"/admin/campaigns/{model}/").content.decode()
            assert (
                (text in page.split('id="result_list"')[-1]) if sees else "result_list" in page
            ) is sees, model
            assert "@example.com" not in page
        status = client.get(f"/admin/campaigns/campaign/{campaign.pk}/change/").status_code
        assert (status == 200) is sees


@pytest.fixture
def added(client, north) -> Suppression:
    staff(client, north)
    given = {"organization": north.pk, "address": f" {ADDRESS} "}
    assert client.post("/admin/campaigns/suppression/add/", given).status_code == 302
    return Suppression.objects.get()


def test_an_address_is_kept_as_a_hash_found_again_and_taken_back(client, north, added):
    assert added.address_hash == hash_of(north.pk, ADDRESS.lower())
    page = client.get("/admin/campaigns/suppression/", {"q": ADDRESS}).content.decode()
    assert str(added) in page
    assert (
        str(added) not in client.get("/admin/campaigns/suppression/", {"q": "a@b.example"}).content.decode()
    )
    again = {"organization": north.pk, "address": ADDRESS}
    client.post("/admin/campaigns/suppression/add/", again)
    assert Suppression.objects.count() == 1
    assert ADDRESS.lower() not in str(list(AuditEntry.objects.values_list("details", flat=True))).lower()
    client.post(f"/admin/campaigns/suppression/{added.pk}/delete/", {"post": "yes"})
    assert not Suppression.objects.exists()


def test_what_is_no_address_is_refused_and_who_unsubscribed_stays(client, north, added):
    given = {"organization": north.pk, "address": "nobody"}
    assert client.post("/admin/campaigns/suppression/add/", given).status_code == 200
    Suppression.objects.update(reason="unsubscribed")
    answer = client.post(f"/admin/campaigns/suppression/{added.pk}/delete/", {"post": "yes"})
    assert (answer.status_code, Suppression.objects.count()) == (403, 1)


def test_staff_suppress_for_their_own_organization_alone(client, south, added):
    given = {"organization": south.pk, "address": "a@b.example"}
    client.post("/admin/campaigns/suppression/add/", given)
    assert Suppression.objects.count() == 1
