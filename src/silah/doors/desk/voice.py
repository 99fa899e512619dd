"""What people thought of the service: figures to learn from, in which nobody is found."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import lists
from silah.doors.desk.sheets import Cell, workbook
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.evidence import figures
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.ui import forms
from silah.voice import queries
from silah.voice.rules import Mean, Quarter, quarter_of

QUARTERS_BACK = 12
SHOWN_FIRST = 4
COLUMNS = (
    gettext_lazy("ما سُئل عنه"),
    gettext_lazy("المكتب"),
    gettext_lazy("الربع"),
    gettext_lazy("عدد الإجابات"),
    gettext_lazy("المتوسط"),
)
NAMES = {
    1: gettext_lazy("الربع الأول"),
    2: gettext_lazy("الربع الثاني"),
    3: gettext_lazy("الربع الثالث"),
    4: gettext_lazy("الربع الرابع"),
}


class PeriodForm(forms.Form):
    """By whole quarters; an edge moved by a day would show one answer by difference."""

    first = forms.SelectField(label=gettext_lazy("من"), required=False)
    last = forms.SelectField(label=gettext_lazy("إلى"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.quarters = list(_back(quarter_of(clock.today()), QUARTERS_BACK))
        choices = [(_code(each), title(each)) for each in self.quarters]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]
        self.initial = {"first": _code(self.quarters[SHOWN_FIRST - 1]), "last": _code(self.quarters[0])}

    def period(self) -> tuple[Quarter, Quarter]:
        """In order, whatever order they were chosen in."""
        given = self.cleaned_data if self.is_valid() else {}
        by_code = {_code(each): each for each in self.quarters}
        first, last = (by_code[given.get(name) or self.initial[name]] for name in ("first", "last"))
        return min(first, last), max(first, last)


@desk(Permission.VIEW_RATINGS)
def index(request: Request) -> HttpResponse:
    form = PeriodForm(request.GET if "first" in request.GET else None)
    first, last = form.period()
    found = queries.summary(request.actor, first.first_day, last.last_day)
    reading.note_list(request.actor, "rating")
    if "export" in request.GET:
        return workbook("araa", COLUMNS, _exported(found))
    happened = figures.happened(request.actor, first.first_day, last.last_day)
    comments = queries.comments(request.actor, found, lists.place(request))
    context = {
        "form": form,
        "found": found,
        "invited": happened["voice.invited"],
        "declined": happened["voice.declined"],
        "comments": comments.rows,
        "next_url": lists.address(request, after=comments.after) if comments.after else None,
        "previous_url": lists.address(request, before=comments.before) if comments.before else None,
        "weeks": [(week.strftime("%-d/%-m"), count) for week, count in found.weeks],
        "few": few(found.least),
        "subjects": [
            (_("إجراء الخدمة"), [each for each in found.questions if each.subject == "procedure"]),
            (_("مقدم الخدمة"), [each for each in found.questions if each.subject == "provider"]),
        ],
        "quarter_title": title,
        "export_url": f"?first={_code(first)}&last={_code(last)}&export=1",
    }
    return render(request, "desk/voice/index.html", context)


def few(least: int) -> str:
    """Said instead of a figure; the pack's least group is never below five."""
    if least == 5:
        return _("أقل من خمس إجابات")
    return _("أقل من %(least)s إجابة") % {"least": least}


def title(quarter: Quarter) -> str:
    return f"{NAMES[quarter.number]} {quarter.year}"


def _back(newest: Quarter, count: int) -> Iterator[Quarter]:
    for _each in range(count):
        yield newest
        newest = newest.previous


def _code(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.number}"


def _exported(found: queries.Summary) -> Iterator[tuple[Cell, ...]]:
    """The same cells as the page, hidden where they are hidden."""
    whole = f"{title(found.first)} – {title(found.last)}"
    yield (_("إجراء الخدمة"), _("الكل"), whole, *_cells(found.procedure, found.least))
    yield (_("مقدم الخدمة"), _("الكل"), whole, *_cells(found.provider, found.least))
    for question in found.questions:
        yield (question.text, _("الكل"), whole, *_cells(question.mean, found.least))
    for row in found.offices:
        yield (_("مقدم الخدمة"), row.office, title(row.quarter), *_cells(row.provider, found.least))


def _cells(mean: Mean, least: int) -> tuple[Cell, Cell]:
    return (mean.answers, mean.shown) if mean.hundredths is not None else (few(least), "")


urlpatterns = [path("voice/", index, name="voice")]
