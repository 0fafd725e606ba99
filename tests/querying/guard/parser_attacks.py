"""Attacks on the parser itself: lengths, nesting, encodings. Written by rule: most are 10 kB of the same."""

from __future__ import annotations

SYNTAX, LONG, DEEP = "sql.syntax", "sql.too_long", "sql.too_deep"
NOTHING = "tell nothing"

_DEPTH = 1_000


def _nested(opening: str, core: str, closing: str = "", *, depth: int = _DEPTH) -> str:
    """`core` inside as many pairs as fit in 10 kB, at most `depth`."""
    fits = (9_900 - len(core)) // max(1, len(opening) + len(closing))
    times = min(depth, fits)
    return "SELECT " + opening * times + core + closing * times


LENGTHS = {
    "one byte too many": (LONG, "SELECT '" + "x" * 9_992 + "'"),
    "as long as may be": (NOTHING, "SELECT '" + "x" * 9_991 + "'"),
    "too many bytes of few characters": (LONG, "SELECT '" + "é" * 5_000 + "'"),
    "too many bytes of four-byte characters": (LONG, "SELECT '" + "\U0001f600" * 2_500 + "'"),
    "a megabyte": (LONG, "SELECT '" + "x" * 1_000_000 + "'"),
    "a megabyte of blanks": (LONG, " " * 1_000_000 + "SELECT 1"),
    "a megabyte of a comment": (LONG, "SELECT 1 --" + "x" * 1_000_000),
    "a megabyte of semicolons": (LONG, ";" * 1_000_000),
    "10 kB of semicolons": (SYNTAX, ";" * 10_000),
    "10 kB of a comment": (SYNTAX, "--" + "x" * 9_990),
    "10 kB of opened comments": (SYNTAX, "/*" * 5_000),
    "10 kB of closed comments": (SYNTAX, "/*" * 2_500 + "*/" * 2_500),
    "10 kB of opened brackets": (DEEP, "(" * 10_000),
    "10 kB of quotes": (NOTHING, "SELECT '" + "''" * 4_990 + "'"),
    "10 kB of an odd number of quotes": (SYNTAX, "SELECT " + "'" * 9_991),
    "a name of 9 kB": ("sql.column", "SELECT " + "n" * 9_000 + " FROM users"),
    "a table of 9 kB": ("sql.relation", "SELECT * FROM " + "n" * 9_000),
    "a function of 9 kB": ("sql.function", "SELECT " + "n" * 9_000 + "()"),
    "an alias of 9 kB": (NOTHING, "SELECT 1 AS " + "n" * 9_000),
    "a number of 9 kB": (NOTHING, "SELECT " + "9" * 9_000),
    "a fraction of 9 kB": (NOTHING, "SELECT 0." + "1" * 9_000),
    "an exponent of 9 kB": (NOTHING, "SELECT 1e" + "1" * 9_000),
    "a dollar tag of 9 kB": (SYNTAX, "SELECT $" + "a" * 9_000 + "$"),
    "an operator of 9 kB": (SYNTAX, "SELECT 1 " + "=" * 9_000 + " 1"),
    "a list of 3,000": (NOTHING, "SELECT 1 IN (" + "1," * 3_000 + "1)"),
    "a select list of 3,000": (NOTHING, "SELECT " + "1," * 1_600 + "1"),
    "VALUES of 1,500 rows": (NOTHING, "VALUES " + "(1)," * 1_500 + "(1)"),
    "a name of 2,000 parts": (SYNTAX, "SELECT " + "a." * 2_000),
    "a column of 500 parts": ("sql.column", "SELECT " + "a." * 500 + "b FROM users"),
    "a type of 500 parts": ("sql.type", "SELECT 1::" + "a." * 500 + "b"),
    "500 casts to arrays": ("sql.too_deep", "SELECT 1" + "::int[]" * 500),
    "2,000 brackets of an array type": (NOTHING, "SELECT NULL::int" + "[]" * 500),
    "a GROUP BY of 2,000": (NOTHING, "SELECT count(*) FROM users GROUP BY " + "id," * 1_500 + "id"),
    "40 tables": ("sql.too_complex", "SELECT 1 FROM " + ", ".join(f"users u{n}" for n in range(40))),
    "40 joins": ("sql.too_complex", "SELECT 1 FROM users" + " CROSS JOIN users" * 40),
    "500 WITH queries": (
        "sql.too_complex",
        "WITH " + ", ".join(f"c{n} AS (SELECT 1)" for n in range(400)) + " SELECT 1",
    ),
}

