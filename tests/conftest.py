"""What all tests share: PostgreSQL and Valkey of their own, in var/test/, and the system's browser."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

from copilot_site.embedded import services
from copilot_site.embedded.state import ServiceState, load_state
from tests import mariadb

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session", autouse=True)
def embedded_services() -> Iterator[ServiceState]:
    """Start both servers, and stop them in the end unless KEEP_TEST_SERVICES is set."""
    known = load_state(settings.VAR_DIR)
    state = services.start(settings.VAR_DIR, forgetful=True)
    if state != known and state.home == known.home:
        # The settings, long read, hold the old port.
        pytest.exit("A port of the test services was taken and has been replaced: run the tests again.", 3)
    yield state
    if not os.environ.get("KEEP_TEST_SERVICES"):
        services.stop(settings.VAR_DIR)


@pytest.fixture(autouse=True)
def keeper_ends() -> Iterator[None]:
    """Where a test started the thread that keeps turns: it may ask the database during that test alone."""
    yield
    keeper = sys.modules.get("conversations.keeper")
    if keeper is not None:
        keeper.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's browser; tests that need one are skipped aloud where there is none."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    pytest.skip("No Chromium on this machine: browser tests are skipped (Debian: apt-get install chromium).")


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """The superuser of a MariaDB server of the tests' own, without a database; skipped aloud without one."""
    if not (mariadb.SERVER and mariadb.INSTALL):
        pytest.skip(mariadb.WHY_NOT)
    with mariadb.running() as url:
        yield url
