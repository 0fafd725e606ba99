"""What a name in an expression means: a column, a whole row, of this query or of one around it."""

from __future__ import annotations

from collections.abc import Iterator

from querying.guard.postgresql.facts import Column, Facts, changed, union
from querying.guard.postgresql.findings import Findings
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level, Relation
from querying.guard.refusals import Source

SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"})


class Names:
    """Resolves them as PostgreSQL does; raises GuardRefusal for what can't be."""

    def __init__(self, source: Source, findings: Findings) -> None:
        self.source = source
        self.findings = findings

    def column(self, reference: nodes.ColumnRef, level: Level) -> Facts:
        """Facts of what a reference names."""
        names = [field.string.sval for field in reference.fields]
        if not names[-1]:  # a star: no name is empty
            return self._whole_row(self.relation_of(names[:-1], reference, level), level)
        if len(names) == 1:
            found = self._search(names[0], reference, level)
            if found is None:
                return self._whole_row(self._row_of(names[0], reference, level), level)
            holder, column = found
        else:
            relation, holder = self.relation_of(names[:-1], reference, level)
            column = self._column_of(relation, names, reference)
        if len(names) == 3:  # the derived table in the place of schema.table has no schema
            del reference.fields[0]
        return self._reached(column, reference, holder, level)

    def relation_of(
        self, names: list[str], reference: nodes.ColumnRef, level: Level
    ) -> tuple[Relation, Level]:
        """The relation that `alias` or `schema.table` names, and the query in whose FROM it stands."""
        for place in _from_inside(level):
            found = place.named(names[-1])
            if found and len(names) > 1:
                found = [each for each in found if len(names) == 2 and each.schema == names[0]]
            if len(found) > 1:
                raise self.source.refused("ambiguous-alias", reference.location, names[-1], alias=names[-1])
            if found:
                return found[0], place
        written = ".".join(names)
        raise self.source.refused("unknown-alias", reference.location, written, alias=written)

    def note(self, facts: Facts, holder: Level, level: Level) -> None:
        """Every query between a column and the expression that names it depends on that column's rows."""
        place: Level | None = level
        while place is not None and place is not holder:
            place.reached_out |= facts.leaves
            place.reached_levels.add(holder)
            place = place.outer

    def _reached(self, column: Column, reference: nodes.ColumnRef, holder: Level, level: Level) -> Facts:
        facts = column.facts
        self.findings.touch(facts)
        if facts.plain is not None:
            holder.bare.setdefault(facts.plain[0], {})[column.name] = reference
        if holder is level:
            return facts if facts.own and not facts.outer else changed(facts, own=True, outer=False)
        self.note(facts, holder, level)
        return changed(facts, own=False, outer=True)

    def _search(self, name: str, reference: nodes.ColumnRef, level: Level) -> tuple[Level, Column] | None:
        for place in _from_inside(level):
            found = place.find(name)
            if len(found) > 1:
                raise self.source.refused("ambiguous-column", reference.location, name, column=name)
            if found:
                return place, found[0]
        return None

    def _row_of(self, name: str, reference: nodes.ColumnRef, level: Level) -> tuple[Relation, Level]:
        if any(place.named(name) for place in _from_inside(level)):
            return self.relation_of([name], reference, level)
        seen = [relation for place in _from_inside(level) for relation in place.relations]
        raise self._unknown_column(name, reference, seen)

    def _column_of(self, relation: Relation, names: list[str], reference: nodes.ColumnRef) -> Column:
        found = relation.find(names[-1])
        if len(found) == 1:
            return found[0]
        if found:
            written = ".".join(names)
            raise self.source.refused("ambiguous-column", reference.location, written, column=written)
        raise self._unknown_column(".".join(names), reference, [relation])

    def _unknown_column(
        self, written: str, reference: nodes.ColumnRef, relations: list[Relation]
    ) -> Exception:
        name = written.rsplit(".", 1)[-1]
        hidden = any(
            relation.leaf is not None and name in relation.leaf.table.hidden_columns for relation in relations
        )
        of_system = name in SYSTEM_COLUMNS
        rule = "hidden-column" if hidden else "system-column" if of_system else "unknown-column"
        return self.source.refused(rule, reference.location, written, column=written)

    def _whole_row(self, found: tuple[Relation, Level], level: Level) -> Facts:
        relation, holder = found
        if relation.leaf is not None:
            relation.leaf.whole = True
        for column in relation.columns:
            self.findings.touch(column.facts)
            self.note(column.facts, holder, level)
        return changed(
            union([column.facts for column in relation.columns]),
            kind="record",
            extension=None,  # rows are compared by the order of each column's own type
            origin=None,
            constant=False,
            own=holder is level,
            outer=holder is not level,
            size=sum(column.facts.size for column in relation.columns),
        )


def _from_inside(level: Level) -> Iterator[Level]:
    place: Level | None = level
    while place is not None:
        yield place
        place = place.outer
