"""A list of the desk walked to its end and back, and its Excel file read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from tests.pages import Page, Pages

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def link(page: Page, word: str) -> str | None:
    return next((url for words, url in page.links().items() if word in words), None)


def walk(pages: Pages, path: str, pick: Callable[[Page], list[str]], **query: Any) -> list[list[str]]:
    """What each page shows, to the last one; going back from there must show the same."""
    page = pages.get(path, **query)
    forth = [pick(page)]
    while (url := link(page, "التالي")) is not None:
        page = pages.get(path + url)
        forth.append(pick(page))
    back = [pick(page)]
    while (url := link(page, "السابق")) is not None:
        page = pages.get(path + url)
        back.append(pick(page))
    assert back[::-1] == forth
    return forth


def sheet_of(page: Page) -> str:
    """The sheet as it is stored."""
    book = zipfile.ZipFile(io.BytesIO(page.response.getvalue()))
    return book.read("xl/worksheets/sheet1.xml").decode()


def lines_of(page: Page) -> list[list[str]]:
    """The words of each row of an Excel file, the heading first; a day as its number."""
    rows = ElementTree.fromstring(sheet_of(page)).iter(f"{SPACE}row")  # noqa: S314 - written by us a moment ago
    return [["".join(cell.itertext()) for cell in row.iter(f"{SPACE}c")] for row in rows]
