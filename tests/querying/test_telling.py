"""Refusals in the asker's language."""

import re

import pytest
from django.utils.translation import override

from querying.guard import GuardRefusal
from querying.guard.refusals import refused
from querying.guard.rules import RULES
from querying.limits import Purpose
from querying.services.telling import guard, told
from tests.querying.guard.shop import NOW, VIEW


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_sentence_in_french(rule: str):
    names = re.findall(r"%\((\w+)\)s", RULES[rule].template)
    refusal = refused(rule, **dict.fromkeys(names, "«x»"))
    with override("fr"):
        message = told(refusal).message
    assert message != refusal.english
    assert message.count("«x»") == len(names)


def test_refusal_speaks_the_language_that_is_active():
    with override("fr"), pytest.raises(GuardRefusal) as caught:
        guard("SELECT 100 % pg_sleep(5)", VIEW, purpose=Purpose.CHAT, clock=NOW)
    assert caught.value.message == "La fonction pg_sleep n’est pas admise."
    assert caught.value.english == "The function pg_sleep is not allowed."
