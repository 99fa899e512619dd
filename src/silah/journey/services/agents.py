"""Whoever asks in somebody else's name: himself, and the deed by which he may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid
from silah.journey.services import typed
from silah.policy.pack import Question
from silah.policy.pack.vocabulary import AGENT, FOR_WHOM, WRITER
from silah.policy.pack.wording import day_text

PARTS = ("name", "national_id", "birth_date", "deed", "number", "expires")
LASTING = frozenset({"guardianship"})  # a court's deed holds until the court ends it


def by_agent(answers: Mapping[str, Any]) -> bool:
    """The one who answers signs in his own name; who she is, is what he says of her."""
    return answers.get(FOR_WHOM) == AGENT


def by_writer(answers: Mapping[str, Any]) -> bool:
    """She is beside him: the mobile, the code and the signature are hers."""
    return answers.get(FOR_WHOM) == WRITER


def field(part: str) -> str:
    return f"agent-{part}"


def check(question: Question, raw: object) -> dict[str, str]:
    """All mistakes are said at once."""
    row = raw if isinstance(raw, Mapping) else {}
    wrong: dict[str, str] = {}
    found: dict[str, str] = {}
    for part, parse in (
        ("name", typed.name),
        ("national_id", typed.identity_number),
        ("birth_date", typed.past_day),
        ("number", typed.free_text),
    ):
        try:
            found[part] = str(parse(typed.given(row.get(part), field(part)), field(part)))
        except Invalid as error:
            wrong |= error.fields
    deed = str(row.get("deed") or "")
    if deed not in {option.id for option in question.options}:
        wrong[field("deed")] = _("نرجو اختيار واحد مما في القائمة.")
    found["deed"] = deed
    wrong |= _expires(row, deed, found)
    if wrong:
        raise Invalid(fields=wrong)
    return found


def _expires(row: Mapping[str, Any], deed: str, found: dict[str, str]) -> dict[str, str]:
    place, raw = field("expires"), row.get("expires")
    if not str(raw or "").strip():
        return {} if deed in LASTING else {place: _("نرجو كتابة يوم انتهاء الوكالة كما هو فيها.")}
    try:
        last = typed.day(raw, place)
    except Invalid as error:
        return error.fields
    if last < clock.today():
        return {place: _("انتهت مدتها في هذا اليوم. نرجو تجديدها، أو التقديم باسم صاحب الطلب نفسه.")}
    found["expires"] = last.isoformat()
    return {}


def spoken(question: Question, value: Mapping[str, str]) -> str:
    deed = next((option.label for option in question.options if option.id == value["deed"]), value["deed"])
    said = [value["name"], value["national_id"], _("%(deed)s رقم %(number)s") % {**value, "deed": deed}]
    if value.get("expires"):
        said.append(_("تنتهي يوم %(day)s") % {"day": day_text(date.fromisoformat(value["expires"]))})
    return "، ".join(said)
