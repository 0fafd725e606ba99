"""The dearest texts of 10 kB that we could think of: each must be refused or passed at a bounded price."""

from collections.abc import Callable

MOST = 10_000


def filled(head: str, part: str, tail: str = "", close: str = "") -> str:
    """`head`, as many `part`s as fit into the longest statement, `tail`, and as many `close`s."""
    times = (MOST - len(head) - len(tail)) // (len(part) + len(close))
    return head + part * times + tail + close * times


def numbered(head: str, part: Callable[[int], str], tail: str = "", *, most: int = 10_000) -> str:
    """The same with parts that differ."""
    parts: list[str] = []
    length = len(head) + len(tail)
    while len(parts) < most and length + len(part(len(parts))) <= MOST:
        parts.append(part(len(parts)))
        length += len(parts[-1])
    return head + "".join(parts) + tail


def nested(depth: int, head: str, tail: str, inner: str) -> str:
    """`inner` in so many pairs of head and tail."""
    return head * depth + inner + tail * depth


EVENTS = "(SELECT * FROM events) "
WORST: dict[str, str] = {
    # Depth: what passes is shallow, what does not must not cost more than the parser
    "parentheses": filled("SELECT ", "(", "1", ")"),
    "minus": filled("SELECT ", "- ", "id FROM users"),
    "not": filled("SELECT ", "NOT ", "true"),
    "sums": filled("SELECT 1", "+1"),
    "sums of columns": "SELECT " + "+".join(["score"] * 44) + " FROM users",
    "many sums": numbered("SELECT 1", lambda n: ", " + "+".join(["score"] * 40), " FROM users"),
    "casts": filled("SELECT 1", "::int"),
    "subqueries": filled("SELECT ", "(SELECT ", "1", ")"),
    "subqueries that fit": nested(20, "SELECT (", ")", "SELECT 1"),
    "subqueries in FROM": "SELECT * FROM " + nested(16, "(SELECT * FROM ", ") u", "users"),
    "many subqueries in FROM": numbered(
        "SELECT 1 FROM users", lambda n: f", {nested(8, '(SELECT * FROM ', ') u', 'events')}{n}"
    ),
    "subqueries in WHERE": nested(20, "SELECT id FROM users WHERE id IN (", ")", "1"),
    "arrays": filled("SELECT ", "ARRAY[", "1", "]"),
    "cases": filled("SELECT ", "CASE WHEN true THEN ", "1", " END"),
    "unions": filled("SELECT id FROM users", " UNION SELECT 1"),
    "unions that fit": "SELECT id FROM users" + " UNION SELECT id FROM users" * 40,
    "wide unions": numbered("SELECT * FROM events", lambda n: " UNION ALL SELECT * FROM events", most=40),
    "with in with": filled("", "WITH a AS (", "SELECT 1", ") SELECT 1"),
    "with in with that fits": nested(12, "WITH a AS (", ") SELECT * FROM a", "SELECT 1 AS x"),
    # Breadth
    "joins": filled("SELECT 1 FROM users u", " JOIN users ON true"),
    "natural joins": "SELECT * FROM events" + " NATURAL JOIN events" * 12,
    "natural joins of aliases": numbered(
        "SELECT * FROM events", lambda n: f" NATURAL JOIN events e{n}", most=12
    ),
    "joins with stars": numbered(
        "SELECT * FROM events",
        lambda n: f" JOIN events e{n} ON e{n}.id = events.id",
        " WHERE 1/events.id > 0",
        most=12,
    ),
    "commas": filled("SELECT 1 FROM users u", ", users"),
    "WITH queries": numbered(
        "WITH ", lambda n: f"a{n} AS (SELECT * FROM events), ", "z AS (SELECT 1) SELECT 1"
    ),
    "WITH queries that fit": numbered(
        "WITH a AS (SELECT * FROM events)",
        lambda n: f", a{n} AS (SELECT * FROM a{n - 1 if n else ''})",
        " SELECT * FROM a18",
        most=19,
    ),
    "WITH queries doubling": numbered(
        "WITH a AS (SELECT * FROM events)",
        lambda n: f", a{n} AS (SELECT x.*, y.* FROM a{n - 1 if n else ''} x, a{n - 1 if n else ''} y)",
        " SELECT 1 FROM a9",
        most=10,
    ),
    "stars doubling": "SELECT * FROM " + nested(10, "(SELECT *, u.* FROM ", ") u", "events"),
    "stars growing": "SELECT " + ", ".join(["*"] * 3_000) + " FROM events",
    "stars of stars": "SELECT " + ", ".join(["*"] * 60) + " FROM (SELECT " + ", ".join(["*"] * 60) + " FROM "
    "(SELECT " + ", ".join(["*"] * 60) + " FROM events) u) u",
    "whole rows": numbered("SELECT ", lambda n: "events, ", "1 FROM events"),
    "whole rows compared": numbered("SELECT 1 FROM events e WHERE true", lambda n: " AND e = e"),
    "columns": numbered("SELECT ", lambda n: "id, ", "1 FROM users"),
    "columns of many": numbered(
        "SELECT ", lambda n: f"e{n % 12}.id, ", "1 FROM " + ", ".join(f"events e{n}" for n in range(12))
    ),
    "unqualified columns of many": numbered(
        "SELECT ", lambda n: "total, ", "1 FROM orders, " + ", ".join(f"users e{n}" for n in range(11))
    ),
    "aliases": numbered("SELECT ", lambda n: f"1 AS a{n}, ", "1"),
    "sorted by aliases": "SELECT "
    + ", ".join(f"1 AS a{n}" for n in range(450))
    + " ORDER BY "
    + ", ".join(f"a{n}" for n in range(450)),
    "grouped by places": "SELECT " + "id, " * 900 + "1 FROM users GROUP BY " + "1, " * 1_500 + "1",
    "grouped by names": "SELECT " + "id, " * 1_000 + "1 FROM users GROUP BY " + "id, " * 1_000 + "1",
    "grouped by a key": numbered(
        "SELECT ", lambda n: "name, ", "count(*) FROM users GROUP BY " + "id, " * 700 + "id"
    ),
    "grouping sets": "SELECT count(*) FROM users GROUP BY GROUPING SETS (" + "(id, name), " * 700 + "())",
    "cubes": "SELECT count(*) FROM users GROUP BY " + "CUBE (id, name), " * 500 + "ROLLUP (id)",
    "distinct on": "SELECT DISTINCT ON (" + "id, " * 2_000 + "id) 1 FROM users",
    "IN list": "SELECT 1 FROM users WHERE id IN (" + "1," * 4_900 + "1)",
    "IN list of texts": "SELECT 1 FROM users WHERE signed_up_at IN (" + "''," * 3_000 + "'')",
    "IN lists": numbered("SELECT 1 FROM users WHERE true", lambda n: " AND id IN (1,2,3)"),
    "conditions": numbered("SELECT 1 FROM users WHERE true", lambda n: f" AND id = {n}"),
    "conditions that raise": numbered("SELECT 1 FROM events WHERE 1/id > 0", lambda n: f" AND id = {n}"),
    "conditions of many that raise": numbered(
        "SELECT 1 FROM " + ", ".join(f"events e{n}" for n in range(12)) + " WHERE 1/e1.id > 0",
        lambda n: f" AND e{n % 12}.id = {n}",
    ),
    "ORs": numbered("SELECT 1 FROM users WHERE true", lambda n: f" OR id = {n}"),
    "VALUES": "VALUES " + "(1)," * 2_400 + "(1)",
    "VALUES, wide": "VALUES " + ",".join(["(" + ",".join(["1"] * 40) + ")"] * 110),
    "arguments": "SELECT concat(" + "'a'," * 2_300 + "'a')",
    "calls": numbered("SELECT ", lambda n: "now(),", "1"),
    "calls in calls": nested(40, "SELECT lower(", ")", "'a'")
    .replace("SELECT lower(", "lower(")
    .replace("lower(", "SELECT lower(", 1),
    "aggregates": numbered("SELECT ", lambda n: "count(id) FILTER (WHERE id > 1), ", "1 FROM users"),
    "aggregates beside columns": numbered(
        "SELECT ", lambda n: "name, count(id), email, sum(score), ", "1 FROM users GROUP BY 1"
    ),
    "windows": numbered("SELECT ", lambda n: "rank() OVER (PARTITION BY id ORDER BY name), ", "1 FROM users"),
    "named windows": "SELECT 1 FROM users WINDOW " + ", ".join(f"w{n} AS (ORDER BY id)" for n in range(400)),
    "cases, wide": "SELECT CASE" + " WHEN id = 1 THEN 2" * 500 + " END FROM users",
    "subqueries, wide": numbered("SELECT ", lambda n: "(SELECT max(id) FROM orders o), ", "1 FROM users"),
    "subqueries, correlated": numbered(
        "SELECT ", lambda n: "(SELECT id FROM orders o WHERE o.user_id=u.id), ", "1 FROM users u"
    ),
    "subqueries that raise": numbered(
        "SELECT 1 FROM users u WHERE true",
        lambda n: " AND 1 = (SELECT 1/o.id FROM orders o WHERE o.user_id = u.id)",
    ),
    "subqueries with joins": numbered("SELECT ", lambda n: "(SELECT 1 FROM order_items), ", "1 FROM users u"),
    "laterals": numbered("SELECT 1 FROM users u", lambda n: f", LATERAL (SELECT u.*) l{n}", most=12),
    "functions in FROM": numbered("SELECT 1 FROM users", lambda n: f", generate_series(1, 2) g{n}"),
    "ROWS FROM": "SELECT 1 FROM ROWS FROM (" + "generate_series(1, 2), " * 400 + "generate_series(1, 2)) x",
    "column aliases": "SELECT 1 FROM users u (" + ", ".join(f"a{n}" for n in range(1_400)) + ")",
    "record columns": "SELECT 1 FROM json_to_recordset('[]') x ("
    + ", ".join(f"a{n} int" for n in range(900))
    + ")",
    # Text
    "one long name": "SELECT " + "a" * 9_900,
    "names of names": "SELECT " + "a." * 4_900 + "a",
    "names that are not there": numbered("SELECT ", lambda n: f"b{n}, ", "1 FROM users"),
    "long text": "SELECT '" + "a" * 9_900 + "'",
    "texts": "SELECT " + "'', " * 2_400 + "''",
    "texts joined": "SELECT " + "||".join(["'a'"] * 44),
    "quotes doubled": "SELECT '" + "''" * 4_900 + "'",
    "escapes": "SELECT E'" + r"\x41" * 2_400 + "'",
    "unicode": "SELECT '" + "é" * 4_900 + "'",
    "unicode names": numbered("SELECT ", lambda n: "é, ", "1 FROM users", most=2_000),
    "unicode, refused late": "SELECT '" + "é" * 4_800 + "', pg_sleep(1)",
    "unicode, refused often": "SELECT 1 AS é, " + "'é'," * 1_800 + "nothing FROM users",
    "wide characters": "SELECT '" + "\U0001f600" * 2_400 + "'",
    "combining": "SELECT 'a" + "\u0301" * 4_900 + "'",
    "dollar quotes": "SELECT " + "$$a$$, " * 1_300 + "1",
    "dollar quote without end": "SELECT $a$" + "$b$" * 3_300,
    "text without end": "SELECT '" + "a''" * 3_300,
    "name without end": 'SELECT "' + 'a""' * 3_300,
    "comment without end": "SELECT 1 " + "/*" * 4_900,
    "comments": "SELECT " + "/**/" * 2_400 + "1",
    "nested comments": "SELECT " + "/*" * 2_400 + "*/" * 2_400 + "1",
    "line comments": "SELECT " + "--\n" * 3_300 + "1",
    "blanks": "SELECT" + " " * 9_900 + "1",
    "semicolons": "SELECT 1" + ";" * 9_900,
    "statements": "SELECT 1;" * 1_100,
    "operators": "SELECT 1 " + "+" * 9_900 + " 1",
    "dots": "SELECT " + "." * 9_900,
    "numbers": "SELECT " + "1" * 9_900,
    "digits of a numeric": "SELECT 1." + "1" * 9_900,
    "parameters": "SELECT " + "$1, " * 2_400 + "1",
    "indices": "SELECT tags" + "[1]" * 44 + " FROM users",
    "fields": "SELECT (u)" + ".a" * 40 + " FROM users u",
    "collations": "SELECT name" + ' COLLATE "C"' * 40 + " FROM users",
    "type names": "SELECT 1::" + "a." * 4_800 + "a",
    "type modifiers": "SELECT 1::numeric(" + "1," * 4_900 + "1)",
    "array bounds": "SELECT 1::int" + "[]" * 4_900,
    "json": "SELECT '{}'::jsonb" + "->'a'" * 44,
    "intervals": numbered("SELECT ", lambda n: "interval '1 day', ", "1"),
    "short intervals": "SELECT signed_up_at + interval '" + "1 day " * 1_600 + "' FROM users",
    "patterns": "SELECT 1 FROM users WHERE name LIKE '" + "%" * 9_900 + "'",
    "time zones": "SELECT signed_up_at AT TIME ZONE '" + "a" * 9_900 + "' FROM users",
    "formats": "SELECT to_char(signed_up_at, '" + "YYYY" * 2_400 + "') FROM users",
    "percent signs": "SELECT format('" + "%%" * 4_800 + "')",
}
