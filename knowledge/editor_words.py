"""What the SQL editor is offered of the knowledge base: labels of tables and columns, and metrics as SQL."""

from __future__ import annotations

import re

from accounts.actor import Actor
from knowledge.semantic.model import Metric, SemanticModel
from knowledge.services import semantic_model
from querying.models import DataSource
from querying.workbench.completions import Snippet, Words

MOST_METRICS = 200
_WITHOUT_FILTER = ("mysql", "mariadb")
_ONE_CALL = re.compile(r"\w+\([^()]*\)")


def words_of(actor: Actor, source: DataSource) -> Words:
    """The source in the actor's words, of what the actor may see."""
    model = semantic_model(actor, source)
    language = actor.language
    metrics = sorted(model.metrics.values(), key=lambda metric: metric.words.label_in(language, metric.name))
    return Words(
        tables={key: table.words.label_in(language) for key, table in model.tables.items()},
        columns={
            (key, column.name): column.words.label_in(language)
            for key, table in model.tables.items()
            for column in table.columns
        },
        snippets=tuple(_snippet(metric, model, actor, source.engine) for metric in metrics[:MOST_METRICS]),
    )


def _snippet(metric: Metric, model: SemanticModel, actor: Actor, engine: str) -> Snippet:
    """As an expression where one says it all, and as the whole query."""
    return Snippet(
        name=metric.name,
        label=metric.words.label_in(actor.language, metric.name),
        expression=_expression(metric, engine),
        query=_query(metric, model, actor),
        description=metric.words.description.get(actor.language, ""),
    )


def _expression(metric: Metric, engine: str) -> str:
    """The aggregate with its filters; empty where they can't be put behind it."""
    if not metric.filters or not metric.sql:
        return metric.sql
    if engine in _WITHOUT_FILTER or not _ONE_CALL.fullmatch(metric.sql):
        return ""
    filters = " AND ".join(f"({one})" for one in metric.filters)
    return f"{metric.sql} FILTER (WHERE {filters})"


def _query(metric: Metric, model: SemanticModel, actor: Actor) -> str:
    """The metric over all rows, as SQL; empty where it can't be computed on its own."""
    # Not at the top: the compiler loads parsers, half a second of every command's start.
    from knowledge.semantic.compiled import CannotCompile
    from knowledge.semantic.compiler import compile_query
    from knowledge.semantic.query import MetricMeasure, SemanticQuery

    try:
        compiled = compile_query(
            SemanticQuery(measures=(MetricMeasure(metric.name),)),
            model,
            time_zone=actor.time_zone,
            week_start=actor.week_start,
            language=actor.language,
        )
    except CannotCompile:
        return ""
    return compiled.sql
