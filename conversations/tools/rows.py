"""A result as a model reads it: few rows, nothing personal."""

from __future__ import annotations

import orjson

from accounts.privacy import mask_personal_data
from querying.results import ResultSet

ROWS = 50
CHARACTERS = 8_000


def rows_for_model(result: ResultSet) -> tuple[str, int]:
    """(text, rows in it): a line of column names and a JSON array a row, e-mails and the like masked."""
    lines = [orjson.dumps([column.name for column in result.columns]).decode()]
    size = 0
    for row in result.json_rows(ROWS):
        line = orjson.dumps(row).decode()
        size += len(line)
        if size > CHARACTERS:
            break
        lines.append(line)
    sent = len(lines) - 1
    more = (
        f"\n({result.row_count} rows in all; the first {sent} are shown)" if sent < result.row_count else ""
    )
    more += "\n(the source has more rows than the limit)" if result.truncated else ""
    return mask_personal_data("\n".join(lines)) + (more or f"\n({result.row_count} rows)"), sent
