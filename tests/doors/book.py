"""Rows of an exported Excel file, as text."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content: bytes) -> list[list[str]]:
    """Empty cells between full ones are left out by the format, and so here."""
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")]
        for row in ElementTree.fromstring(sheet).iter(f"{MAIN}row")  # noqa: S314
    ]
