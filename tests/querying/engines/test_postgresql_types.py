"""Every type of PostgreSQL: what the page gets and what a file gets of the same value. Nothing is rounded."""

# ruff: noqa: E501  (one line a type)

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from querying.catalog import ColumnType
from querying.engines import ENGINES
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose
from querying.packing import pack, unpack
from querying.results import QueryFailed, ResultSet
from tests.querying.conftest import drop_database, make_database

ENGINE = ENGINES["postgresql"]
TYPES = """
CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE TYPE pair AS (a int, b text);
CREATE TYPE nested AS (p pair, ps pair[], m numeric(10,2));
CREATE TYPE span AS RANGE (subtype = float8);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN very_positive AS positive;
CREATE DOMAIN amount AS numeric(12, 2);
CREATE DOMAIN tags AS text[];
CREATE DOMAIN stamped AS timestamptz;
CREATE TABLE rows (a int, b pair);
INSERT INTO rows VALUES (1, ROW(2, 'x y'));
"""
INTEGER, NUMBER, TEXT, BOOLEAN = "integer", "number", "text", "boolean"
DATE, TIMESTAMP, ZONED, INTERVAL = "date", "timestamp", "timestamptz", "interval"
JSON, ARRAY, BYTES = "json", "array", "bytes"
SAME = object()  # a file has what the page has

