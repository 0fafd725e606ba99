from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.roles import Role
from accounts.services import (
    NoMembership,
    actor_by_email,
    actor_for,
    make_member,
    make_organization,
    record,
    switch_organization,
)

pytestmark = pytest.mark.django_db


def two_lookalikes() -> tuple[Membership, Membership]:
    """The same names, roles and external ids of people in two organizations: only the tenant differs."""
    north = make_organization("north", name="Shop", external_id="1")
    south = make_organization("south", name="Shop", external_id="2")
    return (
        make_member("ann@north.example", organization=north, role="user", external_id="7", name="Ann"),
        make_member("ann@south.example", organization=south, role="user", external_id="7", name="Ann"),
    )


def test_make_organization_updates_only_what_is_given() -> None:
    make_organization("north", name="North", external_id="1", currency="EUR")
    make_organization("north", external_id="9")
    organization = Organization.objects.get(slug="north")
    assert (organization.name, organization.external_id, organization.currency) == ("North", "9", "EUR")


@pytest.mark.parametrize("settings", [{"time_zone": "Mars/Base"}, {"currency": "euro"}, {"week_start": 9}])
def test_make_organization_refuses_bad_settings(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_organization("north", **settings)
    assert not Organization.objects.exists()


def test_make_member_twice_updates_the_same_person() -> None:
    north = make_organization("north")
    make_member("Ann@Example.com", organization=north, role="viewer", password="first-secret-1")
    make_member("ann@example.com", organization=north, role="owner", external_id="7")
    user = User.objects.get()
    assert user.check_password("first-secret-1")
    assert list(Membership.objects.values_list("role", "external_id")) == [("owner", "7")]


def test_make_member_refuses_an_unknown_role() -> None:
    with pytest.raises(ValidationError):
        make_member("ann@example.com", organization=make_organization("north"), role="king")
    assert not User.objects.exists()


def test_actor_carries_the_external_ids_of_its_own_organization() -> None:
    north, south = two_lookalikes()
    assert [actor_for(m).organization_external_id for m in (north, south)] == ["1", "2"]
    assert actor_for(north).role is Role.USER


def test_visible_to_keeps_lookalike_organizations_apart() -> None:
    north, south = two_lookalikes()
    actor = actor_for(north)
    record(actor_for(south), "secret.action")
    mine = record(actor, "own.action")
    assert list(User.objects.visible_to(actor)) == [north.user]
    assert list(Organization.objects.visible_to(actor)) == [north.organization]
    assert list(Membership.objects.visible_to(actor)) == [north]
    assert mine in AuditEntry.objects.visible_to(actor)
    assert {entry.organization_id for entry in AuditEntry.objects.visible_to(actor)} == {
        north.organization_id
    }


def test_actor_by_email_asks_for_the_organization_where_there_are_several() -> None:
    _north, south = two_lookalikes()
    make_member("ann@north.example", organization=south.organization, role="viewer")
    with pytest.raises(NoMembership, match="--organization"):
        actor_by_email("ann@north.example")
    assert actor_by_email("ann@north.example", organization_slug="south").role is Role.VIEWER


def test_actor_by_email_refuses_an_inactive_person() -> None:
    north, _south = two_lookalikes()
    User.objects.filter(pk=north.user_id).update(is_active=False)
    with pytest.raises(NoMembership):
        actor_by_email("ann@north.example")


def test_switch_organization_refuses_one_that_is_not_theirs() -> None:
    north, south = two_lookalikes()
    with pytest.raises(NoMembership):
        switch_organization(north.user, organization=south.organization)
    north.user.refresh_from_db()
    assert north.user.current_organization_id == north.organization_id


def test_audit_entries_are_never_changed_or_deleted() -> None:
    north, _south = two_lookalikes()
    entry = record(actor_for(north), "own.action")
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
