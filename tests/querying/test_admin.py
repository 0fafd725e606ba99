"""The administration pages of data: what staff see and change, and what never shows."""

import re

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.roles import Role
from accounts.services import make_member, make_organization
from querying import services
from querying.enums import PersonalData, Scope
from querying.models import AnalyticsQuery, ColumnPolicy, DataSource, TablePolicy
from tests.querying.conftest import member


@pytest.fixture
def admin_client(client, db):
    client.force_login(get_user_model().objects.create_superuser("root@example.com", "pw"))
    return client


@pytest.fixture
def staff_client(client, north):
    """Staff who administer north only."""
    user = make_member("staff@north.example", organization=north, role=Role.ADMIN, is_staff=True).user
    client.force_login(user)
    return client


def change_page(row) -> str:
    return reverse(f"admin:querying_{row._meta.model_name}_change", args=[row.pk])


def test_pages_open_and_never_show_the_password(shop, shop_url, manager, admin_client):
    services_run(manager, shop)
    policy = shop.table_policies.get(table="orders")
    pages = [
        reverse("admin:querying_datasource_changelist"),
        change_page(shop),
        reverse("admin:querying_datasource_add"),
        reverse("admin:querying_datasource_change_address", args=[shop.pk]),
        reverse("admin:querying_tablepolicy_changelist"),
        change_page(policy),
        reverse("admin:querying_analyticsquery_changelist"),
        change_page(AnalyticsQuery.objects.get()),
    ]
    secrets = [re.search(r"password=([^&]+)", shop.reader_url)[1], shop_url.split(":")[2].split("@")[0]]
    for page in pages:
        response = admin_client.get(page)
        assert response.status_code == 200, page
        assert not any(secret in response.content.decode() for secret in secrets)


def services_run(actor, source):
    import datetime as dt

    from querying.limits import Purpose

    clock = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
    services.execute(actor=actor, source=source, sql="SELECT 1", purpose=Purpose.CHAT, clock=clock)


def test_connecting_in_the_admin(shop_url, north, admin_client):
    page = reverse("admin:querying_datasource_add")
    wrong = {"name": "Shop", "url": shop_url + "_gone", "organization": north.pk, "scope_column": "tenant_id"}
    response = admin_client.post(page, wrong)
    assert "There is no database querying_shop_gone" in response.content.decode()
    assert not DataSource.objects.exists()
    response = admin_client.post(page, wrong | {"url": shop_url})
    source = DataSource.objects.get()
    assert (response.status_code, response.url) == (302, change_page(source))
    assert source.reader_role
    again = admin_client.post(page, wrong | {"url": shop_url})
    assert "already" in again.content.decode()


def test_a_new_address_in_the_admin(shop, shop_url, north, admin_client):
    page = reverse("admin:querying_datasource_change_address", args=[shop.pk])
    response = admin_client.post(
        page, {"url": shop_url, "organization": north.pk, "scope_column": "tenant_id"}
    )
    assert response.status_code == 302
    assert DataSource.objects.get().name == "Shop"


def test_actions_test_and_introspect(shop, admin_client):
    for action in ("test_connection", "introspect"):
        response = admin_client.get(
            reverse(f"admin:querying_datasource_{action}", args=[shop.pk]), follow=True
        )
        assert response.redirect_chain[-1][0] == change_page(shop)
        assert "The " in next(str(message) for message in response.context["messages"])


def policy_data(policy: TablePolicy, **changes) -> dict:
    columns = list(policy.columns.order_by("pk"))
    data = {"columns-TOTAL_FORMS": len(columns), "columns-INITIAL_FORMS": len(columns), "listed": "on"}
    data |= {"scope": policy.scope, "scope_column": policy.scope_column, "owner_column": policy.owner_column}
    for i, column in enumerate(columns):
        data |= {
            f"columns-{i}-id": column.pk,
            f"columns-{i}-table": policy.pk,
            f"columns-{i}-pii": column.pii,
        }
    return data | changes


