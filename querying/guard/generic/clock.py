"""The turn's clock in the place of the database's: `now()`, `current_date` and kin become literals.

SQLite knows no zones: there, too, now is what the asker's clock shows.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlglot import exp

from querying.guard.generic.dialects import Dialect
from querying.guard.generic.refusals import Source

_BY_NAME = {
    "now": "moment", "sysdate": "moment", "current_timestamp": "moment", "localtimestamp": "local",
    "getdate": "moment", "get_current_timestamp": "moment", "transaction_timestamp": "moment",
    "curdate": "date", "current_date": "date", "today": "date", "curtime": "time", "current_time": "time",
    "localtime": "local_time", "get_current_time": "time",
    "utc_date": "utc_date", "utc_time": "utc_time", "utc_timestamp": "utc_moment",
}  # fmt: skip
_BY_NODE: dict[type[exp.Expr], str] = {
    exp.CurrentDate: "date",
    exp.CurrentTime: "time",
    exp.CurrentTimestamp: "moment",
    exp.CurrentDatetime: "moment",
    exp.Localtime: "local_time",
    exp.Localtimestamp: "local",
    exp.UtcDate: "utc_date",
    exp.UtcTime: "utc_time",
    exp.UtcTimestamp: "utc_moment",
}
_SQLITE_DATES = frozenset({"date", "time", "datetime", "julianday", "strftime", "unixepoch"})


class Clock:
    """The turn's moment in the asker's time zone, as nodes of a tree."""

    def __init__(self, moment: dt.datetime, time_zone: str, dialect: Dialect) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock must know its time zone")
        self.moment = moment.astimezone(ZoneInfo(time_zone))
        self.dialect = dialect

    def put_in(self, tree: exp.Expr, source: Source) -> exp.Expr:
        """The tree with what tells the time as literals. Raises GuardRefusal."""
        for node in list(tree.walk()):
            meaning = self._meaning(node)
            if meaning is not None:
                tree = _replaced(tree, node, self._value(meaning))
            elif self.dialect.kind == "sqlite" and _name(node) in _SQLITE_DATES:
                self._in_sqlite(node, source)
        return tree

    def _meaning(self, node: exp.Expr) -> str | None:
        kind = type(node)
        if kind in _BY_NODE:
            return _BY_NODE[kind]
        if kind is exp.Anonymous and isinstance(node.this, str) and node.this.lower() in self.dialect.clocks:
            return _BY_NAME.get(node.this.lower())
        bare = kind is exp.Column and not node.args.get("table") and not node.this.args.get("quoted")
        if bare and self.dialect.kind == "mysql" and node.name.lower().startswith("utc_"):
            return _BY_NAME.get(node.name.lower())
        unix = kind is exp.Anonymous and str(node.this).lower() == "unix_timestamp" and not node.expressions
        return "unix" if unix or (kind is exp.UnixSeconds and not node.this) else None

    def _value(self, meaning: str) -> exp.Expr:
        moment = self.moment.astimezone(dt.UTC) if meaning.startswith("utc_") else self.moment
        what = meaning.removeprefix("utc_")
        if what == "unix":
            return exp.Literal.number(int(moment.timestamp()))
        plain = moment.replace(tzinfo=None, microsecond=0)
        if self.dialect.kind == "sqlite":
            texts = {"date": plain.date(), "time": plain.time(), "local_time": plain.time()}
            return exp.Literal.string(str(texts.get(what, plain)))
        if what == "date":
            return _cast(plain.date(), "DATE")
        if self.dialect.kind == "mysql":
            return _cast(plain.time(), "TIME") if what == "time" else _cast(plain, "DATETIME")
        exact = moment.replace(tzinfo=None)
        if what in ("time", "local_time"):
            return _cast(exact.time(), "TIME")
        return _cast(exact, "TIMESTAMP") if what == "local" else _cast(moment, "TIMESTAMPTZ")

    def _in_sqlite(self, node: exp.Expr, source: Source) -> None:
        """'now' among the arguments of a date function, or none at all, which means the same."""
        literals = [each for each in node.find_all(exp.Literal) if each.is_string]
        says_now = [each for each in literals if each.name.strip().lower() == "now"]
        for each in says_now:
            each.replace(self._value("moment"))
        empty = not any(node.iter_expressions())
        if empty:
            node.set("this" if isinstance(node, exp.Date) else "expressions", self._lonely(node))
        for each in literals:
            if each.name.strip().lower() in ("localtime", "utc"):
                if not (says_now or empty):
                    raise source.refused("time-zone", part=each.name)
                each.replace(exp.Literal.string("+0 days"))

    def _lonely(self, node: exp.Expr) -> object:
        value = self._value("moment")
        return value if isinstance(node, exp.Date) else [value]


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower()
    if isinstance(node, exp.Date):
        return "date"
    return "strftime" if isinstance(node, exp.TimeToStr) else ""


def _cast(value: object, type_name: str) -> exp.Expr:
    return exp.cast(exp.Literal.string(str(value)), type_name)


def _replaced(tree: exp.Expr, node: exp.Expr, value: exp.Expr) -> exp.Expr:
    if node is tree:
        return value
    node.replace(value)
    return tree
