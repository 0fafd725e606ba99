"""“Conversion funnel”, “weekly retention”, “churn rate by month”, « taux d'attrition »."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.deriving_text import Asked
from knowledge.planner.fields import is_person
from knowledge.planner.plan import Declined, Planned
from knowledge.planner.tokens import normalise, words_of
from knowledge.planner.words import singular
from knowledge.semantic.derivation import Funnel, Retention, Turnover
from knowledge.semantic.fragments import BadFragment, parse_fragment
from knowledge.semantic.model import EventKind, Metric, SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Function,
    Grain,
    MetricMeasure,
    Period,
    SemanticQuery,
)

_LEAD = (
    r"(?:(?:show|give) (?:me |us )?|what (?:is|was|does) |montre(?:z)?(?:-moi)? |donne(?:z)?(?:-moi)? "
    r"|quel(?:le)? (?:est|etait) )?(?:the |our |my |an? |l'|la |le |les |notre |nos |un |une )?"
)
_FUNNEL = re.compile(
    rf"^{_LEAD}(?:(?P<before>[\w' -]*?) )?"
    r"(?:funnel|entonnoir|tunnel (?=de conversion|d'achat|de vente)|tunnel)"
    r"(?: (?:of |for |d'|de |du )?(?P<kind>conversions?|sales?|purchases?|achats?"
    r"|ventes?))?\b(?P<after>.*)$"
)
_KINDS = frozenset(
    {"conversion", "sales", "sale", "purchase", "user", "users", "event", "events", "product", "shop"}
)
_STEPS = re.compile(r"^ ?(?:from|de|du|des|d'|between|entre|:) ?(?P<steps>.+)$")
_NEXT = re.compile(
    r" ?(?:->|→|>|,? (?:then|and then|puis|to|until|jusqu'a|jusqu'aux?|a|au|aux|vers))"
    r" (?:the |la |le |les |l')?| ?, ?"
)
_GRAINS = {
    Grain.DAY: r"daily|(?:by|per|par) (?:day|jour)|quotidien(?:ne)?",
    Grain.WEEK: r"weekly|(?:by|per|par) (?:week|semaine)|hebdomadaire",
    Grain.MONTH: r"monthly|(?:by|per|par) (?:month|mois)|mensuel(?:le)?",
    Grain.QUARTER: r"quarterly|(?:by|per|par) (?:quarter|trimestre)|trimestriel(?:le)?",
    Grain.YEAR: r"yearly|annual|(?:by|per|par) (?:year|an|annee)|annuel(?:le)?",
}
_RATE = re.compile(
    r"\b(?:(?P<churn>(?:user |customer |client |buyer )?churn(?: rate)?"
    r"|taux (?:d'attrition|de churn|de desabonnement|de perte)(?: des clients| client)?|attrition)"
    r"|(?P<retained>(?:user |customer |client |buyer )?retention rate"
    r"|taux de retention(?: des clients| client)?)"
    r"|(?P<cohort>(?:user |customer |client )?(?:cohort retention|retention cohorts?"
    r"|retention(?: table| matrix| curve| analysis)?"
    r"|cohortes? de retention|retention par cohortes?|analyse de (?:la )?retention)"
    r"(?: by cohorts?| par cohortes?)?))\b"
)
_BACK = {
    Grain.DAY: (dt.timedelta(days=30), {"en": "the last 30 days", "fr": "les 30 derniers jours"}),
    Grain.WEEK: (dt.timedelta(weeks=12), {"en": "the last 12 weeks", "fr": "les 12 dernières semaines"}),
}
_FILLERS = re.compile(
    r"\b(?:of|for|the|our|all|in|de|des|du|d'|les|la|le|l'|nos|notre|pour|par"
    r"|by)\b|d'|l'"
)


def read(asked: Asked) -> Planned | Declined | None:
    """The plan of a funnel, of retention or of churn; None where none is asked for, or not one we know."""
    funnel = _FUNNEL.match(asked.folded.strip(" ?.!"))
    if funnel is not None:
        return _funnel(asked, funnel)
    rate = _RATE.search(asked.folded)
    if rate is None or asked.names(rate):
        return None
    return _coming_back(asked, rate)


# -- funnels ---------------------------------------------------------------------------------------------


def _funnel(asked: Asked, found: re.Match[str]) -> Planned | None:
    rest = (found["after"] or "").strip()
    if found["before"] and not set(words_of(found["before"])) <= _KINDS | set(_funnel_words(asked.model)):
        return None
    named = _STEPS.match(rest)
    if named is not None and (steps := _read_steps(named["steps"], asked.model)) is not None:
        events, rest = steps
        return _of_steps(asked, Funnel(tuple(event.name for event in events), ""), rest)
    funnels = list(asked.model.funnels.values())
    if len(funnels) > 1:
        said = set(words_of(found[0]))
        funnels = [
            one for one in funnels if any(set(words_of(text)) <= said for _, text in one.words.phrases())
        ]
    if len(funnels) != 1:
        return None
    return _of_steps(asked, Funnel(funnels[0].steps, funnels[0].name), rest)


def _funnel_words(model: SemanticModel) -> Iterator[str]:
    for funnel in model.funnels.values():
        for _, phrase in funnel.words.phrases():
            yield from words_of(phrase)


def _of_steps(asked: Asked, derived: Funnel, rest: str) -> Planned | None:
    """The funnel over the period, and the rows, that the rest of the question names."""
    event = asked.model.events[derived.steps[0]]
    if event.actor_column is None:
        return None
    table = asked.model.tables[event.table]
    field = ColumnField(event.table, event.actor_column)
    counted = AggregateMeasure(Function.COUNT_DISTINCT, event.table, field)
    query = SemanticQuery(measures=(counted,))
    score, notes = 0.97, tuple[str, ...]()
    if rest:
        label = table.words.label_in(asked.language, table.key[1])
        rows = asked.plan(f"{'nombre de' if asked.language == 'fr' else 'number of'} {label} {rest}")
        if rows is None or not _counts(rows.query, AggregateMeasure(Function.COUNT, event.table)):
            return None
        query = replace(query, where=rows.query.where, period=rows.query.period)
        score, notes = rows.score, rows.assumptions
    plan = Planned(query, asked.language, "", score, notes)
    return asked.derived(plan, query, derived)


def _counts(query: SemanticQuery, wanted: AggregateMeasure) -> bool:
    plain = not (query.group_by or query.having or query.limit or query.derived)
    return plain and query.measures == (wanted,)


def _read_steps(text: str, model: SemanticModel) -> tuple[list[EventKind], str] | None:
    """Events by their names, in order, and what stands behind the last of them."""
    parts = [part.strip() for part in _NEXT.split(text) if part.strip()]
    events: list[EventKind] = []
    rest = ""
    for number, part in enumerate(parts):
        found = _event_at_start(part, model)
        if found is None or (found[1] and number < len(parts) - 1):
            return None
        events.append(found[0])
        rest = found[1]
    tables = {(event.table, event.actor_column) for event in events}
    return (events, rest) if len(events) > 1 and len(tables) == 1 else None


def _event_at_start(text: str, model: SemanticModel) -> tuple[EventKind, str] | None:
    """The event that the text begins with, by its longest name, and the rest of the text."""
    words = text.split()
    for length in range(len(words), 0, -1):
        said = _bag(" ".join(words[:length]))
        found = [event for event in model.events.values() if said in _names(event)]
        if len(found) == 1:
            return found[0], " ".join(words[length:])
    return None


def _names(event: EventKind) -> set[frozenset[str]]:
    phrases = [phrase for _, phrase in event.words.phrases()]
    return {_bag(name) for name in (event.name.replace("_", " "), event.value.replace("_", " "), *phrases)}


def _bag(text: str) -> frozenset[str]:
    """The words of a name but for those that only link: "vues de produits" and "vues produit" are one."""
    links = {"de", "des", "du", "d", "la", "le", "les", "au", "to", "the", "of"}
    return frozenset(singular(word) for word in words_of(normalise(text)) if word not in links)


# -- coming back -----------------------------------------------------------------------------------------


def _coming_back(asked: Asked, found: re.Match[str]) -> Planned | None:
    grain, rest = _grain_of(asked.without(found))
    metrics = list(_people_metrics(asked.model))
    plan = _measured(asked, metrics, rest)
    if plan is None:
        return None
    period = plan.query.period
    if grain is None:
        grain = Grain.WEEK if period is not None and period.grain is Grain.WEEK else Grain.MONTH
    measure = plan.query.measures[0]
    assert isinstance(measure, MetricMeasure)
    actor = next(actor for metric, actor in metrics if metric.name == measure.name)
    until = _running(asked, grain)
    if period is not None and (period.field or (period.start and period.start >= until)):
        return None  # nothing of it is over yet
    notes: tuple[str, ...] = ()
    if period is None and grain in _BACK:  # a table of every day's or week's newcomers would have no end
        count, words = _BACK[grain]
        plan = replace(plan, query=replace(plan.query, period=Period(until - count, until)))
        notes = (words[asked.language],)
    derived = (
        Retention(grain, actor, until)
        if found["cohort"]
        else Turnover(grain, actor, until, lost=found["churn"] is not None)
    )
    return asked.derived(plan, replace(plan.query, table=None, order=()), derived, *notes)


def _grain_of(text: str) -> tuple[Grain | None, str]:
    folded = normalise(text)
    for grain, words in _GRAINS.items():
        found = re.search(rf"\b(?:{words})\b", folded)
        if found is not None:
            return grain, f"{text[: found.start()]} {text[found.end() :]}".strip()
    return None, text


def _measured(asked: Asked, metrics: list[tuple[Metric, ColumnField]], rest: str) -> Planned | None:
    """Whose coming back is meant, over which period and rows: a metric that counts people."""
    usual = _usual(asked.model, metrics)
    names = {metric.name for metric, _ in metrics}
    bare = " ".join(_FILLERS.sub(" ", normalise(rest)).split())
    left = _without_people(bare, asked.model, usual, metrics) if usual is not None else bare
    if left and left == bare:  # "of buyers": a metric of its own before it narrows the usual one
        own = asked.plan(re.sub(r"^(?:of|for|des|de|du|pour) (?:our |the |les |nos )?", "", rest.strip()))
        if own is not None and _is_plain(own.query, names):
            return own
    if usual is None:
        return None
    label = usual.words.label_in(asked.language, usual.name)
    plan = asked.plan(f"{label} {rest if left == bare else left}" if left else label)
    return plan if plan is not None and _is_plain(plan.query, {usual.name}) else None


def _is_plain(query: SemanticQuery, names: set[str]) -> bool:
    if query.group_by or query.having or query.limit is not None or query.derived is not None:
        return False
    measure = query.measures[0] if len(query.measures) == 1 else None
    return isinstance(measure, MetricMeasure) and measure.name in names


def _people_metrics(model: SemanticModel) -> Iterator[tuple[Metric, ColumnField]]:
    """Metrics that count different people by time, with the column that tells who."""
    for metric in model.metrics.values():
        if metric.table not in model.tables or metric.table is None or metric.formula or metric.unit:
            continue
        try:
            fragment = parse_fragment(metric.sql)
        except BadFragment:
            continue
        bare = "".join(metric.sql.lower().split())
        if len(fragment.columns) != 1 or not re.fullmatch(r"count\(distinct\"?\w+\"?\)", bare):
            continue
        column = fragment.columns[0].name
        people = any(
            is_person(model.tables[join.to_table])
            for join in model.joins_from(metric.table)
            if join.on and join.on[0][0] == column and len(join.on) == 1
        )
        acts = any(
            event.table == metric.table and event.actor_column == column for event in model.events.values()
        )
        if people or acts:
            yield metric, ColumnField(metric.table, column)


def _usual(model: SemanticModel, metrics: list[tuple[Metric, ColumnField]]) -> Metric | None:
    """The one that counts who did any of the defined events; else the only one there is."""
    acting = {(event.table, event.actor_column) for event in model.events.values()}
    usual = [
        metric for metric, actor in metrics if (actor.table, actor.column) in acting and not metric.filters
    ]
    if not usual and len(metrics) == 1:
        return metrics[0][0]
    return usual[0] if len(usual) == 1 else None


def _without_people(
    bare: str, model: SemanticModel, metric: Metric, metrics: list[tuple[Metric, ColumnField]]
) -> str:
    """The text without words for people in general: "users", « clients »."""
    actor = next(field for other, field in metrics if other.name == metric.name)
    joined = [join.to_table for join in model.joins_from(actor.table) if join.on[0][0] == actor.column]
    known = {
        singular(words_of(phrase)[0])
        for table in joined
        for _, phrase in model.tables[table].words.phrases()
        if len(words_of(phrase)) == 1
    }
    own = {singular(word) for _, phrase in metric.words.phrases() for word in words_of(phrase)}
    words = bare.split()
    if not {singular(word) for word in words} & known:
        return bare
    return " ".join(word for word in words if singular(word) not in known | own)


def _running(asked: Asked, grain: Grain) -> dt.datetime:
    """The start of the unit that is not over yet."""
    from knowledge.planner.planning import local_now  # planning asks these readers: a circle by nature
    from knowledge.planner.time_ranges import Clock

    clock = Clock(local_now(asked.question), asked.question.week_start, asked.language)
    return clock.start_of(grain)
