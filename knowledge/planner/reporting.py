"""“Activity performance report”, “monthly business summary”, « bilan mensuel »: several metrics in one table.

A report is of one kind of thing, each row one of them, or of the whole business, by calendar unit. What it
shows are the approved metrics of the knowledge base that have to do with it; nothing else is counted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.planner.deriving_text import Asked
from knowledge.planner.fields import entity_fields
from knowledge.planner.nouns import of_french
from knowledge.planner.plan import Planned
from knowledge.planner.reading import describe
from knowledge.planner.tokens import normalise, words_of
from knowledge.planner.words import singular
from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.formulas import adds_up
from knowledge.semantic.measures import Leaf, leaves_of
from knowledge.semantic.model import Metric, SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    Function,
    Grain,
    Grouping,
    MetricMeasure,
    Order,
    Period,
    SemanticQuery,
)
from querying.catalog import TableKey

MOST_METRICS = 12

_EACH = (
    r"performances? (?:report|overview|review|summary|statistics|stats)|performances?"
    r"|rapports? (?:de|des|sur les?) performances?|bilan (?:de|des) performances?"
    r"|tableau (?:de|des) performances?|reports?|rapports?"
)
_WHOLE = (
    r"(?:key )?(?:statistics|stats|figures|indicators|kpis?)|summary|overview|recap|scorecard"
    r"|statistiques?|resume|bilan|synthese|recapitulatif|chiffres cles|indicateurs(?: cles)?"
    r"|tableau de bord|vue d'ensemble|point"
)
_REPORT = re.compile(rf"\b(?:(?P<each>{_EACH})|(?P<whole>{_WHOLE}))\b")
_BUSINESS = re.compile(
    r"\b(?:(?:of|for|on|about|de|du|des|d'|pour|sur) ?)?(?:the |our |my |l'|la |le |les |notre |nos )?"
    r"(?:business|company|organi[sz]ation|general|overall|executive|management|entreprise|societe"
    r"|activite generale|activite|affaires|generale?|globale?|commerciale?)\b"
)
_PERIODICAL = re.compile(
    r"\b(?:(?P<day>daily|quotidien(?:ne)?s?|journalier(?:e)?s?|(?:by|per|par) (?:day|jour))"
    r"|(?P<week>weekly|hebdomadaires?|(?:by|per|par) (?:week|semaine))"
    r"|(?P<month>monthly|mensuel(?:le)?s?|(?:by|per|par) (?:month|mois))"
    r"|(?P<quarter>quarterly|trimestriel(?:le)?s?|(?:by|per|par) (?:quarter|trimestre))"
    r"|(?P<year>yearly|annual|annuel(?:le)?s?|(?:by|per|par) (?:year|an|annee)))\b"
)
_LEAD = re.compile(
    r"^(?:(?:please|show|give|make|send|tell|get|create|me|us|a|an|the|our|of|for|on|about|montre"
    r"|s'il te plait|montrez|donne|donnez|affiche|fais|faites|moi|nous|un|une|le|la|les|l'|de|du|des|d'"
    r"|sur|pour|nos|notre)"
    r"[ -]+|l'|d')+",
)
_LINKS = frozenset({"de", "des", "sur", "le", "les", "d", "key"})
# How far back a report goes by itself, in its units, the running one included.
_BACK = {Grain.DAY: 30, Grain.WEEK: 12, Grain.MONTH: 12, Grain.QUARTER: 8}
_BACK_WORDS = {
    "en": {
        Grain.DAY: "the last 30 days",
        Grain.WEEK: "the last 12 weeks",
        Grain.MONTH: "the last 12 months",
        Grain.QUARTER: "the last 8 quarters",
    },
    "fr": {
        Grain.DAY: "les 30 derniers jours",
        Grain.WEEK: "les 12 dernières semaines",
        Grain.MONTH: "les 12 derniers mois",
        Grain.QUARTER: "les 8 derniers trimestres",
    },
}


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no report is asked for, or it is not clear about what."""
    found = _REPORT.search(asked.folded)
    if found is None or asked.names(found) or _is_known(found[0], asked.model):
        return None
    periodical = _PERIODICAL.search(asked.folded)
    grain = _grain_of(periodical)
    cuts = [found] if periodical is None or _overlap(found, periodical) else [found, periodical]
    rest = _bare(asked.without(*cuts))
    business = _BUSINESS.search(normalise(rest))
    if business is not None or not rest:
        if not rest and found["each"]:
            return None  # "report": of what?
        left = _bare(f"{rest[: business.start()]} {rest[business.end() :]}") if business else ""
        return _of_business(asked, grain, left) or _about(asked, found, grain, rest)
    return _about(asked, found, grain, rest) or _of_business(asked, grain, rest)


