"""Files of every kind: each value exact, nothing runs, only what the asker may see, never less than all."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from contextlib import closing

import openpyxl
import pytest

from accounts.actor import Actor
from accounts.models import AuditEntry
from accounts.roles import Role
from querying.engines import ENGINES
from querying.exports import csv_file, xlsx_file
from querying.limits import LIMITS, Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.results import QueryFailed
from querying.services import open_export
from tests.querying.conftest import member

CLOCK = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
TYPED = """
SELECT 9007199254740993::bigint AS big, -5 AS small, 1.10::numeric(4, 2) AS price, 'NaN'::float8 AS odd,
    12345678901234567.25::numeric AS exact, 0.1::float8 AS tenth, true AS yes, DATE '1800-01-02' AS old,
    DATE '2025-07-01' AS day, TIMESTAMP '2025-07-01 10:20:30.5' AS at, now() AS here,
    INTERVAL '3 days 4 hours' AS long,
    '{"b": 1, "a": [1.0, "=x"]}'::json AS doc, ARRAY['a', NULL, '=1'] AS list,
    '\\xfbff'::bytea AS bytes, '=1+1' AS formula, E'a"b,\\nc' AS text, '' AS empty, NULL::text AS nothing,
    '24:00'::time AS late, 'infinity'::date AS never, 1 AS twice, 2 AS twice
