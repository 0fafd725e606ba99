"""Wall 4's caps: how many rows come back."""

from __future__ import annotations

from querying.guard.postgresql.parse import nodes


def cap_rows(statement: nodes.RawStmt, rows: int) -> None:
    """At most `rows` + 1 rows, so that one too many tells truncation; the asker's own smaller LIMIT stays.

    The cap goes into the statement itself, which keeps its order; only WITH TIES is wrapped.
    """
    select = statement.stmt.select_stmt
    cap = nodes.Node()
    cap.a_const.ival.ival = rows + 1
    if select.limit_option == nodes.LIMIT_OPTION_WITH_TIES:
        wrap(statement)
        select = statement.stmt.select_stmt
    if not select.HasField("limit_count"):
        select.limit_count.CopyFrom(cap)
    elif not _is_at_most(select.limit_count, rows + 1):
        wanted = nodes.Node()
        wanted.CopyFrom(select.limit_count)
        select.limit_count.Clear()
        if wanted.HasField("a_const"):
            select.limit_count.CopyFrom(cap)
        else:  # LEAST passes over NULL, which means no limit
            select.limit_count.min_max_expr.op = nodes.IS_LEAST
            select.limit_count.min_max_expr.args.extend([wanted, cap])
    select.limit_option = nodes.LIMIT_OPTION_COUNT


def _is_at_most(node: nodes.Node, rows: int) -> bool:
    return node.HasField("a_const") and node.a_const.HasField("ival") and node.a_const.ival.ival <= rows


def wrap(statement: nodes.RawStmt) -> None:
    """Makes the statement `SELECT * FROM (itself) AS result`."""
    inner = nodes.Node()
    inner.CopyFrom(statement.stmt)
    statement.stmt.Clear()
    select = statement.stmt.select_stmt
    select.op = nodes.SETOP_NONE
    select.limit_option = nodes.LIMIT_OPTION_DEFAULT
    select.target_list.add().res_target.val.column_ref.fields.add().a_star.SetInParent()
    derived = select.from_clause.add().range_subselect
    derived.subquery.CopyFrom(inner)
    derived.alias.aliasname = "result"