NESTING = {
    "sums": (DEEP, "SELECT " + "1+" * 4_900 + "1"),
    "sums that can't be right": (SYNTAX, "SELECT " + "1+" * 4_900),
    "comparisons, which do not nest": (SYNTAX, "SELECT " + "true=" * 1_900 + "true"),
    "comparisons in brackets": (DEEP, "SELECT " + "(true=" * 1_400 + "true" + ")" * 1_400),
    "string sums": (DEEP, "SELECT " + "'a'||" * 1_900 + "'a'"),
    "powers": (DEEP, "SELECT " + "1^" * 4_900 + "1"),
    "jsonb steps": (DEEP, "SELECT properties" + "->'a'" * 1_900 + " FROM events"),
    "indices": (NOTHING, "SELECT tags" + "[1]" * 3_000 + " FROM users LIMIT 1"),
    "NOT": (DEEP, _nested("NOT ", "true", depth=2_400)),
    "signs of a column": (DEEP, _nested("- ", "score", depth=4_900) + " FROM users"),
    "tildes": (DEEP, _nested("~ ", "score", depth=4_900) + " FROM users"),
    "brackets": (NOTHING, _nested("(", "1", ")", depth=4_900)),
    "brackets around a query": (NOTHING, "(" * 4_900 + "SELECT 1" + ")" * 4_900),
    "scalar subqueries": (DEEP, _nested("(SELECT ", "1", ")")),
    "EXISTS": (DEEP, _nested("EXISTS (SELECT ", "1", ")")),
    "IN": (DEEP, _nested("1 IN (SELECT ", "1", ")")),
    "ARRAY of queries": (DEEP, _nested("ARRAY(SELECT ", "1", ")")),
    "ARRAY": (DEEP, _nested("ARRAY[", "1", "]")),
    "ROW": (DEEP, _nested("ROW(", "1", ")")),
    "calls": (DEEP, _nested("lower(", "name", ")") + " FROM users"),
    "calls that are refused": (DEEP, _nested("pg_sleep(", "1", ")")),
    "COALESCE": (DEEP, _nested("coalesce(", "1", ",1)")),
    "GREATEST": (DEEP, _nested("greatest(", "1", ",1)")),
    "CASE": (DEEP, _nested("CASE WHEN true THEN ", "1", " END")),
    "CASE conditions": (DEEP, _nested("CASE WHEN ", "true", " THEN true END")),
    "CAST": (DEEP, _nested("CAST(", "1", " AS int)")),
    "casts": (DEEP, "SELECT 1" + "::int" * 1_900),
    "COLLATE": (DEEP, "SELECT 'a'" + ' COLLATE "C"' * 800),
    "IS NULL": (DEEP, "SELECT 1" + " IS NULL" * 1_200),
    "IS TRUE": (DEEP, "SELECT true" + " IS TRUE" * 1_200),
    "AT TIME ZONE": (DEEP, "SELECT now()" + " AT TIME ZONE 'UTC'" * 500),
    "UNION": (DEEP, "SELECT 1" + " UNION SELECT 1" * 640),
    "INTERSECT": (DEEP, "SELECT 1" + " INTERSECT SELECT 1" * 500),
    "derived tables": (DEEP, "SELECT * FROM " + "(SELECT * FROM " * 400 + "users" + ") s" * 400),
    "joins in brackets": (DEEP, "SELECT 1 FROM " + "(" * 450 + "users" + " CROSS JOIN orders)" * 450),
    "WITH in WITH": (DEEP, "WITH a AS (" * 450 + "SELECT 1" + ") SELECT 1" * 450),
    "types of columns": (DEEP, _nested("jsonb_build_object('a', ", "1", ")")),
    "AND without depth": (NOTHING, "SELECT true" + " AND true" * 1_000),
    "BETWEEN": (
        DEEP,
        _nested("1 BETWEEN 0 AND (", "1", ")::int", depth=400).replace("SELECT ", "SELECT NOT ", 1),
    ),
    "windows": (DEEP, _nested("sum(", "score", ") OVER ()", depth=600) + " FROM users"),
    "grouping sets": (
        DEEP,
        "SELECT 1 FROM users GROUP BY " + "GROUPING SETS (" * 500 + "id" + ")" * 500,
    ),
    "named arguments": (DEEP, _nested("make_interval(days => ", "1", ")", depth=300)),
}

