"""Funnels, retention and churn in words, of the numbers in the result alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from knowledge.planner.deriving_words import UNITS
from knowledge.planner.formats import format_number, format_unit
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_words import capital
from knowledge.semantic.derivation import Retention, Turnover

_WORDS = {
    "en": {
        "funnel": "Of **{first}** people with {first_event}, **{last}** came to {last_event}: **{share}**.",
        "drop": " Most are lost between {before} and {event}: **{share}** go on.",
        "none": "Nobody took the first step, {event}{when}.",
        "retention": "Of the **{size}** people first seen in {cohort}, **{people}** were there again"
        " {later} {unit} later: **{share}**.",
        "spread": " Over all who could come back by then it was between **{low}** ({low_cohort}) and"
        " **{high}** ({high_cohort}).",
        "churn": "The churn rate in {when} was **{rate}**: of **{before}** people active the {unit} before,"
        " **{lost}** were not there again.",
        "kept": "The retention rate in {when} was **{rate}**: of **{before}** people active the {unit}"
        " before, **{stayed}** were there again.",
        "ends": " It was highest in {high} (**{high_rate}**) and lowest in {low} (**{low_rate}**).",
    },
    "fr": {
        "funnel": "Sur **{first}** personnes avec {first_event}, **{last}** sont arrivées à {last_event} :"
        " **{share}**.",
        "drop": " La plus forte perte est entre {before} et {event} : **{share}** continuent.",
        "none": "Personne n'a franchi la première étape, {event}{when}.",
        "retention": "Sur les **{size}** personnes vues pour la première fois ({cohort}), **{people}** sont"
        " revenues {later} {unit} après : **{share}**.",
        "spread": " Sur toutes celles qui ont eu le temps de revenir, c'est entre **{low}** ({low_cohort}) et"
        " **{high}** ({high_cohort}).",
        "churn": "Le taux d'attrition de {when} est de **{rate}** : sur **{before}** personnes actives"
        " {before_unit}, **{lost}** ne sont pas revenues.",
        "kept": "Le taux de rétention de {when} est de **{rate}** : sur **{before}** personnes actives"
        " {before_unit}, **{stayed}** sont revenues.",
        "ends": " Le maximum est en {high} (**{high_rate}**), le minimum en {low} (**{low_rate}**).",
    },
}


def tell_behaviour(facts: Facts) -> str:
    """What matters of the table in a sentence or two; nothing where it has no row that says anything."""
    derived = facts.query.derived
    if isinstance(derived, Retention):
        return _retention(facts, derived)
    return _turnover(facts, derived) if isinstance(derived, Turnover) else _funnel(facts)


def _number(facts: Facts, value: Any, unit: str = "") -> str:
    facts.numbers.append(value)
    return format_number(value, facts.language, unit)


def _funnel(facts: Facts) -> str:
    rows, words = facts.result.rows, _WORDS[facts.language]
    first, last = rows[0], rows[-1]
    if not first[2]:
        return words["none"].format(event=first[1], when=facts.when)
    told = words["funnel"].format(
        first=_number(facts, first[2]),
        first_event=first[1],
        last=_number(facts, last[2]),
        last_event=last[1],
        share=_number(facts, last[3], "%"),
    )
    steps = [(row, before) for before, row in pairwise(rows) if row[4] is not None]
    if len(steps) < 2:
        return told
    worst, before = min(steps, key=lambda pair: pair[0][4])
    return told + words["drop"].format(before=before[1], event=worst[1], share=_number(facts, worst[4], "%"))


def _retention(facts: Facts, derived: Retention) -> str:
    """One unit later, of the last that could come back; and of all others."""
    words = _WORDS[facts.language]
    sizes = {row[0]: row[2] for row in facts.result.rows if row[1] == 0}
    later = [row for row in facts.result.rows if row[1] == 1]
    if not later:
        return ""
    last = later[-1]
    told = words["retention"].format(
        size=_number(facts, sizes.get(last[0], last[2])),
        cohort=format_unit(last[0], derived.grain, facts.language),
        people=_number(facts, last[2]),
        later=_number(facts, last[1]),
        unit=UNITS[facts.language][derived.grain][0],
        share=_number(facts, last[3], "%"),
    )
    if len(later) < 3:
        return told
    low, high = (pick(later, key=lambda row: row[3]) for pick in (min, max))
    return told + words["spread"].format(
        low=_number(facts, low[3], "%"),
        low_cohort=format_unit(low[0], derived.grain, facts.language),
        high=_number(facts, high[3], "%"),
        high_cohort=format_unit(high[0], derived.grain, facts.language),
    )


_BEFORE = {
    "jour": "la veille",
    "semaine": "la semaine d'avant",
    "mois": "le mois d'avant",
    "trimestre": "le trimestre d'avant",
    "an": "l'année d'avant",
}


def _turnover(facts: Facts, derived: Turnover) -> str:
    rows, words = list(facts.result.rows), _WORDS[facts.language]
    last = rows[-1]
    unit = UNITS[facts.language][derived.grain][0]
    told = words["churn" if derived.lost else "kept"].format(
        when=_unit(facts, last, derived),
        rate=_number(facts, last[4], "%"),
        before=_number(facts, last[1]),
        stayed=_number(facts, last[2]),
        lost=_number(facts, last[3]),
        unit=unit,
        before_unit=_BEFORE.get(unit, unit),
    )
    low, high = (pick(rows, key=lambda row: row[4]) for pick in (min, max))
    if len(rows) < 3 or low[4] == high[4]:
        return capital(told)
    return told + words["ends"].format(
        high=_unit(facts, high, derived),
        high_rate=_number(facts, high[4], "%"),
        low=_unit(facts, low, derived),
        low_rate=_number(facts, low[4], "%"),
    )


def _unit(facts: Facts, row: Row, derived: Turnover) -> str:
    return format_unit(row[0], derived.grain, facts.language)