def _grain_of(periodical: re.Match[str] | None) -> Grain | None:
    if periodical is None:
        return None
    return next(Grain(name) for name, text in periodical.groupdict().items() if text)


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _bare(text: str) -> str:
    """The text without articles and prepositions before it and commas around it."""
    text = " ".join(text.split()).strip(" ,?!.")
    lead = _LEAD.match(f"{normalise(text)} ")
    return text[lead.end() :].strip() if lead else text


def _is_known(words: str, model: SemanticModel) -> bool:
    """Whether the data itself speaks of reports or statistics: then the word means those."""
    head = {singular(word) for word in words_of(words) if word not in _LINKS}
    phrases = [phrase for table in model.tables.values() for _, phrase in table.words.phrases()]
    phrases += [
        phrase
        for table in model.tables.values()
        for column in table.columns
        for _, phrase in column.words.phrases()
    ]
    return any(head & {singular(word) for word in words_of(phrase)} for phrase in phrases)


# -- the whole business ----------------------------------------------------------------------------------


def _of_business(asked: Asked, grain: Grain | None, rest: str) -> Planned | None:
    """Every metric that is no person's own, by calendar unit; `rest` may be a period and nothing else."""
    metrics = [name for name, leaves in _approved(asked.model) if _is_business(leaves, asked.model)]
    metrics = metrics[:MOST_METRICS]
    times = {name: leaves[0].time for name, leaves in _approved(asked.model)}
    if len(metrics) < 2:
        return None
    period, score, notes = None, 0.95, list[str]()
    if rest:
        lead = asked.model.metrics[metrics[0]].words.label_in(asked.language, metrics[0])
        timed = asked.plan(f"{lead} {rest}")
        if timed is None or timed.query != SemanticQuery(
            measures=timed.query.measures, period=timed.query.period, table=timed.query.table
        ):
            return None
        if timed.query.period is None or timed.query.measures != (MetricMeasure(metrics[0]),):
            return None
        period, score = timed.query.period, timed.score
    elif grain in _BACK:
        period = _back(asked, grain)
        notes = [_BACK_WORDS[asked.language][grain]]
    if period is not None and period.field is not None:
        return None
    field = times[metrics[0]]
    assert field is not None  # _is_business
    group_by = (Grouping(field, grain),) if grain is not None else ()
    query = SemanticQuery(
        measures=tuple(MetricMeasure(name) for name in metrics), group_by=group_by, period=period
    )
    return _planned(asked, query, score, notes)


def _is_business(leaves: tuple[Leaf, ...], model: SemanticModel) -> bool:
    return all(leaf.time is not None and not model.tables[leaf.table].owner_column for leaf in leaves)


