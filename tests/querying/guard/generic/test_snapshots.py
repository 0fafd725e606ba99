"""The generic guard says word for word what it said when its snapshots were taken."""

import json

from tests.querying.guard.generic.snapshots import answer, snapshots


def test_guard_says_what_it_said():
    for engine, sql, kept in snapshots():
        assert json.loads(json.dumps(answer(engine, sql))) == kept, (engine, sql)
