"""A refusal tells how much of the question is known here: of several sources', the one that says most."""

import pytest

from knowledge.planner.plan import Declined
from tests.knowledge.planner import worlds
from tests.knowledge.planner.models import ask


@pytest.mark.parametrize(("more", "less"), [("books by zorblat", "zorblat by quux of frobnicators")])
def test_the_more_words_are_known_the_higher_a_refusal_scores(more: str, less: str) -> None:
    known, unknown = (ask(question, worlds.LIBRARY, worlds.LIBRARY_VALUES) for question in (more, less))
    assert isinstance(known, Declined)
    assert isinstance(unknown, Declined)
    assert 0 <= unknown.score < known.score < 1
