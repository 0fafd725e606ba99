"""The knowledge base in the admin: checked on save, approved by a click, each organization's own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization, User
from accounts.services import make_member
from knowledge.enums import Status
from knowledge.models import BusinessMetric, ColumnNote, KnowledgeChange, KnowledgeEntry, TableNote
from knowledge.services import save_definition, semantic_model
from querying.models import TablePolicy
from tests.knowledge.test_bundles import BUNDLE

MODELS = (
    "businessmetric",
    "eventdefinition",
    "dimensiondefinition",
    "segmentdefinition",
    "joindefinition",
    "knowledgeentry",
    "querytemplate",
    "verifiedquery",
    "audience",
    "tablenote",
    "knowledgechange",
)


def staff_of(organization: Organization) -> Client:
    membership = make_member(
        f"staff@{organization.slug}.example", organization=organization, role="admin", is_staff=True
    )
    client = Client()
    client.force_login(membership.user)
    return client


@pytest.fixture
def staff(north) -> Client:
    return staff_of(north)


def fields(organization, source, **changed) -> dict[str, object]:
    found = {
        "name": "revenue",
        "table": "bookings",
        "sql": "sum(total_amount)",
        "currency_column": "currency",
    }
    return (
        {"organization": organization.pk, "source": source.pk, "filters": "status = 'paid'"} | found | changed
    )


def add(staff, organization, source, **changed):
    url = reverse("admin:knowledge_businessmetric_add")
    return staff.post(url, fields(organization, source, **changed), follow=True)


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens(agency, north, staff, model):
    from knowledge.bundles import import_bundle

    import_bundle(BUNDLE, source=agency, organization=north)
    page = staff.get(reverse(f"admin:knowledge_{model}_changelist"))
    assert page.status_code == 200


@pytest.mark.parametrize("model", [name for name in MODELS if name not in ("tablenote", "knowledgechange")])
def test_every_form_opens(agency, staff, model):
    assert staff.get(reverse(f"admin:knowledge_{model}_add")).status_code == 200


def test_a_metric_is_checked_and_previewed_as_it_is_saved(agency, north, staff):
    page = add(staff, north, agency)
    assert "Checked: it runs, and gives 560." in page.content.decode()
    metric = BusinessMetric.objects.get(name="revenue")
    assert (metric.filters, metric.status, metric.version) == (["status = 'paid'"], Status.DRAFT, 1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sql": "sum(nope)"}, "bookings has no column nope"),
        ({"sql": "total_amount"}, "Give an aggregate"),
        ({"sql": "sum(total_amount"}, "It is not an SQL expression"),
        ({"sql": "sum(pg_sleep(1))"}, "pg_sleep"),
        ({"filters": "status = "}, "It is not an SQL expression"),
        ({"table": "nope"}, "has no table nope"),
        ({"formula": "a / b", "sql": "", "table": ""}, "There is no metric a"),
        ({"label": '{"de": "x"}'}, "de is not one of the languages"),
    ],
)
def test_a_wrong_metric_is_told_at_its_field_and_not_saved(agency, north, staff, changed, message):
    page = add(staff, north, agency, **changed)
    errors = page.context["adminform"].form.errors
    assert message in str(errors.get(next(iter(changed))))
    assert not BusinessMetric.objects.filter(name="revenue").exists()


def test_an_approved_change_makes_the_next_answer(agency, north, staff, manager):
    add(staff, north, agency, _save="1")
    metric = BusinessMetric.objects.get(name="revenue")
    url = reverse("admin:knowledge_businessmetric_change", args=[metric.pk])
    staff.post(url, fields(north, agency, knowledge_businessmetric_save_and_approve="1"))
    metric.refresh_from_db()
    assert metric.status == Status.APPROVED
    staff.post(url, fields(north, agency, sql="avg(total_amount)"))
    metric.refresh_from_db()
    assert metric.status == Status.DRAFT
    assert semantic_model(manager, agency).metrics["revenue"].sql == "sum(total_amount)"
    approve = {"action": "approve_selected", "_selected_action": [metric.pk]}
    staff.post(reverse("admin:knowledge_businessmetric_changelist"), approve)
    model = semantic_model(manager, agency)
    assert (model.metrics["revenue"].sql, model.metrics["revenue"].approved) == ("avg(total_amount)", True)
    page = staff.get(url).content.decode()
    assert "Approved" in page
    assert "staff@north.example" in page


def test_a_table_and_its_columns_are_one_definition(agency, north, staff):
    note = TableNote.objects.get(organization=north, table="airports")
    columns = list(ColumnNote.objects.filter(table=note))
    data = {"time_column": "", "currency_column": "", "primary_key": "[]", "label": "Airfields"}
    data |= {"columns-TOTAL_FORMS": len(columns), "columns-INITIAL_FORMS": len(columns)}
    for number, column in enumerate(columns):
        data |= {f"columns-{number}-id": column.pk, f"columns-{number}-table": note.pk}
        data |= {f"columns-{number}-label": f"Column {number}", f"columns-{number}-role": column.role}
    staff.post(reverse("admin:knowledge_tablenote_change", args=[note.pk]), data)
    note.refresh_from_db()
    assert (note.label, note.version, note.drafted) == ("Airfields", 2, False)
    labels = ColumnNote.objects.filter(table=note).values_list("label", flat=True)
    assert list(labels) == ["Column 0", "Column 1", "Column 2"]
    change = KnowledgeChange.objects.get(kind="table", name="airports")
    assert (change.user.email, "name.label" in change.fields) == ("staff@north.example", True)


def test_another_organizations_knowledge_is_not_there(agency, north, south, staff):
    entry = KnowledgeEntry(
        organization=south, source=agency, title="Secret plan", text="Grow", tags=["plans"]
    )
    save_definition(entry)
    page = staff.get(reverse("admin:knowledge_knowledgeentry_changelist"))
    assert "Secret plan" not in page.content.decode()
    assert "plans" not in page.content.decode()
    url = reverse("admin:knowledge_knowledgeentry_change", args=[entry.pk])
    assert staff.get(url).status_code == 302
    data = {"organization": south.pk, "source": agency.pk, "title": "Mine", "text": "x"}
    staff.post(reverse("admin:knowledge_knowledgeentry_add"), data)
    assert not KnowledgeEntry.objects.filter(title="Mine").exists()


def test_a_list_asks_as_much_for_three_rows_as_for_one(agency, north, staff):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            staff.get(reverse("admin:knowledge_knowledgeentry_changelist"))
        return len(captured)

    titles = iter("abc")
    entry = {"organization": north, "source": agency, "text": "x"}
    save_definition(KnowledgeEntry(title=next(titles), **entry))
    queries()
    one = queries()
    for title in titles:
        save_definition(KnowledgeEntry(title=title, **entry))
    assert queries() == one


def test_bundles_go_in_and_out_but_not_the_policies_of_shared_sources(agency, north, south, staff):
    url = reverse("admin:knowledge_tablenote_bundles")
    assert staff.get(url).status_code == 200
    place = {"source": agency.pk, "organization": north.pk}
    text = BUNDLE.replace("scope: tenant, owner_column: customer_id", "scope: shared")
    staff.post(url, place | {"import": "1", "file": SimpleUploadedFile("a.yaml", text.encode())})
    assert BusinessMetric.objects.get(organization=north, name="revenue").status == Status.APPROVED
    assert TablePolicy.objects.get(source=agency, table="diary").scope == "column"
    out = staff.post(url, place | {"export": "1"})
    assert "frequent travellers" in out.content.decode()
    wrong = staff.post(url, place | {"import": "1", "file": SimpleUploadedFile("a.yaml", b"version: 3")})
    assert "version" in wrong.content.decode()
    theirs = staff.post(url, {"source": agency.pk, "organization": south.pk, "export": "1"})
    assert "frequent travellers" not in theirs.content.decode()


def test_who_is_no_administrator_sees_nothing(agency, north):
    make_member("plain@north.example", organization=north, role="manager", is_staff=True)
    client = Client()
    client.force_login(User.objects.get(email="plain@north.example"))
    assert client.get(reverse("admin:knowledge_businessmetric_changelist")).status_code == 403
    assert client.get(reverse("admin:knowledge_tablenote_bundles")).status_code == 403
