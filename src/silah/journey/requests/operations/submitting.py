"""From a draft to a request: numbered, dated, bound to the policy of that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.access.actor import Role
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.foundation.organisations.numbering import next_reference
from silah.foundation.tenancy import insert, prepared, update
from silah.journey.requests import drafts, events, gaps
from silah.journey.requests.held import making
from silah.journey.requests.models import Draft, SupportRequest
from silah.journey.requests.operations.answers import ask_for_papers
from silah.journey.requests.operations.completing import complete_if_ready
from silah.journey.requests.operations.contact import follow_contact
from silah.journey.requests.operations.once import refuse_second_open
from silah.journey.requests.operations.people_of_request import (
    participants_of,
    principal,
    refuse_own_name,
    signer_of,
)
from silah.journey.requests.operations.rows import moment
from silah.journey.requests.operations.signing import consent_health, sign, witness_signature
from silah.journey.services import questions, territory
from silah.people import operations as people
from silah.people.models import Party
from silah.policy.pack import Pack, Service
from silah.policy.pack.vocabulary import AGENT, FOR_WHOM, WRITER

WITNESSED = frozenset({"paper", "fingerprint"})


@dataclass(frozen=True)
class Signature:
    """The applicant's own, given with the request: a code sent for the draft's id, or a drawn one."""

    method: str
    code: str | None = None
    file_id: UUID | None = None


def _hers(draft: Draft, *, by: Actor, applicant: Party | None, **kwargs: Any) -> Facts:
    """An agent's draft is his own, and names her for whom he asks."""
    whose = applicant.id if applicant else draft.party_id
    return Facts(owners=frozenset({whose} if whose else ()))


@operation(Permission.SUBMIT_REQUEST, facts=_hers)
def submit(
    draft: Draft,
    *,
    by: Actor,
    applicant: Party | None,
    channel: str,
    persons: Iterable[Mapping[str, Any]] = (),
    signature: Signature | None = None,
    at: datetime | None = None,
) -> SupportRequest:
    """What is missing does not hold it back: it is received, and she is told exactly what.

    Without `applicant`, the draft is an agent's and says for whom.
    """
    row = _own_draft(draft, by, applicant)
    row = drafts.check_again(row, by=by)
    pack, service = drafts.service_of(row)
    _refuse_channel(pack, channel)
    before = drafts.known_here(row, by=by)
    steps = drafts.steps(row, by=by, known=before)
    _refuse_unanswered(steps)
    applicant = applicant or principal(row, by)
    member = organisations.member(by, by.membership_id) if by.membership_id else None
    refuse_own_name(applicant, member)
    refuse_second_open(applicant, service.id, by, told=not drafts.is_agents(row))
    case = _case(row, by, applicant, channel, pack, service, before, moment(at))
    case.asked_count = sum(step.question is not None and step.answered for step in steps)
    case.known_count = sum(len(step.known) for step in steps)
    with making(case) as held:
        held.participants = participants_of(case, service, by, persons)
        insert([case])
        insert(held.participants)
        ask_for_papers(case, service)
        _record(case, by, at)
        follow_contact(case, by)
        signer = signer_of(case)
        _consents(case, row, signer, by, member, at)
        _sign(case, by, signer, signature, at)
        complete_if_ready(case, by, at)
    _close(row, case)
    case.reference = next_reference("request", at)
    update(case, "reference", "last_item_at", "reminded_at", "expiry_announced_at")
    return case


def _close(draft: Draft, case: SupportRequest) -> None:
    if draft.in_hand:
        return
    draft.submitted_request_id, draft.updated_at, draft.answers = case.id, clock.now(), {}
    update(draft, "party", "policy_version", "submitted_request_id", "updated_at", "answers")


@prepared
def _locked(organisation_id: UUID, draft_id: UUID, now: datetime) -> QuerySet[Draft]:
    rows = Draft.objects.filter(organisation_id=organisation_id, id=draft_id, expires_at__gt=now)
    return rows.select_for_update(no_key=True)


