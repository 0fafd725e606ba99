"""The turn's clock in the place of the database's: `now()`, `current_date` and kin become literals.

So a frozen clock, the cache and what a receipt says agree with what was run.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from querying.guard.postgresql.functions import CLOCKS
from querying.guard.postgresql.parse import nodes

_SPECIAL = {"now": 0, "today": 0, "tomorrow": 1, "yesterday": -1}
_OPERATIONS = nodes.SQLValueFunctionOp


class Clock:
    """The turn's moment in the asker's time zone, as nodes of a tree. `asked` once anything of it was."""

    def __init__(self, moment: dt.datetime, time_zone: str) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock must know its time zone")
        self._moment = moment.astimezone(ZoneInfo(time_zone))
        self.asked = False

    @property
    def moment(self) -> dt.datetime:
        self.asked = True
        return self._moment

    @property
    def today(self) -> str:
        return self.moment.date().isoformat()

    def value_of(self, function: nodes.SQLValueFunction) -> nodes.Node | None:
        """The literal for `current_date`, `localtime(3)` ...; None for what tells no time."""
        digits = function.typmod if function.typmod >= 0 else 6
        moment = self._rounded(digits)
        operation = _OPERATIONS.Name(function.op).removesuffix("_N")
        values = {
            "SVFOP_CURRENT_DATE": ("date", self.today),
            "SVFOP_CURRENT_TIME": ("timetz", moment.timetz().isoformat()),
            "SVFOP_CURRENT_TIMESTAMP": ("timestamptz", moment.isoformat(sep=" ")),
            "SVFOP_LOCALTIME": ("time", moment.time().isoformat()),
            "SVFOP_LOCALTIMESTAMP": ("timestamp", moment.replace(tzinfo=None).isoformat(sep=" ")),
        }
        return literal(*values[operation]) if operation in values else None

    def value_of_call(self, name: str) -> nodes.Node | None:
        """The literal for `now()` and kin; None for any other function."""
        return literal("timestamptz", self.moment.isoformat(sep=" ")) if name in CLOCKS else None

    def spoken(self, text: str, kind: str) -> str | None:
        """What 'now', 'today' and kin stand for as a value of `kind`; None for other text."""
        word = text.strip().lower()
        if word not in _SPECIAL or kind not in ("date", "timestamp", "timestamptz"):
            return None
        if word == "now" and kind != "date":
            moment = self.moment
        else:
            day = self.moment.date() + dt.timedelta(days=_SPECIAL[word])
            moment = dt.datetime.combine(day, dt.time(), tzinfo=self.moment.tzinfo)
        if kind == "date":
            return moment.date().isoformat()
        return (moment if kind == "timestamptz" else moment.replace(tzinfo=None)).isoformat(sep=" ")

    def _rounded(self, digits: int) -> dt.datetime:
        step = 10 ** max(0, 6 - digits)
        rounded = (self.moment.microsecond + step // 2) // step * step
        return self.moment.replace(microsecond=0) + dt.timedelta(microseconds=rounded)


def literal(type_name: str, text: str) -> nodes.Node:
    """`'text'::pg_catalog.type_name` as a node: quoting is the printer's."""
    node = nodes.Node()
    node.type_cast.arg.a_const.sval.sval = text
    name = node.type_cast.type_name
    name.names.add().string.sval = "pg_catalog"
    name.names.add().string.sval = type_name
    name.typemod = -1
    return node
