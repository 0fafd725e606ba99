"""Plans of real SQLite, DuckDB and MariaDB databases, told by the same sentences as PostgreSQL's."""

import datetime as dt

import pytest

from accounts.models import User
from accounts.roles import Role
from querying import services
from querying.engines import ENGINES
from querying.engines.mysql.plan_reading import read_plan
from querying.engines.plans import Condition, PlanColumn, Shape, Step
from querying.engines.sqlite import addresses
from querying.engines.statements import Asked, Joined, Leaf, Statement
from querying.enums import ExecutionStatus
from querying.guard import GuardRefusal
from querying.models import AnalyticsQuery, DataSource
from querying.plans import PlanExplained, explain
from querying.services.connecting import connect_file
from tests.querying.conftest import member
from tests.querying.plans.streets import in_duckdb, in_mysql, in_sqlite

CLOCK = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def streets_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streets")
    before = addresses._folders
    addresses.allow_folders([folder])
    yield folder
    addresses.allow_folders(before)


@pytest.fixture(scope="module")
def sqlite_url(streets_files):
    return in_sqlite(streets_files)


@pytest.fixture(scope="module")
def mysql_url(mariadb_url):
    return in_mysql(mariadb_url)


@pytest.fixture(scope="module")
def duckdb_url(streets_files):
    return in_duckdb(streets_files)


@pytest.fixture(params=["sqlite", "mysql", "duckdb"])
def elsewhere(request, north, south):
    """`sales` is cut by `tenant_id`, `sale_lines` through it; the rest is shared."""
    url = request.getfixturevalue(f"{request.param}_url")
    if request.param == "duckdb":
        made = DataSource(name="Elsewhere", engine="duckdb", scope_column="tenant_id")
        source = connect_file(made, url, organization=north)
    else:
        source = services.connect("Elsewhere", url, organization=north, scope_column="tenant_id").source
    services.share_with(source, organization=south)
    for table in ("cities", "visits"):
        services.mark_shared(source, table)
    if request.param == "mysql":
        services.refresh_grants(source)
    yield source
    ENGINES[source.engine].forget(source.reader_url)


def told(explained: PlanExplained) -> str:
    return " ".join(explained.sentences)


def hint(explained: PlanExplained, code: str) -> object:
    return next((one for one in explained.hints if one.code == code), None)


STEPS = {
    "SELECT id FROM visits WHERE amount = 4": "Where amount = 4.",
    "SELECT kind, sum(amount) FROM visits GROUP BY kind": "Groups by kind.",
    "SELECT id FROM visits ORDER BY amount DESC LIMIT 5": "Sorts by amount DESC.",
    "SELECT count(*) FROM visits": "Adds everything up into one row.",
    "SELECT DISTINCT kind FROM visits": "Drops rows that are there twice.",
    "SELECT id, rank() OVER (ORDER BY amount) FROM visits": "Computes the window functions over the rows.",
    "SELECT city_id FROM visits UNION ALL SELECT id FROM cities": "Puts the rows of the parts one after",
    "SELECT name FROM cities c JOIN visits v ON c.id = v.city_id WHERE amount = 4": "cities.id = visits.",
    "WITH w AS (SELECT city_id, count(*) AS n FROM visits GROUP BY city_id)"
    " SELECT a.n, b.n FROM w a JOIN w b ON a.city_id = b.city_id": "which were made before.",
    "SELECT voucher FROM sales": "Only your organization's rows.",
    "SELECT 1 AS one": "Makes rows by itself, without reading a table.",
}


def test_each_step_is_told_and_the_costly_one_named_with_its_place(elsewhere, manager):
    for sql, sentence in STEPS.items():
        explained = explain(manager, elsewhere, sql, CLOCK)
        assert sentence in told(explained), (sql, explained.sentences)
        assert "#" not in told(explained)  # a name of ours
    sql = "SELECT name, count(*) FROM cities c JOIN visits v ON v.city_id = c.id WHERE amount = 4 GROUP BY 1"
    costly = explain(manager, elsewhere, sql, CLOCK).costly
    assert costly.text.startswith("Reads the whole table visits, about 2")
    assert sql[slice(*costly.place)] == "visits"
    assert costly.share is None  # neither SQLite nor this MariaDB tells costs


