"""Which type each column of texts has, told from all its values: what one value contradicts stays text.

Whatever could be read in two ways is not guessed: 03/04/2025 and 1,234 are read as the rest of the file says,
or as the person says, or they stay text. Leading zeros and signs make a text: postcodes, telephone numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

SPACE = r"[ \x{a0}\x{202f}]"
NOTHING = ("", "null", "n/a", "na", "#n/a", "nan", "none", "-")
# Patterns that must hold for every value; \d+ is bounded by what the types hold.
WHOLE = r"-?(0|[1-9]\d{0,17})"
POINT = r"-?(0|[1-9]\d{0,37})(\.\d{1,18})?"
COMMA = r"-?(0|[1-9]\d{0,37})(,\d{1,18})?"
FLOAT = r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d{1,3})?"
GROUPED_COMMA = r"-?[1-9]\d{0,2}(,\d{3})*(\.\d{1,18})?|-?0(\.\d{1,18})?"
GROUPED_POINT = r"-?[1-9]\d{0,2}(\.\d{3})*(,\d{1,18})?|-?0(,\d{1,18})?"
SPACE_COMMA = rf"-?[1-9]\d{{0,2}}({SPACE}\d{{3}})*(,\d{{1,18}})?|-?0(,\d{{1,18}})?"
SPACE_POINT = rf"-?[1-9]\d{{0,2}}({SPACE}\d{{3}})*(\.\d{{1,18}})?|-?0(\.\d{{1,18}})?"
ISO_DATE = r"\d{4}-\d{2}-\d{2}"
ISO_MOMENT = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
ISO_ZONED = ISO_MOMENT + r" ?(Z|[-+]\d{2}(:?\d{2})?)"
YEAR_FIRST = r"\d{4}/\d{1,2}/\d{1,2}"
DAY_MONTH = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
DAY_MONTH_TIME = DAY_MONTH + r" \d{1,2}:\d{2}(:\d{2})?"
FLAG = "(?i)true|false"
# What else is asked of the values, to tell two readings apart.
SIGNS = {
    "point_only": r"-?\d+\.\d{1,2}|-?\d+\.\d{4,}|-?0\.\d+|-?\d{4,}\.\d+|.*,\d{3}\..*|.*,\d{3},.*",
    "comma_only": r"-?\d+,\d{1,2}|-?\d+,\d{4,}|-?0,\d+|-?\d{4,},\d+|.*\.\d{3},.*|.*\.\d{3}\..*",
    "day_first": r"(1[3-9]|2\d|3[01])[/.-].*|\d{1,2}\.\d{1,2}\.\d{4}.*",
    "month_first": r"\d{1,2}[/-](1[3-9]|2\d|3[01])[/-].*",
    "has_comma": r".*,.*",
    "has_point": r".*\..*",
}
PATTERNS = {
    "whole": WHOLE,
    "point": POINT,
    "comma": COMMA,
    "float": FLOAT,
    "grouped_comma": GROUPED_COMMA,
    "grouped_point": GROUPED_POINT,
    "space_comma": SPACE_COMMA,
    "space_point": SPACE_POINT,
    "iso_date": ISO_DATE,
    "iso_moment": ISO_MOMENT,
    "iso_zoned": ISO_ZONED,
    "year_first": YEAR_FIRST,
    "day_month": DAY_MONTH,
    "day_month_time": DAY_MONTH_TIME,
    "flag": FLAG,
}


_PLAIN = frozenset({"whole", "iso_date", "iso_moment", "iso_zoned", "year_first", "flag"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the person says that the files are written; None: as they tell themselves."""

    day_first: bool | None = None
    decimal_comma: bool | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A column's type, and the expression that makes it: of `{v}`, the value without blanks, until it is
    known to hold; `asks`: what would settle an unclear one.
    """

    sql_type: str
    expression: str
    asks: str = ""


TEXT = Kind("VARCHAR", "")
# What no double holds would become infinite.
FINITE = "CASE WHEN isfinite(TRY_CAST({v} AS DOUBLE)) THEN TRY_CAST({v} AS DOUBLE) END"


def kinds_of(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], wishes: Wishes
) -> dict[str, Kind]:
    """The kind of each column of a table of texts."""
    sample = f"(SELECT * FROM {table} LIMIT 5000)"  # noqa: S608  (the table's name is ours)
    sampled = _matches(connection, sample, dict.fromkeys(columns, tuple(PATTERNS)))
    likely = {
        column: tuple(name for name in PATTERNS if sampled[column][name] == sampled[column]["known"])
        for column in columns
        if sampled[column]["known"]
    }
    likely = {column: names for column, names in likely.items() if names}
    # Most columns are of a kind that nothing else can be: only where a value says no are others tried.
    plain = {column: names for column, found in likely.items() if (names := _PLAIN & set(found))}
    fits = _holding(connection, table, {**likely, **{c: tuple(names) for c, names in plain.items()}})
    fits |= _holding(connection, table, {c: likely[c] for c in plain if c not in fits})
    signs = _signs(connection, table, fits)
    wishes = _as_the_file_says(wishes, signs)
    kinds = {column: _kind(names, signs[column], wishes) for column, names in fits.items()}
    return dict.fromkeys(columns, TEXT) | _sized(connection, table, kinds)


def _holding(
    connection: duckdb.DuckDBPyConnection, table: str, wanted: dict[str, tuple[str, ...]]
) -> dict[str, set[str]]:
    """The patterns that hold for all values of a column, for columns where any does."""
    found = _matches(connection, table, wanted)
    fits = {
        column: {name for name in names if found[column][name] == found[column]["known"] > 0}
        for column, names in wanted.items()
    }
    return {column: names for column, names in fits.items() if names}


def known(column: str) -> str:
    """The value without blanks around it; NULL where it says that there is none."""
    words = ", ".join(f"'{word}'" for word in NOTHING)
    return f'CASE WHEN lower(trim("{column}")) NOT IN ({words}) THEN trim("{column}") END'


def _matches(
    connection: duckdb.DuckDBPyConnection, table: str, wanted: dict[str, tuple[str, ...]]
) -> dict[str, dict[str, int]]:
    """How many values each pattern of a column holds for, in one reading."""
    counts = {
        (column, name): f"count_if(regexp_full_match({known(column)}, '{PATTERNS[name]}'))"
        for column, names in wanted.items()
        for name in names
    } | {(column, "known"): f"count({known(column)})" for column in wanted}
    return _counted(connection, table, counts)


def _signs(
    connection: duckdb.DuckDBPyConnection, table: str, fits: dict[str, set[str]]
) -> dict[str, dict[str, int]]:
    unclear = {"comma", "point", "grouped_comma", "grouped_point", "day_month", "day_month_time"}
    counts = {
        (column, name): f"count_if(regexp_full_match({known(column)}, '{pattern}'))"
        for column, names in fits.items()
        if names & unclear
        for name, pattern in SIGNS.items()
    }
    found = _counted(connection, table, counts)
    return {column: found.get(column, dict.fromkeys(SIGNS, 0)) for column in fits}


def _counted(
    connection: duckdb.DuckDBPyConnection, table: str, counts: dict[tuple[str, str], str]
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {column: {} for column, _name in counts}
    if counts:
        sql = f"SELECT {', '.join(counts.values())} FROM {table}"  # noqa: S608  (names and patterns are ours)
        row: Any = connection.execute(sql).fetchone()
        for (column, name), count in zip(counts, row, strict=True):
            found[column][name] = count
    return found


def _as_the_file_says(wishes: Wishes, signs: dict[str, dict[str, int]]) -> Wishes:
    """What one column shows holds for the others of its file, unless two contradict each other."""
    total = {name: sum(bool(of[name]) for of in signs.values()) for name in SIGNS}
    day, comma = wishes.day_first, wishes.decimal_comma
    if day is None and bool(total["day_first"]) != bool(total["month_first"]):
        day = bool(total["day_first"])
    if comma is None and bool(total["comma_only"]) != bool(total["point_only"]):
        comma = bool(total["comma_only"])
    return Wishes(day, comma)


def _kind(fits: set[str], signs: dict[str, int], wishes: Wishes) -> Kind:
    if "flag" in fits:
        return Kind("BOOLEAN", "TRY_CAST(lower({v}) AS BOOLEAN)")
    if "iso_date" in fits or "year_first" in fits:
        return Kind("DATE", "TRY_CAST(replace({v}, '/', '-') AS DATE)")
    if "iso_moment" in fits:
        return Kind("TIMESTAMP", "TRY_CAST({v} AS TIMESTAMP)")
    if "iso_zoned" in fits:
        return Kind("TIMESTAMP WITH TIME ZONE", "TRY_CAST({v} AS TIMESTAMPTZ)")
    if fits & {"day_month", "day_month_time"}:
        return _dated(fits, signs, wishes)
    return _number(fits, signs, wishes)


def _dated(fits: set[str], signs: dict[str, int], wishes: Wishes) -> Kind:
    own = bool(signs["day_first"]) != bool(signs["month_first"])
    day_first = bool(signs["day_first"]) if own else wishes.day_first
    if signs["day_first"] and signs["month_first"]:
        return TEXT
    if day_first is None:
        return Kind("VARCHAR", "", asks="day_first")
    order = "%d-%m-%Y" if day_first else "%m-%d-%Y"
    plain = "regexp_replace({v}, '[/.]', '-', 'g')"
    if "day_month" in fits:
        return Kind("DATE", f"TRY_CAST(TRY_STRPTIME({plain}, '{order}') AS DATE)")
    return Kind("TIMESTAMP", f"TRY_STRPTIME({plain}, ['{order} %H:%M:%S', '{order} %H:%M'])")


def _number(fits: set[str], signs: dict[str, int], wishes: Wishes) -> Kind:
    """Which mark stands before decimals: as the column's own values show, else as the file does.

    1,234 shows nothing: a thousand and more, or a little over one.
    """
    if "whole" in fits:
        return Kind("BIGINT", "TRY_CAST({v} AS BIGINT)")
    pointed, commaed = fits & {"point", "grouped_comma"}, fits & {"comma", "grouped_point"}
    if not pointed and not commaed:
        if fits & {"space_comma", "space_point"}:
            return Kind("DECIMAL", f"replace(regexp_replace({{v}}, '{SPACE}', '', 'g'), ',', '.')")
        return Kind("DOUBLE", FINITE) if "float" in fits else TEXT
    is_comma = bool(signs["comma_only"])
    if is_comma == bool(signs["point_only"]):  # neither: what shows both fits no pattern
        if signs["has_comma"] and wishes.decimal_comma is None:
            return Kind("VARCHAR", "", asks="decimal_comma")
        is_comma = bool(wishes.decimal_comma)
    if is_comma:
        return Kind("DECIMAL", "replace(replace({v}, '.', ''), ',', '.')") if commaed else TEXT
    return Kind("DECIMAL", "replace({v}, ',', '')") if pointed else TEXT


def _sized(connection: duckdb.DuckDBPyConnection, table: str, kinds: dict[str, Kind]) -> dict[str, Kind]:
    """Decimals as wide as their values; any kind that loses no value. What would be lost stays text."""
    made = {column: kind.expression.replace("{v}", known(column)) for column, kind in kinds.items()}
    counts: dict[tuple[str, str], str] = {}
    for column, kind in kinds.items():
        if kind.sql_type == "DECIMAL":
            parts = f"split_part(ltrim({made[column]}, '-'), '.', "
            counts |= {(column, f"part {n}"): f"max(length({parts}{n})))" for n in (1, 2)}
        elif kind.sql_type != "VARCHAR":
            counts[column, "all"] = f"count({known(column)})"
            counts[column, "kept"] = f"count({made[column]})"
    found = _counted(connection, table, counts)
    return {column: _fitted(kind, made[column], found.get(column, {})) for column, kind in kinds.items()}


def _fitted(kind: Kind, made: str, counts: dict[str, int]) -> Kind:
    if kind.sql_type == "VARCHAR":
        return kind
    if kind.sql_type != "DECIMAL":
        return Kind(kind.sql_type, made) if counts["all"] == counts["kept"] else TEXT
    whole, scale = counts["part 1"], counts["part 2"]
    if scale + whole > 38 or (not scale and whole > 18):
        return TEXT  # numbers as long are names of things: nobody adds them up
    width = 18 if scale + whole <= 18 else 38
    sql_type = f"DECIMAL({width},{scale})" if scale else "BIGINT"
    return Kind(sql_type, f"TRY_CAST({made} AS {sql_type})")
