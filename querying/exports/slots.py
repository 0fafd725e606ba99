"""How many files may be written at once for an organization: the rest of its people's queries go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.utils.translation import gettext as _

from querying.engines.base import Stopped
from querying.limits import Purpose
from querying.queues import Queue, turn
from querying.results import QueryFailed, QueryStopped


@contextmanager
def slot(source_id: int, organization_id: int, stopped: Stopped) -> Iterator[Stopped]:
    """One of the organization's slots for a source, in all processes together: a download never waits.

    Gives `stopped` to be looked at in its stead, as `querying.queues.turn` does. Raises QueryFailed where
    none is free.
    """
    queue = Queue(source_id, organization_id, Purpose.EXPORT)
    with ExitStack() as stack:
        try:
            watched = stack.enter_context(turn(queue, seconds=0, stopped=stopped))
        except QueryStopped:
            raise
        except QueryFailed as failure:
            sentence = _("Your organization is writing %(most)d files already: try again when one is done.")
            raise QueryFailed(failure.code, sentence % {"most": queue.most}) from None
        yield watched
