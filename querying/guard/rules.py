"""The rules that a statement can break, each with a name that stays, its code and its sentence.

The names are told in docs/guard.md. The sentences are English and marked for translators here, by the one
word that their tool looks for; who shows a refusal puts it into the asker's language
(querying/services/telling.py), for the guard knows no Django.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A contracts.md code, and a sentence with `%(name)s` where values of the statement stand."""

    code: str
    template: str


def gettext_noop(text: str) -> str:
    """The same text, which translators find."""
    return text


SIZE: dict[str, Rule] = {
    "no-nul": Rule("sql.syntax", gettext_noop("A statement can't hold a NUL character.")),
    "valid-text": Rule("sql.syntax", gettext_noop("This is not valid text.")),
    "length": Rule("sql.too_long", gettext_noop("A statement may have at most %(most)s bytes.")),
    "depth": Rule(
        "sql.too_deep", gettext_noop("This statement nests too deeply. Split it into simpler steps.")
    ),
    "joins": Rule("sql.too_complex", gettext_noop("At most %(most)s joins are allowed.")),
    "with-queries": Rule("sql.too_complex", gettext_noop("At most %(most)s WITH queries are allowed.")),
    "series": Rule("sql.too_complex", gettext_noop("A series may have at most %(most)s values.")),
    "text-length": Rule(
        "sql.too_complex", gettext_noop("Text may be made at most %(most)s characters long.")
    ),
    "columns": Rule("sql.too_complex", gettext_noop("A query may give at most %(most)s columns.")),
    "signs": Rule("sql.syntax", gettext_noop("Too many signs stand in a row here.")),
    "value-size": Rule("sql.too_complex", gettext_noop("This could make values too large to show.")),
    "collected-size": Rule(
        "sql.too_complex", gettext_noop("%(function)s of values this long is not allowed.")
    ),
    "recursion-doubles": Rule(
        "sql.too_complex", gettext_noop("This recursion doubles its values at each step.")
    ),
}
"""Walls 0 and 4: how much."""

SYNTAX: dict[str, Rule] = {
    "syntax": Rule("sql.syntax", gettext_noop("This is not valid SQL: %(near)s can't stand like this.")),
    "syntax-near": Rule("sql.syntax", gettext_noop("This is not valid SQL: unexpected %(near)s.")),
    "syntax-end": Rule("sql.syntax", gettext_noop("This is not valid SQL: it ends too early.")),
    "syntax-open": Rule(
        "sql.syntax", gettext_noop("This is not valid SQL: a quotation mark or a comment is not closed.")
    ),
    "syntax-empty-name": Rule(
        "sql.syntax", gettext_noop("This is not valid SQL: a name between double quotes is empty.")
    ),
    "syntax-number": Rule(
        "sql.syntax",
        gettext_noop("This is not valid SQL: %(near)s is no number. A name can't begin with a digit."),
    ),
    "syntax-escape": Rule(
        "sql.syntax", gettext_noop("This is not valid SQL: an escape in this text stands for no character.")
    ),
    "syntax-name": Rule("sql.syntax", gettext_noop("This is not valid SQL: %(near)s has too many parts.")),
    "syntax-limit": Rule("sql.syntax", gettext_noop("Write LIMIT … OFFSET … in place of LIMIT …, ….")),
    "syntax-frame": Rule(
        "sql.syntax", gettext_noop("This is not valid SQL: a window can't begin or end like this.")
    ),
    "syntax-ties": Rule("sql.syntax", gettext_noop("WITH TIES needs an ORDER BY.")),
    "syntax-unreadable": Rule("sql.syntax", gettext_noop("This is not valid SQL.")),
    "mysql-comment": Rule(
        "sql.syntax", gettext_noop("Write a space after --: without it MySQL reads no comment.")
    ),
    "no-statement": Rule("sql.syntax", gettext_noop("There is no statement here.")),
    "set-columns": Rule("sql.syntax", gettext_noop("Both sides of this UNION need as many columns.")),
    "values-length": Rule("sql.syntax", gettext_noop("VALUES lists must all be of the same length.")),
    "star-without-from": Rule("sql.syntax", gettext_noop("SELECT * needs a FROM.")),
    "nothing-selected": Rule("sql.syntax", gettext_noop("SELECT needs something to select.")),
    "column-list": Rule(
        "sql.syntax",
        gettext_noop("Columns of the same name can't be renamed from outside: name them inside."),
    ),
    "not-written": Rule("sql.node", gettext_noop("This can't be written in this database's SQL.")),
    "not-carried": Rule(
        "sql.node",
        gettext_noop("This kind of database has no sure way to compute this (%(what)s)."),
    ),
    "same-tree": Rule("sql.node", gettext_noop("This can't be written back as SQL without a change.")),
}
"""Walls 1 and 4: what the database's own grammar reads, and reads again as the same."""

