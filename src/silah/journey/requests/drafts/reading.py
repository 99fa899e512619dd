"""What a draft holds, read by the policy: its pages, its answers, and whether they still do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import Invalid
from silah.journey.requests.known import known
from silah.journey.requests.models import Draft
from silah.journey.services import catalogue, questions, territory
from silah.journey.services.questions import Step
from silah.policy.pack import Pack, Question, Service
from silah.policy.queries import current, pack_of


def service_of(draft: Draft) -> tuple[Pack, Service]:
    """Until one is chosen, the first service's opening pages: place and service are asked in all."""
    pack = pack_of(draft.policy_version_id)
    if draft.service:
        return pack, catalogue.service(pack, draft.service)
    return pack, catalogue.services(pack)[0]


def steps(draft: Draft, *, by: Actor) -> tuple[Step, ...]:
    _pack, service = service_of(draft)
    return questions.flow(
        service, draft.answers, known(by, draft.party, service), assisted=draft.author_id is not None
    )


def answers_in_full(draft: Draft, *, by: Actor) -> dict[str, Any]:
    """What was typed here, over what is known: what she reads back before sending."""
    _pack, service = service_of(draft)
    own = {question.id for question in service.questions}
    both = {**known(by, draft.party, service), **draft.answers}
    return {key: value for key, value in both.items() if key in own}


def check_again(draft: Draft, *, by: Actor) -> Draft:
    """The policy has changed since: every answer is read again by the version now in force."""
    version, pack = current(by)
    if draft.policy_version_id == version.id:
        return draft
    service = catalogue.service(pack, draft.service)
    typed = {question.id: question for question in service.questions}
    wrong: dict[str, str] = {}
    for key, value in draft.answers.items():
        if key in typed and typed[key].type != "code":
            wrong |= _faults(pack, typed[key], value)
    if wrong:
        raise Invalid(
            _("تغيّرت شروط الخدمة بعد بدء الطلب. نرجو مراجعة ما يلي."), fields=wrong, code="policy_changed"
        )
    draft.policy_version = version
    draft.save(update_fields=["policy_version"])
    return draft


def _faults(pack: Pack, question: Question, value: Any) -> dict[str, str]:
    try:
        questions.check(question, _raw_again(question, value))
        if question.type == "place":
            territory.refuse_outside(pack, str(value), question.id)
    except Invalid as error:
        return error.fields
    return {}


def _raw_again(question: Question, value: Any) -> Any:
    """As somebody would type it: money is kept in halalas and typed in riyals."""
    if question.type == "money":
        return f"{value // 100}.{value % 100:02d}"
    return value
