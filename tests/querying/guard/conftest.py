"""The twin databases, made once for all of the guard's tests."""

from collections.abc import Iterator

import psycopg
import pytest

from copilot_site.embedded.state import ServiceState
from tests.querying.guard.twins import Twin, make_twin


@pytest.fixture(scope="session")
def twins(embedded_services: ServiceState) -> Iterator[tuple[Twin, Twin]]:
    """Two shops that differ only in what organization 1 must not see."""
    admin_url = embedded_services.admin_url
    made = []
    for number, name in enumerate(("guard_twin_a", "guard_twin_b")):
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {name}")
        url = admin_url.rsplit("/", 1)[0] + f"/{name}"
        make_twin(url, second=number == 1)
        made.append(Twin(url))
    yield made[0], made[1]
    for twin in made:
        twin.connection.close()