# What is selected, its type on the wire, its value in JSON, and its text in a file, all in Paris.
TABLE: list[tuple[str, str, Any, Any]] = [
    # integers
    ("32767::int2", INTEGER, 32767, "32767"),
    ("9007199254740992::int8", INTEGER, 9007199254740992, "9007199254740992"),
    ("9007199254740993::int8", INTEGER, "9007199254740993", SAME),
    ("(-9223372036854775808)::int8", INTEGER, "-9223372036854775808", SAME),
    ("4294967295::oid", INTEGER, 4294967295, "4294967295"),
    # numbers
    ("1.10::numeric", NUMBER, 1.1, "1.10"),
    ("100.00::numeric(10, 2)", NUMBER, 100.0, "100.00"),
    ("1.000000000000000000000000000001", NUMBER, "1.000000000000000000000000000001", SAME),
    ("12345678901234567890.12", NUMBER, "12345678901234567890.12", SAME),
    ("'NaN'::numeric", NUMBER, "NaN", SAME),
    ("'-Infinity'::numeric", NUMBER, "-Infinity", SAME),
    ("0.1::float4", NUMBER, 0.1, "0.1"),
    ("3.4e38::float4", NUMBER, 3.4e38, "3.4e+38"),
    ("0.1::float8 + 0.2::float8", NUMBER, 0.30000000000000004, "0.30000000000000004"),
    ("1e-323::float8", NUMBER, 1e-323, "1e-323"),
    ("'NaN'::float8", NUMBER, "NaN", SAME),
    ("'Infinity'::float4", NUMBER, "Infinity", SAME),
    ("'-1234567.89'::money", TEXT, "-$1,234,567.89", SAME),
    ("true", BOOLEAN, True, "t"),
    # text
    ("''::text", TEXT, "", SAME),
    (r"e'tab\t nl\n back\\'", TEXT, "tab\t nl\n back\\", SAME),
    ("'NULL'::text", TEXT, "NULL", SAME),
    ("'ab'::char(4)", TEXT, "ab  ", SAME),
    ("'abc'::\"char\"", TEXT, "a", SAME),
    ("'abc'::name", TEXT, "abc", SAME),
    ("'B'::public.citext", TEXT, "B", SAME),
    ("'calm'::public.mood", TEXT, "calm", SAME),
    ("NULL", TEXT, None, None),
    ("pg_catalog.pg_sleep(0)", TEXT, "", SAME),  # void
    # dates and times
    ("'2025-07-01'::date", DATE, "2025-07-01", SAME),
    ("'infinity'::date", DATE, "infinity", SAME),
    ("'0044-03-15 BC'::date", DATE, "0044-03-15 BC", SAME),
    ("'12025-01-01'::date", DATE, "12025-01-01", SAME),
    ("'5874897-12-31'::date", DATE, "5874897-12-31", SAME),
    ("'2025-07-01 12:00:00.1'::timestamp", TIMESTAMP, "2025-07-01T12:00:00.100000", "2025-07-01 12:00:00.1"),
    ("'-infinity'::timestamp", TIMESTAMP, "-infinity", SAME),
    ("'0001-01-01 BC'::timestamp", TIMESTAMP, "0001-01-01 00:00:00 BC", SAME),
    ("'2025-07-01 12:00Z'::timestamptz", ZONED, "2025-07-01T14:00:00+02:00", "2025-07-01 14:00:00+02"),
    ("'2025-10-26 00:30Z'::timestamptz", ZONED, "2025-10-26T02:30:00+02:00", "2025-10-26 02:30:00+02"),
    ("'2025-10-26 01:30Z'::timestamptz", ZONED, "2025-10-26T02:30:00+01:00", "2025-10-26 02:30:00+01"),
    ("'1890-01-01 00:00Z'::timestamptz", ZONED, "1890-01-01T00:09:21+00:09:21", "1890-01-01 00:09:21+00:09:21"),
    ("'9999-12-31 23:30Z'::timestamptz", ZONED, "10000-01-01 00:30:00+01", SAME),
    ("'0044-03-15 12:00Z BC'::timestamptz", ZONED, "0044-03-15 12:09:21+00:09:21 BC", SAME),
    ("'infinity'::timestamptz", ZONED, "infinity", SAME),
    ("'2025-07-01 12:00Z'::public.stamped", ZONED, "2025-07-01T14:00:00+02:00", "2025-07-01 14:00:00+02"),
    ("'24:00'::time", TEXT, "24:00:00", SAME),
    ("'12:34:56.789+05:30'::timetz", TEXT, "12:34:56.789+05:30", SAME),
    # intervals: months, days and time stay apart
    ("'0'::interval", INTERVAL, "P0DT00H00M00S", "00:00:00"),
    ("'90 minutes'::interval", INTERVAL, "P0DT01H30M00S", "01:30:00"),
    ("'30 days'::interval", INTERVAL, "P30DT00H00M00S", "30 days"),
    ("'1 mon'::interval", INTERVAL, "P1M", "1 mon"),
    ("'36 hours'::interval", INTERVAL, "PT36H", "36:00:00"),
    ("'1 day 12 hours'::interval", INTERVAL, "P1DT12H00M00S", "1 day 12:00:00"),
    ("'1 day 36 hours'::interval", INTERVAL, "P1DT36H", "1 day 36:00:00"),
    ("'-1 day +23:00'::interval", INTERVAL, "P-1DT23H", "-1 days +23:00:00"),
    ("'-0.000001 s'::interval", INTERVAL, "-P0DT00H00M00.000001S", "-00:00:00.000001"),
    (
        *("'1 year 2 mons -3 days 04:05:06.7'::interval", INTERVAL),
        *("P1Y2M-3DT4H5M6.7S", "1 year 2 mons -3 days +04:05:06.7"),
    ),
    ("'-infinity'::interval", INTERVAL, "-infinity", SAME),
    ("'178000000 years'::interval", INTERVAL, "P178000000Y", "178000000 years"),
    # documents
    ("""'{"a": [1.5, {"b": null}]}'::jsonb""", JSON, {"a": [1.5, {"b": None}]}, '{"a": [1.5, {"b": null}]}'),
    ("""'{"n": 12345678901234567890}'::jsonb""", JSON, {"n": "12345678901234567890"}, '{"n": 12345678901234567890}'),
    ("""'{"n": 0.12345678901234567890}'::json""", JSON, {"n": "0.12345678901234567890"}, '{"n": 0.12345678901234567890}'),
    ("""'{"a": {"b": 1, "b": 2}}'::json""", JSON, '{"a": {"b": 1, "b": 2}}', SAME),
    ("""'{"a": 1, "a": 2}'::jsonb""", JSON, {"a": 2}, '{"a": 2}'),
    (r"""'{"a": "\u0000"}'::json""", JSON, r'{"a": "\u0000"}', SAME),
    (r"""'"\ud800"'::json""", JSON, r'"\ud800"', SAME),
    (r"""'"\ud83d\ude00"'::json""", JSON, "😀", r'"\ud83d\ude00"'),
    ("'1e400'::json", JSON, "1E+400", "1e400"),
    ("'\"text\"'::jsonb", JSON, "text", '"text"'),
    ("'null'::jsonb", JSON, "null", SAME),
    ("'\"null\"'::json", JSON, '"null"', SAME),
    ("ARRAY['null'::jsonb, NULL]", ARRAY, ["null", None], '{"null",NULL}'),
    ("'$.a[*]'::jsonpath", TEXT, '$."a"[*]', SAME),
    # arrays
    ("'{1,NULL,3}'::int[]", ARRAY, [1, None, 3], "{1,NULL,3}"),
    ("'{}'::int[]", ARRAY, [], "{}"),
    ("'{{1,2},{3,NULL}}'::int[]", ARRAY, [[1, 2], [3, None]], "{{1,2},{3,NULL}}"),
    ("'[0:2]={1,2,3}'::int[]", ARRAY, "[0:2]={1,2,3}", SAME),
    ("'[-1:0][2:3]={{1,2},{3,4}}'::int[]", ARRAY, "[-1:0][2:3]={{1,2},{3,4}}", SAME),
    ("""'{a,"b,c","NULL",NULL,""}'::text[]""", ARRAY, ["a", "b,c", "NULL", None, ""], '{a,"b,c","NULL",NULL,""}'),
    ("'{9223372036854775807}'::int8[]", ARRAY, ["9223372036854775807"], "{9223372036854775807}"),
    ("'{1.10,NaN}'::numeric[]", ARRAY, [1.1, "NaN"], "{1.10,NaN}"),
    ("'{infinity,2025-01-01}'::date[]", ARRAY, ["infinity", "2025-01-01"], "{infinity,2025-01-01}"),
    ("ARRAY['2025-07-01Z'::timestamptz]", ARRAY, ["2025-07-01T02:00:00+02:00"], '{"2025-07-01 02:00:00+02"}'),
    ("ARRAY['1 mon 2 days'::interval, '1 day']", ARRAY, ["P1M2D", "P1DT00H00M00S"], '{"1 mon 2 days","1 day"}'),
    (r"ARRAY['\x00ff'::bytea]", ARRAY, ["AP8="], r'{"\\x00ff"}'),
    ("""ARRAY['{"a": 1.5}'::jsonb]""", ARRAY, [{"a": 1.5}], r'{"{\"a\": 1.5}"}'),
    ("ARRAY[ROW(1, 'a b')::public.pair, NULL]", ARRAY, ['(1,"a b")', None], r'{"(1,\"a b\")",NULL}'),
    ("ARRAY[ROW(1, 'a')]", ARRAY, ["(1,a)"], '{"(1,a)"}'),
    ("ARRAY['[1,3)'::int4range]", ARRAY, ["[1,3)"], '{"[1,3)"}'),
    ("ARRAY['((0,0),(1,1))'::box, '((2,2),(3,3))']", ARRAY, ["(1,1),(0,0)", "(3,3),(2,2)"], "{(1,1),(0,0);(3,3),(2,2)}"),
    ("ARRAY['calm'::public.mood, NULL]", ARRAY, ["calm", None], "{calm,NULL}"),
    ("ARRAY['a=>1'::public.hstore]", ARRAY, ['"a"=>"1"'], r'{"\"a\"=>\"1\""}'),
    ("'{a,b}'::public.tags", ARRAY, ["a", "b"], "{a,b}"),
    ("ARRAY[1.50::public.amount]", ARRAY, [1.5], "{1.50}"),
    ("'1 2 3'::int2vector", TEXT, "1 2 3", SAME),
    # ranges, rows, domains
    ("int4range(1, 3)", TEXT, "[1,3)", SAME),
    ("'empty'::int8range", TEXT, "empty", SAME),
    ("'[1.10,)'::numrange", TEXT, "[1.10,)", SAME),
    ("'[2025-01-01,infinity)'::daterange", TEXT, "[2025-01-01,infinity)", SAME),
    ("""'["2025-07-01 12:00Z",)'::tstzrange""", TEXT, '["2025-07-01 14:00:00+02",)', SAME),
    ("'{[1,3),[5,7)}'::int4multirange", TEXT, "{[1,3),[5,7)}", SAME),
    ("'[0.1,0.2)'::public.span", TEXT, "[0.1,0.2)", SAME),
    ("ROW(1, NULL, 'a b')", TEXT, '(1,,"a b")', SAME),
    ("ROW(1, 'a')::public.pair", TEXT, "(1,a)", SAME),
    (
        *("ROW(ROW(1, 'x'), ARRAY[ROW(2, 'y')::public.pair], 1.10)::public.nested", TEXT),
        *('("(1,x)","{""(2,y)""}",1.10)', SAME),
    ),
    ("(SELECT r FROM public.rows AS r)", TEXT, '(1,"(2,""x y"")")', SAME),
    ("1::public.very_positive", INTEGER, 1, "1"),
    ("1.50::public.amount", NUMBER, 1.5, "1.50"),
    # all others
    (r"'\x00ff'::bytea", BYTES, "AP8=", r"\x00ff"),
    ("''::bytea", BYTES, "", r"\x"),
    ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", TEXT, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", SAME),
    ("'192.168.0.1/24'::inet", TEXT, "192.168.0.1/24", SAME),
    ("'10.0.0.0/8'::cidr", TEXT, "10.0.0.0/8", SAME),
    ("'08:00:2b:01:02:03'::macaddr", TEXT, "08:00:2b:01:02:03", SAME),
    ("'08:00:2b:01:02:03:04:05'::macaddr8", TEXT, "08:00:2b:01:02:03:04:05", SAME),
    ("B'1010'", TEXT, "1010", SAME),
    ("B'10'::varbit", TEXT, "10", SAME),
    ("'a fat cat'::tsvector", TEXT, "'a' 'cat' 'fat'", SAME),
    ("'fat & rat'::tsquery", TEXT, "'fat' & 'rat'", SAME),
    ("'(1,2)'::point", TEXT, "(1,2)", SAME),
    ("'{1,2,3}'::line", TEXT, "{1,2,3}", SAME),
    ("'[(0,0),(1,1)]'::lseg", TEXT, "[(0,0),(1,1)]", SAME),
    ("'((0,0),(1,1))'::path", TEXT, "((0,0),(1,1))", SAME),
    ("'((0,0),(1,1),(2,0))'::polygon", TEXT, "((0,0),(1,1),(2,0))", SAME),
    ("'<(0,0),1>'::circle", TEXT, "<(0,0),1>", SAME),
    ("'a=>1,b=>NULL'::public.hstore", TEXT, '"a"=>"1", "b"=>NULL', SAME),
    ("'a.b.c'::public.ltree", TEXT, "a.b.c", SAME),
    ("'pg_class'::regclass", TEXT, "pg_class", SAME),
    ("'int4'::regtype", TEXT, "integer", SAME),
    ("'16/B374D848'::pg_lsn", TEXT, "16/B374D848", SAME),
    ("'10:20:10,14,15'::pg_snapshot", TEXT, "10:20:10,14,15", SAME),
    ("'(0,1)'::tid", TEXT, "(0,1)", SAME),
    ("'123'::xid8", TEXT, "123", SAME),
]  # fmt: skip


