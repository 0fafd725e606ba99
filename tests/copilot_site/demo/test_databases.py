from __future__ import annotations

import psycopg
import pytest
from psycopg import conninfo

from copilot_site.demo.databases import Report, connect_to, database_url, loaded_contents, make_database
from tests.copilot_site.demo.conftest import be_quiet


def load_one_table(connection: psycopg.Connection, report: Report) -> None:
    connection.execute("CREATE TABLE things AS SELECT 1 AS id")


def load_until_it_breaks(connection: psycopg.Connection, report: Report) -> None:
    connection.execute("CREATE TABLE things AS SELECT 1 AS id")
    raise KeyboardInterrupt


def names(admin_url: str) -> list[str]:
    with connect_to(admin_url, "postgres") as admin:
        rows = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'demo_scratch%' ORDER BY 1")
        return [row[0] for row in rows]


def test_make_database_makes_once(scratch_url: str):
    assert make_database(scratch_url, "demo_scratch", {"loader": 1}, load_one_table, be_quiet)
    assert not make_database(scratch_url, "demo_scratch", {"loader": 1}, load_until_it_breaks, be_quiet)
    assert loaded_contents(scratch_url, "demo_scratch") == {"loader": 1}


def test_make_database_interrupted_is_made_by_the_next_load(scratch_url: str):
    with pytest.raises(KeyboardInterrupt):
        make_database(scratch_url, "demo_scratch", {"loader": 1}, load_until_it_breaks, be_quiet)
    assert names(scratch_url) == ["demo_scratch_loading"]
    assert loaded_contents(scratch_url, "demo_scratch") == {}

    assert make_database(scratch_url, "demo_scratch", {"loader": 1}, load_one_table, be_quiet)
    assert names(scratch_url) == ["demo_scratch"]


def test_make_database_interrupted_keeps_what_was_there(scratch_url: str):
    make_database(scratch_url, "demo_scratch", {"loader": 1}, load_one_table, be_quiet)
    with pytest.raises(KeyboardInterrupt):
        make_database(scratch_url, "demo_scratch", {"loader": 2}, load_until_it_breaks, be_quiet)
    assert loaded_contents(scratch_url, "demo_scratch") == {"loader": 1}


def test_make_database_replaces_other_contents(scratch_url: str):
    make_database(scratch_url, "demo_scratch", {"loader": 1}, load_one_table, be_quiet)
    assert make_database(scratch_url, "demo_scratch", {"loader": 2}, load_one_table, be_quiet)
    assert loaded_contents(scratch_url, "demo_scratch") == {"loader": 2}


@pytest.fixture
def stranger_url(scratch_url: str):
    """A role that nobody granted anything, in a database that the loader made."""
    make_database(scratch_url, "demo_scratch", {"loader": 1}, load_one_table, be_quiet)
    with connect_to(scratch_url, "postgres") as admin:
        admin.execute("CREATE ROLE demo_stranger LOGIN PASSWORD 'stranger'")
        yield conninfo.make_conninfo(
            database_url(scratch_url, "demo_scratch"), user="demo_stranger", password="stranger"
        )
        admin.execute("DROP DATABASE demo_scratch WITH (FORCE)")
        admin.execute("DROP ROLE demo_stranger")


def test_public_cannot_enter(stranger_url: str):
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stranger_url)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE mine (id integer)",
        "CREATE TABLE public.mine (id integer)",
        "SELECT * FROM public.things",
        "SELECT pg_sleep(1)",
        "SELECT pg_advisory_lock(1)",
        "SELECT query_to_xml('SELECT 1', true, true, '')",
        "SELECT lo_create(0)",
    ],
)
def test_public_may_not(scratch_url: str, stranger_url: str, statement: str):
    with connect_to(scratch_url, "demo_scratch") as admin:
        admin.execute("GRANT CONNECT ON DATABASE demo_scratch TO demo_stranger")
    with (
        psycopg.connect(stranger_url, autocommit=True) as stranger,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        stranger.execute(statement)
