"""Knowledge goes out as YAML and comes back the same; a mistake is told and changes nothing."""

import pytest
import yaml
from django.core.management import CommandError, call_command

from knowledge.bundles import BundleError, export_bundle, import_bundle
from knowledge.models import BusinessMetric, KnowledgeEntry, TableNote
from knowledge.services import semantic_model
from querying.models import ColumnPolicy, TablePolicy
from querying.services import catalog_view

BUNDLE = """
version: 1
tables:
  - name: bookings
    label: {en: trips, fr: voyages}
    synonyms: {en: [journeys], fr: [trajets]}
    scope: tenant
    currency_column: currency
    columns:
      - {name: status, label: state, values: [paid, open], pii: masked}
      - {name: cancelled_at, role: time}
      - {name: booked_at, role: dimension}
  - {name: booking_items, scope: {through: trip}}
  - {name: diary, scope: tenant, owner_column: customer_id}
joins:
  - {name: trip, from: booking_items, to: bookings, on: [[booking_id, id]], cardinality: "N:1"}
  - {name: "origin airport", from: bookings, to: airports, "on": [[origin, faa]], label: {en: origin}}
dimensions:
  - {name: size, table: bookings, sql: "CASE WHEN total_amount > 100 THEN 'big' ELSE 'small' END"}
metrics:
  - {name: share, formula: revenue / bookings, unit: "%", status: approved}
  - name: revenue
    label: {en: revenue, fr: chiffre d'affaires}
    table: bookings
    sql: sum(total_amount)
    filters: ["cancelled_at IS NULL"]
    currency_column: currency
    status: approved
  - {name: bookings, table: bookings, sql: count(*)}
segments:
  - {name: frequent travellers, table: bookings, filter: total_amount > 100, synonyms: [regulars]}
events:
  - name: review
    table: reviews
    name_column: body
    value: Fine
    time_column: review_id
    properties: {a: {type: text}}
audience: {table: customers, id: id, email: email, name: full_name}
entries:
  - {title: Trips, text: What we sell., category: domain, tags: [trips]}
templates:
  - {question: "Revenue for the last {period}"}
verified_queries:
  - question: How many trips?
    sql: SELECT count(*) FROM bookings
    language: en
"""


def bring(text, source, organization):
    return import_bundle(text, source=source, organization=organization)


def send(source, organization) -> str:
    return export_bundle(source=source, organization=organization)


def test_export_of_drafts_comes_back_the_same(agency, north, south):
    text = send(agency, north)
    assert bring(text, agency, south).changed > 0
    assert send(agency, south) == text
    assert BusinessMetric.objects.filter(organization=south, drafted=False).count() == 0
    again = bring(text, agency, south)
    assert (again.changed, send(agency, south)) == (0, text)


def test_import_says_it_all(agency, north, manager):
    bring(BUNDLE, agency, north)
    model = semantic_model(manager, agency)
    trips = model.tables["public", "bookings"]
    assert dict(trips.words.label) == {"en": "trips", "fr": "voyages"}
    assert trips.time_column == "cancelled_at"
    assert model.joins["origin airport"].words.label == {"en": "origin"}
    assert set(model.joins) >= {"trip", "origin airport", "booking_dest"}
    assert not {"booking_origin", "booking_item_booking"} & set(model.joins)
    assert {name: metric.approved for name, metric in model.metrics.items()} == {
        "share": True,
        "revenue": True,
        "bookings": False,
    }
    assert model.segments["frequent travellers"].words.synonyms["fr"] == ("regulars",)
    assert KnowledgeEntry.objects.get().tags == ["trips"]
    view = catalog_view(manager, agency)
    assert view.table(None, "bookings").column("status").masked


def test_imported_knowledge_is_exported_as_it_was_written(agency, north):
    bring(BUNDLE, agency, north)
    text = send(agency, north)
    written, sent = yaml.safe_load(BUNDLE.replace(" on: ", ' "on": ')), yaml.safe_load(text)
    for section in (
        "dimensions",
        "segments",
        "events",
        "audience",
        "entries",
        "templates",
        "verified_queries",
    ):
        assert sent[section] == written[section]
    metrics = {metric["name"]: metric for metric in sent["metrics"]}
    assert all(metrics[metric["name"]] == metric for metric in written["metrics"])
    bring(text, agency, north)
    assert send(agency, north) == text
    assert bring(text, agency, north).changed == 0


