"""A result as a file of comma-separated values that a spreadsheet opens as what it is: data, not formulas."""

from __future__ import annotations

import csv
import io
from typing import Any

from querying.results import ResultSet

# A spreadsheet takes text that starts like this for a formula, and would run it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(result: ResultSet) -> str:
    """A line of column labels, then a line a row; numbers and dates as in JSON, no value as nothing."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([_cell(column.label or column.name) for column in result.columns])
    writer.writerows([_cell(value) for value in row] for row in result.json_rows())
    return written.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