STATEMENTS: dict[str, Rule] = {
    "one-statement": Rule("sql.statement", gettext_noop("Only one statement at a time.")),
    "select-only": Rule("sql.statement", gettext_noop("Only SELECT statements are allowed, WITH included.")),
    "with-select": Rule("sql.statement", gettext_noop("WITH queries must be SELECTs.")),
    "select-into": Rule("sql.statement", gettext_noop("SELECT INTO makes a table; only reading is allowed.")),
    "row-locks": Rule("sql.statement", gettext_noop("Row locks (FOR UPDATE and kin) are not allowed.")),
}
"""Wall 1: one statement, which reads."""

PARTS: dict[str, Rule] = {
    "parameters": Rule("sql.node", gettext_noop("Parameters are not allowed here.")),
    "node": Rule("sql.node", gettext_noop("%(what)s is not allowed here.")),
    "node-kind": Rule("sql.node", gettext_noop("This kind of expression (%(kind)s) is not allowed here.")),
    "strange": Rule("sql.node", gettext_noop("There is something in this statement that is not allowed.")),
    "select-list": Rule("sql.node", gettext_noop("This can't stand in a select list.")),
    "from-item": Rule("sql.node", gettext_noop("This can't stand in FROM.")),
    "table-columns": Rule("sql.node", gettext_noop("Give columns other names in a SELECT of their own.")),
    "hints": Rule("sql.node", gettext_noop("Hints and executable comments are not allowed here.")),
    "join-kind": Rule("sql.node", gettext_noop("This kind of join is not allowed here.")),
    "pivot-values": Rule(
        "sql.node", gettext_noop("Say which values become columns: %(column)s IN ('a', 'b').")
    ),
    "pivot-form": Rule(
        "sql.node", gettext_noop("Write this PIVOT by hand: sum(…) FILTER (WHERE …) for each column.")
    ),
    "sample": Rule("sql.node", gettext_noop("Rows are not sampled here: sort by random() and take a LIMIT.")),
    "limit-number": Rule("sql.node", gettext_noop("LIMIT and OFFSET take a plain number.")),
    "star": Rule("sql.node", gettext_noop("A star can't stand here.")),
    "no-column": Rule("sql.node", gettext_noop("This is no column.")),
    "record-columns": Rule("sql.node", gettext_noop("Only names and types may stand in this list.")),
    "function": Rule("sql.function", gettext_noop("The function %(function)s is not allowed.")),
    "session": Rule("sql.function", gettext_noop("This tells about the session, not about the data.")),
    "time-zone": Rule(
        "sql.function", gettext_noop("The database does not know your time zone: leave this out.")
    ),
    "format": Rule("sql.function", gettext_noop("format() may only use %%s, %%I and %%L.")),
    "by-position": Rule("sql.function", gettext_noop("Give these arguments by position.")),
    "operator": Rule("sql.operator", gettext_noop("The operator %(operator)s is not allowed.")),
    "sort-operator": Rule("sql.operator", gettext_noop("Write ASC or DESC in the place of USING.")),
    "extension-operator": Rule(
        "sql.operator",
        gettext_noop("Values of type %(type)s can't be compared here: write them as ::text first."),
    ),
    "extension-subquery": Rule("sql.operator", gettext_noop("Compare this as ::text.")),
    "extension-using": Rule("sql.operator", gettext_noop("Write the join on %(column)s with ON.")),
    "type": Rule("sql.type", gettext_noop("The type %(type)s is not allowed.")),
    "plain-type": Rule("sql.type", gettext_noop("Name a plain type here.")),
    "type-length": Rule("sql.type", gettext_noop("This length of a type is not allowed.")),
    "collation": Rule("sql.type", gettext_noop("The collation %(collation)s is not allowed.")),
}
"""Wall 2: what a statement may be made of."""