def _back(asked: Asked, grain: Grain) -> Period:
    from knowledge.planner.planning import local_now  # planning asks these readers: a circle by nature

    now = local_now(asked.question)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    count = _BACK[grain] - 1
    if grain is Grain.DAY:
        start = today - dt.timedelta(days=count)
    elif grain is Grain.WEEK:
        days = (today.weekday() - asked.question.week_start) % 7
        start = today - dt.timedelta(days=days, weeks=count)
    else:
        length = 3 if grain is Grain.QUARTER else 1
        months = today.year * 12 + (today.month - 1) // length * length - count * length
        start = today.replace(year=months // 12, month=months % 12 + 1, day=1)
    return Period(start, today + dt.timedelta(days=1))


# -- one kind of thing -----------------------------------------------------------------------------------


def _about(asked: Asked, found: re.Match[str], grain: Grain | None, rest: str) -> Planned | None:
    """A metric by itself; a table's rows with the metrics about them, or its own metrics in all."""
    counted = asked.plan(f"nombre {of_french(rest)}" if asked.language == "fr" else f"number of {rest}")
    if counted is not None and _counts_rows(counted.query):
        return _of_table(asked, found, grain, counted)
    named = asked.plan(rest) or counted
    if named is None or not named.query.measures or named.query.derived is not None:
        return None
    if not all(isinstance(measure, MetricMeasure) for measure in named.query.measures):
        return None
    if grain is None:
        return named
    if any(item.grain is not None for item in named.query.group_by) or named.query.limit is not None:
        return None
    time = leaves_of(asked.model, named.query.measures[0], asked.language)[0].time
    if time is None:
        return None
    query = replace(named.query, group_by=(Grouping(time, grain), *named.query.group_by), order=())
    return _planned(asked, query, named.score, named.assumptions)


def _counts_rows(query: SemanticQuery) -> bool:
    measure = query.measures[0] if len(query.measures) == 1 else None
    counts = isinstance(measure, AggregateMeasure) and measure.function is Function.COUNT
    return counts and not (query.group_by or query.having or query.limit or query.derived)


def _of_table(asked: Asked, found: re.Match[str], grain: Grain | None, counted: Planned) -> Planned | None:
    measure = counted.query.measures[0]
    assert isinstance(measure, AggregateMeasure)
    about = dict(_metrics_about(asked.model, measure.table))
    each = found["each"] is not None and grain is None
    if not each:
        about = {
            name: leaves
            for name, leaves in about.items()
            if all(leaf.table == measure.table for leaf in leaves)
        }
    if grain is not None:
        about = {
            name: leaves for name, leaves in about.items() if all(leaf.time is not None for leaf in leaves)
        }
    if not about:
        return None
    names = tuple(MetricMeasure(name) for name in list(about)[:MOST_METRICS])
    query = replace(counted.query, measures=names)
    if each:
        fields = entity_fields(asked.model, measure.table, ())
        if not fields or len(names) < 2:
            return None
        groups = tuple(Grouping(field) for field in fields)
        return _planned(asked, replace(query, group_by=groups, order=(Order(measure=0),)), counted.score)
    if grain is None:
        return _planned(asked, replace(query, measures=(measure, *names)), counted.score)
    time = next(iter(about.values()))[0].time
    assert time is not None
    return _planned(asked, replace(query, group_by=(Grouping(time, grain),)), counted.score)


def _metrics_about(model: SemanticModel, table: TableKey) -> Iterator[tuple[str, tuple[Leaf, ...]]]:
    """Metrics of the table's own rows and of rows that point at them, each by one join and one alone."""
    for name, leaves in _approved(model):
        ways = [
            [join for join in model.joins_from(leaf.table) if join.to_table == table]
            for leaf in leaves
            if leaf.table != table
        ]
        if all(len(joins) == 1 for joins in ways):
            yield name, leaves


def _approved(model: SemanticModel) -> Iterator[tuple[str, tuple[Leaf, ...]]]:
    """The approved metrics with what they are made of: amounts first, then counts, then means and rates."""
    found = []
    for metric in model.metrics.values():
        if metric.approved and (leaves := _leaves(model, metric)):
            found.append((_rank(metric, leaves), metric.name, leaves))
    found.sort(key=lambda item: item[0])
    yield from ((name, leaves) for _, name, leaves in found)


def _leaves(model: SemanticModel, metric: Metric) -> tuple[Leaf, ...]:
    try:
        return leaves_of(model, MetricMeasure(metric.name), "en")
    except CannotCompile:  # out of the asker's sight in part
        return ()


def _rank(metric: Metric, leaves: tuple[Leaf, ...]) -> int:
    adds = all(leaf.adds for leaf in leaves) and (not metric.formula or adds_up(metric.formula))
    if metric.unit or not adds:
        return 2
    return 0 if any(leaf.currency is not None for leaf in leaves) else 1


def _planned(asked: Asked, query: SemanticQuery, score: float, notes: Sequence[str] = ()) -> Planned:
    return Planned(query, asked.language, describe(query, asked.model, asked.language), score, tuple(notes))
