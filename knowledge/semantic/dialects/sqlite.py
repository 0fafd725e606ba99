"""SQLite: dates are text, units of the calendar date functions; LIKE knows no case of plain letters."""

from __future__ import annotations

import datetime as dt

from sqlglot import exp

from knowledge.semantic.dialects.rules import NotCarried, Rules

_PARTS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "dow": "%w", "doy": "%j"}
_MIDNIGHT = " 00:00:00"
_ORDERED = (exp.GTE, exp.LT)


class SQLite(Rules):
    more = frozenset({exp.ILike})

    def change(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
            return self.compare(node)
        if isinstance(node, exp.ILike):
            return self.like(node)
        if isinstance(node, exp.Interval):
            return self.interval(node)
        if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Anonymous):
            return self.shift(node)
        if isinstance(node, exp.Greatest):
            return exp.Anonymous(this="MAX", expressions=[node.this, *node.expressions])
        return super().change(node)

    def truncate(self, value: exp.Expr, unit: str) -> exp.Expr:
        if unit == "hour":
            return _call("STRFTIME", _text("%Y-%m-%d %H:00:00"), value)
        if unit == "week":
            return _call("DATE", value, _text("weekday 0"), _text("-6 days"))
        if unit == "quarter":
            month = exp.cast(_call("STRFTIME", _text("%m"), value.copy()), "INT")
            past = exp.Paren(this=exp.Mod(this=exp.paren(month - 1), expression=exp.Literal.number(3)))
            back = exp.DPipe(this=exp.DPipe(this=_text("-"), expression=past), expression=_text(" months"))
            return _call("DATE", value, _text("start of month"), back)
        return _call("DATE", value, *([_text(f"start of {unit}")] if unit != "day" else []))

    def cast(self, node: exp.Cast, kind: str) -> exp.Expr:
        literal = node.this if isinstance(node.this, exp.Literal) else None
        if kind == "date":
            return _text(literal.name[:10]) if literal is not None else _call("DATE", node.this)
        if kind == "timestamp":
            return _moment(literal.name) if literal is not None else _call("DATETIME", node.this)
        if kind in ("int", "bigint"):
            return exp.cast(exp.func("ROUND", node.this), "BIGINT")
        if kind.startswith(("decimal", "numeric", "double", "float", "real")):
            return exp.cast(node.this, "DOUBLE")
        if kind in ("text", "varchar"):
            return exp.cast(node.this, "TEXT")
        raise NotCarried(kind)

    def part(self, value: exp.Expr, unit: str) -> exp.Expr:
        if unit == "isodow":
            from_monday = exp.paren(self.part(value, "dow") + 6)
            return exp.paren(exp.paren(exp.Mod(this=from_monday, expression=exp.Literal.number(7))) + 1)
        if unit == "quarter":
            third = exp.Div(this=exp.paren(self.part(value, "month") + 2), expression=exp.Literal.number(3))
            third.set("typed", True)  # of whole numbers
            return exp.paren(third)
        if unit not in _PARTS:
            raise NotCarried(unit)
        return exp.cast(_call("STRFTIME", _text(_PARTS[unit]), value), "INT")

    def compare(self, node: exp.Expr) -> exp.Expr:
        """A bound at midnight is a day, which sorts before all of its moments however they are written."""
        right = node.expression
        if not (isinstance(right, exp.Literal) and right.is_string and right.meta.get("moment")):
            return node
        if isinstance(node, _ORDERED) and right.name.endswith(_MIDNIGHT):
            node.set("expression", _text(right.name.removesuffix(_MIDNIGHT)))
        else:
            node.set("this", _call("DATETIME", node.this))
        return node

    def like(self, node: exp.Expr) -> exp.Expr:
        pattern = node.expression
        if not isinstance(pattern, exp.Literal) or not pattern.name.isascii() or node.args.get("negate"):
            raise NotCarried("ILIKE of more than plain letters")
        like = exp.Like(this=node.this, expression=pattern)
        return exp.Escape(this=like, expression=_text("\\")) if "\\" in pattern.name else like

    def interval(self, node: exp.Expr) -> exp.Expr:
        count, unit = node.name, node.text("unit").lower().rstrip("s")
        if not unit:
            count, _space, unit = count.partition(" ")
        if not count.lstrip("-").isdigit() or unit.rstrip("s") not in ("day", "hour", "month", "year"):
            raise NotCarried("an interval")
        return exp.Anonymous(this="INTERVAL", expressions=[_text(f"{count} {unit.rstrip('s')}s")])

    def shift(self, node: exp.Expr) -> exp.Expr:
        sign = "+" if isinstance(node, exp.Add) else "-"
        step = node.expression.expressions[0].name
        if step.startswith("-"):
            raise NotCarried("an interval")
        days = isinstance(node.this, exp.Anonymous) and node.this.this == "DATE" and "hour" not in step
        return _call("DATE" if days else "DATETIME", node.this, _text(f"{sign}{step}"))


def _moment(text: str) -> exp.Expr:
    """A moment as SQLite writes it: what it compares with is text."""
    literal = _text(dt.datetime.fromisoformat(text).replace(microsecond=0).isoformat(sep=" "))
    literal.meta["moment"] = True
    return literal


def _text(text: str) -> exp.Literal:
    return exp.Literal.string(text)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))
