"""Every list of the desk: what stands above it, its pages, and the whole of it as an Excel file.

form = MyTools(request.GET)
def read(at: Place) -> Page[Row]:
    return queries.rows(by, state=form.chosen("state"), at=at)
if lists.as_file(request):
    return lists.sheet("talabat", COLUMNS, read, _cells)
context = {"form": form, **lists.shown(request, read)}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from silah.doors.desk.sheets import Cell, workbook
from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.text import ascii_digits, clean
from silah.foundation.tenancy import FIRST, Page, Place
from silah.foundation.ui import forms
from silah.people import queries as people

ROWS = 50
REFERENCE = re.compile(r"(1[34]\d\d)\s*/\s*(\d{1,6})")
ROWS_OF_A_FILE = 2000  # each page is a statement that looks at the whole list again
NOT_TOOLS = frozenset({"after", "before", "export"})


class SearchField(forms.TextField):
    """Words or a number to look for."""

    widget = TextInput(attrs={"type": "search", "autocomplete": "off"})


type Read[R] = Callable[[Place], Page[R]]


class Tools(forms.Form):
    """The boxes above a list. Each may stay empty; what is not on offer counts as empty and says so."""

    every: dict[str, str | Promise] = {}

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, field in self.fields.items():
            field.required = False
            if isinstance(field, forms.SelectField):
                offered: Any = field.choices
                self.offer(name, list(offered)[1:])

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """What may be chosen, where only the page knows it."""
        field: Any = self.fields[name]
        field.choices = [("", self.every.get(name, _("الكل"))), *choices]

    def reference(self, name: str = "search") -> str:
        """A number of the association's own in this box, as it is stored; "" where it holds none."""
        found = REFERENCE.fullmatch(ascii_digits(clean(self.chosen(name))))
        return f"{found[1]}/{int(found[2]):06d}" if found else ""

    def people(self, by: Actor, name: str = "search", *, files: bool = False) -> list[UUID] | None:
        """Who the words or the number in this box mean; none where it is empty or was refused. A reference
        names no one, unless file numbers are looked for (`files`)."""
        text = self.chosen(name)
        if not text or (self.reference(name) and not files):
            return None
        if not can(by, Permission.VIEW_PARTY):
            self.add_error(name, _("نرجو كتابة الرقم كاملًا."))
            return None
        try:
            return people.found(by, text)
        except Invalid as error:
            self.add_error(name, " ".join(error.fields.values()) or error.message)
            return None

    def chosen(self, name: str) -> Any:
        """The value, or "" where nothing fit was chosen."""
        if name not in self.fields:
            return ""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


def status(form: Tools) -> int:
    """What a box refused is told at the box; the list beneath it is then as if that box were empty."""
    return 422 if form.errors else 200


def as_file(request: HttpRequest) -> bool:
    return "export" in request.GET


def place(request: HttpRequest) -> Place:
    return Place(request.GET.get("after", ""), request.GET.get("before", ""), ROWS)


def shown[R](request: HttpRequest, read: Read[R], *, tabs: Sequence[str] = ()) -> dict[str, Any]:
    """For the template: `rows`, `next_url`, `previous_url`, `export_url`, `clear_url`; `keep`, what the
    names in `tabs` say, which stays when the boxes are applied or cleared."""
    page, chosen = read(place(request)), kept(request)
    keep = {name: value for name, value in chosen.items() if name in tabs}
    return {
        "rows": page.rows,
        "next_url": address(request, after=page.after) if page.after else None,
        "previous_url": address(request, before=page.before) if page.before else None,
        "export_url": address(request, export="1"),
        "clear_url": f"?{urlencode(keep)}" if chosen != keep else None,
        "keep": keep,
    }


def sheet[R](
    name: str,
    columns: Sequence[str | Promise],
    read: Read[R],
    cells: Callable[[R], Sequence[Cell]],
) -> HttpResponse:
    """Every row that the boxes leave, read a few thousand at a time."""
    return workbook(name, columns, (cells(row) for row in every(read)))


def every[R](read: Read[R]) -> Iterator[R]:
    at = replace(FIRST, limit=ROWS_OF_A_FILE)
    while True:
        page = read(at)
        yield from page.rows
        if not page.after:
            return
        at = replace(at, after=page.after)


def address(request: HttpRequest, **more: str) -> str:
    return "?" + urlencode({**kept(request), **more})


def kept(request: HttpRequest) -> dict[str, str]:
    """What was chosen, without where in the list."""
    return {name: str(value) for name, value in request.GET.items() if name not in NOT_TOOLS and value}
