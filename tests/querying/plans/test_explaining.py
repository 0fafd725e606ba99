"""Plans of a real PostgreSQL, told: what is done, what costs most, what would help, and what stays untold."""

import dataclasses
import datetime as dt

import pytest

from accounts.roles import Role
from accounts.services import make_organization
from querying.engines.plans import Actual, Plan, PlanNode, Step
from querying.enums import ExecutionStatus
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal, guard
from querying.limits import Purpose
from querying.models import AnalyticsQuery
from querying.plans import PlanExplained, explain
from querying.plans.explaining import tell_plan
from querying.results import QueryFailed
from querying.services import catalog_view
from tests.querying.conftest import member

CLOCK = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)


def hint(explained: PlanExplained, code: str) -> object:
    return next((one for one in explained.hints if one.code == code), None)


STEPS = [
    ("SELECT id FROM visits WHERE amount = 4", "Reads all 40,000 rows of visits. Where amount = 4."),
    (
        "SELECT kind FROM visits WHERE seen_at >= '2025-01-28 18:00Z'",
        "Finds the rows of visits by the index on seen_at.",
    ),
    ("SELECT kind, sum(amount) FROM visits GROUP BY kind", "Groups by kind."),
    ("SELECT id FROM visits ORDER BY amount DESC LIMIT 5", "Sorts by amount DESC."),
    ("SELECT id FROM visits LIMIT 5", "Stops once enough rows are there."),
    ("SELECT count(*) FROM visits", "Adds everything up into one row."),
    (
        "SELECT c.name, v.id FROM visits v JOIN cities c ON c.id = v.city_id",
        "Joins visits and cities through a table in memory. Where visits.city_id = cities.id.",
    ),
    ("SELECT id, rank() OVER (ORDER BY amount) FROM visits", "Computes the window functions over the rows."),
    (
        "SELECT city_id FROM visits UNION ALL SELECT id FROM cities",
        "Puts the rows of the parts one after the other.",
    ),
    ("SELECT value FROM readings WHERE taken_on < '2024-06-01'", "1 of its 2 parts is read."),
]


def test_each_step_is_told_as_a_sentence(streets, manager):
    for sql, sentence in STEPS:
        told = explain(manager, streets, sql, CLOCK).sentences
        assert any(sentence in one for one in told), told


HINTS = [
    (
        "SELECT id FROM visits WHERE amount = 4",
        "plan.missing_index",
        "CREATE INDEX ON public.visits (amount);",
        "visits",
    ),
    (
        "SELECT id FROM sales WHERE city_id = 3",
        "plan.missing_index",
        "CREATE INDEX ON public.sales (tenant_id, city_id);",
        "sales",
    ),
    ("SELECT id FROM visits WHERE seen_at::date = '2025-01-03'", "plan.wrapped_column", "", "visits"),
    (
        "SELECT * FROM visits a, visits b, visits c, visits d",
        "plan.many_columns",
        "",
        "*",
    ),
    ("SELECT id FROM visits", "plan.missing_limit", "", None),
    ("SELECT sum(value) FROM readings", "plan.all_partitions", "", "readings"),
]


def test_hints_say_what_would_help(streets, manager):
    for sql, code, statement, part in HINTS:
        found = hint(explain(manager, streets, sql, CLOCK), code)
        assert found is not None, (sql, code)
        assert found.sql == statement
        assert (found.place and sql[slice(*found.place)]) == part


QUIET = [
    "SELECT id FROM visits WHERE id = 7",
    "SELECT kind FROM visits WHERE seen_at > '2025-01-28 18:00Z' LIMIT 10",
    "SELECT kind, count(*) FROM visits WHERE amount > 3 GROUP BY kind",  # nearly all rows are needed
    "SELECT name FROM cities WHERE name = 'City 3'",  # small
    "SELECT id FROM sales WHERE sold_at > '2025-01-28 18:00Z' LIMIT 10",  # found by the index
]


def test_there_is_no_hint_where_nothing_is_amiss(streets, manager):
    assert {sql: explain(manager, streets, sql, CLOCK).hints for sql in QUIET} == dict.fromkeys(QUIET, ())


