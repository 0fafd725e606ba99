"""An organization's month of model use as its page draws it: numbers in words, bars in percent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from providers.services.reporting import MonthReport
from providers.services.usage import Used

PEOPLE = 10
CHART_HEIGHT = 100
SLOT = 10  # width of a day, of which its bar takes 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One day. Lengths are texts: the same in every language, as SVG wants them."""

    label: str
    x: int
    input_y: str
    input_height: str
    output_y: str
    output_height: str
    requests: str
    tokens: str
    cost: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person or model; `percent` of the largest, for its bar."""

    name: str
    detail: str
    requests: str
    tokens: str
    cost: str
    percent: str


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UsagePage:
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    chart_width: int
    highest: str
    ticks: tuple[str, ...]
    people: tuple[Row, ...]
    models: tuple[Row, ...]
    is_empty: bool


def usage_page(report: MonthReport) -> UsagePage:
    """The page of a report. One query, for the names of the people it shows."""
    highest = max((used.tokens for _day, used in report.days), default=0)
    shown = report.people[:PEOPLE]
    names = User.objects.in_bulk([share.user_id for share in shown if share.user_id is not None])
    people = [(_person(share.user_id, names), "", share.used) for share in shown]
    if rest := report.people[PEOPLE:]:
        people.append((_("Everybody else"), "", sum((share.used for share in rest), Used())))
    models = [(share.model, share.provider_name, share.used) for share in report.models]
    return UsagePage(
        figures=_figures(report.total),
        bars=tuple(_bar(number, day, used, highest) for number, (day, used) in enumerate(report.days)),
        chart_width=SLOT * max(len(report.days), 1),
        highest=number_format(highest, use_l10n=True, force_grouping=True),
        ticks=_ticks([day for day, _used in report.days]),
        people=_rows(people),
        models=_rows(models),
        is_empty=report.total.requests == 0,
    )


def _figures(total: Used) -> tuple[Figure, ...]:
    share = _number(total.errors / total.requests * 100 if total.requests else 0, 1)
    tokens = _("%(input)s in (%(cached)s cached), %(output)s out") % {
        "input": _number(total.input_tokens),
        "cached": _number(total.cached_tokens),
        "output": _number(total.output_tokens),
    }
    return (
        Figure(_("Cost"), _dollars(total), _unpriced(total)),
        Figure(_("Tokens"), _number(total.tokens), tokens),
        Figure(_("Requests"), _number(total.requests), _("retries and fallbacks included")),
        Figure(_("Errors"), _number(total.errors), _("%(share)s%% of requests") % {"share": share}),
    )


def _bar(number: int, day: dt.date, used: Used, highest: int) -> Bar:
    scale = CHART_HEIGHT / highest if highest else 0
    whole, answered = used.tokens * scale, used.output_tokens * scale
    return Bar(
        label=date_format(day, "DATE_FORMAT"),
        x=number * SLOT + 1,
        input_y=f"{CHART_HEIGHT - whole + answered:.2f}",
        input_height=f"{whole - answered:.2f}",
        output_y=f"{CHART_HEIGHT - whole:.2f}",
        output_height=f"{answered:.2f}",
        requests=_number(used.requests),
        tokens=_number(used.tokens),
        cost=_cost(used),
    )


def _ticks(days: Sequence[dt.date]) -> tuple[str, ...]:
    """The first, the middle and the last day."""
    if len(days) < 3:
        return tuple(date_format(day, "MONTH_DAY_FORMAT") for day in days)
    ends = days[0], days[len(days) // 2], days[-1]
    return tuple(date_format(day, "MONTH_DAY_FORMAT") for day in ends)


def _rows(parts: Sequence[tuple[str, str, Used]]) -> tuple[Row, ...]:
    largest = max((used.tokens for _name, _detail, used in parts), default=0)
    return tuple(
        Row(
            name,
            detail,
            _number(used.requests),
            _number(used.tokens),
            _cost(used),
            f"{used.tokens / largest * 100 if largest else 0:.1f}",
        )
        for name, detail, used in parts
    )


def _person(user_id: int | None, names: dict[int, User]) -> str:
    if user_id is None:
        return _("Nobody: a command")
    return str(names[user_id]) if user_id in names else _("Somebody who has left")


def _number(value: float, places: int = 0) -> str:
    return number_format(round(value, places), places, use_l10n=True, force_grouping=True)


def _cost(used: Used) -> str:
    """What is known of the cost; a price that is not known is said, never nought."""
    if used.unpriced and not used.cost_cents:
        return _("unknown")
    return f"≥ {_dollars(used)}" if used.unpriced else _dollars(used)


def _dollars(used: Used) -> str:
    dollars = used.cost_cents / Decimal(100)
    places = 2 if dollars >= 1 or not dollars else 4
    return _("US$%(amount)s") % {"amount": number_format(dollars, places, use_l10n=True, force_grouping=True)}


def _unpriced(used: Used) -> str:
    if not used.unpriced:
        return ""
    text = ngettext(
        "and %(count)s request of unknown price", "and %(count)s requests of unknown price", used.unpriced
    )
    return text % {"count": _number(used.unpriced)}
