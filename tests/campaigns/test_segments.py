"""Segments: people by a query, within what their author may see, and brought up to date as a whole."""

import datetime as dt

import pytest

from accounts.models import AuditEntry, Membership
from accounts.roles import Role
from campaigns import services, tasks
from campaigns.enums import SegmentStatus
from campaigns.errors import NotAllowed, NotFound, SegmentInvalid
from campaigns.models import Segment, SegmentMember
from knowledge.planner import plan
from knowledge.planner.plan import Planned, Question
from knowledge.services import semantic_model, value_index
from querying.guard import GuardRefusal
from querying.models import DataSourceAccess
from tests.campaigns.conftest import CLOCK, EVERYBODY
from tests.querying.conftest import member

NORTH = {str(number) for number in range(2, 41, 2)}
RECENT = "SELECT person_id FROM purchases WHERE bought_at > now() - interval '10 days'"


def create(actor, club, sql=EVERYBODY, *, name="Everybody", **more):
    return services.create_segment(actor, source=club, name=name, sql=sql, clock=CLOCK, **more)


def keys(segment):
    return set(segment.members.values_list("person_key", flat=True))


def test_a_proposal_counts_and_writes_nothing(manager, club):
    estimate = services.propose_segment(manager, source=club, sql=EVERYBODY, clock=CLOCK)
    assert (estimate.count, estimate.sql, estimate.id_column) == (20, EVERYBODY, "people.id")
    assert not Segment.objects.exists()


def test_a_segment_holds_the_keys_of_its_own_organization(manager, stranger, club):
    segment = create(manager, club)
    assert keys(segment) == NORTH
    assert (segment.status, segment.member_count, segment.added_count) == (SegmentStatus.READY, 20, 20)
    assert keys(create(stranger, club)).isdisjoint(NORTH)
    assert Segment.objects.visible_to(stranger).filter(pk=segment.pk).count() == 0
    assert SegmentMember.objects.visible_to(stranger).filter(segment=segment).count() == 0
    for act in (services.delete_segment, services.refresh_now, services.export_members):
        with pytest.raises(NotFound):
            act(stranger, segment)
    assert AuditEntry.objects.filter(action="segment.created").count() == 2


def test_roles(manager, club, north):
    viewer, user, support = (member(north, role) for role in (Role.VIEWER, Role.USER, Role.SUPPORT))
    with pytest.raises(NotAllowed):
        create(viewer, club)
    segment = create(manager, club)
    assert [Segment.objects.visible_to(one).count() for one in (viewer, user, support)] == [0, 0, 1]
    mine = create(user, club, name="Mine")
    assert list(Segment.objects.visible_to(user)) == [mine]
    with pytest.raises(NotFound):
        services.rename_segment(user, segment, name="Ours")


def test_what_can_not_be_a_segment(manager, club):
    create(manager, club)
    with pytest.raises(SegmentInvalid, match="already"):
        create(manager, club)
    with pytest.raises(SegmentInvalid, match="name"):
        create(manager, club, name=" ")
    with pytest.raises(GuardRefusal):
        create(manager, club, "SELECT amount AS id FROM purchases", name="Amounts")
    with pytest.raises(GuardRefusal):
        create(manager, club, "DELETE FROM people", name="None")
    assert Segment.objects.count() == 1


def test_a_refresh_tells_what_changed_and_moves_with_the_clock(manager, club):
    segment = create(manager, club, RECENT)
    assert keys(segment) == {"30", "32", "34", "36", "38", "40"}
    assert services.refresh_segment(segment.pk, clock=CLOCK + dt.timedelta(days=5))
    segment.refresh_from_db()
    assert keys(segment) == {"36", "38", "40"}
    assert (segment.member_count, segment.added_count, segment.removed_count) == (3, 0, 3)


def test_a_failed_refresh_keeps_the_members_and_tells_why(manager, club, club_url):
    segment = create(manager, club, "SELECT id FROM people WHERE joined < now()")
    Segment.objects.filter(pk=segment.pk).update(sql="SELECT id FROM people WHERE 1 / (id - id) = 1")
    assert not services.refresh_segment(segment.pk)
    segment.refresh_from_db()
    assert segment.status == SegmentStatus.FAILED
    assert "zero" in segment.error
    assert keys(segment) == NORTH
    assert segment.member_count == 20


def test_gone_rights_stop_the_schedule(manager, club, north):
    segment = create(manager, club, refresh_every="day")
    Membership.objects.filter(user=manager.user_id).update(role=Role.VIEWER)
    Segment.objects.update(next_refresh_at=CLOCK)
    assert tasks.refresh_due_segments() == 1
    segment.refresh_from_db()
    assert (segment.status, segment.next_refresh_at) == (SegmentStatus.STOPPED, None)
    assert keys(segment) == NORTH
    assert tasks.refresh_due_segments() == 0


def test_a_source_that_is_no_longer_the_organizations_stops_it(manager, club, north):
    segment = create(manager, club, refresh_every="day")
    DataSourceAccess.objects.filter(source=club, organization=north).delete()
    assert not services.refresh_segment(segment.pk)
    segment.refresh_from_db()
    assert segment.status == SegmentStatus.STOPPED


def test_relative_dates_of_a_question_move(manager, club):
    model, values = semantic_model(manager, club), value_index(manager, club)

    asked = Question("people who joined in the last 170 days", CLOCK, language="en", suggests=False)
    planned = plan(asked, model, values)
    assert isinstance(planned, Planned), planned
    segment = services.create_segment(
        manager, source=club, name="New", query=planned.query, question=asked.text, clock=CLOCK
    )
    assert segment.question == asked.text
    before = keys(segment)
    assert services.refresh_segment(segment.pk, clock=CLOCK + dt.timedelta(days=10))
    assert keys(segment) < before
    fixed = services.create_segment(manager, source=club, name="Fixed", query=planned.query, clock=CLOCK)
    assert services.refresh_segment(fixed.pk, clock=CLOCK + dt.timedelta(days=10))
    assert keys(fixed) == before


def test_the_export_holds_keys_and_is_recorded(manager, club):
    lines = list(services.export_members(manager, create(manager, club)))
    assert lines[0] == "people.id\r\n"
    assert {line.strip() for line in lines[1:]} == NORTH
    assert AuditEntry.objects.filter(action="segment.exported").exists()


def test_rename_schedule_delete(manager, club):
    segment = services.rename_segment(manager, create(manager, club), name="All", description="Of them")
    assert (segment.name, segment.description) == ("All", "Of them")
    assert services.set_refresh(manager, segment, every="week").next_refresh_at is not None
    services.delete_segment(manager, segment)
    assert not Segment.objects.exists()
    assert not SegmentMember.objects.exists()
