"""Referrals that wait, one referral with its questions, a study beside what was declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import FIRST, Asked, Page, Place, paged, prepared
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.queries import concerns_kin
from silah.journey.research import rules
from silah.journey.research.facts import Findings
from silah.journey.research.models import CaseStudy, Referral, ReferralQuestion, ReferralTry
from silah.journey.research.numbers import declared, studied
from silah.journey.research.words import (
    OPEN,
    RECOMMENDATIONS,
    REFERRAL_STATES,
    STUDY_KINDS,
    WAITING,
    Recommendation,
    ReferralState,
)
from silah.journey.verification.queries import may_read_health
from silah.policy import queries as policy
from silah.policy.pack import Assessment


@dataclass(frozen=True)
class ReferralRow:
    """One line of the researcher's queue."""

    id: UUID
    reference: str
    who: str
    case_id: UUID | None
    case_reference: str
    questions: int
    state: str
    due_on: date
    sent_at: datetime
    late: bool

    @property
    def state_words(self) -> str:
        return str(REFERRAL_STATES[ReferralState(self.state)])


@dataclass(frozen=True)
class QuestionView:
    id: UUID
    round: int
    text: str
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True)
class TryView:
    channel: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ReferralView:
    row: ReferralRow
    party_id: UUID | None
    call_back: str
    page: str
    sent_by: str
    accepted_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    version: int
    questions: tuple[QuestionView, ...]
    tries: tuple[TryView, ...]
    closes_from: date | None

    @property
    def waiting(self) -> tuple[QuestionView, ...]:
        return tuple(each for each in self.questions if not each.answer)

    @property
    def may_close(self) -> bool:
        """Whether it may be closed without her word today."""
        enough = rules.enough_tries(each.channel for each in self.tries)
        return bool(self.closes_from and clock.today() >= self.closes_from and enough)


@dataclass(frozen=True)
class StudyView:
    id: UUID
    case_id: UUID
    reference: str
    service: str  # its id in the pack of the request's version
    policy_version_id: UUID
    applicant: str
    file_number: str
    researcher_id: UUID
    researcher: str
    kind: str
    visited_on: date | None
    findings: Findings
    health: str | None  # none where the reader may not open it
    opinion: str
    recommendation: str
    reason: str
    amount: int | None
    months: int | None
    need_class: str
    per_head: int | None
    begun_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    version: int
    declared: Assessment
    studied: Assessment

    @property
    def kind_words(self) -> str:
        return str(STUDY_KINDS[self.kind])

    @property
    def recommendation_words(self) -> str:
        return str(RECOMMENDATIONS[Recommendation(self.recommendation)]) if self.recommendation else ""


def referral_row(by: Actor, referral_id: UUID) -> Referral:
    row = (
        Referral.objects.select_related("support_request")
        .filter(organisation_id=by.organisation_id, id=referral_id)
        .first()
    )
    if row is None or (by.party_id and not _hers(by, row)):
        raise NotFound()
    return row


def referral(by: Actor, referral_id: UUID) -> ReferralView:
    """Five queries. The person sees her own; staff see any."""
    found = _listed(by).select_related("support_request", "party").filter(id=referral_id).first()
    if found is None or (by.party_id and not _hers(by, found)):
        raise NotFound()
    questions = list(ReferralQuestion.objects.filter(referral=found).order_by("round", "position"))
    tries = list(ReferralTry.objects.filter(referral=found, round=found.round).order_by("tried_at"))
    people = {
        *(each.answered_by_id for each in questions),
        *(each.tried_by_id for each in tries),
        found.sent_by_id,
        found.accepted_by_id,
    }
    names = organisations.member_names(by, [each for each in people if each])
    return ReferralView(
        row=_row(found),
        party_id=found.party_id,
        call_back=found.call_back or "",
        page=found.page,
        sent_by=_name(names, found.sent_by_id),
        accepted_by=_name(names, found.accepted_by_id),
        answered_at=found.answered_at,
        closed_at=found.closed_at,
        version=found.version,
        questions=tuple(
            QuestionView(
                each.id, each.round, each.text, each.answer or "", _name(names, each.answered_by_id),
                each.answered_at,
            )
            for each in questions
        ),
        tries=tuple(
            TryView(each.channel, _name(names, each.tried_by_id), each.tried_at) for each in tries
        ),
        closes_from=_closes_from(by, found),
    )  # fmt: skip


def referrals(
    by: Actor,
    *,
    states: Iterable[str] = OPEN,
    reference: str = "",
    people: Iterable[UUID] | None = None,
    newest_first: bool = False,
    at: Place = FIRST,
) -> Page[ReferralRow]:
    """The queue, the nearest due first. `reference` is its own or its request's."""
    rows = _listed(by).filter(state__in=list(states)).select_related("support_request", "party")
    if reference:
        rows = rows.filter(Q(reference=reference) | Q(support_request__reference=reference))
    if people is not None:
        rows = rows.filter(party_id__in=list(people))
    return paged(rows, ("-sent_at", "-id") if newest_first else ("due_on", "id"), at).each(_row)


def of_case(by: Actor, case_id: UUID) -> list[ReferralRow]:
    return [_row(each) for each in _of_case.once(by.organisation_id, case_id)]


