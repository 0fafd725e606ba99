"""The workbench over HTTP: who may do what, and that nobody finds what is another's."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.roles import Role
from accounts.services import make_organization
from querying.engines import ENGINES
from querying.limits import Purpose
from querying.models import AnalyticsQuery, SavedQuery
from querying.workbench import completions
from querying.workbench.answers import shown_rows
from querying.workbench.completions import Snippet, Words
from querying.workbench.formatting import formatted
from querying.workbench.frames import clock_of
from tests.querying.conftest import member

PAGE = "/workbench/"


def url(name, *arguments: object):
    return reverse(f"workbench:{name}", args=arguments)


@pytest.fixture
def posted(client, manager):
    """Posts JSON as the manager, or as `actor`; gives the status and the answer."""

    def post(act, /, *arguments: object, actor=manager, **body):
        client.force_login(User.objects.get(pk=actor.user_id))
        answer = client.post(url(act, *arguments), json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json() if answer.content else None

    return post


@pytest.fixture
def page(client, manager):
    def get(query="", actor=manager):
        client.force_login(User.objects.get(pk=actor.user_id))
        return client.get(PAGE + query)

    return get


def save(posted, shop, name="Orders", **more):
    return posted("save", source=shop.pk, name=name, sql="SELECT id FROM orders", **more)[1]["id"]


def test_a_run_gives_the_rows_that_the_person_may_see(posted, shop):
    sql = "SELECT id, total FROM orders WHERE id < 6 ORDER BY id"
    status, run = posted("run", source=shop.pk, sql=sql)
    assert (status, run["rows"], run["row_count"]) == (200, [[2, 20], [4, 40]], 2)
    assert [column["name"] for column in run["columns"]] == ["id", "total"]
    assert "tenant_id" in run["sql_run"]
    logged = AnalyticsQuery.objects.get(pk=run["query"])
    assert (logged.purpose, logged.sql) == (Purpose.WORKBENCH, sql)
    _status, masked = posted("run", source=shop.pk, sql="SELECT first_name, email FROM users")
    assert masked["masked"] == ["users.first_name", "users.email"]
    assert posted("run", source=shop.pk, sql="SELECT id FROM orders WHERE id < 0")[1]["rows"] == []


def test_a_refusal_tells_its_place(posted, shop):
    sql = "SELECT id, pg_sleep(5) FROM orders"
    status, answer = posted("run", source=shop.pk, sql=sql)
    assert (status, answer["error"]["code"]) == (400, "sql.function")
    assert sql[slice(*answer["error"]["place"])] == "pg_sleep"
    assert posted("run", source=shop.pk, sql="")[0] == 400
    assert posted("run", source="x", sql="SELECT 1")[0] == 400


def test_a_database_error_is_our_own_sentence(posted, shop):
    status, answer = posted("run", source=shop.pk, sql="SELECT 1 / (id - id) FROM orders")
    assert (status, answer["error"]["code"], answer["error"]["sqlstate"]) == (400, "db.error", "22012")
    assert answer["error"]["text"] == "The query divides by zero for some rows."


def test_a_run_is_stopped_from_beside(posted, shop):
    run = str(uuid.uuid4())
    assert posted("stop", run=run) == (200, {})
    slow = "SELECT count(*) FROM " + ", ".join(f"orders o{i}" for i in range(7))
    status, answer = posted("run", source=shop.pk, sql=slow, run=run)
    assert (status, answer["error"]["code"]) == (400, "db.stopped")


def test_a_plan_is_told_and_a_text_laid_out(posted, shop):
    status, plan = posted("explain", source=shop.pk, sql="SELECT id FROM orders")
    assert status == 200
    assert "Only your organization's rows." in plan["steps"][0]["details"]
    assert posted("format", sql="select 1 from orders") == (200, {"sql": "SELECT 1\nFROM orders"})
    assert formatted("select " + "(" * 9_000).lower() == "select " + "(" * 9_000
    assert formatted("é" * 30_000) == "é" * 30_000


def test_completion_holds_what_the_person_may_see_and_no_more(client, manager, shop, monkeypatch):
    def words_of(actor, source):
        return Words({("public", "orders"): "purchases"}, {}, (Snippet("revenue", "Revenue", "sum(total)"),))

    monkeypatch.setattr(completions, "_offers", [words_of])
    client.force_login(User.objects.get(pk=manager.user_id))
    words = client.get(url("words", shop.pk)).json()
    tables = {table["name"]: table for table in words["tables"]}
    assert "order_view" not in tables  # not listed
    columns = {column["name"]: column for column in tables["users"]["columns"]}
    assert "password_hash" not in columns
    assert columns["email"]["masked"]
    assert (tables["orders"]["label"], tables["orders"]["rows"]) == ("purchases", None)
    assert [metric["expression"] for metric in words["metrics"]] == ["sum(total)"]
    assert "pg_sleep" not in words["functions"]
    stranger = member(make_organization("west", name="West"), Role.OWNER)
    client.force_login(User.objects.get(pk=stranger.user_id))
    assert client.get(url("words", shop.pk)).status_code == 404


def test_a_shared_query_is_the_whole_organizations(posted, page, shop, north, south):
    colleague, stranger = member(north, Role.USER), member(south, Role.OWNER)
    own, shared = save(posted, shop), save(posted, shop, "Everybody's", is_shared=True)
    assert [one.name for one in SavedQuery.objects.visible_to(colleague)] == ["Everybody's"]
    assert not SavedQuery.objects.visible_to(stranger).exists()
    assert page(f"?saved={own}", colleague).status_code == 404
    assert page(f"?saved={shared}", stranger).status_code == 404
    assert b"Everybody&#x27;s" in page(f"?saved={shared}", colleague).content
    assert posted("change", shared, actor=colleague, name="Mine")[0] == 400
    assert posted("delete", shared, actor=colleague)[0] == 400
    for name in ("change", "delete", "favourite"):
        assert posted(name, shared, actor=stranger, is_favourite=True)[0] == 404
    assert posted("favourite", shared, actor=colleague, is_favourite=True)[0] == 200
    favourites = SavedQuery.objects.visible_to(colleague).with_favourites(colleague)
    assert [(one.is_favourite, one.is_own) for one in favourites] == [(True, False)]
    assert posted("change", shared, is_shared=False, name="Mine again")[1]["is_shared"] is False
    assert not SavedQuery.objects.visible_to(colleague).exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "saved_query.shared",
        "saved_query.unshared",
    ]
    assert posted("delete", own) == (200, {})


def test_a_query_without_name_or_text_is_not_saved(posted, shop):
    assert posted("save", source=shop.pk, name=" ", sql="SELECT 1")[0] == 400
    assert posted("save", source=shop.pk, name="x", sql=" ")[0] == 400
    assert not SavedQuery.objects.exists()


def test_history_is_each_persons_own(posted, page, client, manager, shop, north):
    for _time in range(2):
        posted("run", source=shop.pk, sql="SELECT id AS mine FROM orders")
    colleague = member(north, Role.ADMIN)
    theirs = posted("run", actor=colleague, source=shop.pk, sql="SELECT id AS theirs FROM orders")[1]["query"]
    assert page(f"?query={theirs}").status_code == 404
    listed = client.get(url("history")).content.decode()
    assert (listed.count("AS mine"), listed.count("AS theirs")) == (1, 0)
    own = AnalyticsQuery.objects.filter(user=manager.user_id).first()
    assert "SELECT id AS mine" in page(f"?query={own.pk}").content.decode()
    assert client.get(url("history") + "?q=nothing").content.decode().count("<li>") == 0


def test_the_page_works_without_its_modules(client, manager, shop):
    client.force_login(User.objects.get(pk=manager.user_id))
    form = {"source": shop.pk, "sql": "SELECT id FROM orders ORDER BY id LIMIT 2"}
    assert b"<td>2</td>" in client.post(PAGE, form | {"run": ""}).content
    assert b"Only your organization" in client.post(PAGE, form | {"explain": ""}).content
    refused = client.post(PAGE, form | {"sql": "SELECT <b> FROM orders"}).content
    assert b"SELECT &lt;b&gt;" in refused


def test_viewers_and_strangers_do_not_get_in(posted, page, shop, north):
    viewer = member(north, Role.VIEWER)
    assert page(actor=viewer).status_code == 403
    assert posted("run", actor=viewer, source=shop.pk, sql="SELECT 1") == (403, None)
    stranger = member(make_organization("west", name="West"), Role.OWNER)
    assert "No data source yet" in page(actor=stranger).content.decode()
    assert page(f"?source={shop.pk}", stranger).status_code == 404
    for name in ("run", "explain", "save"):
        status, answer = posted(name, actor=stranger, source=shop.pk, sql="SELECT 1", name="x")
        assert (status, answer["error"]["code"]) == (404, "not_found")
    assert not AnalyticsQuery.objects.exists()


def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(posted, page, shop):
    save(posted, shop)
    posted("run", source=shop.pk, sql="SELECT 1")
    page()
    with CaptureQueriesContext(
        connection,
    ) as one:
        page()
    for name in ("b", "c"):
        save(posted, shop, name)
        posted("run", source=shop.pk, sql=f"SELECT 1 AS {name}")
    with CaptureQueriesContext(connection) as three:
        answer = page()
    assert len(three) == len(one)
    assert "nonce-" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_each_engine_tells_its_functions():
    told = {engine: completions.allowed_functions(engine) for engine in ENGINES}
    assert all("count" in names and "pg_sleep" not in names for names in told.values()), told


def test_wide_results_send_fewer_rows():
    assert [shown_rows(columns) for columns in (0, 3, 1_600, 50_000)] == [1_000, 1_000, 62, 10]


def test_the_frozen_clock_is_what_now_means(manager, settings):
    import datetime as dt

    settings.COPILOT_FROZEN_NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    assert clock_of(manager).isoformat() == "2026-11-02T00:00:00+00:00"


BY_NAME = "SELECT 'n' || id AS name, total FROM orders WHERE id < 9 ORDER BY id"


def test_a_chart_is_drawn_again_from_the_rows_for_whoever_ran_it(posted, client, shop, north):
    _status, run = posted("run", source=shop.pk, sql=BY_NAME)
    kinds = [each["kind"] for each in run["kinds"]]
    drawn = kinds or ["auto"]
    for kind in drawn:
        chart = client.get(url("chart", run["query"], kind))
        assert (chart.status_code, len(chart.json()["spec"]["data"]["values"])) == (200, run["row_count"])
    picture = client.get(url("picture", run["query"], drawn[0], "svg"))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert b"<svg" in picture.content
    assert AuditEntry.objects.filter(action="chart.exported").count() == 1
    assert client.get(url("chart", run["query"], "pie")).status_code == 400
    assert client.get(url("picture", run["query"], "pie", "svg")).status_code == 400
    assert client.get(url("picture", run["query"], drawn[0], "exe")).status_code == 404
    client.force_login(User.objects.get(pk=member(north, Role.ADMIN).user_id))
    assert client.get(url("chart", run["query"], drawn[0])).status_code == 404
