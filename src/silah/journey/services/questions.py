"""One question a page: which come, in what order, and what a right answer is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.text import ascii_digits, clean
from silah.journey.services import agents, persons, typed
from silah.journey.services.facts import facts
from silah.policy.pack import Question, Service
from silah.policy.pack.conditions import holds

Answers = Mapping[str, Any]

# Its answer names the known things that have changed; an empty list says that nothing has.
CHANGED = "changed"


@dataclass(frozen=True)
class Step:
    """One page. «هل تغيّر شيء؟» has no question of its own, but shows what is known of several."""

    id: str
    question: Question | None
    answered: bool
    known: tuple[tuple[Question, Any], ...] = ()


def flow(
    service: Service, answers: Answers, known: Answers, *, assisted: bool = False, proven: bool = False
) -> tuple[Step, ...]:
    """The pages in order, without papers that are not hers. What is known is confirmed together, not asked.

    `assisted`: an officer writes for her, and no code goes to a mobile that is not in his hand.
    `proven`: an agent has signed in, and his own number is in his file.
    """
    changed = answers.get(CHANGED) or ()
    so_far = facts(service, {**known, **answers})
    applying = [question for question in service.questions if holds(question.ask_when, so_far)]
    kept = tuple((q, known[q.id]) for q in applying if _is_known(q, answers, known))
    steps: list[Step] = []
    for question in applying:
        if question.type == "code" and (assisted or _needs_no_code(known)):
            continue
        if proven and question.type in {"mobile", "code"} and answers.get(question.id) is None:
            continue
        if _is_known(question, answers, known) and question.id not in changed:
            continue
        steps.append(Step(question.id, question, answers.get(question.id) is not None))
    if kept:
        at = next((i for i, step in enumerate(steps) if step.id == "papers"), len(steps))
        steps.insert(at, Step(CHANGED, None, CHANGED in answers, kept))
    return tuple(steps)


def next_step(steps: tuple[Step, ...]) -> Step | None:
    return next((step for step in steps if not step.answered), None)


def carries(question: Question) -> bool:
    """Whether an earlier answer may stand: what the pack says lasts, and who asks for whom."""
    return question.reusable or (question.id == "for_whom" and "identity" in question.read_for)


def may_change(question: Question) -> bool:
    """Who she is and her number change in her file, with the original seen; all else on these pages."""
    return carries(question) and question.type not in {"identity", "mobile", "name", "code"}


def _is_known(question: Question, answers: Answers, known: Answers) -> bool:
    return carries(question) and known.get(question.id) is not None and answers.get(question.id) is None


def _needs_no_code(known: Answers) -> bool:
    """She has signed in, which took a code."""
    return known.get("identity") is not None


# --- answers -----------------------------------------------------------------------------------------


def check(question: Question, raw: object) -> Any:
    """The value to keep: plain JSON, money in halalas, days as `2023-04-18`. Invalid names the field."""
    return _CHECKS[question.type](question, raw)


def _choice(question: Question, raw: object) -> str:
    if str(raw) not in {option.id for option in question.options}:
        raise Invalid(fields={question.id: _("نرجو اختيار واحد مما في القائمة.")})
    return str(raw)


def _yes_no(question: Question, raw: object) -> bool:
    words: dict[str, bool] = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    answer = words.get(str(raw).lower())
    if answer is None:
        raise Invalid(fields={question.id: _("نرجو الاختيار: نعم أو لا.")})
    return answer


def _integer(question: Question, raw: object) -> int:
    return _within(question, typed.whole(typed.given(raw, question.id), question.id))


def _money(question: Question, raw: object) -> int:
    return _within(question, typed.amount(raw, question.id))


def _within(question: Question, value: int) -> int:
    if question.minimum is not None and value < question.minimum:
        raise Invalid(fields={question.id: _("أقل ما يُقبل هنا %(least)s.") % {"least": question.minimum}})
    if question.maximum is not None and value > question.maximum:
        most = {"most": question.maximum}
        raise Invalid(fields={question.id: _("أكثر ما يُقبل هنا %(most)s. نرجو مراجعة العدد.") % most})
    return value


def _identity(question: Question, raw: object) -> dict[str, str]:
    row = raw if isinstance(raw, Mapping) else {}
    wrong: dict[str, str] = {}
    found: dict[str, str] = {}
    for part, parse in (("national_id", typed.identity_number), ("birth_date", typed.past_day)):
        try:
            found[part] = str(parse(row.get(part), part))
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def _safe_contact(question: Question, raw: object) -> dict[str, str]:
    row = raw if isinstance(raw, Mapping) else {"way": raw}
    way = _choice(question, row.get("way"))
    if way != "other_mobile":
        return {"way": way}
    return {"way": way, "mobile": typed.mobile(row.get("mobile"), f"{question.id}-mobile")}


def _papers(question: Question, raw: object) -> dict[str, str]:
    allowed = {option.id for option in question.options}
    rows = raw if isinstance(raw, Mapping) else {}
    wrong = {key: _("نرجو الاختيار.") for key, answer in rows.items() if str(answer) not in allowed}
    if wrong or not isinstance(raw, Mapping):
        raise Invalid(fields=wrong or {question.id: _("نرجو بيان ما عندك من الأوراق.")})
    return {str(key): str(answer) for key, answer in rows.items()}


def _code(question: Question, raw: object) -> str:
    text = ascii_digits(clean(str(typed.given(raw, question.id)))).replace(" ", "")
    if not (len(text) == 6 and text.isdigit()):
        raise Invalid(fields={question.id: _("الرمز ستة أرقام.")})
    return text


_CHECKS: dict[str, Callable[[Question, object], Any]] = {
    "choice": _choice,
    "yes_no": _yes_no,
    "place": lambda question, raw: typed.free_text(typed.given(raw, question.id), question.id),
    "service": lambda question, raw: typed.free_text(typed.given(raw, question.id), question.id),
    "mobile": lambda question, raw: typed.mobile(raw, question.id),
    "code": _code,
    "identity": _identity,
    "name": lambda question, raw: typed.name(typed.given(raw, question.id), question.id),
    "integer": _integer,
    "money": _money,
    "text": lambda question, raw: typed.free_text(typed.given(raw, question.id), question.id),
    "safe_contact": _safe_contact,
    "papers": _papers,
    "date": lambda question, raw: typed.past_day(raw, question.id).isoformat(),
    "persons": persons.check,
    "agent": agents.check,
    "writer": lambda question, raw: typed.name(typed.given(raw, question.id), question.id),
}


def gather(question: Question, data: Mapping[str, Any]) -> Any:
    """What a flat form holds for this question, in the shape `check` reads."""
    match question.type:
        case "identity":
            return {part: data.get(part) for part in ("national_id", "birth_date")}
        case "safe_contact":
            return {"way": data.get(question.id), "mobile": data.get(f"{question.id}-mobile")}
        case "papers":
            prefix = f"{question.id}-"
            return {key.removeprefix(prefix): data[key] for key in data if key.startswith(prefix)}
        case "agent":
            return {part: data.get(agents.field(part)) for part in agents.PARTS}
        case "persons":
            rows = range(min(question.maximum or 40, 40))
            return [
                {part: data.get(persons.field(question.id, i, part)) for part in persons.PARTS} for i in rows
            ]
    return data.get(question.id)