def _own_draft(draft: Draft, by: Actor, applicant: Party | None) -> Draft:
    row = draft if draft.in_hand else _locked.first(by.organisation_id, draft.id, clock.now())
    if row is None or (row.author_id or None) != by.membership_id:
        raise NotFound(_("لم نجد هذا الطلب. قد تكون مدته انتهت، ويمكن البدء من جديد."))
    agents_own = applicant is None and by.party_id is not None and drafts.is_agents(row)
    if (applicant is None or drafts.is_agents(row)) and not agents_own:
        raise Invalid(fields={"applicant": _("حدّد صاحب الطلب.")})
    if row.party_id not in {None, by.party_id if applicant is None else applicant.id}:
        raise NotFound(_("لم نجد هذا الطلب لصاحبه هذا."))
    if row.submitted_request_id is not None:
        raise Conflict(_("أُرسل هذا الطلب من قبل."), code="submitted")
    if not row.service:
        raise Invalid(fields={"service": _("نرجو اختيار المساعدة المطلوبة.")})
    if applicant is not None:
        row.party = applicant
    return row


def _refuse_channel(pack: Pack, channel: str) -> None:
    found = pack.channel(channel)
    if found is None or not found.active or "support_request" not in found.accepts:
        raise Invalid(fields={"channel": _("لا تُستقبل الطلبات من هذه القناة.")})


def _refuse_unanswered(steps: tuple[questions.Step, ...]) -> None:
    wanting = {step.id: _("نرجو الإجابة عن هذا السؤال.") for step in steps if not step.answered}
    if wanting:
        raise Invalid(_("بقيت أسئلة بلا إجابة."), fields=wanting, code="unanswered")


def _case(
    draft: Draft,
    by: Actor,
    applicant: Party,
    channel: str,
    pack: Pack,
    service: Service,
    before: Mapping[str, Any],
    at: datetime,
) -> SupportRequest:
    """It takes the draft's id, so that a code sent while it was a draft was sent for it."""
    answers = drafts.answers_in_full(draft, by=by, known=before)
    place = str(answers.get("place", ""))
    territory.refuse_outside(pack, place)
    return SupportRequest(
        id=draft.id,
        service=service.id,
        service_kind=service.kind,
        policy_version_id=draft.policy_version_id,
        applicant=applicant,
        channel=channel,
        door=by.door,
        entered_by_id=by.membership_id,
        owner_id=by.membership_id if by.has(Role.RELATIONS_OFFICER) else None,
        office_id=by.office_id,
        place=place,
        urgent=bool(answers.get("urgent")),
        answers=answers,
        sources=_sources(draft, by, before, answers),
        submitted_at=at,
        last_item_at=at,
        stage_since=at,
    )


def _sources(
    draft: Draft, by: Actor, before: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, str]:
    asks = str(answers.get(FOR_WHOM))
    typed = "officer" if by.is_staff else asks if asks in {AGENT, WRITER} else "applicant"
    return {
        key: typed if draft.answers.get(key) is not None else ("earlier" if key in before else typed)
        for key in answers
    }


def _record(case: SupportRequest, by: Actor, at: datetime | None) -> None:
    papers = sum(gap.kind == "paper" for gap in gaps.missing(case))
    happened = events.Submitted(case.service, case.channel, case.urgent, papers, by.is_staff)
    record(happened, on=case, by=by, clause="C5", at=at)


def _consents(
    case: SupportRequest,
    draft: Draft,
    signer: Party,
    by: Actor,
    member: Membership | None,
    at: datetime | None,
) -> None:
    if "privacy_notice" in draft.consents:
        people.give_consent(
            signer,
            "privacy_notice",
            by=by,
            policy_version_id=case.policy_version_id,
            witnessed_by=member,
            at=at,
        )
    if "health" in draft.consents:
        consent_health(case, signer, by=by, at=at)


def _sign(
    case: SupportRequest, by: Actor, signer: Party, signature: Signature | None, at: datetime | None
) -> None:
    if signature is None:
        return
    method, file_id = signature.method, signature.file_id
    if method in WITNESSED:
        witness_signature(case, signer, by=by, method=method, file_id=file_id, at=at)
    else:
        sign(case, signer, by=by, method=method, code=signature.code, file_id=file_id, at=at)
