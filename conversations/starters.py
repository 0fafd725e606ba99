"""Questions to start with: ones that the planner is known to answer, of each source the actor may ask."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from threading import Lock

from django.conf import settings
from django.utils import timezone

from accounts.actor import Actor
from knowledge.planner import answered, examples
from knowledge.semantic.model import SemanticModel
from knowledge.services import ready_questions, semantic_model, slotted_questions, value_index
from querying.errors import SourceNotFound
from querying.models import DataSource

KEPT = 256
MOST = 6  # of a source
MOST_SLOTTED = 2

# By model, language and day. The model is kept beside its questions, so that its id is not used again.
_kept: OrderedDict[tuple[int, str, dt.date], tuple[SemanticModel, list[str]]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Starter:
    text: str
    source: int
    source_name: str

    @property
    def has_slot(self) -> bool:
        """Whether something is to be filled in before it is asked: "Unpaid users for {activity}"."""
        return "{" in self.text

    @property
    def shown(self) -> str:
        """The text as people read it: "Unpaid users for [activity]"."""
        return self.text.replace("{", "[").replace("}", "]")


def starters_for(actor: Actor, sources: Iterable[DataSource]) -> list[Starter]:
    """Starters of all sources in turn, so that the first few show something of each."""
    columns = [list(_starters_of(actor, source)) for source in sources]
    return [starter for row in zip_longest(*columns) for starter in row if starter is not None]


def _starters_of(actor: Actor, source: DataSource) -> Iterator[Starter]:
    try:
        model = semantic_model(actor, source)
    except SourceNotFound:
        # Switched off between the list and now.
        return
    for text in _questions(actor, source, model, settings.COPILOT_FROZEN_NOW or timezone.now()):
        yield Starter(text, source.pk, source.name)


def _questions(actor: Actor, source: DataSource, model: SemanticModel, now: dt.datetime) -> list[str]:
    """What staff wrote, then what the planner finds. That takes tens of readings: it is done once a day."""
    language = actor.language
    key = (id(model), language, now.date())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][1]
    written = ready_questions(actor, source, language)
    values = value_index(actor, source)
    questions = answered(written, model, values, language=language, now=now)
    ready = list(dict.fromkeys([*questions, *examples(model, language, now=now)]))
    # The first can be asked as it stands; those to be filled in come next.
    questions = [*ready[:1], *slotted_questions(actor, source, language)[:MOST_SLOTTED], *ready[1:]][:MOST]
    with _lock:
        _kept[key] = (model, questions)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return questions
