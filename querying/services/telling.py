"""Refusals in the asker's language: the guard knows rules and values, not languages."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext

from querying.catalog import CatalogView
from querying.guard import GuardedQuery, GuardRefusal
from querying.guard import guard as guard_in_english
from querying.limits import Purpose


def guard(sql: str, view: CatalogView, *, purpose: Purpose, clock: dt.datetime) -> GuardedQuery:
    """What `querying.guard.guard` gives; its GuardRefusal speaks the language that is active here."""
    try:
        return guard_in_english(sql, view, purpose=purpose, clock=clock)
    except GuardRefusal as refusal:
        raise told(refusal) from None


def told(refusal: GuardRefusal) -> GuardRefusal:
    """The refusal, its message in the language that is active here."""
    sentence = gettext(refusal.template)
    refusal.message = sentence % refusal.values if refusal.rule else sentence
    return refusal
