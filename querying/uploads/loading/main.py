"""The process: told on its standard input what to read, it tells by lines how far it is, and what came."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

import duckdb

from querying.uploads.loading.content import is_parquet
from querying.uploads.loading.kinds import Wishes
from querying.uploads.loading.naming import table_names
from querying.uploads.loading.problems import Problem
from querying.uploads.loading.tables import Reading, describe, load_parquet, load_text

MEMORY = "1GiB"
PROCESS_BYTES = 4 << 30


def main() -> None:
    """Read the files into a database; the last line that is printed is `done` or `problem`."""
    order = json.loads(sys.stdin.readline())
    use_own_output()
    limit_process(order["most_bytes"])
    try:
        say("done", tables=load(order))
    except Problem as problem:
        say("problem", code=problem.code, about=problem.about)
    except (duckdb.Error, MemoryError, OSError) as error:
        say("problem", code=code_of(error), about={"file": current["file"]})


current = {"file": ""}
output: dict[str, TextIO | None] = {"file": None}


def load(order: dict[str, Any]) -> list[dict[str, Any]]:
    """A table for each file; what there is to tell of each. Raises Problem, which names the file."""
    reading = Reading(
        skip_broken=order["skip_broken"],
        header=order["header"],
        wishes=Wishes(order["day_first"], order["decimal_comma"]),
    )
    folder = Path(order["folder"])
    made: list[dict[str, Any]] = []
    with open_database(order) as connection:
        names = table_names(file["name"] for file in order["files"])
        for number, file in enumerate(order["files"]):
            current["file"] = file["name"]
            say("reading", file=file["name"], number=number)
            table = file["table"] or names[number]
            try:
                path, copy = Path(file["path"]), folder / "plain.csv"
                if is_parquet(path):
                    told = load_parquet(connection, path, table, order["most_bytes"])
                else:
                    told = load_text(connection, path, copy, table, reading)
            except Problem as problem:
                problem.about["file"] = file["name"]
                raise
            copy.unlink(missing_ok=True)
            made.append({"table": table, "file": file["name"], **told, **describe(connection, table)})
        connection.execute("CHECKPOINT")
    return made


def open_database(order: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """The database to be made, with the files to be read alone in reach."""
    folder = Path(order["folder"])
    connection = duckdb.connect(
        order["database"],
        config={
            "memory_limit": MEMORY,
            "threads": "2",
            "temp_directory": str(folder / "spill"),
            "max_temp_directory_size": f"{order['most_bytes']}B",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        },
    )
    paths = [file["path"] for file in order["files"]] + [str(folder / "plain.csv")]
    connection.execute("SET allowed_paths = ?", [paths])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def limit_process(most_bytes: int) -> None:
    """End with whoever started it; be the first to go when memory runs out; write no file without end."""
    threading.Thread(target=end_with_parent, args=[os.getppid()], daemon=True).start()
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (PROCESS_BYTES, PROCESS_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def use_own_output() -> None:
    """Keep the standard output for what is said here: the database prints how far it is there."""
    output["file"] = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)


def end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def code_of(error: BaseException) -> str:
    """Which problem an error of the database, or of the system, is."""
    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError) or "File too large" in text:
        return "too_large_unpacked"
    if "No space left" in text or "disk" in text.lower():
        return "disk_full"
    if "encrypt" in text.lower():
        return "parquet_encrypted"
    return "unreadable"


def say(kind: str, **about: Any) -> None:
    file = output["file"] or sys.stdout
    file.write(json.dumps({"kind": kind, **about}) + "\n")
    file.flush()
