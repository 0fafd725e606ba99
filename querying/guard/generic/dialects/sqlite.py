"""SQLite. Values have types, columns only wish for them: casts and comparisons never raise."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite

from querying.guard.generic.dialects.base import JSON_EACH, JSON_PATHS, Dialect, words


class Grammar(SQLite):
    """SQLite with names printed in backquotes: what stands in double quotes and names nothing is text."""

    class Tokenizer(SQLite.Tokenizer):
        IDENTIFIERS = ["`", '"', ("[", "]")]


SQLITE = Dialect(
    kind="sqlite",
    grammar=Grammar,
    scalars=words(
        "acos acosh asin asinh atan atan2 atanh ceil ceiling char coalesce cos cosh date"
        " datetime degrees exp floor hex ifnull iif instr json_quote json_valid julianday"
        " length ln log log10 log2 lower ltrim max min nullif pi pow power quote radians random"
        " round rtrim sign sin sinh soundex sqrt strftime substr substring tan tanh time trim"
        " trunc typeof unicode unixepoch upper"
    ),
    # abs(the least integer), text of any length, JSON that is none
    raising=words(
        "abs replace printf format json json_array json_array_length json_extract json_object"
        " json_type nth_value ntile"
    ),
    aggregates=words("avg count group_concat json_group_array json_group_object max min sum total"),
    types=words("TEXT VARCHAR CHAR INT BIGINT SMALLINT TINYINT FLOAT DOUBLE BOOLEAN"),
    nodes=frozenset(
        {exp.Glob, exp.JSONExtract, exp.JSONExtractScalar, exp.Greatest, exp.Least}
        | {exp.NullSafeEQ, exp.NullSafeNEQ, exp.HexString, *JSON_PATHS}
    ),
    raising_nodes=frozenset({exp.JSONExtract, exp.JSONExtractScalar, exp.Escape}),
    table_functions={"json_each": JSON_EACH, "json_tree": JSON_EACH},
    aliases_in_where=True,
    fence=exp.Literal.number(-1),
)
