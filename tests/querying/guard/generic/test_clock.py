"""The turn's clock stands in the place of the database's, whatever it is called."""

import pytest

from querying.guard import GuardRefusal
from tests.querying.guard.generic.shop import guarded

DAY, LOCAL, UTC = "2026-11-20", "11:30:15", "10:30:15"
WORDS = {
    "mysql": {
        "NOW()": LOCAL,
        "SYSDATE()": LOCAL,
        "CURRENT_TIMESTAMP": LOCAL,
        "CURRENT_TIMESTAMP()": LOCAL,
        "LOCALTIME()": LOCAL,
        "LOCALTIMESTAMP()": LOCAL,
        "CURTIME()": LOCAL,
        "CURRENT_TIME": LOCAL,
        "CURDATE()": DAY,
        "CURRENT_DATE": DAY,
        "CURRENT_DATE()": DAY,
        "UTC_DATE()": DAY,
        "UTC_TIME()": UTC,
        "UTC_TIMESTAMP()": UTC,
        "UTC_TIMESTAMP": UTC,
        "UNIX_TIMESTAMP()": "1795170615",
    },
    "duckdb": {
        "now()": f"{DAY} {LOCAL}.250000+01:00",
        "current_timestamp": f"{DAY} {LOCAL}.250000+01:00",
        "get_current_timestamp()": f"{DAY} {LOCAL}.250000+01:00",
        "transaction_timestamp()": f"{DAY} {LOCAL}.250000+01:00",
        "localtimestamp": f"{DAY} {LOCAL}.250000",
        "current_date": DAY,
        "today()": DAY,
        "current_time": f"{LOCAL}.250000",
        "localtime": f"{LOCAL}.250000",
    },
    "sqlite": {
        "CURRENT_TIMESTAMP": f"{DAY} {LOCAL}",
        "CURRENT_DATE": DAY,
        "CURRENT_TIME": LOCAL,
        "date()": f"date('{DAY} {LOCAL}')",
        "datetime()": f"DATETIME('{DAY} {LOCAL}')",
        "time()": f"TIME('{DAY} {LOCAL}')",
        "datetime('now', 'localtime')": f"DATETIME('{DAY} {LOCAL}', '+0 days')",
        "strftime('%Y', 'now')": f"STRFTIME('%Y', '{DAY} {LOCAL}')",
        "julianday(' NOW ')": f"JULIANDAY('{DAY} {LOCAL}')",
    },
}
CASES = [(engine, word, told) for engine, words in WORDS.items() for word, told in words.items()]


@pytest.mark.parametrize(("engine", "word", "told"), CASES)
def test_clocks_become_literals(engine: str, word: str, told: str):
    written = guarded(engine, f"SELECT {word} AS x").sql
    assert told.lower() in written.lower()
    assert "now" not in written.lower()
    assert "current_" not in written.lower()


@pytest.mark.parametrize(
    "sql", ["SELECT date(created_at, 'localtime') FROM orders", "SELECT time('12:00', 'utc')"]
)
def test_sqlite_knows_no_zones(sql: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded("sqlite", sql)
    assert caught.value.rule == "time-zone"
