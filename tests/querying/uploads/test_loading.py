"""Files of all kinds become tables: what each column is taken for, and what is told of what can't be one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from querying.uploads.loading.main import load, open_database
from querying.uploads.loading.naming import table_names
from querying.uploads.loading.problems import Problem
from querying.uploads.reading import ENVIRONMENT, PROGRAM, ROOT, read_files


def order(folder: Path, **files: bytes | str) -> dict[str, Any]:
    """What is told of these files; `_` in a name stands for the dot."""
    told = []
    for number, (name, content) in enumerate(files.items()):
        path = folder / f"file-{number}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        told.append({"path": str(path), "name": name.replace("_", "."), "table": ""})
    wishes = dict.fromkeys(("skip_broken", "header", "day_first", "decimal_comma"))
    return wishes | {
        "folder": str(folder),
        "database": str(folder / "data.duckdb"),
        "files": told,
        "most_bytes": 1 << 30,
    }


def one(folder: Path, content: bytes | str, **wishes: Any) -> dict[str, Any]:
    (told,) = load(order(folder, data_csv=content) | wishes)
    return told


def types(told: dict[str, Any]) -> dict[str, str]:
    return {column["name"]: column["type"] for column in told["columns"]}


def column(folder: Path, *values: str, **wishes: Any) -> tuple[str, list[str | None]]:
    """The type of a column of these values, and the values as they are then."""
    told = one(folder, "\n".join(["k;v", *(f"a;{value}" for value in values)]) + "\n", **wishes)
    return told["columns"][1]["type"], [row[1] for row in told["first"]]


MOMENTS = ["2024-12-25 18:30:00", "2025-02-01 09:05:00"]


@pytest.mark.parametrize(
    ("values", "kind", "now"),
    [
        (["1", "-20", "300"], "BIGINT", ["1", "-20", "300"]),
        (["1234567890123456789012", "1"], "VARCHAR", ["1234567890123456789012", "1"]),
        (["01234", "75001"], "VARCHAR", ["01234", "75001"]),
        (["+33612345678", "0612345678"], "VARCHAR", ["+33612345678", "0612345678"]),
        (["12.50", "3"], "DECIMAL(18,2)", ["12.50", "3.00"]),
        (["12,50", "3"], "DECIMAL(18,2)", ["12.50", "3.00"]),
        (["1 234,50", "99,9"], "DECIMAL(18,2)", ["1234.50", "99.90"]),
        (["1.234,50", "12,00"], "DECIMAL(18,2)", ["1234.50", "12.00"]),
        (["1,234.50", "12.00"], "DECIMAL(18,2)", ["1234.50", "12.00"]),
        (["1,234,567", "12"], "BIGINT", ["1234567", "12"]),
        (["1,234", "2,345"], "VARCHAR", ["1,234", "2,345"]),
        (["1.234", "2.345"], "DECIMAL(18,3)", ["1.234", "2.345"]),
        (["12,50", "12.50"], "VARCHAR", ["12,50", "12.50"]),
        (["1.5e3", "2"], "DOUBLE", ["1500.0", "2.0"]),
        (["1.5e309", "2"], "VARCHAR", ["1.5e309", "2"]),
        (["1", "n/a", "", "-"], "BIGINT", ["1", None, None, None]),
        (["12 €", "13 €"], "VARCHAR", ["12 €", "13 €"]),
        (["2025-01-31", "2024-02-29"], "DATE", ["2025-01-31", "2024-02-29"]),
        (["2025-02-30", "2025-01-01"], "VARCHAR", ["2025-02-30", "2025-01-01"]),
        (["2025-01-31 12:30"], "TIMESTAMP", ["2025-01-31 12:30:00"]),
        (["2025-01-31T12:30:01.5"], "TIMESTAMP", ["2025-01-31 12:30:01.5"]),
        (["2025-01-31T12:30:00+02:00"], "TIMESTAMP WITH TIME ZONE", ["2025-01-31 10:30:00+00"]),
        (["31/01/2025", "01/02/2025"], "DATE", ["2025-01-31", "2025-02-01"]),
        (["01/31/2025", "02/01/2025"], "DATE", ["2025-01-31", "2025-02-01"]),
        (["01.02.2025", "03.04.2025"], "DATE", ["2025-02-01", "2025-04-03"]),
        (["01/02/2025", "03/04/2025"], "VARCHAR", ["01/02/2025", "03/04/2025"]),
        (["31/01/2025", "01/31/2025"], "VARCHAR", ["31/01/2025", "01/31/2025"]),
        (["25/12/2024 18:30", "01/02/2025 9:05"], "TIMESTAMP", MOMENTS),
        (["true", "FALSE"], "BOOLEAN", ["true", "false"]),
        (["yes", "no"], "VARCHAR", ["yes", "no"]),
    ],
)  # fmt: skip
def test_what_a_column_is_taken_for(tmp_path, values, kind, now):
    assert column(tmp_path, *values) == (kind, now)


def test_what_can_be_read_in_two_ways_is_asked(tmp_path):
    text = "day;price\n01/02/2025;1,234\n03/04/2025;2,345\n"
    told = one(tmp_path, text)
    assert told["asks"] == {"day": "day_first", "price": "decimal_comma"}
    (tmp_path / "data.duckdb").unlink()
    told = one(tmp_path, text, day_first=True, decimal_comma=True)
    assert told["first"][0] == ["2025-02-01", "1.234"]
    (tmp_path / "data.duckdb").unlink()
    told = one(tmp_path, text, day_first=False, decimal_comma=False)
    assert (told["first"][0], told["asks"]) == (["2025-01-02", "1234"], {})


def test_one_column_tells_how_its_file_is_written(tmp_path):
    told = one(tmp_path, "a;b;c;d\n31/12/2024;01/02/2025;12,5;1,234\n01/12/2024;03/02/2025;1,5;9,999\n")
    assert told["first"][0] == ["2024-12-31", "2025-02-01", "12.5", "1.234"]


def test_a_value_far_down_decides_too(tmp_path):
    rows = "".join(f"{number},a\n" for number in range(1, 9_000))
    told = one(tmp_path, f"zip,name\n{rows}01234,b\n")
    assert types(told) == {"zip": "VARCHAR", "name": "VARCHAR"}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("é;b\nÀ;ç\n".encode(), "utf-8"),
        ("é;b\nÀ;ç\n".encode("utf-8-sig"), "utf-8-sig"),
        ("é;b\nÀ;ç\n".encode("utf-16"), "utf-16"),
        ("é;b\nÀ;ç\n".encode("utf-16-le"), "utf-16-le"),
        ("é;b\nÀ;ç\n".encode("utf-16-be"), "utf-16-be"),
        ("é;b\r\nÀ;ç\r\n".encode("cp1252"), "cp1252"),
        ("é;b\rÀ;ç\r".encode(), "utf-8"),
        ("é;b\r\nÀ;ç\n".encode(), "utf-8"),
    ],
)
def test_encodings_and_line_ends(tmp_path, content, encoding):
    told = one(tmp_path, content)
    assert (told["first"], types(told), told["encoding"]) == (
        [["À", "ç"]], {"e": "VARCHAR", "b": "VARCHAR"}, encoding,
    )  # fmt: skip


def test_names_of_columns_are_made_plain_and_different(tmp_path):
    told = one(tmp_path, "Order Date,Chiffre d'affaires,a,A,,2024,order\nx,y,1,2,3,4,5\n")
    names = ["order_date", "chiffre_d_affaires", "a", "a_2", "column_5", "column_2024", "order"]
    assert list(types(told)) == names
    with duckdb.connect(str(tmp_path / "data.duckdb"), read_only=True) as made:
        comments = made.execute("SELECT column_name, comment FROM duckdb_columns() WHERE comment IS NOT NULL")
        assert ("chiffre_d_affaires", "Chiffre d'affaires") in comments.fetchall()


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n"])
def test_empty_lines_before_the_names_are_no_rows(tmp_path, blank):
    text = f"{blank}a,b\n1,2\n\n3\n"
    with pytest.raises(Problem) as problem:
        one(tmp_path, text)
    assert [line["line"] for line in problem.value.about["lines"]] == [6]
    (tmp_path / "data.duckdb").unlink()
    told = one(tmp_path, text, skip_broken=True)
    assert (types(told), told["rows"]) == ({"a": "BIGINT", "b": "BIGINT"}, 1)


def test_a_file_without_names(tmp_path):
    told = one(tmp_path, "1,a\n2,b\n")
    assert (told["header"], list(types(told)), told["rows"]) == (False, ["column_1", "column_2"], 2)
    assert one(tmp_path / "..", "1,a\n2,b\n", header=True, database=str(tmp_path / "b"))["rows"] == 1
    years = one(tmp_path, "Region,2023,2024\nNorth,5,6\n", database=str(tmp_path / "c"))
    assert list(types(years)) == ["region", "column_2023", "column_2024"]


def test_several_files_are_several_tables(tmp_path):
    told = load(order(tmp_path, **{"My Sales_csv": "a\n1\n", "my-sales_txt": "b\n2\n"}))
    assert [each["table"] for each in told] == ["my_sales", "my_sales_2"]


def test_names_of_tables():
    files = ["/x/Sales 2025.csv", "stock-2024-01.txt", "stock-2024-02.txt", "2025.csv", "été (1).parquet"]
    assert table_names(files) == ["sales", "stock_2024_01", "stock_2024_02", "data", "ete"]


BROKEN = 'a,b,c\n1,"x\ny",3\n4,5\n7,8,9\n1,2,3,4\n'


def test_broken_lines_are_told_with_their_numbers_and_can_be_left_out(tmp_path):
    with pytest.raises(Problem) as problem:
        one(tmp_path, BROKEN)
    assert problem.value.about == {
        "count": 2,
        "expected": 3,
        "file": "data.csv",
        "lines": [
            {"line": 4, "why": "too_few", "found": 2},
            {"line": 6, "why": "too_many", "found": 4},
        ],
    }
    (tmp_path / "data.duckdb").unlink()
    told = one(tmp_path, BROKEN, skip_broken=True)
    assert (told["rows"], told["skipped"]) == (2, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("a,b\n", "only_header"),
        ("a,b\n1,\0x\n", "nul"),
        (b"PAR1xxxxxxxxxxxx", "parquet_truncated"),
        (b"PAR1xxxxxxxxxxxxPAR1", "unreadable"),
        (b"PARExxxxxxxxxxxxPARE", "parquet_encrypted"),
        (b"PK\x03\x04aaaa", "other_kind"),
        (b"\x1f\x8baaaa", "other_kind"),
        ("\n".join(["a,b", *["1"] * 1200]), "mostly_broken"),
        (",".join(f"c{n}" for n in range(5_000)) + "\n" + ",".join(["1"] * 5_000), "too_many_columns"),
        ('a,b\n1,"2\n3,4\n', "broken_lines"),
    ],
)
def test_what_can_not_be_a_table_is_told(tmp_path, content, code):
    said = read_files(order(tmp_path, data_csv=content), lambda _file: True)
    assert (said["kind"], said["code"]) == ("problem", code)
    assert said["about"]["file"] == "data.csv"


def test_parquet(tmp_path):
    path = tmp_path / "given.parquet"
    duckdb.sql(
        "SELECT 1 AS \"Order Id\", DATE '2025-01-01' AS day, 1.50::DECIMAL(9,2) AS price"
    ).write_parquet(str(path))
    told = one(tmp_path, path.read_bytes())
    assert (types(told), told["first"]) == (
        {"order_id": "INTEGER", "day": "DATE", "price": "DECIMAL(9,2)"}, [["1", "2025-01-01", "1.50"]],
    )  # fmt: skip
    assert told["spans"] == {"day": ["2025-01-01", "2025-01-01"]}


def test_parquet_of_too_many_columns_is_told(tmp_path):
    path = tmp_path / "wide.parquet"
    duckdb.sql(f"SELECT {', '.join(f'{n} AS c{n}' for n in range(1_001))}").write_parquet(str(path))
    with pytest.raises(Problem) as problem:
        one(tmp_path, path.read_bytes())
    assert problem.value.code == "too_many_columns"


def test_parquet_that_unpacks_without_end_is_stopped(tmp_path):
    path = tmp_path / "bomb.parquet"
    made = duckdb.sql("SELECT repeat('x', 100000) || i AS x FROM range(100) r(i)")
    made.write_parquet(str(path), compression="zstd")
    assert path.stat().st_size < 100_000
    with pytest.raises(Problem) as problem:
        one(tmp_path, path.read_bytes(), most_bytes=1_000_000)
    assert problem.value.code == "too_large_unpacked"


def test_no_file_grows_beyond_what_is_allowed(tmp_path):
    rows = "\n".join(f"{number},{'ab' * 50}{number * 7919}" for number in range(20_000))
    told = order(tmp_path, data_csv=f"a,b\n{rows}\n")
    ran = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, str(ROOT)],
        input=json.dumps(told | {"most_bytes": 300_000}) + "\n",
        capture_output=True, text=True, env=ENVIRONMENT, check=False,
    )  # fmt: skip
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["kind"] == "reading" or said["code"] == "too_large_unpacked"


def test_only_the_files_given_are_in_reach(tmp_path):
    with open_database(order(tmp_path, data_csv="a\n1\n")) as connection:
        for sql in (
            "FROM read_text('/etc/passwd')",
            "ATTACH '/tmp/x.duckdb'",
            "SET enable_external_access = true",
        ):
            with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
                connection.execute(sql)
