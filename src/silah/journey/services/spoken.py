"""An answer as she reads it back: on the check page, in what is signed, on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.kernel import phone
from silah.foundation.kernel.money import with_unit
from silah.journey.services import agents, territory
from silah.journey.services.persons import RELATIONS
from silah.policy.pack import Pack, Question, Service
from silah.policy.pack.wording import day_text

NOTHING = "—"


def spoken(pack: Pack, service: Service, question: Question, value: Any) -> str:  # noqa: C901, PLR0912 - a line a type
    if value is None:
        return NOTHING
    match question.type:
        case "yes_no":
            return _("نعم") if value else _("لا")
        case "choice":
            return _label(question, value)
        case "place":
            return territory.name(pack, value)
        case "service":
            return service.title
        case "mobile":
            return phone.display(value)
        case "money":
            return with_unit(value)
        case "date":
            return day_text(date.fromisoformat(value))
        case "identity":
            born = day_text(date.fromisoformat(value["birth_date"]))
            return _("%(id)s، والميلاد %(born)s") % {"id": value["national_id"], "born": born}
        case "safe_contact":
            return "، ".join([_label(question, value["way"]), *_mobile(value)])
        case "papers":
            return _papers(service, question, value)
        case "agent":
            return agents.spoken(question, value)
        case "persons":
            return "؛ ".join(_person(row) for row in value) or NOTHING
    return str(value)


def _label(question: Question, value: str) -> str:
    return next((option.label for option in question.options if option.id == value), value)


def _mobile(row: dict[str, str]) -> list[str]:
    return [phone.display(row["mobile"])] if row.get("mobile") else []


def _papers(service: Service, question: Question, value: dict[str, str]) -> str:
    titles = {requirement.id: requirement.title for requirement in service.requirements}
    parts = [f"{titles[key]}: {_label(question, said)}" for key, said in value.items() if key in titles]
    return "؛ ".join(parts) or NOTHING


def _person(row: dict[str, Any]) -> str:
    parts = [row.get("name", ""), str(RELATIONS.get(row.get("relation", ""), ""))]
    if row.get("national_id"):
        parts.append(row["national_id"])
    if row.get("birth_date"):
        parts.append(day_text(date.fromisoformat(row["birth_date"])))
    return "، ".join([*filter(None, parts), *_mobile(row), *filter(None, [row.get("needs", "")])])
