"""A process that reads one DuckDB file and answers queries on it: run by path, it knows nothing of the site.

DuckDB runs inside the process that uses it: a crash, or memory that the system takes back, would end every
chat of a web process. Here it ends one query. Requests are lines of JSON on the standard input, answers are
frames on the standard output: four bytes of length, then a pickled pair of a kind and what belongs to it.

Texts are what DuckDB prints wherever Python's own values would lose something: infinite and distant dates,
nanoseconds, months of intervals, zones.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import pickle
import re
import resource
import select
import shutil
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import duckdb

IDLE_SECONDS = 60.0
ROWS_A_FRAME = 2_000
FRAME_BYTES = 2_000_000
# How large rows are is known once some have been seen.
FIRST_ROWS = 20
DEEPEST_JSON = 200

# Read as text, and made into values here.
PRINTED = re.compile(
    r"\b(DATE|TIMESTAMP(?:_S|_MS|_NS)?(?: WITH TIME ZONE)?|TIME(?: WITH TIME ZONE|_NS)?"
    r"|INTERVAL|UUID|FLOAT|BIT)\b"
)
QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
INTERVAL = re.compile(
    r"(?:(?P<years>-?\d+) years? ?)?(?:(?P<months>-?\d+) months? ?)?(?:(?P<days>-?\d+) days? ?)?"
    r"(?:(?P<sign>-?)(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d(?:\.\d+)?))?"
)


class NotOneSelect(Exception):
    """What came is not one statement that reads."""


class TooLarge(Exception):
    """The result has more bytes than it may."""


class TooManyRows(Exception):
    """The result has more rows than a file may."""


def main() -> None:
    """Serve within bounds, and leave nothing behind."""
    bounds = json.loads(sys.argv[1])
    limit_process(bounds)
    try:
        serve()
    finally:
        remove(bounds["folder"])


def serve() -> None:
    """Answer until the other side is gone, or has asked nothing for a minute."""
    requests, answers = sys.stdin.buffer, own_output()
    opened: tuple[Any, duckdb.DuckDBPyConnection] | None = None
    while select.select([requests], [], [], IDLE_SECONDS)[0] and (line := requests.readline()):
        request = json.loads(line)
        wanted = (request["path"], request["zone"], request["settings"].get("disabled_optimizers"))
        try:
            if opened is None or opened[0] != wanted:
                if opened is not None:
                    opened[1].close()  # else the file would be opened as it is, with its settings locked
                opened = None
                opened = (wanted, open_file(request))
            frames = plan if request.get("plan") else answer
            for frame in frames(opened[1], request):
                send(answers, frame)
        except Exception as error:  # noqa: BLE001  (whatever it is, the other side waits for an answer)
            send(answers, ("error", (kind_of(error), str(error)[:2_000])))


def limit_process(bounds: dict[str, Any]) -> None:
    """End with the parent; be the first to go when memory runs out; never take more than is allowed."""
    # The kernel's own signal for it would come when the thread that started this process ends.
    threading.Thread(target=end_with_parent, args=[os.getppid(), bounds["folder"]], daemon=True).start()
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (bounds["data_bytes"], bounds["data_bytes"]))


def own_output() -> BinaryIO:
    """The standard output for the frames alone: the database prints how far it is there."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return answers


def end_with_parent(parent: int, folder: str) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    remove(folder)
    os._exit(1)


def remove(folder: str) -> None:
    """Take away what was written beside the memory: a parent that was killed can't."""
    shutil.rmtree(folder, ignore_errors=True)


