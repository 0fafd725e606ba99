"""How many files may be written at once for an organization: the rest of its people's queries go on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.utils.translation import gettext as _

from querying.results import QueryFailed

MOST_AT_ONCE = 3
# Longer than any export takes: a slot whose process has died comes free by itself.
LEASE_SECONDS = 900


@contextmanager
def slot(organization_id: int) -> Iterator[None]:
    """One of the organization's slots, in all processes together. Raises QueryFailed where none is free."""
    token = uuid.uuid4().hex
    names = [f"export:{organization_id}:{number}" for number in range(MOST_AT_ONCE)]
    taken = next((name for name in names if cache.add(name, token, LEASE_SECONDS)), None)
    if taken is None:
        sentence = _("Your organization is writing %(most)d files already: try again when one is done.")
        raise QueryFailed("db.unavailable", sentence % {"most": MOST_AT_ONCE})
    try:
        yield
    finally:
        if cache.get(taken) == token:
            cache.delete(taken)
