"""A workbook: dates as dates, times as the person's clocks show them, no text ever a formula.

A spreadsheet keeps 15 digits, 32,767 characters of a cell, 1,048,576 rows of a sheet. Exact numbers of more
digits are text; longer text is cut, which a last sheet tells; more rows go on in further sheets.
"""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Callable, Generator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from querying.catalog import ColumnType
from querying.exports.asked import Asked, RowCount
from querying.exports.rows import open_rows
from querying.results import ResultColumn, json_value, too_many_columns

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
CELL_CHARACTERS = 32_767
EXACT_DIGITS = 15
BLOCK_BYTES = 256 * 1024
# Before it, spreadsheets count a day that was none: 29 February 1900.
FIRST_DAY = dt.date(1900, 3, 1)
SHAPES = {
    "head": {"bold": True, "bottom": 1},
    "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss.000"},
}


def write_xlsx(asked: Asked, count: RowCount) -> Generator[bytes]:
    """The whole file is made on disk first, then given by blocks. Raises QueryFailed, QueryStopped."""
    import xlsxwriter  # slow to load

    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "rows.xlsx"
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
        sheets = Sheets(book, asked)
        with open_rows(asked) as stream:
            sheets.begin(stream.columns)
            for batch in stream.batches:
                count.add(len(batch))
                for row in batch:
                    sheets.write(row)
        sheets.tell_cut()
        book.close()
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                yield block


class Sheets:
    """The sheets of one workbook, filled row by row."""

    def __init__(self, book: Workbook, asked: Asked) -> None:
        self._book, self._asked = book, asked
        self._shapes = {name: book.add_format(shape) for name, shape in SHAPES.items()}
        self._columns: Sequence[ResultColumn] = ()
        self._sheet: Worksheet
        self._row = 0
        self._cut: dict[int, int] = {}

    def begin(self, columns: Sequence[ResultColumn]) -> None:
        """Start the first sheet. Raises QueryFailed for more columns than a sheet has."""
        if len(columns) > SHEET_COLUMNS:
            raise too_many_columns(SHEET_COLUMNS)
        self._columns = columns
        self._add_sheet()

    def write(self, row: Sequence[Any]) -> None:
        """Add a row, in a new sheet where the last is full."""
        if self._row == SHEET_ROWS:
            self._add_sheet()
        for place, value in enumerate(row):
            if value is not None:
                _WRITE.get(type(value), Sheets._write_other)(self, place, value)
        self._row += 1

    def tell_cut(self) -> None:
        """A last sheet that says which columns hold text that was cut, if any does."""
        if not self._cut:
            return
        sheet = self._book.add_worksheet(_("Notes"))
        told = _("%(column)s: %(count)s texts were longer than %(most)s characters and are cut.")
        headings = self._asked.headings(self._columns)
        for line, (place, count) in enumerate(self._cut.items()):
            words = {"column": headings[place], "count": number_format(count, force_grouping=True)}
            most = number_format(CELL_CHARACTERS, force_grouping=True)
            sheet.write_string(line, 0, told % (words | {"most": most}))

    def _add_sheet(self) -> None:
        self._sheet, self._row = self._book.add_worksheet(), 1
        self._sheet.freeze_panes(1, 0)
        zone = self._asked.query.time_zone
        for place, (column, heading) in enumerate(
            zip(self._columns, self._asked.headings(self._columns), strict=True)
        ):
            # A cell has no zone: the heading tells whose clocks.
            told = f"{heading} ({zone})" if column.type == ColumnType.TIMESTAMPTZ else heading
            self._sheet.write_string(0, place, told[:CELL_CHARACTERS], self._shapes["head"])

    def _write_text(self, place: int, value: str) -> None:
        if len(value) > CELL_CHARACTERS:
            self._cut[place] = self._cut.get(place, 0) + 1
            value = value[:CELL_CHARACTERS]
        self._sheet.write_string(self._row, place, value)

    def _write_flag(self, place: int, value: bool) -> None:
        self._sheet.write_boolean(self._row, place, value)

    def _write_integer(self, place: int, value: int) -> None:
        if abs(value) < 10**EXACT_DIGITS:
            self._sheet.write_number(self._row, place, value)
        else:
            self._write_text(place, str(value))

    def _write_float(self, place: int, value: float) -> None:
        if math.isfinite(value):
            self._sheet.write_number(self._row, place, value)
        else:
            self._write_text(place, str(json_value(value)))

    def _write_decimal(self, place: int, value: Decimal) -> None:
        number = float(value)
        if math.isfinite(number) and _fits(value, number):
            self._sheet.write_number(self._row, place, number)
        else:
            self._write_text(place, f"{value:f}")

    def _write_day(self, place: int, value: dt.date) -> None:
        if value < FIRST_DAY:
            self._write_text(place, value.isoformat())
        else:
            self._sheet.write_datetime(self._row, place, value, self._shapes["day"])

    def _write_time(self, place: int, value: dt.datetime) -> None:
        if value.date() < FIRST_DAY:
            self._write_text(place, value.isoformat(" "))
            return
        shape = self._shapes["moment" if value.microsecond else "time"]
        self._sheet.write_datetime(self._row, place, value.replace(tzinfo=None), shape)

    def _write_other(self, place: int, value: Any) -> None:
        plain = json_value(value)
        self._write_text(place, plain if isinstance(plain, str) else orjson.dumps(plain).decode())


def _fits(value: Decimal, number: float) -> bool:
    """Whether a cell keeps the number: no more than 15 digits from the first to the last that counts."""
    return value == 0 or (len(value.normalize().as_tuple().digits) <= EXACT_DIGITS and number != 0)


_WRITE: dict[type, Callable[[Sheets, int, Any], None]] = {
    str: Sheets._write_text,
    bool: Sheets._write_flag,
    int: Sheets._write_integer,
    float: Sheets._write_float,
    Decimal: Sheets._write_decimal,
    dt.date: Sheets._write_day,
    dt.datetime: Sheets._write_time,
}
