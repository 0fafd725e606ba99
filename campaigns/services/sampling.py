"""Some people of a segment, as far as whoever looks may see them."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.actor import Actor
from campaigns.audience import key_of, moment, people_of
from campaigns.errors import SegmentInvalid
from campaigns.models import Segment
from campaigns.rights import segment_for
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.results import QueryFailed
from querying.services import catalog_view, read_people

SAMPLE = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """Names of columns, the key first, and rows; or the sentence that says why there are none."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    problem: str = ""


def sample_people(actor: Actor, segment: Segment, *, size: int = SAMPLE) -> Sample:
    """The first members with their name, address and language, masked and hidden as in any answer to this
    actor. Raises NotAllowed, NotFound.
    """
    segment = segment_for(actor, segment)
    keys = list(segment.members.order_by("pk").values_list("person_key", flat=True)[:size])
    if not keys:
        return Sample()
    try:
        people = people_of(actor, segment.source)
        table = catalog_view(actor, segment.source).tables[people.table]
        columns = [name for name in (people.name, people.email, people.locale) if name and table.column(name)]
        found = read_people(
            actor=actor,
            source=segment.source,
            key=key_of(people),
            keys=keys,
            columns=columns,
            clock=moment(actor),
        )
    except (SourceNotFound, SegmentInvalid, GuardRefusal, QueryFailed) as refusal:
        return Sample(problem=refusal.message)
    by_key = {str(row[0]): row for row in found.rows}
    rows = tuple(tuple(by_key[key]) for key in keys if key in by_key)
    return Sample((people.id, *columns), rows)
