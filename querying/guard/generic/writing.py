"""Pieces of our own statements in a source's dialect; what they become part of is guarded like any other."""

from __future__ import annotations

from sqlglot import exp

from querying.guard.generic.dialects import DIALECTS
from querying.guard.generic.forms import plain_forms
from querying.guard.generic.parse import check_depth, parse_one, read_tokens, render
from querying.guard.generic.refusals import Source
from querying.guard.generic.walls import bare
from querying.limits import Limits


def printed(sql: str, kind: str, limits: Limits) -> str:
    """The one statement of `sql` from its tree: no comment, no parentheses around it. Raises GuardRefusal."""
    dialect = DIALECTS[kind]
    tokens = read_tokens(sql, dialect, limits)
    tree = bare(plain_forms(parse_one(tokens, sql, dialect), dialect, Source(sql, tokens)))
    check_depth(tree)
    return render(tree, dialect, quoting=False)


def quoted_name(name: str, kind: str) -> str:
    """The name as an identifier that means nothing else."""
    return render(exp.to_identifier(name, quoted=True), DIALECTS[kind])


def quoted_text(value: str, kind: str) -> str:
    """The value as a literal of text."""
    return render(exp.Literal.string(value), DIALECTS[kind])
