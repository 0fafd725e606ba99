"""No text of a file runs in a spreadsheet; numbers stay numbers, and quotes inside cells are no cells."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from querying.exports.formulas import as_text, is_formula, neutralise

CHARACTERS = st.text(alphabet="=+-@\t\r\n\",'a1.\uff1d\uff0b\uff0d\uff20\ufeff\uffe5", max_size=8)


def quoted(rows: list[list[str]]) -> bytes:
    """As PostgreSQL writes it with FORCE_QUOTE."""
    return "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    ).encode()


@given(st.lists(st.lists(CHARACTERS, min_size=2, max_size=3), max_size=4))
def test_exactly_the_cells_that_would_run_get_an_apostrophe(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(neutralise(quoted(rows)).decode(), newline="")))
    assert read == [[as_text(cell) for cell in row] for row in rows]
    assert not any(is_formula(cell) for row in read for cell in row)


def test_what_is_a_formula() -> None:
    texts = ("=1+1", "+33 6", "-5", "-5.2e3", "+7", "@x", "a=b", "", "-1-1", "\uff1d1")
    assert [as_text(text) for text in texts] == [
        *("'=1+1", "'+33 6", "-5", "-5.2e3", "+7", "'@x", "a=b", "", "'-1-1", "'\uff1d1"),
    ]
