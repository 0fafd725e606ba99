"""The guard says word for word what it said when its snapshots were taken."""

import json

from querying.guard import kept_answers
from tests.querying.guard.snapshots import snapshots


def test_guard_says_what_it_said():
    kept_answers.forget()
    for asked, kept in snapshots():
        said = json.loads(json.dumps(asked.answer()))
        assert said == kept, asked