def test_the_costly_part_is_named_with_its_place(streets, manager):
    sql = "SELECT name, count(*) FROM cities c JOIN visits v ON v.city_id = c.id WHERE amount = 4 GROUP BY 1"
    costly = explain(manager, streets, sql, CLOCK).costly
    assert costly.text == "Reads all 40,000 rows of visits."
    assert costly.share >= 0.8
    assert sql[slice(*costly.place)] == "visits"


def test_what_the_guard_put_in_is_told_as_such(streets, manager):
    explained = explain(manager, streets, "SELECT l.sku FROM sale_lines l", CLOCK)
    text = " ".join(explained.sentences)
    assert "Looks up which rows you may see." in text or "Keeps only the rows that you may see." in text
    assert "sales" not in text
    assert "tenant_id" not in text
    own = " ".join(explain(manager, streets, "SELECT voucher FROM sales", CLOCK).sentences)
    assert "Only your organization's rows." in own
    assert "tenant_id = " not in own


def test_numbers_of_others_rows_are_not_told(streets, manager):
    """Whether a voucher of the other organization is frequent would show in the estimates."""
    known, unknown = (
        explain(manager, streets, f"SELECT id FROM sales WHERE voucher = '{word}'", CLOCK)
        for word in ("theirs0", "nobody")
    )
    assert known.total_cost is known.rows is None
    assert [one.replace("theirs0", "nobody") for one in known.sentences] == list(unknown.sentences)
    assert [(one.code, one.sql) for one in known.hints] == [(one.code, one.sql) for one in unknown.hints]
    really = explain(manager, streets, "SELECT id FROM sales WHERE voucher = 'theirs0'", CLOCK, really=True)
    assert {step.rows for step in really.steps} == {None}


def test_hidden_columns_are_never_named(streets, manager):
    with pytest.raises(GuardRefusal):
        explain(manager, streets, "SELECT id FROM sales WHERE password_hash = 'hash'", CLOCK)
    assert AnalyticsQuery.objects.get().status == ExecutionStatus.BLOCKED


def test_nothing_runs_or_is_logged_unless_asked(streets, manager):
    sql = "SELECT amount / (id - id) FROM visits"
    assert explain(manager, streets, sql, CLOCK).milliseconds is None
    assert not AnalyticsQuery.objects.exists()
    with pytest.raises(QueryFailed):
        explain(manager, streets, sql, CLOCK, really=True)
    assert AnalyticsQuery.objects.get().status == ExecutionStatus.ERROR


def test_real_times_run_the_query_and_are_logged(streets, manager):
    explained = explain(manager, streets, "SELECT kind FROM visits WHERE amount = 4", CLOCK, really=True)
    assert explained.milliseconds > 0
    assert [step.rows for step in explained.steps] == [5]
    assert AnalyticsQuery.objects.get().status == ExecutionStatus.SUCCESS


def test_old_statistics_are_noticed(streets, manager):
    """The database guesses that a computed value is equal to another for one row in two hundred."""
    explained = explain(
        manager, streets, "SELECT count(*) FROM visits WHERE amount % 1 = 0", CLOCK, really=True
    )
    assert hint(explained, "plan.estimates_off").sql == "ANALYZE public.visits;"


def test_a_sort_on_disk_is_noticed(streets, manager):
    sql = "SELECT id FROM visits ORDER BY amount"
    read = PlanNode(Step.SCAN, 50.0, 40_000, table=("public", "visits"))
    sort = PlanNode(Step.SORT, 100.0, 40_000, actual=Actual(40_000, 1, 90.0, spilled=True), children=(read,))
    view = catalog_view(manager, streets)
    guarded = guard(sql, view, purpose=Purpose.WORKBENCH, clock=CLOCK)
    told = tell_plan(Plan(sort), view, guarded, own_only=False)
    found = hint(told, "plan.spilled")
    assert sql[slice(*found.place)] == "ORDER BY"
    assert told.steps[-1].details == ("It did not fit into memory and went to disk.",)


def test_another_organizations_source_is_not_there(streets, south):
    stranger = member(make_organization("west", name="West"), Role.OWNER)
    with pytest.raises(SourceNotFound):
        explain(stranger, streets, "SELECT 1", CLOCK)


def test_it_speaks_the_persons_language(streets, manager):
    french = dataclasses.replace(manager, language="fr")
    explained = explain(french, streets, "SELECT id FROM visits WHERE amount = 4", CLOCK)
    assert explained.steps[0].text == "Lit les 40\xa0000 lignes de visits."