def test_a_table_that_is_not_listed_stays_so(agency, north):
    TablePolicy.objects.filter(source=agency, table="diary").update(listed=False, scope="shared")
    text = send(agency, north)
    TablePolicy.objects.filter(source=agency, table="diary").update(scope="column", scope_column="tenant")
    bring(text, agency, north)
    assert not TablePolicy.objects.get(source=agency, table="diary").listed


@pytest.mark.parametrize(
    ("old", "scope"),
    [("hidden: true", "hidden"), ("scope_column: tenant", "column"), ("scope: shared", "shared")],
)
def test_old_spellings_are_understood(agency, north, old, scope):
    bring(f"version: 1\ntables:\n  - {{name: reviews, {old}}}\n", agency, north)
    assert TablePolicy.objects.get(source=agency, table="reviews").scope == scope


def test_a_secret_stays_one(agency, north):
    ColumnPolicy.objects.filter(table__source=agency, column="mood").update(pii="secret")
    text = send(agency, north)
    assert "pii: hidden" in text
    bring(text, agency, north)
    assert ColumnPolicy.objects.get(table__source=agency, column="mood").pii == "secret"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "line 1"),
        ("just text", "must be a mapping"),
        ("tables: []", "version"),
        ("version: 2", "version"),
        (
            "version: 1\nmetrics:\n  - {name: a, table: bookings, sql: count(*), status: done}",
            "metrics[0].status",
        ),
        ("version: 1\nmetrics:\n  - {name: a, table: bookings}", "metrics[0]: "),
        (
            "version: 1\nmetrics:\n  - {name: a, table: bookings, sql: total_amount}",
            "metrics[0].sql: Give an aggregate",
        ),
        (
            "version: 1\nmetrics:\n  - {name: a, table: bookings, sql: sum(x)}",
            "metrics[0].sql: bookings has no column x",
        ),
        ("version: 1\nmetrics:\n  - {name: a, formula: a + 1}", "metrics[0].formula"),
        ("version: 1\ntables:\n  - {name: nope}", "tables[0]"),
        ("version: 1\ntables:\n  - {name: bookings, columns: [{name: nope}]}", "tables[0].columns[0].name"),
        (
            "version: 1\ntables:\n  - {name: bookings, label: {de: Reisen}}",
            "tables[0].label: de is not one of",
        ),
        ("version: 1\ntables:\n  - {name: bookings, lable: x}", "tables[0].lable: there is no such field"),
        ("version: 1\ntables:\n  - {name: bookings, scope: {through: nope}}", "tables[0]: scope.through"),
        ("version: 1\njoins:\n  - {name: j, from: bookings, to: nope, on: [[id, id]]}", "joins[0].to"),
        (
            "version: 1\nentries: [{title: a, text: b}, {title: a, text: c}]",
            "entries[1]: a stands there twice",
        ),
        ("version: 1\nentries: &x []\nevents: *x", "References"),
    ],
)
def test_mistakes_are_told_with_their_place_and_change_nothing(agency, north, text, message):
    before = send(agency, north)
    with pytest.raises(BundleError) as caught:
        bring(text, agency, north)
    assert message in caught.value.message
    assert send(agency, north) == before


def test_commands_import_for_every_organization_and_export_the_first(agency, north, south, tmp_path, capsys):
    file = tmp_path / "bundle.yaml"
    file.write_text(BUNDLE)
    call_command("import_knowledge", str(file), datasource="agency")
    assert capsys.readouterr().out.startswith("north: ")
    assert set(TableNote.objects.filter(table="bookings").values_list("label__en", flat=True)) == {"trips"}
    call_command("export_knowledge", datasource="agency")
    assert capsys.readouterr().out == send(agency, north)
    file.write_text("version: 1\nentries: [{title: x}]")
    with pytest.raises(CommandError, match=r"entries\[0\].text"):
        call_command("import_knowledge", str(file), datasource="agency")
    with pytest.raises(CommandError, match="no data source nope"):
        call_command("export_knowledge", datasource="nope")


def test_a_draft_change_waits_for_approval(agency, north, manager):
    bring(BUNDLE, agency, north)
    changed = BUNDLE.replace("sql: sum(total_amount)", "sql: avg(total_amount)")
    drafted = changed.replace("status: approved\n  - {name: bookings", "status: draft\n  - {name: bookings")
    assert drafted != changed
    bring(drafted, agency, north)
    assert semantic_model(manager, agency).metrics["revenue"].sql == "sum(total_amount)"
    assert BusinessMetric.objects.get(organization=north, name="revenue").sql == "avg(total_amount)"
    bring(changed, agency, north)
    assert semantic_model(manager, agency).metrics["revenue"].sql == "avg(total_amount)"