# What the other organization has, and what nobody has: both must look the same.
TWINS = [
    ("SELECT id FROM sales WHERE voucher = '{}'", "theirs", "nobody"),
    ("SELECT id FROM sales WHERE sold_at > '{}'", "2027-01-01 00:00:00", "2035-01-01 00:00:00"),
    ("SELECT id FROM sales WHERE id = {} LIMIT 1", "7", "7000000"),
    (
        "SELECT id FROM sales WHERE abs(id) > 0 AND sold_at > '{}'",
        "2027-01-01 00:00:00",
        "2035-01-01 00:00:00",
    ),
    ("SELECT count(*) AS n FROM sales WHERE sold_at < '{}'", "2026-01-01 00:00:00", "2035-01-01 00:00:00"),
    ("SELECT v.kind FROM sales s JOIN visits v ON v.amount = s.city_id WHERE s.id = {}", "7", "7000000"),
]


def test_nothing_of_others_rows_is_told(elsewhere, manager):
    for really, (template, theirs, nobodys) in [*((False, twin) for twin in TWINS), (True, TWINS[1])]:
        one, other = (
            explain(manager, elsewhere, template.format(value), CLOCK, really=really)
            for value in (theirs, nobodys)
        )
        assert {step.rows for step in (*one.steps, *other.steps)} == {None}
        assert one.total_cost is one.rows is other.total_cost is other.rows is None
        assert [text.replace(theirs, nobodys) for text in one.sentences] == list(other.sentences)
        assert really or one.costly == other.costly
        assert [(each.code, each.sql) for each in one.hints] == [
            (each.code, each.sql) for each in other.hints
        ]
    if elsewhere.engine != "duckdb":  # files have no foreign keys, through which rows could be someone's
        text = told(explain(manager, elsewhere, "SELECT l.sku FROM sale_lines l", CLOCK))
        assert "you may see." in text
        assert "sales" not in text
        assert "tenant_id" not in text
    own = told(explain(manager, elsewhere, "SELECT voucher FROM sales", CLOCK))
    assert "tenant_id = " not in own


def test_running_it_is_logged_and_measured_refusals_are_logged_and_pages_tell_it(elsewhere, north, client):
    actor, sql = member(north, Role.ADMIN), "SELECT id FROM visits WHERE amount = 4"
    logged = AnalyticsQuery.objects.filter(sql__contains="4")
    explained = explain(actor, elsewhere, sql, CLOCK)
    assert (explained.milliseconds, logged.count()) == (None, 0)
    explained = explain(actor, elsewhere, sql, CLOCK, really=True)
    assert explained.milliseconds > 0
    measured = [(step.rows, step.milliseconds is not None) for step in explained.steps[:1]]
    # SQLite measures the whole alone.
    assert measured == [(None, False) if elsewhere.engine == "sqlite" else (5, True)]
    assert logged.get().status == ExecutionStatus.SUCCESS
    client.force_login(User.objects.get(pk=actor.user_id))
    page = client.get(f"/queries/{logged.get().pk}/plan/").content.decode()
    assert "Where amount = 4." in page
    assert ("CREATE INDEX" in page) == (elsewhere.engine != "duckdb")
    with pytest.raises(GuardRefusal):
        explain(actor, elsewhere, "SELECT id FROM sales WHERE password_hash = '4'", CLOCK)
    assert logged.filter(status=ExecutionStatus.BLOCKED).count() == 1


INDEX = {
    "sqlite": (
        'CREATE INDEX "visits_by_amount" ON "visits" ("amount");',
        'CREATE INDEX "sales_by_tenant_id_city_id" ON "sales" ("tenant_id", "city_id");',
        'CREATE INDEX "visits_by_note" ON "visits" ("note");',
        'CREATE INDEX "visits_by_city_id" ON "visits" ("city_id");',
    ),
    "mysql": (
        "CREATE INDEX `visits_by_amount` ON `visits` (`amount`);",
        "CREATE INDEX `sales_by_tenant_id_city_id` ON `sales` (`tenant_id`, `city_id`);",
        "CREATE INDEX `visits_by_note` ON `visits` (`note`(40));",
        "CREATE INDEX `visits_by_city_id` ON `visits` (`city_id`);",
    ),
}


QUIET = [
    "SELECT id FROM visits WHERE id = 7",
    "SELECT kind FROM visits WHERE seen_at > '2025-01-17 10:00:00' LIMIT 10",
    "SELECT name FROM cities WHERE name = 'City 3'",  # small
    "SELECT id FROM sales WHERE sold_at > '2025-01-17 12:00:00' LIMIT 10",  # found by the index
    "SELECT kind, count(*) AS n FROM visits WHERE amount > 3 GROUP BY kind",  # nearly all rows are needed
]


