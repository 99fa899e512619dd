"""A question of the pack as a form of one page.

The fields bear the names by which the catalogue says what is wrong with an answer, so that each mistake
lands at its box.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from silah.foundation.kernel import clock, money
from silah.foundation.ui import forms
from silah.journey.services import agents, catalogue
from silah.journey.services.persons import RELATIONS, field
from silah.policy.pack import Pack, Question

OUTSIDE = "outside"
ELSEWHERE = "other_mobile"
PERSON = ("name", "national_id", "birth_date", "mobile")


@dataclass(frozen=True)
class Kind:
    """`fields` by name; `read` gives the answer in the shape that is checked; `show` fills the boxes again."""

    fields: Callable[[Question, Pack], dict[str, Any]]
    read: Callable[[Question, Mapping[str, Any]], Any]
    show: Callable[[Question, Any], dict[str, Any]]


def form_of(question: Question, pack: Pack, *, value: Any = None, data: Any = None) -> forms.Form:
    kind = KINDS[question.type]
    form = forms.Form(data, initial={} if value is None else kind.show(question, value))
    for name, boxed in kind.fields(question, pack).items():
        form.fields[name] = boxed
    return form


def answer_in(question: Question, form: forms.Form) -> Any:
    return KINDS[question.type].read(question, form.cleaned_data)


# --- one box -----------------------------------------------------------------------------------------


def _one(boxed: Callable[[Question, Pack], Any], read: Callable[[Any], Any] = lambda value: value) -> Kind:
    return Kind(
        lambda question, pack: {question.id: boxed(question, pack)},
        lambda question, cleaned: read(cleaned[question.id]),
        lambda question, value: {question.id: value},
    )


def _words(question: Question) -> dict[str, Any]:
    return {"label": question.text}


def _with_hint(label: str, hint: str) -> str | SafeString:
    if not hint:
        return label
    return format_html('<span>{}<br><span class="hint">{}</span></span>', label, hint)


def _options(question: Question, pack: Pack) -> Any:
    choices = [(option.id, _with_hint(option.label, option.hint)) for option in question.options]
    return forms.ChoiceField(choices=choices, **_words(question))


def _places(question: Question, pack: Pack) -> Any:
    places = [(place.id, place.name) for place in pack.identity.territory.places]
    return forms.ChoiceField(choices=[*places, (OUTSIDE, _("مكان آخر"))], **_words(question))


def _services(question: Question, pack: Pack) -> Any:
    offered = catalogue.services(pack)
    choices = [(service.id, _with_hint(service.title, service.summary)) for service in offered]
    return forms.ChoiceField(choices=choices, **_words(question))


def _count(question: Question, pack: Pack) -> Any:
    most = 999 if question.maximum is None else question.maximum
    return forms.CountField(least=question.minimum or 0, most=most, **_words(question))


def _day(question: Question, pack: Pack) -> Any:
    return forms.DayField(latest=clock.today, **_words(question))


# --- several boxes -----------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed_day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and value else value


def _others(boxed: Any) -> Any:
    """What is typed about somebody else is not what the browser knows about its owner."""
    boxed.widget.attrs["autocomplete"] = "off"
    return boxed


def _identity(question: Question, pack: Pack) -> dict[str, Any]:
    return {
        "national_id": forms.NationalIdField(label=_("رقم الهوية أو الإقامة")),
        "birth_date": forms.DayField(label=_("تاريخ الميلاد"), latest=clock.today),
    }


def _safe_contact(question: Question, pack: Pack) -> dict[str, Any]:
    other = forms.MobileField(
        label=_("الرقم الآخر الآمن"), required=False, help_text=_("يُكتب عند اختيار «رقم آخر آمن» فقط.")
    )
    return {question.id: _options(question, pack), f"{question.id}-mobile": _others(other)}


def _read_contact(question: Question, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {"way": cleaned[question.id], "mobile": cleaned[f"{question.id}-mobile"]}


def _people(question: Question) -> range:
    return range(question.maximum or 1)


def _persons(question: Question, pack: Pack) -> dict[str, Any]:
    boxes: dict[str, Any] = {}
    for index in _people(question):
        needed = index < (question.minimum or 0)
        made = {
            "name": forms.NameField(label=_("الاسم كما في الهوية"), required=needed),
            "national_id": forms.NationalIdField(label=_("رقم الهوية أو الإقامة"), required=needed),
            "birth_date": forms.DayField(label=_("تاريخ الميلاد"), latest=clock.today, required=needed),
            "mobile": forms.MobileField(label=_("رقم الجوال"), required=needed),
        }
        if question.maximum != 1:
            made["relation"] = forms.SelectField(
                label=_("صلة القرابة"), choices=list(RELATIONS.items()), required=needed
            )
        boxes |= {field(question.id, index, part): _others(boxed) for part, boxed in made.items()}
    return boxes


def _read_persons(question: Question, cleaned: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {part: _plain(cleaned.get(field(question.id, index, part))) for part in (*PERSON, "relation")}
        for index in _people(question)
    ]


def _show_persons(question: Question, value: Any) -> dict[str, Any]:
    return {
        field(question.id, index, part): _typed_day(said) if part == "birth_date" else said
        for index, person in enumerate(value)
        for part, said in person.items()
    }


def _agent(question: Question, pack: Pack) -> dict[str, Any]:
    deeds = [(option.id, option.label) for option in question.options]
    own, deed = agents.field, _("نوع الصك")
    return {
        own("name"): forms.NameField(label=_("اسم من ينوب كما في الهوية")),
        own("national_id"): forms.NationalIdField(label=_("رقم هوية من ينوب أو إقامته")),
        own("birth_date"): forms.DayField(label=_("تاريخ ميلاد من ينوب"), latest=clock.today),
        own("deed"): forms.ChoiceField(label=deed, choices=deeds),
        own("number"): forms.TextField(label=_("رقم الوكالة أو الصك"), max_length=40),
        own("expires"): forms.DayField(
            label=_("يوم انتهاء الوكالة"),
            help_text=_("يلزم للوكالة، ويُترك خاليًا لصك ولاية أو وصاية لا تنتهي مدته."),
            required=False,
        ),
    }


def _read_agent(question: Question, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {part: _plain(cleaned.get(agents.field(part))) for part in agents.PARTS}


def _show_agent(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        agents.field(part): _typed_day(said) if part in {"birth_date", "expires"} else said
        for part, said in value.items()
    }


KINDS: dict[str, Kind] = {
    "choice": _one(_options),
    "yes_no": _one(lambda question, pack: forms.YesNoField(**_words(question))),
    "place": _one(_places),
    "service": _one(_services),
    "mobile": _one(lambda question, pack: forms.MobileField(**_words(question))),
    "code": _one(lambda question, pack: forms.CodeField(**_words(question))),
    "name": _one(lambda question, pack: forms.NameField(**_words(question))),
    "integer": _one(_count),
    "money": _one(
        lambda question, pack: forms.MoneyField(**_words(question)),
        lambda value: None if value is None else money.riyals(value),
    ),
    "text": _one(lambda question, pack: forms.TextField(long=True, **_words(question))),
    "date": Kind(
        lambda question, pack: {question.id: _day(question, pack)},
        lambda question, cleaned: _plain(cleaned[question.id]),
        lambda question, value: {question.id: _typed_day(value)},
    ),
    "identity": Kind(
        _identity,
        lambda question, cleaned: {name: _plain(value) for name, value in cleaned.items()},
        lambda question, value: {
            "national_id": value["national_id"],
            "birth_date": _typed_day(value["birth_date"]),
        },
    ),
    "safe_contact": Kind(
        _safe_contact,
        _read_contact,
        lambda question, value: {question.id: value["way"], f"{question.id}-mobile": value.get("mobile")},
    ),
    "persons": Kind(_persons, _read_persons, _show_persons),
    "agent": Kind(_agent, _read_agent, _show_agent),
    "writer": _one(lambda question, pack: _others(forms.NameField(**_words(question)))),
}
