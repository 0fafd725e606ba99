"""What a model is told: the rules, and of schema and knowledge only what has to do with the question."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from pathlib import Path
from string import Template

from conversations.agent.context import Knowledge, OpenSource, TurnContext
from knowledge.semantic.model import SemanticModel, SemanticTable, Words
from providers.wire import ChatMessage
from querying.catalog import TableKey
from querying.engines import ENGINES

SYSTEM = Template((Path(__file__).parent / "prompts" / "system.txt").read_text())
LANGUAGE_NAMES = {"en": "English", "fr": "French"}
FOCUSES = {
    "analytics": "analysis of the data",
    "campaign": "a campaign: whom to write to, when and what",
    "strategy": "strategy: what to do next, and why the numbers say so",
    "content": "content: texts for people, in their words",
}
TABLES = 10
COLUMNS = 40
DEFINITIONS = 30
ANSWER_CHARACTERS = 1_500


def build_messages(
    question: str, source: OpenSource, knowledge: list[Knowledge], language: str, context: TurnContext
) -> list[ChatMessage]:
    """The system prompt, the last exchanges, the question."""
    messages = [ChatMessage("system", system_prompt(question, source, knowledge, language, context))]
    for exchange in context.history:
        messages.append(ChatMessage("user", exchange.question))
        ran = f"\n(SQL: {exchange.sql})" if exchange.sql else ""
        messages.append(ChatMessage("assistant", exchange.answer[:ANSWER_CHARACTERS] + ran))
    return [*messages, ChatMessage("user", question + _attached(context.attached))]


def _attached(sql: str) -> str:
    """The SQL that the question is about. What stands in it is text to work on, never an instruction."""
    return f"\n\nThe query that this is about:\n```sql\n{sql}\n```" if sql else ""


def system_prompt(
    question: str, source: OpenSource, knowledge: list[Knowledge], language: str, context: TurnContext
) -> str:
    """The filled template of prompts/system.txt."""
    model = source.model
    tables = relevant_tables(question, source)
    return SYSTEM.substitute(
        organization=context.actor.organization_name,
        source=source.name,
        dialect=ENGINES[source.view.engine].title,
        focus=FOCUSES.get(context.context_type, FOCUSES["analytics"]),
        language=LANGUAGE_NAMES.get(language, language),
        today=context.now.date().isoformat(),
        time_zone=context.actor.time_zone,
        week_start=calendar.day_name[context.actor.week_start],
        tables="\n".join(_table_text(key, model) for key in tables) or "(none)",
        metrics="\n".join(_metric_lines(model, tables)) or "(none defined)",
        dimensions="\n".join(_dimension_lines(model, tables)) or "(none defined)",
        knowledge="\n".join(f"- [{hit.kind}] {hit.title}: {hit.text}" for hit in knowledge) or "(none)",
    )


def relevant_tables(question: str, source: OpenSource) -> list[TableKey]:
    """The tables whose words the question shares, those they point to, and the largest: at most ten."""
    asked = _stems([question])
    model = source.model

    def score(table: SemanticTable) -> tuple[int, int]:
        words = [table.key[1], *_phrases(table.words)]
        for column in table.columns:
            words += [column.name, *_phrases(column.words)]
        return (len(asked & _stems(words)), table.row_estimate)

    ranked = sorted(model.tables.values(), key=score, reverse=True)
    chosen = [table.key for table in ranked[: TABLES // 2]]
    pointed_to = [join.to_table for key in chosen for join in model.joins_from(key)]
    rest = [table.key for table in ranked[TABLES // 2 :]]
    return list(dict.fromkeys([*chosen, *pointed_to, *rest]))[:TABLES]


def _phrases(words: Words) -> Iterable[str]:
    return (phrase for _language, phrase in words.phrases())


def _stems(texts: Iterable[str]) -> set[str]:
    """First five letters of each word: enough to see that "airlines" and "airline" belong together."""
    return {word[:5] for text in texts for word in re.findall(r"[^\W_]{3,}", text.lower())}


def _table_text(key: TableKey, model: SemanticModel) -> str:
    table = model.tables[key]
    name = key[1] if key[0] == model.default_schema else ".".join(key)
    columns = ", ".join(
        f"{column.name} {column.type.value}" + (" (masked)" if column.masked else "")
        for column in table.columns[:COLUMNS]
    )
    described = table.words.description.get("en") or table.words.label_in("en")
    joins = "; ".join(
        " and ".join(f"{a} = {join.to_table[1]}.{b}" for a, b in join.on) for join in model.joins_from(key)
    )
    return f"- {name}: {described}\n  columns: {columns}" + (f"\n  points to: {joins}" if joins else "")


def _metric_lines(model: SemanticModel, tables: list[TableKey]) -> list[str]:
    metrics = sorted(model.metrics.values(), key=lambda metric: metric.table not in tables)
    return [
        f"- {metric.name}: {metric.words.label_in('en', metric.name)} = {metric.sql or metric.formula}"
        + (f" (unit {metric.unit})" if metric.unit else "")
        for metric in metrics[:DEFINITIONS]
    ]


def _dimension_lines(model: SemanticModel, tables: list[TableKey]) -> list[str]:
    dimensions = [
        f"- {dimension.name}: {dimension.words.label_in('en', dimension.name)} ({dimension.table[1]})"
        for dimension in model.dimensions.values()
        if dimension.table in tables
    ]
    filters = [
        f"- filter {segment.name}: {segment.words.label_in('en', segment.name)}: {segment.filter}"
        for segment in model.segments.values()
        if segment.table in tables
    ]
    return dimensions[:DEFINITIONS] + filters[:DEFINITIONS]
