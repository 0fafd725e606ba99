"""Honest questions and oracles, on a real MariaDB server."""

from tests.querying.guard.generic.answers import Shops, honest_failures, oracle_failures


def test_honest_statements_run_tell_nothing_hidden_and_mean_what_they_say(mysql_shops: Shops):
    tried, failures = honest_failures(mysql_shops)
    assert failures == {}
    assert tried >= 150


def test_oracles_tell_nothing(mysql_shops: Shops):
    tried, failures = oracle_failures(mysql_shops)
    assert failures == {}
    assert tried >= 80
