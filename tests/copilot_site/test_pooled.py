"""The application's pool, after its server was restarted."""

from collections.abc import Iterator
from copy import deepcopy

import psycopg
import pytest
from django.db import connections

from copilot_site.database_url import keep_connections
from copilot_site.pooled import base
from copilot_site.pooled.base import DatabaseWrapper

DEAD = 8


@pytest.fixture
def pooled(db: None, request: pytest.FixtureRequest) -> Iterator[DatabaseWrapper]:
    config = deepcopy(connections["default"].settings_dict)
    keep_connections(config, getattr(request, "param", DEAD + 2))
    wrapper = DatabaseWrapper(config, "pooled")
    yield wrapper
    wrapper.close_pool()


def test_all_connections_that_a_restart_broke_are_replaced_at_once(pooled: DatabaseWrapper) -> None:
    """Left to psycopg's check, which waits after each, eight broken ones outlast the five seconds."""
    pooled.pool.open()
    held = [pooled.pool.getconn() for _ in range(DEAD)]
    dead = [connection.info.backend_pid for connection in held]
    for connection in held:
        pooled.pool.putconn(connection)
    with psycopg.connect(**_address(pooled), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) AS pid", [dead])
    connection = pooled.get_new_connection(pooled.get_connection_params())
    try:
        assert connection.execute("SELECT pg_backend_pid()").fetchone()[0] not in dead
    finally:
        pooled.pool.putconn(connection)


@pytest.mark.parametrize("pooled", [1], indirect=True)
def test_a_connection_that_was_alive_just_now_is_not_asked_again(
    pooled: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "RESTED_SECONDS", 3600)
    pooled.pool.open()
    params = pooled.get_connection_params()
    first = pooled.get_new_connection(params)
    pid = first.info.backend_pid
    pooled.pool.putconn(first)
    with psycopg.connect(**_address(pooled), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert pooled.get_new_connection(params) is first
    pooled.pool.putconn(first)
    monkeypatch.setattr(base, "RESTED_SECONDS", 0)
    again = pooled.get_new_connection(params)
    assert again.info.backend_pid != pid
    pooled.pool.putconn(again)


def _address(wrapper: DatabaseWrapper) -> dict[str, str]:
    config = wrapper.settings_dict
    return {
        "dbname": config["NAME"],
        "user": config["USER"],
        "password": config["PASSWORD"],
        "host": config["HOST"],
        "port": str(config["PORT"]),
    }
