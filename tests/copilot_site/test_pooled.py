"""The application's pool, after its server was restarted."""

from collections.abc import Iterator
from copy import deepcopy

import psycopg
import pytest
from django.db import connections

from copilot_site.database_url import keep_connections
from copilot_site.pooled.base import DatabaseWrapper

DEAD = 8


@pytest.fixture
def pooled(db: None) -> Iterator[DatabaseWrapper]:
    config = deepcopy(connections["default"].settings_dict)
    keep_connections(config, DEAD + 2)
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


def _address(wrapper: DatabaseWrapper) -> dict[str, str]:
    config = wrapper.settings_dict
    return {
        "dbname": config["NAME"],
        "user": config["USER"],
        "password": config["PASSWORD"],
        "host": config["HOST"],
        "port": str(config["PORT"]),
    }