@pytest.fixture(scope="module")
def url(embedded_services) -> Iterator[str]:
    yield (made := make_database("querying_types", TYPES))
    ENGINE.forget(made)
    drop_database("querying_types")


def guarded(sql: str) -> GuardedQuery:
    return GuardedQuery(sql, sql, "postgresql", Purpose.CHAT, None, (), time_zone="Europe/Paris")


def run(url: str, sql: str) -> ResultSet:
    return ENGINE.run(url, guarded(sql), LIMITS[Purpose.CHAT], None)


@pytest.fixture(scope="module")
def result(url) -> ResultSet:
    return run(url, "SELECT " + ", ".join(sql for sql, *_expected in TABLE))


def test_the_page_gets_each_value_as_it_is(result):
    (row,) = result.json_rows()
    found = {
        sql: (column.type.value, value)
        for (sql, *_expected), column, value in zip(TABLE, result.columns, row, strict=True)
    }
    assert found == {sql: (kind, value) for sql, kind, value, _text in TABLE}
    assert [type(value) for value in row] == [type(value) for _sql, _kind, value, _text in TABLE]


def test_files_get_what_the_database_prints(url):
    query = guarded("SELECT " + ", ".join(sql for sql, *_expected in TABLE))
    lines = ENGINE.stream(url, query, LIMITS[Purpose.EXPORT], None)
    cells = b"".join(lines).decode().rstrip("\n").split("\t")
    texts = [None if cell == r"\N" else unescaped(cell) for cell in cells]
    found = dict(zip((sql for sql, *_expected in TABLE), texts, strict=True))
    assert found == {sql: value if text is SAME else text for sql, _kind, value, text in TABLE}


