"""Connecting: the role that is used, what is drafted, who may see it, and what is refused."""

import secrets

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from accounts.models import AuditEntry
from querying import services
from querying.engines import ENGINES
from querying.engines.base import SourceError
from querying.enums import PersonalData, Scope, SourceStatus
from querying.models import ColumnPolicy, DataSource
from querying.signals import introspected
from tests.querying.conftest import drop_database, make_database, url_of

POSTGRESQL = ENGINES["postgresql"]


def pii_of(source: DataSource, table: str) -> dict[str, str]:
    policies = ColumnPolicy.objects.filter(table__source=source, table__table=table)
    return dict(policies.values_list("column", "pii"))


def test_connect_replaces_a_superuser_by_a_reader(shop):
    assert shop.reader_role.startswith("insight_reader_")
    assert POSTGRESQL.excess_privileges(shop.reader_url) == []
    assert shop.status == SourceStatus.OK
    with psycopg.connect(shop.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM orders").fetchone() == (40,)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO countries VALUES ('X', 'X')",
        "UPDATE orders SET total = 0",
        "DELETE FROM orders",
        "CREATE TABLE mine (a int)",
        "CREATE TEMP TABLE mine (a int)",
        "SELECT * FROM order_view",
        "SELECT * FROM tenants",
        "SELECT lo_create(0)",
        "COPY orders TO PROGRAM 'cat'",
    ],
)
def test_the_reader_can_only_read_what_is_listed(shop, statement):
    with psycopg.connect(shop.reader_url, autocommit=True) as reader, pytest.raises(psycopg.Error) as refused:
        reader.execute(statement.encode())
    assert refused.value.sqlstate in ("42501", "25006")


def test_connect_drafts_scopes(shop):
    drafted = {p.table: (p.listed, p.scope) for p in shop.table_policies.all()}
    assert drafted == {
        "users": (True, Scope.COLUMN),
        "orders": (True, Scope.COLUMN),
        "order_items": (True, Scope.THROUGH),
        "notes": (True, Scope.HIDDEN),
        "tenants": (True, Scope.HIDDEN),
        "countries": (True, Scope.HIDDEN),
        "order_view": (False, Scope.COLUMN),
    }


def test_connect_classifies_columns_by_name_and_by_value(shop):
    assert pii_of(shop, "users") == {
        "id": PersonalData.NONE,
        "tenant_id": PersonalData.NONE,
        "userId": PersonalData.NONE,
        "email": PersonalData.MASKED,
        "first_name": PersonalData.MASKED,
        "phone": PersonalData.MASKED,
        "password_hash": PersonalData.SECRET,
        "contact": PersonalData.MASKED,
        "mood": PersonalData.NONE,
        "joined": PersonalData.NONE,
    }


def test_connect_without_scope_column_shares_all_tables(shop_url, north):
    source = services.connect("Open", shop_url, organization=north).source
    assert {p.scope for p in source.table_policies.all()} == {Scope.SHARED}


def test_connect_again_keeps_scope_policies_and_reader(shop, shop_url, south):
    services.set_column_policy(shop, "orders", "total", pii="hidden")
    again = services.connect("Shop", shop_url, organization=south).source
    assert (again.pk, again.scope_column, again.reader_url) == (shop.pk, "tenant_id", shop.reader_url)
    assert pii_of(again, "orders")["total"] == PersonalData.HIDDEN


def test_connect_with_another_scope_column_scopes_anew(shop, shop_url, north):
    services.connect("Shop", shop_url, organization=north, scope_column="user_id")
    drafted = {p.table: p.scope for p in shop.table_policies.all()}
    assert (drafted["orders"], drafted["users"]) == (Scope.COLUMN, Scope.HIDDEN)


def test_connect_tells_who_has_no_external_id(shop_url, north):
    north.external_id = ""
    north.save()
    notes = services.connect("Shop", shop_url, organization=north, scope_column="tenant_id").notes
    assert "North has no external id" in notes[-1]


def test_connect_is_audited_without_the_password(shop, north):
    entry = AuditEntry.objects.get(organization=north, action="source.connected")
    assert entry.details == {"source": "Shop"}


