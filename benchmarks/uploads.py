"""A CSV of a million rows: read into a source of its own, and asked, against DuckDB by hand."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Measurement, best_of
from querying.engines import ENGINES
from querying.engines.duckdb.addresses import url_of
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose
from querying.uploads.reading import read_files

ROWS = 1_000_000
BY_HAND = """
import sys, duckdb
with duckdb.connect(sys.argv[2], config={"threads": "2"}) as made:
    made.execute("CREATE TABLE sales AS SELECT * FROM read_csv(?)", [sys.argv[1]])
"""
GROUPED = "SELECT region, date_trunc('month', day) AS month, sum(amount) FROM sales GROUP BY ALL ORDER BY ALL"


def measure_uploads() -> list[Measurement]:
    """Loading from a process's start to its end, both; the grouping over a process kept, and in this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "sales.csv")
        ours, by_hand = load_ours(folder), load_by_hand(folder)
        url = url_of(folder / "data.duckdb")
        grouped = best_of(lambda: run(url), calls=5)
        bare = best_of(lambda: run_bare(folder / "data.duckdb"), calls=5)
        ENGINES["duckdb"].forget(url)
    return [
        Measurement("CSV of 1M rows x 7 read", ours, by_hand, "read_csv by hand", ours / by_hand, None, ""),
        Measurement("grouped on it, 1M rows", grouped, bare, "duckdb in process", grouped / bare, None, ""),
    ]


def write(path: Path) -> None:
    """Sales with a day, a postcode that keeps its zeros, an amount and names."""
    some = random.Random(7)
    with path.open("w") as file:
        file.write("id,day,region,zip,product,quantity,amount\n")
        for number in range(ROWS):
            day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
            file.write(
                f"{number},{day},region {number % 13},{some.randrange(1000, 99999):05},"
                f"product {number % 997},{1 + number % 9},{number % 10_000}.{number % 100:02}\n"
            )


def load_ours(folder: Path) -> float:
    order = {
        "folder": str(folder),
        "database": str(folder / "data.duckdb"),
        "files": [{"path": str(folder / "sales.csv"), "name": "sales.csv", "table": ""}],
        **dict.fromkeys(("skip_broken", "header", "day_first", "decimal_comma")),
    }
    started = time.perf_counter()
    said = read_files(order, lambda _file: True)
    took = time.perf_counter() - started
    assert said["tables"][0]["rows"] == ROWS, said
    return took


def load_by_hand(folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", BY_HAND, str(folder / "sales.csv"), str(folder / "hand.duckdb")], check=True
    )
    return time.perf_counter() - started


def run(url: str) -> object:
    query = GuardedQuery(GROUPED, GROUPED, "duckdb", Purpose.CHAT, None, ())
    return ENGINES["duckdb"].run(url, query, LIMITS[Purpose.CHAT], None)


def run_bare(path: Path) -> object:
    import duckdb  # loads slowly: where it is used

    with duckdb.connect(str(path), read_only=True, config={"threads": "2"}) as connection:
        return connection.execute(GROUPED).fetchall()