def test_all_of_it_can_be_kept_and_stored(result):
    assert repr(unpack(pack(result, most=1_000_000))) == repr(result)
    written = json.dumps(result.json_rows())
    assert "\\u0000" not in written.replace("\\\\u0000", "")  # or the application's database refuses it
    json.dumps(result.json_rows(), ensure_ascii=False).encode()  # no half of a character


def test_connections_that_met_own_types_are_kept(url, result):
    query = "SELECT pg_catalog.pg_backend_pid(), ROW(1, 'a')::public.pair"
    first, second = (run(url, query) for _time in range(2))
    assert first.rows == second.rows


def test_as_many_columns_as_the_database_has_and_more(url):
    most = run(url, "SELECT " + ", ".join(f"{n} AS c{n}" for n in range(1664)))
    assert (len(most.columns), most.rows[0][-1]) == (1664, 1663)
    with pytest.raises(QueryFailed) as failed:
        run(url, "SELECT " + ", ".join("1" for _n in range(5000)))
    assert failed.value.code == "db.too_large"
    assert failed.value.message == "The query gives more columns than the database can: 1,664."


def test_a_type_that_is_not_known_is_the_text_that_the_database_prints(url):
    run(url, "SELECT 1")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("CREATE TYPE unheard AS (a int); CREATE DOMAIN unseen AS numeric")
    for _time in range(2):
        found = run(url, "SELECT ROW(7)::public.unheard, 1.50::public.unseen")
        assert found.columns[0].type == ColumnType.TEXT
        assert found.json_rows() in ([["(7)", 1.5]], [["(7)", "1.50"]])


def unescaped(cell: str) -> str:
    """A cell of COPY's text format as the text it stands for."""
    for escaped, meant in (("\\\\", "\1"), ("\\t", "\t"), ("\\n", "\n"), ("\1", "\\")):
        cell = cell.replace(escaped, meant)
    return cell