def test_a_tables_policy_is_changed_through_the_services(shop, admin_client):
    policy = shop.table_policies.get(table="users")
    data = policy_data(policy, owner_column="id")
    secret = list(policy.columns.order_by("pk").values_list("column", flat=True)).index("password_hash")
    data[f"columns-{secret}-pii"] = PersonalData.MASKED
    before = DataSource.objects.get().version
    response = admin_client.post(change_page(policy), data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    policy.refresh_from_db()
    assert (policy.owner_column, policy.scope) == ("id", Scope.COLUMN)
    assert ColumnPolicy.objects.get(table=policy, column="password_hash").pii == PersonalData.MASKED
    assert DataSource.objects.get().version > before


def test_a_table_is_scoped_through_a_foreign_key(shop, admin_client):
    policy = shop.table_policies.get(table="notes")
    data = policy_data(policy, scope="through", through_keys=["order_id → public.orders"])
    assert admin_client.post(change_page(policy), data).status_code == 302
    policy.refresh_from_db()
    assert policy.through == [
        {"columns": ["order_id"], "to_table": ["public", "orders"], "to_columns": ["id"]}
    ]


def test_a_policy_that_names_no_column_is_refused_in_the_form(shop, admin_client):
    policy = shop.table_policies.get(table="countries")
    response = admin_client.post(change_page(policy), policy_data(policy, scope="column"))
    assert "Name the column" in response.content.decode()


def test_the_preview_tells_what_each_role_sees(shop, admin_client):
    page = admin_client.get(change_page(shop.table_policies.get(table="order_items"))).content.decode()
    assert "order_id points to public.orders (tenant_id is their own)" in page
    page = admin_client.get(change_page(shop.table_policies.get(table="users"))).content.decode()
    assert "masked: email, first_name, phone, contact" in page
    assert "hidden: password_hash" in page


def test_staff_see_their_own_organizations_things_only(shop_url, north, manager, staff_client):
    east = make_organization("east", name="East", external_id="2")
    mine = services.connect("Mine", shop_url, organization=north).source
    theirs = services.connect("Theirs", shop_url, organization=east, scope_column="tenant_id").source
    services_run(manager, mine)
    services_run(member(east, Role.OWNER), theirs)
    for model in ("datasource", "tablepolicy", "analyticsquery"):
        page = staff_client.get(reverse(f"admin:querying_{model}_changelist")).content.decode()
        assert "Mine" in page
        assert "Theirs" not in page
    for row in (theirs, theirs.table_policies.first(), theirs.queries.get()):
        assert staff_client.get(change_page(row)).status_code in (302, 403, 404)
    assert (
        staff_client.get(reverse("admin:querying_datasource_change_address", args=[theirs.pk])).status_code
        == 403
    )


def test_staff_may_look_at_but_not_change_what_others_share(shop, staff_client):
    assert staff_client.get(change_page(shop)).status_code == 200
    policy = shop.table_policies.get(table="orders")
    assert staff_client.post(change_page(policy), policy_data(policy, scope="shared")).status_code == 403
    assert (
        staff_client.get(reverse("admin:querying_datasource_introspect", args=[shop.pk])).status_code == 403
    )
    policy.refresh_from_db()
    assert policy.scope == Scope.COLUMN


@pytest.mark.parametrize("model", ["datasource", "tablepolicy", "analyticsquery"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    shop_url, north, manager, admin_client, django_assert_max_num_queries, model
):
    page = reverse(f"admin:querying_{model}_changelist")
    counts = []
    for name in ("One", "Two", "Three"):
        source = services.connect(name, shop_url, organization=north).source
        services_run(manager, source)
        with django_assert_max_num_queries(40) as captured:
            assert admin_client.get(page).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[-1]


def test_the_query_log_cannot_be_changed(shop, manager, admin_client):
    services_run(manager, shop)
    entry = AnalyticsQuery.objects.get()
    assert admin_client.post(change_page(entry), {"sql": "x"}).status_code == 403
    assert admin_client.get(reverse("admin:querying_analyticsquery_add")).status_code == 403


def test_extension_types_are_pairs(shop, admin_client):
    accesses = {
        "accesses-TOTAL_FORMS": 0,
        "accesses-INITIAL_FORMS": 0,
        "is_active": "on",
        "cache_seconds": 60,
    }
    response = admin_client.post(change_page(shop), accesses | {"extension_types": '["citext"]'})
    assert "Write pairs of schema and type" in response.content.decode()
    response = admin_client.post(change_page(shop), accesses | {"extension_types": '[["public", "citext"]]'})
    assert response.status_code == 302
    shop.refresh_from_db()
    assert (shop.extension_types, shop.cache_seconds) == ([["public", "citext"]], 60)
    assert not shop.keeps_ready  # a switch that is not on is off


def test_kept_results_are_forgotten_on_a_click(shop, manager, staff_client, south):
    services_run(manager, shop)
    page = reverse("admin:querying_datasource_drop_cache", args=[shop.pk])
    assert staff_client.get(page).status_code == 403  # south shares the source, and is not theirs
    shop.accesses.filter(organization=south).delete()
    assert "is run again" in staff_client.get(page, follow=True).content.decode()
    services_run(manager, shop)
    assert list(AnalyticsQuery.objects.values_list("cached", flat=True)) == [False, False]


def test_a_sources_tables_are_one_click_away(shop, admin_client):
    response = admin_client.get(reverse("admin:querying_datasource_show_tables", args=[shop.pk]), follow=True)
    assert "order_items" in response.content.decode()


def test_deleting_a_source_drops_its_reader(shop, shop_url, admin_client, django_capture_on_commit_callbacks):
    page = reverse("admin:querying_datasource_delete", args=[shop.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not DataSource.objects.exists()
    with psycopg.connect(shop_url) as admin:
        known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [shop.reader_role]).fetchone()
    assert known is None


def test_deleting_many_sources_keeps_to_what_staff_may_change(shop, staff_client):
    page = reverse("admin:querying_datasource_changelist")
    data = {"action": "delete_selected", "_selected_action": [shop.pk], "post": "yes"}
    assert staff_client.post(page, data).status_code in (200, 403)
    assert DataSource.objects.filter(pk=shop.pk).exists()