def test_hints_say_what_would_help_in_the_words_of_the_database(elsewhere, manager):
    """An uploaded file has nobody who could make one: there no hint is given."""
    statements = {
        "SELECT id FROM visits WHERE amount = 4": "plan.missing_index",
        "SELECT id FROM sales WHERE city_id = 3": "plan.missing_index",
        "SELECT id FROM visits WHERE note = 'x'": "plan.missing_index",
        "SELECT name FROM cities c LEFT JOIN visits v ON v.city_id = c.id": "plan.join_index",
    }
    found = [hint(explain(manager, elsewhere, sql, CLOCK), code) for sql, code in statements.items()]
    assert tuple(one.sql for one in found if one) == INDEX.get(elsewhere.engine, ())
    assert {sql: explain(manager, elsewhere, sql, CLOCK).hints for sql in QUIET} == dict.fromkeys(QUIET, ())
    sql = "SELECT id FROM visits WHERE date(seen_at) = '2025-01-03'"
    found = hint(explain(manager, elsewhere, sql, CLOCK), "plan.wrapped_column")
    assert (found is None) == (elsewhere.engine == "duckdb")
    assert found is None or "date(seen_at) = '2025-01-03'" in found.text


EIGHT = {
    "select_id": 1,
    "cost_info": {"query_cost": "9000.50"},
    "ordering_operation": {
        "using_filesort": True,
        "cost_info": {"sort_cost": "500.00"},
        "grouping_operation": {
            "using_temporary_table": True,
            "using_filesort": False,
            "nested_loop": [
                {
                    "table": {
                        "table_name": "t#1",
                        "access_type": "ALL",
                        "rows_examined_per_scan": 40000,
                        "rows_produced_per_join": 4000,
                        "filtered": "10.00",
                        "cost_info": {
                            "read_cost": "3600.00",
                            "eval_cost": "400.00",
                            "prefix_cost": "4000.00",
                        },
                        "attached_condition": "(`streets`.`t#1`.`amount` = 4)",
                    }
                },
                {
                    "table": {
                        "table_name": "t#2",
                        "access_type": "eq_ref",
                        "key": "PRIMARY",
                        "used_key_parts": ["id"],
                        "ref": ["streets.t#1.city_id"],
                        "rows_examined_per_scan": 1,
                        "filtered": "100.00",
                        "cost_info": {
                            "read_cost": "4000.00",
                            "eval_cost": "500.50",
                            "prefix_cost": "8500.50",
                        },
                        "used_columns": ["id", "name"],
                    }
                },
            ],
        },
    },
    "select_list_subqueries": [{"dependent": True, "cacheable": False, "query_block": {"select_id": 9}}],
}


def test_a_plan_of_mysql_8_is_read_too():
    """Its costs are told, its conditions are those of the statement, what is unknown does no harm."""
    visits, cities = ("streets", "visits"), ("streets", "cities")
    sorts = (Condition("n DESC"),)
    asked = Asked(groups=(Condition("name", (PlanColumn(cities, "name"),)),), sorts=sorts, is_aggregated=True)
    amount = Condition("amount = 4", (PlanColumn(visits, "amount"),), Shape.EQUAL, "4")
    joined = Condition(
        "visits.city_id = cities.id", (PlanColumn(visits, "city_id"), PlanColumn(cities, "id")), Shape.JOIN
    )
    statement = Statement(
        "",
        {
            "t#1": Leaf("t#1", visits, "v", asked, filters=(amount,)),
            "t#2": Leaf("t#2", cities, "c", asked),
        },
        joins=(Joined(frozenset({"t#1", "t#2"}), joined),),
    )
    root = read_plan({"query_block": EIGHT}, statement, {(cities, "PRIMARY"): ("id",)})
    steps = [(node.step, node.cost) for node in root.walk()]
    assert steps == [
        (Step.SCAN, 4000.0),
        (Step.INDEX, 4500.5),
        (Step.ROWS_MADE, 0.0),
        (Step.NESTED_LOOP, 8500.5),
        (Step.GROUP, 8500.5),
        (Step.SORT, 9000.5),
    ]
    scan, lookup = list(root.walk())[:2]
    assert (scan.filters, scan.rows, lookup.found_by, lookup.index) == ((amount,), None, (joined,), ("id",))
    for nonsense in ({}, {"query_block": {"table": {"message": "x"}}}, {"query_block": {"odd": {"a": [1]}}}):
        assert read_plan(nonsense, statement, {}).step is Step.ROWS_MADE
