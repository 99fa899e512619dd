"""What a draft holds, read by the policy: its pages, its answers, and whether they still do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import Invalid
from silah.foundation.tenancy import Asked
from silah.journey.requests.known import known as known_of
from silah.journey.requests.known import known_asked as known_rows
from silah.journey.requests.models import Draft
from silah.journey.services import agents, catalogue, questions, territory
from silah.journey.services.questions import Step
from silah.policy.pack import Pack, Question, Service
from silah.policy.queries import current, pack_of


def service_of(draft: Draft) -> tuple[Pack, Service]:
    """Until one is chosen, the first service's opening pages: place and service are asked in all."""
    pack = pack_of(draft.policy_version_id)
    if draft.service:
        return pack, catalogue.service(pack, draft.service)
    return pack, catalogue.services(pack)[0]


def lasts(draft: Draft) -> timedelta:
    """How long it is kept after it was last written in."""
    return timedelta(days=pack_of(draft.policy_version_id).reply_window.unfinished.draft_days)


def known_here(draft: Draft, *, by: Actor) -> dict[str, Any]:
    """Of an agent's draft nothing: its party is himself, and what is known of her is not his to read."""
    return {} if is_agents(draft) else known_of(by, draft.party, service_of(draft)[1])


def known_asked(draft: Draft, *, by: Actor) -> tuple[Asked, ...]:
    """What `known_here` will ask, for a page that asks more beside it."""
    return () if is_agents(draft) or draft.party is None else known_rows(by, draft.party)


def is_agents(draft: Draft) -> bool:
    """Written by the agent himself; at the desk an officer writes, and the draft is hers."""
    return draft.author_id is None and agents.by_agent(draft.answers)


def steps(draft: Draft, *, by: Actor, known: Mapping[str, Any] | None = None) -> tuple[Step, ...]:
    """`known`, here and below: as `known_here` read it, where it was read already."""
    _pack, service = service_of(draft)
    return questions.flow(
        service,
        draft.answers,
        known_here(draft, by=by) if known is None else known,
        assisted=draft.author_id is not None,
        proven=is_agents(draft) and draft.party_id is not None,
    )


def answers_in_full(draft: Draft, *, by: Actor, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What was typed here, over what is known: what she reads back before sending."""
    _pack, service = service_of(draft)
    own = {question.id for question in service.questions}
    both = {**(known_here(draft, by=by) if known is None else known), **draft.answers}
    return {key: value for key, value in both.items() if key in own}


def check_again(draft: Draft, *, by: Actor) -> Draft:
    """The policy has changed since: every answer is read again by the version now in force."""
    if draft.in_hand:  # begun under the version now in force
        return draft
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
