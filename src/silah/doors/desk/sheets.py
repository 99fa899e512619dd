"""A list as an Excel file: every row of it, and nothing in a cell that a spreadsheet would run.

Rows go to a file as they are read and the file leaves in pieces, so a long list takes no more memory
than a short one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils.functional import Promise
from xlsxwriter.format import Format

from silah.foundation.kernel import clock

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = frozenset("=+-@|%\t\r＝＋－＠")  # also as wide letters write them
Cell = str | int | date | datetime | None | Promise


def workbook(name: str, columns: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """`name` discloses nothing: folders and downloads show it. Rows are written as they come, without a cut."""
    content = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it, once sent
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(content, options)
    sheet = book.add_worksheet()
    sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    quoted = book.add_format({"quote_prefix": True})
    for place, label in enumerate(columns):
        sheet.write_string(0, place, str(label), heading)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, line, place, cell, day, quoted)
    book.close()
    content.seek(0)
    response = FileResponse(content, as_attachment=True, filename=f"{name}.xlsx", content_type=TYPE)
    return cast("HttpResponse", response)  # sent in pieces; to a view it is an answer like any other


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: Cell, day: Format, quoted: Format
) -> None:
    """Text is written as text, whatever sign it begins with; one that a spreadsheet would take for a formula,
    once somebody has edited the cell or saved the list as another kind, bears the sheet's own mark of text."""
    if isinstance(cell, date):
        moment = clock.riyadh(cell).replace(tzinfo=None) if isinstance(cell, datetime) else cell
        sheet.write_datetime(line, place, moment, day)
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        text = str(cell)
        sheet.write_string(line, place, text, quoted if text.lstrip()[:1] in FORMULA else None)