NAMES: dict[str, Rule] = {
    "hidden-table": Rule("sql.relation", gettext_noop("You may not see the table %(table)s.")),
    "system-table": Rule(
        "sql.relation", gettext_noop("%(table)s belongs to the database system and can't be asked.")
    ),
    "unknown-table": Rule("sql.relation", gettext_noop("There is no table %(table)s that you can ask.")),
    "other-database": Rule(
        "sql.relation", gettext_noop("Write schema.table: other databases can't be reached.")
    ),
    "alias-twice": Rule("sql.relation", gettext_noop("%(alias)s stands twice in FROM: give one an alias.")),
    "system-name": Rule("sql.relation", gettext_noop("Names that begin with pg_ are the system's.")),
    "with-twice": Rule("sql.relation", gettext_noop("The WITH name %(name)s is given twice.")),
    "with-itself": Rule(
        "sql.relation", gettext_noop("%(name)s names itself where only a recursive UNION may.")
    ),
    "hidden-column": Rule("sql.column", gettext_noop("You may not see the column %(column)s.")),
    "system-column": Rule(
        "sql.column",
        gettext_noop("%(column)s is a column of the database system and can't be asked."),
    ),
    "unknown-column": Rule("sql.column", gettext_noop("There is no column %(column)s that you can ask.")),
    "quoted-text": Rule(
        "sql.column", gettext_noop("There is no column %(column)s: text stands in single quotes.")
    ),
    "nothing-left": Rule("sql.column", gettext_noop("No column is left here.")),
    "ambiguous-column": Rule(
        "sql.column", gettext_noop("The column %(column)s is ambiguous: say of which table.")
    ),
    "unknown-alias": Rule(
        "sql.column", gettext_noop("There is no table or alias %(alias)s in the FROM around this.")
    ),
    "ambiguous-alias": Rule("sql.column", gettext_noop("%(alias)s is ambiguous here.")),
    "column-aliases": Rule("sql.column", gettext_noop("There are more column aliases than columns.")),
    "using-missing": Rule(
        "sql.column", gettext_noop("USING (%(column)s): that column is not on both sides.")
    ),
    "using-ambiguous": Rule("sql.column", gettext_noop("USING (%(column)s): that column is ambiguous.")),
    "natural-nothing": Rule(
        "sql.column", gettext_noop("The sides of this NATURAL JOIN share no column: write ON.")
    ),
    "fields": Rule(
        "sql.column",
        gettext_noop("Write alias.column without brackets; fields of other values can't be asked."),
    ),
}
"""Wall 2: what the asker may name."""

AUDIENCES: dict[str, Rule] = {
    "audience-column": Rule(
        "sql.column",
        gettext_noop("The query must give the column %(column)s, unchanged: it tells people apart."),
    ),
    "audience-columns": Rule(
        "sql.column", gettext_noop("Several columns of the query name people: give %(column)s alone.")
    ),
    "audience-hidden": Rule("sql.relation", gettext_noop("You may not see who is who in this data source.")),
}
"""Beyond the walls, where a query must name people."""

RULES: dict[str, Rule] = SIZE | SYNTAX | STATEMENTS | PARTS | NAMES | AUDIENCES
