"""DuckDB took PostgreSQL for its model: most things mean the same there."""

from __future__ import annotations

from sqlglot import exp

from knowledge.semantic.dialects.rules import NUMBERS, NotCarried, Rules


class DuckDB(Rules):
    more = frozenset(
        {exp.ILike, exp.Like, exp.Lower, exp.AtTimeZone, exp.WithinGroup, exp.PercentileCont}
        | {exp.Unnest, exp.ExplodingGenerateSeries}
    )

    def change(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.WithinGroup):
            return self.within_group(node)
        return super().change(node)

    def within_group(self, node: exp.Expr) -> exp.Expr:
        """A percentile of decimals is cut to their scale there; of floating-point numbers it is not."""
        ordered = node.expression.expressions[0]
        columns = list(ordered.find_all(exp.Column))
        if not all(self.types.get(column.name, NUMBERS) <= NUMBERS for column in columns):
            raise NotCarried("a percentile of what is no number")
        ordered.set("this", exp.cast(ordered.this, "DOUBLE"))
        return node

    def truncate(self, value: exp.Expr, unit: str) -> exp.Expr:
        return exp.TimestampTrunc(this=value, unit=exp.var(unit.upper()))

    def cast(self, node: exp.Cast, kind: str) -> exp.Expr:
        return node

    def part(self, value: exp.Expr, unit: str) -> exp.Expr:
        return exp.Extract(this=exp.var(unit.upper()), expression=value)