ENCODINGS = {
    "NUL": (SYNTAX, "SELECT 1\0"),
    "NUL in a text": (SYNTAX, "SELECT '\0'"),
    "NUL before a statement": (SYNTAX, "\0DELETE FROM users"),
    "NUL that would end the statement": (SYNTAX, "SELECT 1 FROM users\0 WHERE organization_id = 1"),
    "half a surrogate pair": (SYNTAX, "SELECT '\ud800'"),
    "the other half": (SYNTAX, "SELECT '\udfff'"),
    "a reversed pair": (SYNTAX, "SELECT '\udc00\ud800'"),
    "an undecodable byte": (SYNTAX, "SELECT '\udcff'"),
    "a whole pair, escaped": (NOTHING, "SELECT U&'\\D83D\\DE00'"),
    "beyond the last character": (SYNTAX, "SELECT U&'\\+110000'"),
    "the last character": (NOTHING, "SELECT '\U0010ffff'"),
    "no character": (NOTHING, "SELECT '\uffff'"),
    "UTF-7": (SYNTAX, "+AFM-ELECT 1"),
    "overlong quotes": (NOTHING, "SELECT '\u00c0\u00a7; DELETE FROM users; --'"),
    "a byte over a backslash, as in GBK": (NOTHING, "SELECT '\u00bf\\'"),
    "right-to-left": (NOTHING, "SELECT '\u202e;sresu MORF ETELED' AS a"),
    "line separators end no comment": (NOTHING, "SELECT 1 --\u2028; DELETE FROM users"),
    "next line ends no comment": (NOTHING, "SELECT 1 --\u0085; DELETE FROM users"),
    "carriage return ends a comment": ("sql.statement", "SELECT 1 --\r; DELETE FROM users"),
    "control characters": (SYNTAX, "SELECT\x081"),
    "escape sequences of terminals": (NOTHING, "SELECT '\x1b]0;title\x07'"),
    "10 kB of combining marks": (NOTHING, "SELECT 'e" + "\u0301" * 4_900 + "'"),
    "a BOM in the middle": ("sql.column", "SELECT \ufeff FROM users"),
    "a full-width name": ("sql.column", "SELECT ｉｄ FROM users"),
    "a soft hyphen": ("sql.column", "SELECT na\u00adme FROM users"),
    "a no-break space is a name": (SYNTAX, "SELECT\u00a01 FROM users"),
    "an ideographic space": (SYNTAX, "SELECT\u30001"),
    "a Mongolian vowel separator": ("sql.relation", "SELECT 1 FROM users\u180e"),
    "Turkish capital I": ("sql.relation", "SELECT 1 FROM ORDER_\u0130TEMS"),
    "the Kelvin sign": ("sql.function", "SELECT chec\u212a(1)"),
}

PARSER_ATTACKS: dict[str, tuple[str, str]] = {
    f"{family}: {name}": attack
    for family, attacks in (("length", LENGTHS), ("nesting", NESTING), ("encoding", ENCODINGS))
    for name, attack in attacks.items()
}
"""What each tries, to (what must happen, the statement)."""