"""
EXPECTED_CSV = {
    "big": "9007199254740993", "small": "-5", "price": "1.10", "odd": "NaN", "exact": "12345678901234567.25",
    "tenth": "0.1", "yes": "true", "old": "1800-01-02", "day": "2025-07-01", "at": "2025-07-01 10:20:30.5",
    "here": "2025-07-01 14:00:00+02", "doc": '{"b": 1, "a": [1.0, "=x"]}', "list": '["a",null,"=1"]',
    "bytes": "'+/8=", "formula": "'=1+1", "text": 'a"b,\nc', "empty": "", "nothing": "",
    "late": "24:00:00", "never": "infinity", "twice": "2",
}  # fmt: skip


def write(actor: Actor, source: DataSource, sql: str, extension: str, **options) -> bytes:
    export = open_export(actor=actor, source=source, sql=sql, extension=extension, clock=CLOCK, **options)
    with closing(export.blocks) as blocks:
        return b"".join(blocks)


def read_csv(file: bytes) -> list[list[str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.fixture
def parisian(owner: Actor) -> Actor:
    return dataclasses.replace(owner, time_zone="Europe/Paris")


def test_csv_holds_every_value_exactly(shop: DataSource, parisian: Actor) -> None:
    head, row = read_csv(write(parisian, shop, TYPED, "csv"))
    written = dict(zip(head, row, strict=True))
    assert written.pop("long") == "P3DT4H"
    assert written == EXPECTED_CSV
    file = write(parisian, shop, "SELECT '' AS empty, NULL AS nothing, -1 AS n, '-1' AS t", "csv")
    assert file.splitlines()[1] == b'"",,-1,"-1"'


def test_engines_that_write_no_csv_get_the_same(shop, parisian, monkeypatch) -> None:
    fast = read_csv(write(parisian, shop, TYPED, "csv"))
    monkeypatch.setattr(csv_file, "OpensCsv", type("Never", (), {}))
    slow = read_csv(write(parisian, shop, TYPED, "csv"))
    different = {name for name, one, other in zip(fast[0], fast[1], slow[1], strict=True) if one != other}
    # Durations in two ways of ISO 8601; a document's spaces; fractions of a second to six places.
    assert different == {"long", "doc", "at"}
    assert dict(zip(slow[0], slow[1], strict=True))["long"] == "P3DT04H00M00S"


def test_json_holds_what_the_page_holds(shop: DataSource, parisian: Actor) -> None:
    [row] = json.loads(write(parisian, shop, TYPED, "json"))
    assert (row["big"], row["small"], row["price"], row["odd"]) == ("9007199254740993", -5, 1.1, "NaN")
    assert row["here"] == "2025-07-01T14:00:00+02:00"
    assert (row["list"], row["nothing"], row["bytes"]) == (["a", None, "=1"], None, "+/8=")
    assert (row["formula"], row["twice"], row["twice_2"]) == ("=1+1", 1, 2)
    lines = write(parisian, shop, "SELECT id FROM orders ORDER BY id LIMIT 2", "jsonl")
    assert lines == b'{"id":2}\n{"id":4}\n'
    assert write(parisian, shop, "SELECT id FROM orders WHERE id < 0", "json") == b"[]\n"


def test_a_workbook_holds_dates_as_dates_and_no_formula(shop, parisian, monkeypatch) -> None:
    monkeypatch.setattr(xlsx_file, "CELL_CHARACTERS", 6)
    book = openpyxl.load_workbook(
        io.BytesIO(write(parisian, shop, TYPED, "xlsx", labels=["Large"] + [""] * 22))
    )
    head, cells = (list(row) for row in book.worksheets[0].iter_rows())
    found = {cell.value: at for cell, at in zip(head, cells, strict=True)}
    assert found["day"].value == dt.datetime(2025, 7, 1)  # noqa: DTZ001
    assert found["at"].value == dt.datetime(2025, 7, 1, 10, 20, 30, 500000)  # noqa: DTZ001
    assert (found["price"].value, found["small"].value, found["yes"].value) == (1.1, -5, True)
    assert found["here (Euro"[:6]].value == dt.datetime(2025, 7, 1, 14)  # noqa: DTZ001
    assert (found["formul"].value, found["formul"].data_type) == ("=1+1", "s")
    assert (found["Large"].value, found["exact"].value, found["odd"].value) == ("900719", "123456", "NaN")
    assert "Large: 1 texts were longer than 6 characters and are cut." in [
        row[0].value for row in book["Notes"].iter_rows()
    ]


def test_more_rows_than_a_sheet_has_go_on_in_the_next(shop, owner, monkeypatch) -> None:
    monkeypatch.setattr(xlsx_file, "SHEET_ROWS", 8)
    book = openpyxl.load_workbook(
        io.BytesIO(write(owner, shop, "SELECT id FROM orders ORDER BY id", "xlsx")), read_only=True
    )
    sheets = [[row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets]
    assert [sheet[0] for sheet in sheets] == ["id"] * 3
    assert [number for sheet in sheets for number in sheet[1:]] == list(range(2, 41, 2))


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx"])
def test_only_what_the_asker_may_see_is_written(shop: DataSource, manager: Actor, extension: str) -> None:
    file = write(manager, shop, "SELECT id, email FROM users ORDER BY id", extension)
    if extension == "xlsx":
        rows = [
            [c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows()
        ][1:]
    elif extension == "csv":
        rows = [[int(number), mail] for number, mail in read_csv(file)[1:]]
    else:
        rows = [list(row.values()) for row in json.loads(file)]
    # South's users have odd ids; a manager sees nobody's address.
    assert rows == [[number, "***"] for number in range(2, 21, 2)]
    entry = AnalyticsQuery.objects.get()
    assert (entry.purpose, entry.status, entry.row_count) == ("export", "success", 10)
    assert AuditEntry.objects.get(action="query.exported").details["rows"] == 10


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx"])
def test_more_rows_than_a_file_may_have_are_refused_before_it_begins(
    shop: DataSource, owner: Actor, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    few = dataclasses.replace(LIMITS[Purpose.EXPORT], rows=19)
    monkeypatch.setitem(LIMITS, Purpose.EXPORT, few)
    export = open_export(
        actor=owner, source=shop, sql="SELECT id FROM orders", extension=extension, clock=CLOCK
    )
    with pytest.raises(QueryFailed) as raised:
        next(export.blocks)
    assert raised.value.code == "db.too_large"
    assert AnalyticsQuery.objects.get().code == "db.too_large"


def test_an_estimate_that_errs_ends_in_an_error_all_the_same(shop, owner, monkeypatch) -> None:
    few = dataclasses.replace(LIMITS[Purpose.EXPORT], rows=300)
    monkeypatch.setitem(LIMITS, Purpose.EXPORT, few)
    many = "SELECT a.id FROM orders a JOIN orders b ON a.id + b.id > a.id - b.id AND a.id * 1 < b.id * 1000"
    export = open_export(actor=owner, source=shop, sql=many, extension="csv", clock=CLOCK)
    with pytest.raises(QueryFailed), closing(export.blocks) as blocks:
        list(blocks)


def test_a_failure_on_the_way_is_an_error_and_logged(shop: DataSource, owner: Actor) -> None:
    sql = "SELECT 1 / (id - 20) FROM orders ORDER BY id"
    for extension in ("csv", "jsonl", "xlsx"):
        export = open_export(actor=owner, source=shop, sql=sql, extension=extension, clock=CLOCK)
        with pytest.raises(QueryFailed), closing(export.blocks) as blocks:
            list(blocks)
    assert {(entry.status, entry.code) for entry in AnalyticsQuery.objects.all()} == {("error", "db.error")}


def test_an_organization_has_its_slots_and_no_more(shop, owner, south) -> None:
    def begin(actor: Actor):
        export = open_export(
            actor=actor, source=shop, sql="SELECT id FROM orders", extension="csv", clock=CLOCK
        )
        next(export.blocks)
        return export.blocks

    running = [begin(owner) for _number in range(3)]
    with pytest.raises(QueryFailed, match="3 files"):
        begin(owner)
    running.append(begin(member(south, Role.OWNER)))
    for blocks in running:
        blocks.close()
    begin(owner).close()
    assert AnalyticsQuery.objects.filter(code="db.stopped").count() == 5
    ENGINES["postgresql"].forget(shop.reader_url)
