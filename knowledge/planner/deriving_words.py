"""Readings of derived numbers in words, in both languages."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.reading import describe
from knowledge.planner.reading_conditions import condition_words, period_words
from knowledge.planner.reading_names import field_words, grouped_words, join_words
from knowledge.semantic.derivation import (
    ByCalendarPart,
    CalendarPart,
    ChangeByUnit,
    ComparedWith,
    Funnel,
    PerGroup,
    PerUnit,
    Retention,
    RunningTotal,
    ShareOf,
    Summary,
    TopPerGroup,
    Turnover,
)
from knowledge.semantic.model import EventKind, SemanticModel
from knowledge.semantic.query import Grain, Grouping, SemanticQuery

SUMMARIES = {
    "en": {one: one.value for one in Summary},
    "fr": {
        Summary.AVERAGE: "moyenne",
        Summary.MEDIAN: "médiane",
        Summary.MINIMUM: "minimum",
        Summary.MAXIMUM: "maximum",
    },
}
UNITS = {
    "en": {grain: (grain.value, f"{grain.value}s") for grain in Grain},
    "fr": {
        Grain.HOUR: ("heure", "heures"),
        Grain.DAY: ("jour", "jours"),
        Grain.WEEK: ("semaine", "semaines"),
        Grain.MONTH: ("mois", "mois"),
        Grain.QUARTER: ("trimestre", "trimestres"),
        Grain.YEAR: ("an", "ans"),
    },
}
PARTS = {
    "en": {
        CalendarPart.WEEKDAY: "by weekday",
        CalendarPart.HOUR: "by hour of the day",
        CalendarPart.MONTH: "by month of the year",
    },
    "fr": {
        CalendarPart.WEEKDAY: "par jour de la semaine",
        CalendarPart.HOUR: "par heure de la journée",
        CalendarPart.MONTH: "par mois de l'année",
    },
}
_CUT = {
    "en": "The current period is still running, so the earlier one is counted up to the same day.",
    "fr": "La période en cours n'est pas terminée : la précédente est comptée jusqu'au même jour.",
}


def cut_note(language: str) -> str:
    """What is said where a running period is compared."""
    return _CUT["fr" if language == "fr" else "en"]


def derived_head(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """What is made of the measured number: "average per day", "share where country is France"."""
    derived, fr = query.derived, language == "fr"
    words = "fr" if fr else "en"
    if isinstance(derived, PerUnit):
        unit = UNITS[words][derived.grain][0]
        return f"{SUMMARIES[words][derived.summary]} {'par' if fr else 'per'} {unit}"
    if isinstance(derived, PerGroup):
        kind = SUMMARIES[words][derived.summary]
        return f"{kind} sur les groupes qui en ont" if fr else f"{kind} over the groups that have any"
    if isinstance(derived, ShareOf) and derived.part:
        said = join_words([condition_words(one, model, words) for one in derived.part], words)
        return f"part où {said}" if fr else f"share where {said}"
    if isinstance(derived, ShareOf):
        return "part de chacun dans le total" if fr else "each one's share of the total"
    if isinstance(derived, ComparedWith):
        other = period_words(derived.period, words)
        return f"comparaison avec la même mesure {other}" if fr else f"comparison with the same {other}"
    if isinstance(derived, Funnel):
        steps = [_event_words(model.events[name], words) for name in derived.steps]
        return f"{'entonnoir' if fr else 'funnel'} ({' → '.join(steps)})"
    if isinstance(derived, Retention):
        unit, units = UNITS[words][derived.grain]
        if fr:
            return f"rétention par {unit} de première activité, {units} d'après"
        return f"retention by {unit} of first activity and {units} since"
    if isinstance(derived, Turnover):
        return _turnover_words(derived, words)
    if isinstance(derived, TopPerGroup):
        return _top_head(derived, query, model, words)
    if isinstance(derived, RunningTotal):
        return "avec le cumul" if fr else "with the running total"
    if isinstance(derived, ChangeByUnit):
        return "avec l'écart d'une période à l'autre" if fr else "with the change from each to the next"
    return PARTS[words][derived.part] if isinstance(derived, ByCalendarPart) else ""


def _event_words(event: EventKind, language: str) -> str:
    return event.words.label_in(language, event.name)


def _turnover_words(derived: Turnover, language: str) -> str:
    unit, _ = UNITS[language][derived.grain]
    if language == "fr":
        kind = "taux d'attrition" if derived.lost else "taux de rétention"
        left = "qui ne sont pas revenus" if derived.lost else "qui sont revenus"
        return f"{kind} par {unit} (actifs de la période d'avant {left})"
    kind = "churn rate" if derived.lost else "retention rate"
    left = f"active the {unit} before, {'but not in it' if derived.lost else 'and in it'}"
    return f"{kind} by {unit} ({left})"


def _top_head(derived: TopPerGroup, query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """“top 2 for each hotel", "highest price first, 1 for each city"."""
    groups = query.group_by[: derived.outer] or tuple(
        Grouping(field) for field in query.columns[: derived.outer]
    )
    outer = join_words(grouped_words(replace(query, group_by=groups), model, language), language)
    order = query.order[0]
    by = "" if query.measures else field_words(query.columns[order.grouping or 0], model, language)
    if language == "fr":
        way = "les plus hauts" if order.descending else "les plus bas"
        return f"{derived.count} pour chaque {outer}, {way}{f' ({by})' if by else ''}"
    way = "highest" if order.descending else "lowest"
    return f"{derived.count} for each {outer}, {way}{f' {by}' if by else ''} first"


def derived_reading(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """The reading as one line: "Number of orders in 2022: average per day"."""
    text = describe(replace(query, derived=None), model, language)
    return f"{text}{' : ' if language == 'fr' else ': '}{derived_head(query, model, language)}"
