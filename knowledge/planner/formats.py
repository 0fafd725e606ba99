"""Numbers, money and dates as the reader's language writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit as format_unit_of

from knowledge.semantic.query import Grain

_LOCALES = {"en": "en_US", "fr": "fr_FR"}
_CURRENCIES = frozenset(
    {"EUR", "USD", "GBP", "CHF", "CAD", "JPY", "AUD", "SEK", "DKK", "NOK", "PLN", "MXN", "CNY", "INR", "BRL"}
)
_MEASURED = {
    **{
        unit: f"duration-{unit[:-1]}"
        for unit in ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
    },
    "miles": "length-mile",
    "feet": "length-foot",
    "inches": "length-inch",
    "km": "length-kilometer",
    "kg": "mass-kilogram",
    "mph": "speed-mile-per-hour",
}
_SHORT = frozenset({"km", "kg", "mph"})
Number = int | float | Decimal


def locale_of(language: str) -> str:
    return _LOCALES.get(language, "en_US")


@lru_cache(maxsize=4096)
def format_number(value: Number, language: str, unit: str = "") -> str:
    """1,284,310 in English, 1 284 310 in French; money with its currency, others with their unit behind."""
    locale = locale_of(language)
    if unit.upper() in _CURRENCIES:
        return format_currency(value, unit.upper(), locale=locale)
    if unit in ("%", "percent"):
        text = format_decimal(value, locale=locale, format="#,##0.##")
        return f"{text}%" if language == "en" else f"{text}\u202f%"
    if unit in _MEASURED:
        return format_measure(value, unit, locale)
    text = format_decimal(_rounded(value), locale=locale, format="#,##0.######")
    return f"{text} {unit}" if unit else text


def format_measure(value: Number, unit: str, locale: str) -> str:
    """An amount of time or length with its unit spelled out, in the number it stands in: 21,92 minutes."""
    length: Literal["short", "long"] = "short" if unit in _SHORT else "long"
    return format_unit_of(_rounded(value), _MEASURED[unit], length, format="#,##0.######", locale=locale)


def _rounded(value: Number) -> Number:
    """To two places, or three significant ones below one; whole numbers stay whole."""
    number = float(value)
    if number == int(number) and abs(number) < 1e15:
        return int(number)
    if abs(number) >= 1:
        return round(number, 2)
    return float(f"{number:.3g}")


def format_share(part: float, language: str) -> str:
    """A share of one as a percentage with one decimal: 27.3% or 27,3 %."""
    return format_number(round(part * 100, 1), language, "%")


def format_day(day: dt.date | dt.datetime, language: str) -> str:
    return format_date(day, "d MMMM y" if language == "fr" else "MMMM d, y", locale=locale_of(language))


def format_unit(moment: dt.date | dt.datetime, grain: Grain | None, language: str) -> str:
    """A calendar unit by its name: March 2013, Q1 2013, week of 4 March 2013."""
    locale = locale_of(language)
    if grain is Grain.YEAR:
        return str(moment.year)
    if grain is Grain.QUARTER:
        quarter = (moment.month + 2) // 3
        return f"T{quarter} {moment.year}" if language == "fr" else f"Q{quarter} {moment.year}"
    if grain is Grain.MONTH:
        return format_date(moment, "MMMM y", locale=locale)
    if grain is Grain.WEEK:
        day = format_day(moment, language)
        return f"la semaine du {day}" if language == "fr" else f"the week of {day}"
    if grain is Grain.HOUR and isinstance(moment, dt.datetime):
        hour = f"{moment.hour} h" if language == "fr" else f"{moment.hour:02d}:00"
        return f"{format_day(moment, language)}, {hour}"
    if isinstance(moment, dt.datetime) and (moment.hour or moment.minute):
        return f"{format_day(moment, language)} {moment:%H:%M}"
    return format_day(moment, language)