def open_file(request: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """The file, read-only, with nothing else of this machine in reach; settings can't be changed again."""
    connection = duckdb.connect(request["path"], read_only=True, config=request["settings"])
    connection.execute(f"SET GLOBAL TimeZone = '{request['zone'].replace(chr(39), '')}'")
    connection.execute("SET GLOBAL lock_configuration = true")
    return connection


def answer(connection: duckdb.DuckDBPyConnection, request: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns, then rows (or lines of text) as they come, then what there is to say of the whole.

    Raises TooManyRows before all of it, as far as can be known, where `whole` wants every row or none.
    """
    only_select(connection, request["sql"])
    columns = [tuple(row[:2]) for row in connection.execute(f"DESCRIBE {request['sql']}\n").fetchall()]
    if request["whole"] and has_more(connection, request["sql"], len(columns), request["rows"]):
        raise TooManyRows
    yield "columns", columns
    kinds = [kind for _name, kind in columns]
    if request["lines"]:
        yield from lines(connection, request, kinds)
    else:
        yield from rows(connection, request, kinds)


def plan(connection: duckdb.DuckDBPyConnection, request: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """How the statement would be run, as JSON; or how it was, where it is to be measured."""
    only_select(connection, request["sql"])
    options = "ANALYZE, FORMAT json" if request["plan"] == "measured" else "FORMAT json"
    (told,) = connection.execute(f"EXPLAIN ({options}) {request['sql']}\n").fetchall()
    yield "plan", told[1]
    yield "end", {}


def only_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raises NotOneSelect, or what the parser raises."""
    statements = connection.extract_statements(sql)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise NotOneSelect


def has_more(connection: duckdb.DuckDBPyConnection, sql: str, columns: int, most: int | None) -> bool:
    """Whether there are more rows: counted where the planner expects many, or does not tell how many."""
    if most is None:
        return False
    ((_name, plan),) = connection.execute(f"EXPLAIN (FORMAT json) {sql}\n").fetchall()
    expected = json.loads(plan)[0].get("extra_info", {}).get("Estimated Cardinality", "")
    if str(expected).isdigit() and int(expected) < most / 2:
        return False
    counted = connection.execute(wrapped(sql, columns, ["count(*)"])).fetchone()
    return counted is not None and counted[0] > most


def wrapped(sql: str, columns: int, outputs: list[str]) -> str:
    """The statement with its columns, called c0, c1, ..., put through these expressions."""
    names = ", ".join(f"c{number}" for number in range(columns))
    return f"SELECT {', '.join(outputs)} FROM (\n{sql}\n) AS given({names})"  # noqa: S608  (its columns alone)


def rows(
    connection: duckdb.DuckDBPyConnection, request: dict[str, Any], kinds: list[str]
) -> Iterator[tuple[str, Any]]:
    """Values, up to the limits of rows, cells and bytes."""
    outputs = [
        f"CAST(c{number} AS {text})" if (text := printed(kind)) != kind else f"c{number}"
        for number, kind in enumerate(kinds)
    ]
    sql = request["sql"]
    if any(output.startswith("CAST") for output in outputs):
        sql = wrapped(sql, len(kinds), outputs)
        only_select(connection, sql)
    any_length = {number for number, kind in enumerate(kinds) if kind not in OF_A_LENGTH}
    readers = [reader_of(kind) for kind in kinds]
    most, left = request["rows"], request["result_bytes"]
    cell = sys.maxsize if request["whole"] else request["cell_bytes"]
    large: set[int] = set()
    sent = 0
    cursor, take = connection.execute(sql), FIRST_ROWS
    while chunk := cursor.fetchmany(take):
        before = left
        read = [read_column(values, readers[i]) for i, values in enumerate(zip(*chunk, strict=True))]
        left -= 8 * len(chunk) * len(kinds)
        for number in any_length:
            size, values = cut(read[number], cell)
            left -= size
            if values is not read[number]:
                large.add(number)
                read[number] = values
        if left < 0:
            raise TooLarge
        take = max(1, min(ROWS_A_FRAME, len(chunk) * FRAME_BYTES // (before - left or 1)))
        made = list(zip(*read, strict=True))
        truncated = most is not None and sent + len(made) > most
        if truncated and request["whole"]:
            raise TooManyRows
        yield "rows", made[: most - sent] if truncated else made
        sent += len(made)
        if truncated:
            break
    yield "end", {"truncated": most is not None and sent > most, "large": sorted(large)}


OF_A_LENGTH = frozenset(
    {
        *("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT"),
        *("UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DATE", "TIME", "UUID", "INTERVAL"),
        *("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"),
    }
)


def read_column(values: tuple[Any, ...], reader: Callable[[Any], Any] | None) -> tuple[Any, ...]:
    return values if reader is None else tuple(None if one is None else reader(one) for one in values)


def cut(values: tuple[Any, ...], limit: int) -> tuple[int, tuple[Any, ...]]:
    """About how many bytes the values are as text, and the values with those over the limit left out."""
    sizes = [size_of(value) for value in values]
    if max(sizes) <= limit:
        return sum(sizes), values
    kept = tuple(value if size <= limit else None for value, size in zip(values, sizes, strict=True))
    return sum(size for size in sizes if size <= limit), kept


def size_of(value: Any) -> int:
    if type(value) is str:
        return len(value) if value.isascii() else len(value.encode(errors="surrogatepass"))
    if type(value) is bytes:
        return len(value) * 2
    return len(str(value)) if isinstance(value, dict | list | tuple) else 8


def printed(kind: str) -> str:
    """The type with VARCHAR in place of each part whose values Python would not hold as they are."""
    parts = QUOTED.split(kind)
    return "".join(part if at % 2 else PRINTED.sub("VARCHAR", part) for at, part in enumerate(parts))


def reader_of(kind: str) -> Callable[[Any], Any] | None:
    """What makes a value of what was fetched; None where it is one already."""
    if kind == "DATE":
        return or_text(dt.date.fromisoformat)
    if kind.startswith("TIMESTAMP"):
        return or_text(moment)
    readers: dict[str, Callable[[Any], Any]] = {
        "INTERVAL": interval,
        "FLOAT": float,
        "JSON": json_value,
        "BIGNUM": int,
    }
    return readers.get(kind)


def or_text(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """The value, or the text where there is no such value: infinity, the year 12025, nanoseconds."""

    def reader(text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            return text

    return reader


def moment(text: str) -> dt.datetime:
    """Raises ValueError for what a datetime can't hold, such as nanoseconds."""
    if len(text) > 26 and re.search(r"\.\d{7}", text):
        raise ValueError(text)
    return dt.datetime.fromisoformat(text)


def interval(text: str) -> Any:
    """A timedelta where no months are in it, else an ISO 8601 duration in which each part has its sign."""
    match = INTERVAL.fullmatch(text)
    if match is None:
        return text
    part = {name: value or "0" for name, value in match.groupdict().items() if name != "sign"}
    sign = -1 if match["sign"] else 1
    seconds = Decimal(part["seconds"])
    hours = int(part["hours"])
    months, days = int(part["years"]) or int(part["months"]), int(part["days"])
    time = sign * dt.timedelta(hours=hours, minutes=int(part["minutes"]), microseconds=int(seconds * 10**6))
    alike = not days or not time or (days > 0) == (time > dt.timedelta())
    if not months and alike and (not days or hours < 24):
        return dt.timedelta(days=days) + time
    date = "".join(
        f"{part[name]}{name[0].upper()}" for name in ("years", "months", "days") if int(part[name])
    )
    minus = "-" if sign < 0 else ""
    numbers = {"H": str(hours), "M": str(int(part["minutes"])), "S": f"{seconds.normalize():f}"}
    clock = "".join(f"{minus}{number}{unit}" for unit, number in numbers.items() if number != "0")
    return f"P{date}" + (f"T{clock}" if clock else "")


def json_value(text: str) -> Any:
    """The value, its numbers exact; the text where it nests too deeply to be one, or is `null`."""
    if text.count("[") + text.count("{") > DEEPEST_JSON:
        return text
    try:
        value = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return text
    return text if value is None or value == "null" else value


def lines(
    connection: duckdb.DuckDBPyConnection, request: dict[str, Any], kinds: list[str]
) -> Iterator[tuple[str, Any]]:
    """Rows as lines of PostgreSQL's COPY text format, made by the database: many at a time, little memory."""
    parts = [line_part(number, kind) for number, kind in enumerate(kinds)]
    sql = wrapped(request["sql"], len(kinds), [f"concat({', chr(9), '.join(parts)})"])
    only_select(connection, sql)
    left = request["result_bytes"]
    cursor = connection.execute(sql)
    while chunk := cursor.fetchmany(ROWS_A_FRAME):
        block = [f"{line}\n".encode() for (line,) in chunk]
        left -= sum(map(len, block))
        if left < 0:
            raise TooLarge
        yield "lines", block
    yield "end", {}


def line_part(number: int, kind: str) -> str:
    """One column as text, with what separates rows and columns escaped."""
    column = f"c{number}"
    if kind == "BOOLEAN":
        text = f"CASE WHEN {column} THEN 't' ELSE 'f' END"
        return f"CASE WHEN {column} IS NULL THEN '\\N' ELSE {text} END"
    text = f"'\\\\x' || lower(hex({column}))" if kind == "BLOB" else f"CAST({column} AS VARCHAR)"
    if kind not in OF_A_LENGTH and not kind.startswith("DECIMAL") and kind != "BLOB":
        for raw, escaped in (
            (r"'\'", r"'\\'"),
            ("chr(9)", r"'\t'"),
            ("chr(10)", r"'\n'"),
            ("chr(13)", r"'\r'"),
        ):
            text = f"replace({text}, {raw}, {escaped})"
    return f"coalesce({text}, '\\N')"


def kind_of(error: Exception) -> str:
    return "OutOfMemoryException" if isinstance(error, MemoryError) else type(error).__name__


def send(answers: BinaryIO, frame: tuple[str, Any]) -> None:
    data = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
    answers.write(struct.pack("!I", len(data)) + data)
    answers.flush()


if __name__ == "__main__":
    main()
