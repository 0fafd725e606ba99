"""The services that all tests share: PostgreSQL and Valkey of their own, in var/test/."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from copilot_site.embedded import services
from copilot_site.embedded.state import ServiceState, load_state


@pytest.fixture(scope="session", autouse=True)
def embedded_services() -> Iterator[ServiceState | None]:
    """Start what isn't up, and stop what we started."""
    names = settings.EMBEDDED_SERVICES
    if not names:
        yield None
        return
    known = load_state(settings.VAR_DIR)
    before = {status.name for status in services.status_of(known) if status.up}
    state = services.start(settings.VAR_DIR, names, forgetful=True)
    if state != known:
        # The settings, long read, hold the old port.
        pytest.exit("A port of the test services was taken and has been replaced: run the tests again.", 3)
    yield state
    services.stop(settings.VAR_DIR, tuple(name for name in names if name not in before))
