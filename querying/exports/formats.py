"""The kinds of files there are."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from querying.exports.asked import Asked, RowCount
from querying.exports.csv_file import write_csv
from querying.exports.json_file import write_json, write_json_lines
from querying.exports.xlsx_file import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its name ends, what it is on the wire, and what writes it."""

    extension: str
    content_type: str
    write: Callable[[Asked, RowCount], Generator[bytes]]


FORMATS: dict[str, Format] = {
    each.extension: each
    for each in (
        Format("csv", "text/csv; charset=utf-8", write_csv),
        Format("json", "application/json", write_json),
        Format("jsonl", "application/jsonl; charset=utf-8", write_json_lines),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    )
}
