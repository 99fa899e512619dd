"""People named in an answer: the spouse of a couple, or those who live with the applicant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.kernel.errors import Invalid
from silah.journey.services import typed
from silah.policy.pack import Question

PARTS = ("name", "relation", "national_id", "birth_date", "mobile", "needs", "birth_year")
RELATIONS = {
    "spouse": gettext_lazy("زوج أو زوجة"),
    "son": gettext_lazy("ابن"),
    "daughter": gettext_lazy("ابنة"),
    "parent": gettext_lazy("أب أو أم"),
    "sibling": gettext_lazy("أخ أو أخت"),
    "other": gettext_lazy("قريب آخر"),
}


def field(key: str, index: int, part: str) -> str:
    """The name of one box on the page and in an error: `spouse-0-national_id`."""
    return f"{key}-{index}-{part}"


def check(question: Question, raw: object) -> list[dict[str, Any]]:
    rows = [row for row in _rows(raw) if any(str(row.get(part) or "").strip() for part in PARTS)]
    if len(rows) < (question.minimum or 0):
        raise Invalid(fields={field(question.id, len(rows), "name"): _("نرجو كتابة البيانات المطلوبة.")})
    if question.maximum is not None and len(rows) > question.maximum:
        raise Invalid(fields={question.id: _("العدد أكثر من المطلوب.")})
    alone = question.maximum == 1  # the other of a couple, who signs: nothing about him may lack
    return [person(question.id, index, row, alone=alone) for index, row in enumerate(rows)]


def _rows(raw: object) -> Sequence[Mapping[str, Any]]:
    if isinstance(raw, Mapping):
        return (raw,)
    return [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list | tuple) else ()


def person(key: str, index: int, row: Mapping[str, Any], *, alone: bool = False) -> dict[str, Any]:
    """All mistakes of one person are said at once."""
    wrong: dict[str, str] = {}
    found: dict[str, Any] = {"relation": _relation(key, index, row, alone, wrong)}
    for part, parse in (
        ("name", typed.name),
        ("national_id", typed.identity_number),
        ("birth_date", typed.past_day),
        ("mobile", typed.mobile),
    ):
        place, value = field(key, index, part), row.get(part)
        if not alone and part != "name" and not str(value or "").strip():
            continue
        try:
            read = parse(typed.given(value, place), place)
            found[part] = read if isinstance(read, str) else read.isoformat()
        except Invalid as error:
            wrong |= error.fields
    if str(row.get("birth_year") or "").strip():
        try:
            place = field(key, index, "birth_year")
            found["birth_year"] = typed.birth_year(row["birth_year"], place)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    needs = typed.free_text(row.get("needs") or "", field(key, index, "needs"))
    return found | ({"needs": needs} if needs else {})


def _relation(key: str, index: int, row: Mapping[str, Any], alone: bool, wrong: dict[str, str]) -> str:
    relation = "spouse" if alone else str(row.get("relation") or "")
    if relation not in RELATIONS:
        wrong[field(key, index, "relation")] = _("نرجو اختيار صلة القرابة.")
    return relation
