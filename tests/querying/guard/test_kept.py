"""Answers that are kept: for the very same view alone; for one clock where the statement asks for it."""

import datetime as dt
import gc
import weakref
from dataclasses import replace

import pytest

from querying.catalog import CatalogView, ColumnEquals
from querying.guard import GuardedQuery, GuardRefusal, guard
from querying.guard.kept import KeptAnswers
from querying.limits import Purpose
from tests.querying.guard.shop import NOW, OWN, USERS, VIEW

LATER = NOW + dt.timedelta(days=1)
SQL = "SELECT id, email FROM users WHERE country = 'FR'"


def guarded(sql: str, view: CatalogView = VIEW, purpose=Purpose.CHAT, clock=NOW) -> GuardedQuery:
    return guard(sql, view, purpose=purpose, clock=clock)


def with_users(users) -> CatalogView:
    return replace(VIEW, tables={**VIEW.tables, users.key: users})


def test_the_same_text_is_guarded_once():
    assert guarded(SQL) is guarded(SQL)


def test_another_organization_gets_its_own_rows():
    other = with_users(replace(USERS, filters=(replace(OWN, value="2"),)))
    assert "'1'" in guarded(SQL).sql
    assert "'2'" in guarded(SQL, other).sql
    assert "'1'" not in guarded(SQL, other).sql
    nobody = with_users(replace(USERS, filters=(ColumnEquals("organization_id", None, "integer"),)))
    assert "WHERE false" in guarded(SQL, nobody).sql


def test_another_role_gets_its_own_masks_and_refusals():
    shown = with_users(
        replace(USERS, columns=tuple(replace(column, masked=False) for column in USERS.columns))
    )
    assert guarded(SQL).masked == ("users.email",)
    assert guarded(SQL, shown).masked == ()
    assert "***" in guarded(SQL).sql
    assert "***" not in guarded(SQL, shown).sql
    hidden = replace(VIEW, tables={}, hidden_tables=frozenset(VIEW.tables))
    with pytest.raises(GuardRefusal):
        guarded(SQL, hidden)
    assert guarded(SQL)


def test_a_view_made_anew_is_asked_anew():
    """A policy that changed makes a new view; one that only looks like the old gets no kept answer either."""
    first = guarded(SQL)
    again = guarded(SQL, replace(VIEW))
    assert again == first
    assert again is not first


def test_a_view_that_is_gone_is_not_held():
    view = replace(VIEW)
    gone = weakref.ref(view)
    guarded(SQL, view)
    with pytest.raises(GuardRefusal):
        guarded("SELECT pg_sleep(1) FROM users", view)
    del view
    gc.collect()
    assert gone() is None


def test_each_purpose_has_its_own_limit():
    assert guarded(SQL).row_cap != guarded(SQL, purpose=Purpose.EXPORT).row_cap


@pytest.mark.parametrize(
    "told",
    [
        "now()",
        "current_date",
        "localtimestamp(3)",
        "date 'today'",
        "'yesterday'::timestamptz",
        "age(signed_up_at)",
        "signed_up_at > 'now'",
        "signed_up_at BETWEEN 'yesterday' AND 'today'",
    ],
)
def test_what_tells_the_time_tells_its_own(told: str):
    sql = f"SELECT {told} FROM users"
    assert guarded(sql).sql != guarded(sql, clock=LATER).sql
    assert guarded(sql) is guarded(sql)


def test_what_tells_no_time_is_kept_for_every_clock():
    assert guarded(SQL) is guarded(SQL, clock=LATER)


def test_a_refusal_is_another_one_each_time():
    refusals = []
    for _time in range(2):
        with pytest.raises(GuardRefusal) as caught:
            guarded("SELECT pg_sleep(1) FROM users")
        refusals.append(caught.value)
        caught.value.message = "en français"
    assert refusals[0] is not refusals[1]
    first, second = ((each.code, each.part, each.position, each.english) for each in refusals)
    assert first == second
    with pytest.raises(GuardRefusal, match="not allowed") as caught:
        guarded("SELECT pg_sleep(1) FROM users")
    assert caught.value.message == caught.value.english


def test_what_is_kept_is_bounded():
    kept = KeptAnswers(most_characters=1_000)
    answer = guarded(SQL)
    for number in range(50):
        kept.keep(f"{SQL} -- {number}", VIEW, Purpose.CHAT, NOW, answer)
        assert kept.characters <= 1_000
    assert kept.find(f"{SQL} -- 49", VIEW, Purpose.CHAT, NOW) is answer
    assert kept.find(f"{SQL} -- 0", VIEW, Purpose.CHAT, NOW) is None
    kept.keep("x" * 60_000, VIEW, Purpose.CHAT, NOW, answer)
    assert kept.find(f"{SQL} -- 49", VIEW, Purpose.CHAT, NOW) is answer
    kept.forget()
    assert kept.characters == 0
    assert kept.find(f"{SQL} -- 49", VIEW, Purpose.CHAT, NOW) is None
