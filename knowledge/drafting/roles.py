"""What a column is for, guessed from its type, name, keys and comment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.drafting.lexicon import ABBREVIATIONS
from knowledge.drafting.naming import singular_words, words_in
from knowledge.semantic.model import ColumnRole, SemanticColumn, Words
from knowledge.semantic.money import is_money
from querying.catalog import ColumnType, TableKey
from querying.introspection import SourceColumn, SourceTable

NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
TIMES = (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ)

# Numbers that are names, places or parts of a date: adding them up says nothing.
_NOT_MEASURES_TEXT = """
year month day hour minute second week weekday quarter season number num no nr code zip postal phone fax
flight version rank position level lat latitude lon lng long longitude tz floor status state type kind
flag class category grade_level sequence seq order_number room line gate workingday holiday yr mnth
weathersit time annee mois jour heure semaine numero etage rang niveau chambre ligne trimestre saison
postal telephone
"""
_NOT_MEASURES = frozenset(_NOT_MEASURES_TEXT.split())
_KEY_WORDS = frozenset({"id", "uuid", "guid", "key", "fk", "pk"})
_CURRENCY_NAMES = frozenset(
    {"currency", "currency_code", "devise", "monnaie", "ccy", "currencycode", "code_devise"}
)

_UNITS = """
ms:ms milliseconds:ms seconds:s sec:s secs:s secondes:s minutes:minutes mins:minutes hours:hours
heures:hours days:days jours:days km:km kms:km kilometers:km miles:miles meters:m feet:ft kg:kg grams:g
pct:% percent:% percentage:% celsius:°C fahrenheit:°F eur:EUR euros:EUR usd:USD dollars:USD gbp:GBP
chf:CHF cad:CAD mph:mph kwh:kWh millibars:mbar
"""
_UNIT_WORDS = dict(entry.split(":") for entry in _UNITS.split())

# Endings and words that name the time of the row itself, best first; and those that name another moment.
_MAIN_TIMES = ("created", "occurred", "ordered", "date", "timestamp", "datetime", "time", "at", "on", "day")
_OTHER_TIMES_TEXT = """
updated modified deleted changed due expires expiry expiration expected end ends ended closed cancelled
canceled refunded completed birth dob birthday naissance until valid paid seen last next returned return
shipped delivered resolved fin echeance modification retour sortie deadline scheduled verified confirmed
discharge
"""
_OTHER_TIMES = frozenset(_OTHER_TIMES_TEXT.split())


@dataclass(frozen=True, slots=True)
class Guess:
    role: ColumnRole
    unit: str = ""


def guess_column(table: SourceTable, column: SourceColumn, main_time: str | None) -> Guess:
    """The role and unit of a column; of several times, the row's own alone has the role *time*."""
    if column.type in TIMES:
        return Guess(ColumnRole.TIME if column.name == main_time else ColumnRole.DIMENSION)
    if is_key(table, column):
        return Guess(ColumnRole.KEY)
    if column.type not in NUMBERS or not is_measure_name(column.name):
        return Guess(ColumnRole.DIMENSION)
    return Guess(ColumnRole.MEASURE, guess_unit(table, column))


def is_key(table: SourceTable, column: SourceColumn) -> bool:
    """Whether the column identifies a row: of its own table, or of one it points to."""
    if table.primary_key == (column.name,) or any(column.name in key.columns for key in table.foreign_keys):
        return True
    words = words_in(column.name)
    return bool(words) and (words[-1] in _KEY_WORDS or (words[0] == "id" and len(words) > 1))


def is_measure_name(name: str) -> bool:
    words = words_in(name)
    plain = [ABBREVIATIONS.get(word, word) for word in words]
    named_time = (
        bool(words) and words[-1] == "time" and not set(words) & {"air", "waiting", "wait", "travel", "total"}
    )
    counted = words[:1] in (["nb"], ["nombre"], ["number"]) and len(words) > 1
    return counted or not (
        named_time or set(words[-1:]) & _NOT_MEASURES or set(plain[-1:]) & _NOT_MEASURES - {"time"}
    )


def guess_unit(table: SourceTable, column: SourceColumn) -> str:
    """The unit a name or comment tells; "currency" for amounts whose currency stands in another column."""
    words = words_in(column.name)
    if words and words[-1] in _UNIT_WORDS:
        return _UNIT_WORDS[words[-1]]
    bare = SemanticColumn(column.name, column.type, ColumnRole.MEASURE, Words())
    if currency_column(table) and is_money(bare):
        return "currency"
    told = re.findall(r"[A-Za-z]+|%", column.comment)
    return next(
        (_UNIT_WORDS.get(word.lower(), "%") for word in told if word == "%" or word.lower() in _UNIT_WORDS),
        "",
    )


def currency_column(table: SourceTable) -> str:
    """The column that tells the currency of a row's amounts, or nothing."""
    names = (column.name for column in table.columns if column.type is ColumnType.TEXT)
    return next((name for name in names if name.lower() in _CURRENCY_NAMES), "")


def has_money(table: SourceTable) -> bool:
    return any(map(is_amount, table.columns))


def is_amount(column: SourceColumn) -> bool:
    """Whether the name of a number says that it is money."""
    measure = SemanticColumn(column.name, column.type, ColumnRole.MEASURE, Words())
    return column.type in NUMBERS and is_money(measure)


def main_time(table: SourceTable) -> str | None:
    """The column that says when a row happened, or None."""
    times = [column for column in table.columns if column.type in TIMES and not _is_birth(column)]
    return max(times, key=lambda column: _time_score(table, column)).name if times else None


def _is_birth(column: SourceColumn) -> bool:
    """A birthday is never when the row happened: a count "in 2020" by it would be a wrong answer."""
    return bool(set(words_in(column.name)) & {"birth", "dob", "birthday", "birthdate", "naissance", "yob"})


def _time_score(table: SourceTable, column: SourceColumn) -> tuple[int, int, int]:
    """Not another moment's name; the table's own name in it; a usual name."""
    words = words_in(column.name)
    other = bool(set(words) & _OTHER_TIMES)
    own = bool(set(words) & set(singular_words(table.name)))
    usual = next((rank for rank, word in enumerate(_MAIN_TIMES) if word in words), len(_MAIN_TIMES))
    return (0 if other else 1, int(own), -usual)


def detail_of(table: SourceTable, others: dict[TableKey, SourceTable]) -> TableKey | None:
    """The table whose rows this one's are parts of: order items of orders; None where it is no such table."""
    words = singular_words(table.name)
    parts = {"item", "line", "detail", "ligne", "entry", "element"}
    for key in table.foreign_keys:
        target = others.get(key.to_table)
        if target is None or target.key == table.key:
            continue
        named = singular_words(target.name)
        if words[: len(named)] == named and len(words) > len(named) and set(words) & parts:
            return target.key
    return None
