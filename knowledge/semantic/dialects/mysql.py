"""MySQL and MariaDB: no FILTER, other names for dates. Sessions have the asker's time zone."""

from __future__ import annotations

from sqlglot import exp

from knowledge.semantic.dialects.rules import NotCarried, Rules

_PARTS = {unit: unit.upper() for unit in ("year", "quarter", "month", "day", "hour")} | {"doy": "DAYOFYEAR"}
_AGGREGATES = (exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max)


class MySQL(Rules):
    more = frozenset({exp.ILike})

    def change(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Filter):
            return self.filtered(node)
        if isinstance(node, exp.ILike):
            return self.like(node)
        if isinstance(node, exp.NullSafeNEQ):
            return exp.Not(this=exp.paren(exp.NullSafeEQ(this=node.this, expression=node.expression)))
        if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
            return self.shift(node)
        return super().change(node)

    def truncate(self, value: exp.Expr, unit: str) -> exp.Expr:
        if unit == "day":
            return _call("DATE", value)
        if unit == "hour":
            return exp.cast(_call("DATE_FORMAT", value, exp.Literal.string("%Y-%m-%d %H:00:00")), "DATETIME")
        if unit == "month":
            return exp.cast(_call("DATE_FORMAT", value, exp.Literal.string("%Y-%m-01")), "DATE")
        if unit == "week":
            day = _call("DATE", value)
            return exp.DateSub(this=day, expression=_call("WEEKDAY", value.copy()), unit=exp.var("DAY"))
        first = _call("MAKEDATE", _call("YEAR", value), exp.Literal.number(1))
        if unit == "year":
            return first
        quarters = _call("QUARTER", value.copy()) - 1
        return exp.DateAdd(this=first, expression=exp.paren(quarters), unit=exp.var("QUARTER"))

    def cast(self, node: exp.Cast, kind: str) -> exp.Expr:
        literal = isinstance(node.this, exp.Literal)
        if kind == "date":
            return exp.cast(node.this, "DATE") if literal else _call("DATE", node.this)
        if kind == "timestamp":
            return exp.cast(node.this, "DATETIME")
        if kind in ("int", "bigint"):
            return exp.cast(exp.func("ROUND", node.this), "SIGNED", dialect="mysql")
        if kind.startswith(("decimal", "numeric")):
            return exp.cast(node.this, "DECIMAL(38, 10)")
        if kind.startswith(("double", "float", "real")):
            return exp.cast(node.this, "DOUBLE")
        if kind in ("text", "varchar"):
            return exp.cast(node.this, "CHAR")
        raise NotCarried(kind)

    def part(self, value: exp.Expr, unit: str) -> exp.Expr:
        if unit == "dow":
            return exp.paren(_call("DAYOFWEEK", value) - 1)
        if unit == "isodow":
            return exp.paren(_call("WEEKDAY", value) + 1)
        if unit not in _PARTS:
            raise NotCarried(unit)
        return _call(_PARTS[unit], value)

    def filtered(self, node: exp.Expr) -> exp.Expr:
        """`count(*) FILTER (WHERE c)` counts the rows for which a CASE gives something."""
        aggregate, condition = node.this, node.expression.this
        argument = aggregate.this
        if isinstance(argument, exp.Star):
            aggregate.set("this", _only(exp.Literal.number(1), condition))
        elif isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
            argument.set("expressions", [_only(argument.expressions[0], condition)])
        elif isinstance(aggregate, _AGGREGATES) and argument is not None:
            aggregate.set("this", _only(argument, condition))
        else:
            raise NotCarried("FILTER")
        return aggregate

    def like(self, node: exp.Expr) -> exp.Expr:
        """Collations also know no accents: lower case on both sides, compared exactly."""
        if not isinstance(node.expression, exp.Literal) or node.args.get("negate"):
            raise NotCarried("ILIKE of no constant")
        exact = exp.Collate(this=exp.Lower(this=node.expression), expression=exp.var("utf8mb4_bin"))
        return exp.Like(this=exp.Lower(this=node.this), expression=exact)

    def shift(self, node: exp.Expr) -> exp.Expr:
        count, unit = node.expression.name, node.expression.text("unit")
        if not unit:
            count, _space, unit = count.partition(" ")
        if not count.isdigit():
            raise NotCarried("an interval")
        kind = exp.DateAdd if isinstance(node, exp.Add) else exp.DateSub
        step = exp.Literal.number(count)
        return kind(this=node.this, expression=step, unit=exp.var(unit.upper().rstrip("S")))


def _only(value: exp.Expr, condition: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value.copy())])


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))
