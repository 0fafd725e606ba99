"""A list of rows: columns of one table and of those it points to."""

from __future__ import annotations

from knowledge.semantic.blocks import Block, row_block
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, OutputColumn
from knowledge.semantic.joins import Located, field_named, locate, proof
from knowledge.semantic.model import SemanticColumn
from knowledge.semantic.names import quote
from knowledge.semantic.outputs import field_label, field_name
from knowledge.semantic.query import ColumnField, Field, Grouping, Period, SemanticQuery
from knowledge.semantic.selects import MOST_ROWS, Select
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import sentence
from querying.catalog import TableKey


def compile_listing(setting: Setting, query: SemanticQuery) -> CompiledQuery:
    """The rows of `query.table`, its `order` counting among `columns`. Raises `CannotCompile`."""
    model, language = setting.model, setting.language
    if query.table is None:
        raise CannotCompile(sentence("no_measure", language))
    table = model.tables.get(query.table)
    if table is None:
        raise CannotCompile(sentence("unknown", language, kind="table", name=query.table[1]))
    if query.group_by or query.having or not 0 < (query.limit or 1) <= MOST_ROWS:
        raise CannotCompile(sentence("bad_query", language, why="group_by, having, limit"))
    fields = query.columns or tuple(ColumnField(table.key, column.name) for column in table.columns)
    located = [locate(model, table.key, field, language) for field in fields]
    block = row_block(setting, table.key, located, query.where, _period(setting, query, table.key))
    names = _names(located)
    select = Select(
        columns=[(block.tables.place(item), name) for item, name in zip(located, names, strict=True)],
        sources=block.tables.lines,
        where=block.where,
        order=_order(setting, query, names, block),
        limit=query.limit,
        distinct=query.distinct,
    )
    columns = tuple(
        _output(setting, field, item, name) for field, item, name in zip(fields, located, names, strict=True)
    )
    proofs = tuple(dict.fromkeys(proof(step, language) for step in block.tables.steps.values()))
    return CompiledQuery(str(select), columns, joins=proofs)


def _names(located: list[Located]) -> list[str]:
    names: list[str] = []
    for item in located:
        names.append(field_name(item, None, names))
    return names


def _output(setting: Setting, field: Field, located: Located, name: str) -> OutputColumn:
    unit = located.target.unit if isinstance(located.target, SemanticColumn) else ""
    return OutputColumn(name, field_label(setting.model, located, None), unit, grouping=Grouping(field))


def _period(setting: Setting, query: SemanticQuery, table: TableKey) -> tuple[Period, Field] | None:
    if query.period is None:
        return None
    if query.period.field is not None:
        return query.period, query.period.field
    time = setting.model.tables[table].time_column
    field = field_named(setting.model, table, time) if time else None
    if field is None:
        raise CannotCompile(sentence("no_time", setting.language, name=table[1]))
    return query.period, field


def _order(setting: Setting, query: SemanticQuery, names: list[str], block: Block) -> list[str]:
    """As asked; else by primary key, so that the same question lists the same rows."""
    ordered = []
    for order in query.order:
        if order.grouping is None or not 0 <= order.grouping < len(names):
            raise CannotCompile(sentence("bad_query", setting.language, why="order"))
        name = quote(names[order.grouping])
        ordered.append(f"{name} DESC NULLS LAST" if order.descending else name)
    if query.distinct:
        return ordered or [quote(name) for name in names]
    alias = block.tables.alias(())
    prefix = f"{quote(alias)}." if alias else ""
    table = setting.model.tables[block.tables.base]
    return ordered + [f"{prefix}{quote(key)}" for key in table.primary_key if table.column(key)]
