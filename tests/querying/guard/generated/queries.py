"""Random SELECTs over the tables of a view: what stands in FROM, grouping, order, WITH and set operations."""

from __future__ import annotations

import random
from collections.abc import Sequence

from querying.catalog import CatalogTable, CatalogView
from tests.querying.guard.generated.expressions import PLAIN, Expressions
from tests.querying.guard.generated.scope import Atom, Place, Written
from tests.querying.guard.generated.words import AGGREGATES, WINDOWED

KINDS = {
    "integer": "int", "bigint": "big", "numeric(10,2)": "num", "double precision": "float", "text": "text",
    "boolean": "bool", "date": "date", "timestamp with time zone": "moment",
    "timestamp without time zone": "stamp", "jsonb": "jsonb", "text[]": "texts",
    "public.order_status": "status",
}  # fmt: skip
SHADOWS = ("users", "orders", "products", "salaries", "steps", "base")
"""Names for WITH queries, some of which are those of tables, even of a hidden one."""


class Queries:
    """Writes one statement; `room` bounds how many tables it reads."""

    def __init__(self, chance: random.Random, view: CatalogView, room: int) -> None:
        self.chance = chance
        self.view = view
        self.room = room
        self.features: set[str] = set()
        self.expressions = Expressions(chance, self)
        self.common: list[tuple[str, tuple[Atom, ...]]] = []  # the WITH names in sight, innermost last
        self.count = 0

    def has_room(self) -> bool:
        return self.room > 0

    def likely(self, probability: float, feature: str = "") -> bool:
        """Whether to do a thing of this probability, noted as a feature of the statement."""
        if self.chance.random() >= probability:
            return False
        if feature:
            self.features.add(feature)
        return True

    # Queries

    def write(
        self, outer: Place | None, depth: int, kinds: tuple[str, ...] | None, top: bool = False
    ) -> Written:
        """A query whose columns are of `kinds`, or of any; it may name what is around it."""
        known = len(self.common)
        with_clause = self._with(outer, depth) if self.likely(0.3 if top else 0.07) and depth > 0 else ""
        if depth > 0 and self.room > 1 and self.likely(0.12, "set operation"):
            query = self._set_operation(outer, depth, kinds)
        elif kinds and self.likely(0.04, "VALUES"):
            query = self._values(kinds)
        else:
            query = self._select(outer, depth, kinds)
        del self.common[known:]
        return Written(with_clause + query.sql, query.columns)

    def single(self, outer: Place | None, depth: int, kind: str) -> str:
        """A query of at most one row, one column."""
        place = self._place(outer, depth)
        where = self._where(place, depth, 0.6)
        if kind in AGGREGATES and self.likely(0.75):
            place.keys = []
            return f"SELECT {self.expressions.aggregate(kind, place, depth)} FROM {place.written}{where}"
        self.features.add("loose order")
        value = self.expressions.write(kind, place, depth)
        return f"SELECT {value} FROM {place.written}{where} ORDER BY {self.expressions.any(place)}, 1 LIMIT 1"

    def _set_operation(self, outer: Place | None, depth: int, kinds: tuple[str, ...] | None) -> Written:
        kinds = kinds or tuple(self.chance.choice(PLAIN) for _ in range(self.chance.randint(1, 3)))
        operation = self.chance.choice(
            ("UNION", "UNION ALL", "UNION ALL", "INTERSECT", "EXCEPT", "EXCEPT ALL")
        )
        left = self._select(outer, depth - 1, kinds, bare=True)
        right = self._select(outer, depth - 1, kinds, bare=True)
        sql = f"{left.sql} {operation} {right.sql}"
        if self.likely(0.3):
            self.features.add("loose order")
            sql = f"({left.sql} LIMIT 20) {operation} ({right.sql})"
        if self.likely(0.4):
            sql += " ORDER BY 1"
        return Written(sql, tuple(Atom(each.text, each.kind) for each in left.columns))

    def _values(self, kinds: Sequence[str]) -> Written:
        rows = [
            f"({', '.join(self.expressions.constant(kind) for kind in kinds)})"
            for _ in range(self.chance.randint(1, 3))
        ]
        columns = tuple(Atom(f"column{number}", kind) for number, kind in enumerate(kinds, 1))
        return Written(f"VALUES {', '.join(rows)}", columns)

    def _select(
        self, outer: Place | None, depth: int, kinds: tuple[str, ...] | None, *, bare: bool = False
    ) -> Written:
        place = self._place(outer, depth)
        where = self._where(place, depth, 0.5)
        if kinds is None and not bare and self.likely(0.08, "star"):
            return self._starred(place, where)
        tail = self._group(place, depth) if self.likely(0.35, "grouped") else ""
        if not tail and self.likely(0.08, "named window"):
            place.windows.append("w")
            window = f" WINDOW w AS ({self.expressions.window_body(place, 1)})"
        else:
            window = ""
        columns, targets = self._targets(place, depth, kinds)
        distinct = order = ""
        if not bare and self.likely(0.08, "DISTINCT"):
            distinct = "DISTINCT "
        elif not bare and not tail and self.likely(0.05, "DISTINCT ON"):
            self.features.add("loose order")
            key = self.expressions.any(place) + "::text"
            distinct = f"DISTINCT ON ({key}) "
            order = f" ORDER BY {key}, {', '.join(str(n) for n in range(1, len(columns) + 1))}"
        if not bare and not order:
            order = self._order(place, depth, columns, distinct=bool(distinct))
        sql = f"SELECT {distinct}{', '.join(targets)} FROM {place.written}{where}{tail}{window}{order}"
        place.windows.clear()
        if not bare:
            sql += self._limit(place, depth)
        return Written(sql, columns)

    def _starred(self, place: PlaceInFrom, where: str) -> Written:
        star = "*"
        atoms = list(place.atoms)
        if place.rows and self.likely(0.5):
            alias = self.chance.choice(place.rows)
            star = f"{alias}.*"
            atoms = [atom for atom in atoms if atom.alias == alias]
        columns = tuple(Atom(atom.text.rsplit(".", 1)[-1], atom.kind, atom.origin) for atom in atoms)
        return Written(f"SELECT {star} FROM {place.written}{where}", columns)

    def _targets(
        self, place: Place, depth: int, kinds: tuple[str, ...] | None
    ) -> tuple[tuple[Atom, ...], list[str]]:
        wanted = kinds or tuple(
            self.chance.choice((*PLAIN, "int", "text", "float", "jsonb", "texts"))
            for _ in range(self.chance.randint(1, 4))
        )
        columns, targets = [], []
        for number, kind in enumerate(wanted, 1):
            value, origin = self._target(place, depth, kind)
            name = f"c{number}"
            if self.likely(0.15, "shadowing alias"):
                name = self.chance.choice(("id", "score", "note", "name", "total", "email")) + str(number) * (
                    number > 1
                )
            targets.append(f"{value} AS {name}")
            columns.append(Atom(name, kind, origin))
        return tuple(columns), targets

    def _target(self, place: Place, depth: int, kind: str) -> tuple[str, str]:
        """A value for the select list, and the column that it passes on, if it does."""
        if place.keys is not None and kind in AGGREGATES and self.likely(0.6):
            return self.expressions.aggregate(kind, place, depth), ""
        if kind in WINDOWED and self.likely(0.08):
            return self.expressions.windowed(kind, place, min(depth, 1)), ""
        plain = [atom for atom in place.own() if atom.kind == kind]
        if plain and self.likely(0.35):
            atom = self.chance.choice(plain)
            return atom.text, atom.origin
        return self.expressions.write(kind, place, depth), ""

    def _where(self, place: Place, depth: int, probability: float) -> str:
        if not self.likely(probability):
            return ""
        conditions = [
            self.expressions.write("bool", place, max(depth, 1))
            for _ in range(self.chance.choice((1, 1, 1, 2)))
        ]
        return f" WHERE {' AND '.join(conditions)}"

    def _group(self, place: Place, depth: int) -> str:
        keys = []
        for _ in range(self.chance.choice((0, 1, 1, 1, 2))):
            kind = self.chance.choice(("text", "int", "date", "bool", "moment", "status"))
            place.quiet = True
            value = self.expressions.column(kind, place) if self.likely(0.6) else None
            keys.append(Atom(value or self.expressions.write(kind, place, min(depth, 1)), kind))
            place.quiet = False
        # A constant would be a position, or nothing to group by.
        keys = [key for key in keys if any(atom.text in key.text for atom in place.atoms)]
        place.keys = keys
        texts = [key.text for key in keys]
        tail = f" GROUP BY {', '.join(texts)}" if texts else ""
        if len(texts) > 1 and self.likely(0.4, "GROUPING SETS"):
            form = self.chance.choice(("ROLLUP ({})", "CUBE ({})", "GROUPING SETS (({}), ())"))
            tail = f" GROUP BY {form.format(', '.join(texts))}"
        if self.likely(0.25, "HAVING"):
            kind = self.chance.choice(("big", "num", "int"))
            value = self.expressions.aggregate(kind, place, depth)
            tail += (
                f" HAVING {value} {self.chance.choice(('>', '>=', '<>'))} {self.expressions.constant('int')}"
            )
        return tail

    def _order(self, place: Place, depth: int, columns: Sequence[Atom], *, distinct: bool) -> str:
        if not self.likely(0.45):
            return ""
        items = [str(number) for number in range(1, len(columns) + 1)]
        if self.likely(0.3):
            items = [
                f"{each} {self.chance.choice(('DESC', 'ASC', 'DESC NULLS LAST', 'NULLS FIRST'))}"
                for each in items
            ]
        elif not distinct and self.likely(0.4, "ORDER BY an expression"):
            items.insert(0, self.expressions.write(self.chance.choice(PLAIN), place, min(depth, 1)))
            if not any(atom.text in items[0] for atom in place.own()):
                items.pop(0)  # a constant would be a place
        return f" ORDER BY {', '.join(items)}"

    def _limit(self, place: Place, depth: int) -> str:
        if not self.likely(0.15, "LIMIT"):
            return ""
        self.features.add("loose order")
        form = self.chance.choice(
            ("LIMIT 5", "LIMIT 20", "LIMIT 10 OFFSET 2", "OFFSET 1", "FETCH FIRST 3 ROWS ONLY")
        )
        return f" {form}"

    # WITH

    def _with(self, outer: Place | None, depth: int) -> str:
        self.features.add("WITH")
        if self.likely(0.2) and self.room > 1:
            return self._recursive(outer, depth)
        parts: list[str] = []
        for _ in range(self.chance.choice((1, 1, 2))):
            taken = {part.split(" ", 1)[0] for part in parts}
            name = self.chance.choice([each for each in SHADOWS if each not in taken])
            if name in ("users", "orders", "products", "salaries"):
                self.features.add("shadowing WITH")
            query = self.write(outer, depth - 1, None)
            columns = _distinct(query.columns)
            materialized = self.chance.choice(("", "", "", "MATERIALIZED ", "NOT MATERIALIZED "))
            parts.append(f"{name} AS {materialized}({query.sql})")
            self.common.append((name, columns))
        return f"WITH {', '.join(parts)} "

    def _recursive(self, outer: Place | None, depth: int) -> str:
        self.features.add("WITH RECURSIVE")
        name = self.chance.choice(("steps", "base"))
        base = self._place(outer, 0, single=True)
        first = self.expressions.write("int", base, 1)
        start = f"SELECT 1, ({first})::int FROM {base.written}{self._where(base, 1, 0.8)}"
        own = (Atom("n", "int"), Atom("k", "int"))
        step = self._place(outer, 0, single=True)
        alias = self._alias()
        step.atoms += [Atom(f"{alias}.{each.text}", each.kind, "", alias) for each in own]
        step.aliases.add(alias)
        keyed = self.expressions.column("int", step) or "1"
        union = self.chance.choice(("UNION ALL", "UNION"))
        more = f" AND {self.expressions.write('bool', step, 1)}" if self.likely(0.4) else ""
        repeated = (
            f"SELECT {alias}.n + 1, {keyed} FROM {name} {alias} JOIN {step.written} ON {keyed} = {alias}.k"
            f" WHERE {alias}.n < 3{more}"
        )
        self.common.append((name, own))
        return f"WITH RECURSIVE {name}(n, k) AS ({start} {union} {repeated}) "

    # FROM

    def _place(self, outer: Place | None, depth: int, *, single: bool = False) -> PlaceInFrom:
        place = PlaceInFrom(outer)
        place.written = self._item(place, depth, place)
        joins = 0 if single else self.chance.choice((0, 0, 0, 1, 1, 2) if depth > 0 else (0, 0, 0, 1))
        for _ in range(joins):
            if self.room > 0 and not place.closed:
                self._join(place, depth)
                place.joined = True
        return place

    def _alias(self) -> str:
        self.count += 1
        return f"t{self.count}"

    def _item(self, place: Place, depth: int, into: Place) -> str:
        """One thing in FROM, whose columns go `into`."""
        draw = self.chance.random()
        if self.common and draw < 0.5:
            return self._common(into)
        if depth > 0 and self.room > 0 and draw < 0.68 and draw > 0.5:
            self.features.add("derived table")
            return self._derived(self.write(place.outer, depth - 1, None), into)
        if draw > 0.94 and draw < 0.97 and depth > 0 and self.room > 1:
            self.features.add("alias of a join")
            inner = self._place(place.outer, 0)
            return self._derived_from(inner, into)
        if draw > 0.985:
            self.features.add("VALUES")
            return self._derived(self._values(("int", "text")), into)
        if draw > 0.97:
            alias = self._alias()
            into.atoms.append(Atom(f"{alias}.n", "int", "", alias))
            into.aliases.add(alias)
            return f"generate_series(1, {self.expressions.constant('small')}) AS {alias}(n)"
        return self._table(into)

    def _table(self, into: Place) -> str:
        self.room -= 1
        table = self.chance.choice(list(self.view.tables.values()))
        name = table.name if table.schema == "public" else f"{table.schema}.{table.name}"
        shadowed = any(each == table.name for each, _ in self.common)
        if shadowed or self.likely(0.1):
            name = f"{table.schema}.{table.name}"
        names = [_quoted(column.name) for column in table.columns]
        if self.likely(0.08, "table without alias") and table.name not in into.aliases:
            alias, written = table.name, name
        else:
            alias = self._alias()
            written = f"{name} {alias}"
            if self.likely(0.06, "column aliases"):
                names = [f"{column}_{alias}".replace('"', "") for column in names[:3]] + names[3:]
                written = f"{name} AS {alias}({', '.join(names[:3])})"
        self._take(table, alias, names, into)
        return written

    def _take(self, table: CatalogTable, alias: str, names: list[str], into: Place) -> None:
        for column, name in zip(table.columns, names, strict=True):
            into.atoms.append(Atom(f"{alias}.{name}", KINDS[column.sql_type], column.name, alias))
            if column.masked:
                self.features.add("masked in reach")
        into.aliases.add(alias)
        into.rows.append(alias)

    def _common(self, into: Place) -> str:
        name, columns = self.chance.choice(self.common[-2:])
        if any(each == name for each, _ in self.common[self.common.index((name, columns)) + 1 :]):
            return self._table(into)
        alias = self._alias()
        self._give(columns, alias, into)
        return f"{name} {alias}"

    def _derived(self, query: Written, into: Place) -> str:
        alias = self._alias()
        columns = query.columns
        names = ""
        if self.likely(0.1, "column aliases") and columns:
            first = f"x{alias}"
            columns = (Atom(first, columns[0].kind, columns[0].origin), *columns[1:])
            names = f"({first})"
        self._give(_distinct(columns), alias, into)
        return f"({query.sql}) AS {alias}{names}"

    def _derived_from(self, inner: PlaceInFrom, into: Place) -> str:
        """A join as one thing with an alias: its columns are those whose names are not taken twice."""
        alias = self._alias()
        if inner.closed:
            return self._derived(
                Written(f"SELECT 1 AS one FROM {inner.written}", (Atom("one", "int"),)), into
            )
        written = f"({inner.written})"
        if not inner.joined:
            written = f"({inner.written} CROSS JOIN (SELECT 1 AS one) AS {self._alias()})"
        named = tuple(Atom(_name(atom), atom.kind, atom.origin) for atom in inner.atoms)
        self._give(_distinct(named), alias, into)
        return f"{written} AS {alias}"

    def _give(self, columns: Sequence[Atom], alias: str, into: Place) -> None:
        into.atoms += [Atom(f"{alias}.{each.text}", each.kind, each.origin, alias) for each in columns]
        into.aliases.add(alias)
        into.rows.append(alias)

    def _join(self, place: PlaceInFrom, depth: int) -> None:
        if depth > 0 and self.likely(0.16, "LATERAL"):
            return self._lateral(place, depth)
        right = Place(place.outer)
        right.aliases |= place.aliases
        written = self._item(place, depth, right)
        kind = self.chance.choice(
            ("JOIN", "JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", ",")
        )
        self.features.add({",": "comma", "JOIN": "JOIN"}.get(kind, kind))
        shared = _shared(place, right)
        if kind == "," and self.likely(0.3):
            return self._cross(place, right, written)
        kind = kind.replace(",", "JOIN")
        if shared and self.likely(0.12, "USING"):
            if self.likely(0.4) and len(shared) == len(_names(place) & _names(right)):
                self._natural(place, right, written, kind, shared)
            else:
                self._using(place, right, written, kind, shared)
            return None
        condition = self._link(place, right)
        place.atoms += right.atoms
        place.rows += right.rows
        place.aliases |= right.aliases
        if kind != "FULL JOIN" and self.likely(0.3, "condition in ON"):
            condition += f" AND {self.expressions.write('bool', place, 1)}"
        place.written = f"{place.written} {kind} {written} ON {condition}"
        return None

    def _cross(self, place: PlaceInFrom, right: Place, written: str) -> None:
        """A comma, which binds less than JOIN: nothing may be joined after it."""
        place.closed = True
        place.written = f"{place.written}, {written}"
        place.atoms += right.atoms
        place.rows += right.rows
        place.aliases |= right.aliases

    def _natural(self, place: PlaceInFrom, right: Place, written: str, kind: str, shared: list[str]) -> None:
        self.features.add("NATURAL")
        place.written = f"{place.written} NATURAL {kind} {written}"
        merged = {name: next(atom for atom in place.atoms if _name(atom) == name) for name in shared}
        place.atoms += right.atoms
        place.rows += right.rows
        place.aliases |= right.aliases
        place.atoms += [Atom(name, atom.kind, atom.origin) for name, atom in merged.items()]

    def _using(self, place: PlaceInFrom, right: Place, written: str, kind: str, shared: list[str]) -> None:
        name = self.chance.choice(shared)
        place.written = f"{place.written} {kind} {written} USING ({name})"
        merged = [atom for atom in place.atoms if _name(atom) == name]
        place.atoms += right.atoms
        place.rows += right.rows
        place.aliases |= right.aliases
        place.atoms.append(Atom(name, merged[0].kind, merged[0].origin))

    def _link(self, place: Place, right: Place) -> str:
        """A condition that finds partners: a foreign key where there is one, else columns of one kind."""
        for mine, theirs in ((place, right), (right, place)):
            for one in mine.atoms:
                for other in theirs.atoms:
                    if one.origin in ("user_id", "userId") and other.origin == "user_id":
                        return f"{one.text} = {other.text}"
                    if (
                        one.origin in ("user_id", "order_id", "product_id")
                        and other.origin == "id"
                        and self.likely(0.6)
                    ):
                        return f"{one.text} = {other.text}"
        for kind in ("int", "text", "date", "num"):
            ones = [atom for atom in place.atoms if atom.kind == kind]
            others = [atom for atom in right.atoms if atom.kind == kind]
            if ones and others:
                return f"{self.chance.choice(ones).text} = {self.chance.choice(others).text}"
        return "1 = 1"

    def _lateral(self, place: PlaceInFrom, depth: int) -> None:
        alias = self._alias()
        jsons = [atom for atom in place.atoms if atom.kind == "jsonb"]
        texts = [atom for atom in place.atoms if atom.kind == "texts"]
        if texts and self.likely(0.25, "unnest"):
            place.written += f" CROSS JOIN LATERAL unnest({self.chance.choice(texts).text}) AS {alias}(tag)"
            place.atoms.append(Atom(f"{alias}.tag", "text", "", alias))
        elif jsons and self.likely(0.25, "jsonb_each"):
            place.written += (
                f" CROSS JOIN LATERAL jsonb_each_text({self.chance.choice(jsons).text}) AS {alias}"
            )
            place.atoms += [
                Atom(f"{alias}.key", "text", "", alias),
                Atom(f"{alias}.value", "text", "", alias),
            ]
        elif self.likely(0.15, "generate_series"):
            value = self.expressions.write("int", place, 1)
            place.written += f" CROSS JOIN LATERAL generate_series(1, least({value}, 4)) AS {alias}(n)"
            place.atoms.append(Atom(f"{alias}.n", "int", "", alias))
        else:
            query = self.write(place, depth - 1, None)
            form = self.chance.choice(
                (
                    " CROSS JOIN LATERAL ({}) AS {}",
                    " LEFT JOIN LATERAL ({}) AS {} ON true",
                    ", LATERAL ({}) AS {}",
                )
            )
            place.closed = form.startswith(",")
            place.written += form.format(query.sql, alias)
            place.atoms += [
                Atom(f"{alias}.{each.text}", each.kind, each.origin, alias)
                for each in _distinct(query.columns)
            ]
            place.rows.append(alias)
        place.aliases.add(alias)


class PlaceInFrom(Place):
    """A place with its FROM as text."""

    written: str = ""
    joined: bool = False
    closed: bool = False  # a JOIN after a comma would not see what stands before it


def _quoted(name: str) -> str:
    return name if name.islower() else f'"{name}"'


def _name(atom: Atom) -> str:
    return atom.text.rsplit(".", 1)[-1]


def _names(place: Place) -> set[str]:
    return {_name(atom) for atom in place.atoms}


def _distinct(columns: Sequence[Atom]) -> tuple[Atom, ...]:
    """Those whose name no other has."""
    names = [each.text for each in columns]
    return tuple(each for each in columns if names.count(each.text) == 1)


def _shared(place: Place, right: Place) -> list[str]:
    """Names that stand once on each side, with the same kind."""
    ones = {_name(atom): atom.kind for atom in place.atoms}
    others = {_name(atom): atom.kind for atom in right.atoms}
    mine, theirs = [_name(atom) for atom in place.atoms], [_name(atom) for atom in right.atoms]
    return [
        name
        for name, kind in ones.items()
        if others.get(name) == kind and mine.count(name) == 1 and theirs.count(name) == 1 and kind != "jsonb"
    ]