def case_asked(by: Actor, case_id: UUID) -> tuple[Asked, ...]:
    """A request's referrals and its study, for a page that shows more beside them."""
    return _of_case.asked(by.organisation_id, case_id), _study.asked(by.organisation_id, case_id)


@prepared
def _of_case(organisation_id: UUID, case_id: UUID) -> QuerySet[Referral]:
    rows = _with_questions(organisation_id).filter(support_request_id=case_id)
    joined = rows.select_related("support_request", "party").defer("support_request__answers")
    return joined.order_by("sent_at")


def of_party(by: Actor, party_id: UUID) -> list[ReferralRow]:
    """Her own, for her page; staff may ask for anybody's."""
    return [_row(each) for each in _of_party(by.organisation_id, party_id)]


def of_party_asked(by: Actor, party_id: UUID) -> Asked:
    """For a page that shows more beside them."""
    return _of_party.asked(by.organisation_id, party_id)


@prepared
def _of_party(organisation_id: UUID, party_id: UUID) -> QuerySet[Referral]:
    rows = (
        _with_questions(organisation_id).filter(party_id=party_id).select_related("support_request", "party")
    )
    return rows.defer("support_request__answers").order_by("-sent_at")


@dataclass(frozen=True)
class ReferralsDue:
    """Those to answer, the first by `answer_by`, and those whose clarity is to be confirmed."""

    to_answer: int
    answer_by: date | None
    to_confirm: int


def referrals_due(by: Actor) -> ReferralsDue:
    """One statement."""
    waits, answered = Q(state__in=list(WAITING)), Q(state=ReferralState.ANSWERED)
    told = Referral.objects.filter(organisation_id=by.organisation_id, state__in=list(OPEN)).aggregate(
        to_answer=Count("id", filter=waits),
        answer_by=Min("due_on", filter=waits),
        to_confirm=Count("id", filter=answered),
    )
    return ReferralsDue(told["to_answer"], told["answer_by"], told["to_confirm"])


def study_row(by: Actor, case_id: UUID) -> CaseStudy | None:
    return _study.first(by.organisation_id, case_id)


@prepared
def _study(organisation_id: UUID, case_id: UUID) -> QuerySet[CaseStudy]:
    rows = CaseStudy.objects.filter(
        organisation_id=organisation_id, support_request_id=case_id, superseded_at=None
    )
    return rows.select_related("support_request__applicant").order_by("id")[:1]


def study(by: Actor, case_id: UUID) -> StudyView | None:
    """The study in force, or in hand; health notes only for the pack's readers."""
    row = study_row(by, case_id)
    if row is None or concerns_kin(by, row.support_request):
        return None
    case: SupportRequest = row.support_request
    service = policy.pack_of(case.policy_version_id).service(case.service)
    findings = Findings.from_json(row.facts)
    names = organisations.member_names(by, [row.researcher_id])
    return StudyView(
        id=row.id,
        case_id=case.id,
        reference=case.reference or "",
        service=case.service,
        policy_version_id=case.policy_version_id,
        applicant=case.applicant.full_name,
        file_number=case.applicant.file_number or "",
        researcher_id=row.researcher_id,
        researcher=_name(names, row.researcher_id),
        kind=row.kind,
        visited_on=row.visited_on,
        findings=findings,
        health=row.health if may_read_health(by, case) else None,
        opinion=row.opinion,
        recommendation=row.recommendation,
        reason=row.reason,
        amount=row.amount,
        months=row.months,
        need_class=row.need_class,
        per_head=row.per_head,
        begun_at=row.begun_at,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        version=row.version,
        declared=declared(service, case),
        studied=studied(service, case, findings),
    )


def _listed(by: Actor) -> QuerySet[Referral]:
    return _with_questions(by.organisation_id)


def _with_questions(organisation_id: UUID) -> QuerySet[Referral]:
    carried = (
        ReferralQuestion.objects.filter(organisation_id=OuterRef("organisation_id"), referral=OuterRef("id"))
        .order_by()
        .values("referral")
        .annotate(n=Count("id"))
        .values("n")
    )
    return Referral.objects.filter(organisation_id=organisation_id).annotate(carried=Subquery(carried))


def _row(row: Referral) -> ReferralRow:
    answered = clock.day_of(row.answered_at) if row.answered_at else None
    return ReferralRow(
        id=row.id,
        reference=row.reference,
        who=row.party.full_name if row.party else row.visitor_name or "",
        case_id=row.support_request_id,
        case_reference=row.support_request.reference if row.support_request else "",
        questions=row.carried,  # type: ignore[attr-defined]
        state=row.state,
        due_on=row.due_on,
        sent_at=row.sent_at,
        late=rules.late(row.due_on, answered, clock.today()),
    )


def _hers(by: Actor, row: Referral) -> bool:
    applicant = row.support_request.applicant_id if row.support_request else None
    return by.party_id in {row.party_id, applicant}


def _closes_from(by: Actor, row: Referral) -> date | None:
    if row.state != ReferralState.ANSWERED or row.answered_at is None:
        return None
    return rules.closes_from(clock.day_of(row.answered_at), organisations.calendar(by))


def _name(names: dict[UUID, str], member: UUID | None) -> str:
    return names.get(member, "") if member else ""