def test_connect_accepts_a_plain_reader_as_it_is(shop_url, north):
    role, password = "plain_reader", secrets.token_hex(8)
    with psycopg.connect(shop_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE plain_reader LOGIN PASSWORD {}").format(sql.Literal(password)))
        admin.execute("GRANT SELECT (id, total) ON orders TO plain_reader")
    try:
        url = shop_url.replace(shop_url.split("//")[1].split("@")[0], f"{role}:{password}")
        source = services.connect("Plain", url, organization=north).source
        assert (source.reader_url, source.reader_role, source.admin_url) == (url, "", "")
        orders = source.structure.table(("public", "orders"))
        assert [column.name for column in orders.columns] == ["id", "total"]
    finally:
        with psycopg.connect(shop_url, autocommit=True) as admin:
            admin.execute("DROP OWNED BY plain_reader; DROP ROLE plain_reader")


def test_connect_refuses_a_writer_that_cannot_make_a_reader(shop_url, north):
    password = secrets.token_hex(8)
    with psycopg.connect(shop_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE plain_writer LOGIN PASSWORD {}").format(sql.Literal(password)))
        admin.execute("GRANT SELECT, INSERT ON orders TO plain_writer")
    url = shop_url.replace(shop_url.split("//")[1].split("@")[0], f"plain_writer:{password}")
    try:
        with pytest.raises(SourceError) as refused:
            services.connect("Writer", url, organization=north)
        assert "can't make a role that only reads" in refused.value.message
        assert not DataSource.objects.exists()
        accepted = services.connect("Writer", url, organization=north, accept_privileged_role=True)
        assert accepted.source.reader_url == url
        assert "may change orders" in accepted.notes[0]
    finally:
        with psycopg.connect(shop_url, autocommit=True) as admin:
            admin.execute("DROP OWNED BY plain_writer; DROP ROLE plain_writer")


def test_connect_refuses_the_applications_own_database(db, north):
    own = url_of(connection.settings_dict["NAME"])
    for url in (own, own.replace("127.0.0.1", "localhost")):
        with pytest.raises(SourceError, match="own database"):
            services.connect("Own", url, organization=north)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda url: url.replace("admin:", "admin:wrong"), "refused the sign-in of admin"),
        (lambda url: url + "_gone", "There is no database querying_shop_gone"),
        (lambda url: url.split("@")[0] + "@127.0.0.1:1/x", "No database answers at 127.0.0.1:1"),
        (lambda url: "oracle://a:b@localhost/x", "must look like postgresql://"),
        (lambda url: url + "?options=-csearch_path%3Dx", "may not set options"),
        (lambda url: "postgresql://a:p%zz@h/x", "can't be read"),
    ],
)
def test_connect_command_says_what_is_wrong_in_one_line(shop_url, north, change, says):
    with pytest.raises(CommandError, match=says) as refused:
        call_command("connect", "Bad", change(shop_url), organization="north")
    assert "\n" not in str(refused.value)
    password = shop_url.split(":")[2].split("@")[0]
    assert password not in str(refused.value)


def test_connect_command_connects(shop_url, north, capsys):
    call_command("connect", "Shop", shop_url, organization="north", scope_column="tenant_id")
    assert "3 of 7 tables may be asked" in capsys.readouterr().out


def test_introspect_leaves_later_tables_unlisted_until_staff_list_them(north):
    url = make_database("querying_later", "CREATE TABLE one (a int)")
    try:
        source = services.connect("Later", url, organization=north).source
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(
                "CREATE TABLE two (b int, email text); ALTER TABLE one ADD secret text, ADD fine int"
            )
        call_command("introspect", "Later")
        source.refresh_from_db()
        assert {p.table: p.listed for p in source.table_policies.all()} == {"one": True, "two": False}
        assert pii_of(source, "one") == {"a": "none", "secret": "secret", "fine": "none"}
        assert pii_of(source, "two") == {"b": "none", "email": "masked"}
        with psycopg.connect(source.reader_url, autocommit=True) as reader:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute("SELECT b FROM two")
            services.mark_shared(source, "two")
            services.refresh_grants(source)
            assert reader.execute("SELECT b FROM two").fetchall() == []
    finally:
        drop_database("querying_later")


def test_introspect_tells_the_layers_above(shop):
    told = []

    def listen(sender, source, catalog, **more):
        told.append((source.name, catalog.table(("public", "orders")).comment))

    introspected.connect(listen)
    try:
        services.introspect(shop)
    finally:
        introspected.disconnect(listen)
    assert told == [("Shop", "What was bought")]


def test_introspect_notes_that_a_source_is_down(shop, monkeypatch):
    DataSource.objects.filter(pk=shop.pk).update(
        encrypted_admin_url="", encrypted_reader_url=_encrypted("postgresql://a:b@127.0.0.1:1/x")
    )
    shop.refresh_from_db()
    with pytest.raises(SourceError):
        services.introspect(shop)
    shop.refresh_from_db()
    assert (shop.status, shop.last_error[:27]) == (SourceStatus.FAILING, "No database answers at 127.")


def _encrypted(url: str) -> str:
    from accounts.crypto import encrypt

    return encrypt(url)
