"""The twin databases, made once for all of the guard's tests."""

from collections.abc import Iterator

import psycopg
import pytest

from copilot_site.embedded.state import ServiceState
from tests.querying.guard.twins import Twin, make_twin, make_visible


def empty_database(admin_url: str, name: str) -> str:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
    return f"{admin_url.rsplit('/', 1)[0]}/{name}"


@pytest.fixture(scope="session")
def twins(embedded_services: ServiceState) -> Iterator[tuple[Twin, Twin]]:
    """Two shops that differ only in what organization 1 must not see."""
    urls = [empty_database(embedded_services.admin_url, name) for name in ("guard_twin_a", "guard_twin_b")]
    made = []
    for number, url in enumerate(urls):
        make_twin(url, second=number == 1)
        made.append(Twin(url))
    yield made[0], made[1]
    for twin in made:
        twin.connection.close()


@pytest.fixture(scope="session")
def visible(embedded_services: ServiceState) -> Iterator[Twin]:
    """A shop of nothing but what organization 1 may see: guarded SQL must mean what SQL means there."""
    name = "guard_visible"
    url = empty_database(embedded_services.admin_url, name)
    make_visible(url, name)
    twin = Twin(url, "public, pg_catalog")
    yield twin
    twin.connection.close()
