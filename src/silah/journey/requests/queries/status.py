"""What the applicant sees of her request: where it stands, what comes next, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.money import count_noun
from silah.foundation.tenancy import Asked, at_once
from silah.journey.requests import gaps, parts
from silah.journey.requests.gaps import MissingItem
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import last_day
from silah.journey.requests.queries.kin import shut_stage
from silah.journey.requests.queries.rows import case_row, own_cases
from silah.journey.requests.queries.window import WindowView, window_of
from silah.journey.requests.stages import STAGE_NAMES, Stage
from silah.journey.services import agents, catalogue
from silah.policy.pack import Pack, Service
from silah.policy.queries import pack_of

# A decision is told by its reply, never by a status page: until then it is still being decided.
TOLD_AS = {Stage.DECIDED: Stage.STUDIED}
ENDED = frozenset({Stage.WITHDRAWN, Stage.EXPIRED})


@dataclass(frozen=True)
class StatusStep:
    key: str
    label: str
    state: str  # done, current, next, stopped
    note: str = ""


@dataclass(frozen=True)
class Status:
    id: UUID
    reference: str
    service: str
    stage: Stage
    stage_words: str
    submitted_on: date
    steps: tuple[StatusStep, ...]
    missing: tuple[MissingItem, ...]
    what_next: str
    by_when: str
    window: WindowView | None
    late: bool


@dataclass(frozen=True)
class MineRow:
    id: UUID
    reference: str
    service: str
    stage: Stage
    stage_words: str
    submitted_at: datetime
    is_applicant: bool
    is_agent: bool
    waits_for_you: bool


def status(by: Actor, case_id: UUID) -> Status:
    case = case_row(by, case_id)
    pack = pack_of(case.policy_version_id)
    service = catalogue.service(pack, case.service)
    stage = told_stage(Stage.DECIDED if shut_stage(by, case) else Stage(case.stage))
    lacking = tuple(gaps.missing(case)) if stage == Stage.SUBMITTED else ()
    view = window_of(case) if stage not in ENDED else None
    return Status(
        id=case.id,
        reference=case.reference or "",
        service=service.title,
        stage=stage,
        stage_words=str(STAGE_NAMES[stage]),
        submitted_on=clock.day_of(case.submitted_at),
        steps=steps_of(case, pack, stage),
        missing=lacking,
        what_next=_closed_words(case) if stage == Stage.CLOSED else _next(stage, pack, lacking),
        by_when=_by_when(case, stage, service, view, lacking),
        window=view,
        late=bool(view and view.overdue and _waits_for_reply(stage)),
    )


def status_asked(by: Actor, case: SupportRequest) -> tuple[Asked, ...]:
    """For a page that shows more beside it."""
    return parts.of_status(by, case)


def told_stage(stage: Stage) -> Stage:
    return TOLD_AS.get(stage, stage)


def mine(by: Actor) -> list[MineRow]:
    """Two statements: the second, for what is incomplete."""
    if by.party_id is None:
        return []
    cases = own_cases(by.organisation_id, by.party_id)
    incomplete = [case for case in cases if case.stage == Stage.SUBMITTED]
    if incomplete:
        at_once(*chain.from_iterable(parts.of_missing(case) for case in incomplete))
    return [_mine(by, case) for case in cases]


def mine_asked(by: Actor) -> tuple[Asked, ...]:
    """For a page that shows more beside them."""
    return (own_cases.asked(by.organisation_id, by.party_id),) if by.party_id else ()


def _mine(by: Actor, case: SupportRequest) -> MineRow:
    stage = told_stage(Stage(case.stage))
    service = catalogue.service(pack_of(case.policy_version_id), case.service)
    waits = stage == Stage.SUBMITTED and any(
        gap.kind == "paper" or gap.party_id == by.party_id for gap in gaps.missing(case)
    )
    return MineRow(
        id=case.id,
        reference=case.reference or "",
        service=service.title,
        stage=stage,
        stage_words=str(STAGE_NAMES[stage]),
        submitted_at=case.submitted_at,
        is_applicant=case.applicant_id == by.party_id,
        is_agent=case.applicant_id != by.party_id and agents.by_agent(case.answers),
        waits_for_you=waits,
    )


def steps_of(case: SupportRequest, pack: Pack, stage: Stage) -> tuple[StatusStep, ...]:
    """Seven steps; the one she stands at is current, and what is behind her is done."""
    body = pack.terms.deciding_body
    labels = (
        (Stage.SUBMITTED, _("وصول الطلب")),
        (Stage.COMPLETE, _("اكتمال الأوراق والتوقيع")),
        (Stage.VERIFIED, _("مطابقة البيانات")),
        (Stage.STUDIED, _("دراسة الحالة")),
        (Stage.DECIDED, _("القرار %(by)s") % {"by": body.by}),
        (Stage.REPLIED, _("الرد عليك")),
        (Stage.DELIVERED, _("تقديم الخدمة عند القبول")),
    )
    order = list(Stage)
    # What has been reached is done; the first not yet reached is where she stands.
    reached = -1 if stage in ENDED else order.index(stage)
    steps: list[StatusStep] = []
    for at, label in labels:
        done = order.index(at) <= reached or at == Stage.SUBMITTED
        if stage == Stage.CLOSED and at == Stage.DELIVERED and not _was_served(case):
            steps.append(StatusStep(str(at), label, "stopped"))
            continue
        current = not done and all(step.state == "done" for step in steps)
        state = "done" if done else "stopped" if stage in ENDED else "current" if current else "next"
        note = hijri.both(clock.day_of(case.submitted_at)) if at == Stage.SUBMITTED else ""
        steps.append(StatusStep(str(at), label, state, note))
    return tuple(steps)


def _was_served(case: SupportRequest) -> bool:
    return bool(parts.served.once(case.organisation_id, case.id))


def _closed_words(case: SupportRequest) -> str:
    if _was_served(case):
        return _("سُلّم ما تقرّر لك وانتهى هذا الطلب. إن لم يصلك شيء منه فاتصل بنا، وباب الطلب مفتوح لك دائمًا.")
    return _("وصلك الرد ومضت مدة الاعتراض، فانتهى هذا الطلب. وإن تغيّرت الظروف فباب الطلب مفتوح لك دائمًا.")


def _next(stage: Stage, pack: Pack, lacking: tuple[MissingItem, ...]) -> str:
    to = {"to": pack.terms.deciding_body.to}
    return {
        Stage.SUBMITTED: _said_missing(lacking),
        Stage.COMPLETE: _("نطابق البيانات والأوراق، ثم يدرس الباحث الحالة ويُرفع الطلب %(to)s.") % to,
        Stage.VERIFIED: _("يدرس الباحث الاجتماعي الحالة، ثم يُرفع الطلب %(to)s. وقد يتصل بك ليسأل أو ليزورك.")
        % to,
        Stage.STUDIED: _("رُفع الطلب %(to)s، ونخبرك بالرد قبولًا أو اعتذارًا.") % to,
        Stage.REPLIED: _("وصل الرد، وتجده هنا مع حقك في الاعتراض."),
        Stage.SERVING: _("قُبل الطلب، ونجهّز لك الخدمة."),
        Stage.DELIVERED: _("سُلّمت الخدمة. يسعدنا أن نسمع رأيك فيها."),
        Stage.WITHDRAWN: _("سُحب هذا الطلب برغبتك. باب الطلب مفتوح لك دائمًا."),
        Stage.EXPIRED: _("انتهت مهلة الاستكمال. يمكنك تقديم طلب جديد في أي وقت، ولن نسألك عما نعرفه."),
    }[stage]


def _said_missing(lacking: tuple[MissingItem, ...]) -> str:
    if not lacking:
        return _("وصل الطلب، ونراجعه الآن.")
    return _("بقي ليكتمل الطلب: %(what)s.") % {"what": "؛ ".join(gap.text for gap in lacking)}


def _by_when(
    case: SupportRequest,
    stage: Stage,
    service: Service,
    view: WindowView | None,
    lacking: tuple[MissingItem, ...],
) -> str:
    if stage == Stage.SUBMITTED and lacking:
        return _("تُحسب مدة الرد من يوم اكتمال الطلب. %(until)s") % {"until": _open_until(case)}
    if view and _waits_for_reply(stage):
        days = {"floor": view.floor_text, "ceiling": view.ceiling_text, "called": view.latest_is_called}
        if view.mode == "ceiling":
            return _("نتوقع أن يصلك الرد بحلول يوم %(ceiling)s (%(called)s).") % days
        if view.mode == "hold":
            return (
                _("لا يصدر الرد قبل يوم %(floor)s، ونتوقع أن يصلك بحلول يوم %(ceiling)s (%(called)s).") % days
            )
        return _("نتوقع أن يصلك الرد بين يوم %(floor)s ويوم %(ceiling)s (%(called)s).") % days
    if stage == Stage.SERVING:
        return _("تقدَّم الخدمة في العادة خلال %(days)s من يوم القبول.") % {"days": _working_days(service)}
    return ""


def open_until(by: Actor, case_id: UUID) -> date:
    """The last day for what is missing."""
    return last_day(case_row(by, case_id))


def _working_days(service: Service) -> str:
    return count_noun(
        service.delivery.within_working_days,
        _("يوم عمل"),
        _("يومي عمل"),
        _("أيام عمل"),
        _("يوم عمل"),
        _("يوم عمل"),
    )


def _open_until(case: SupportRequest) -> str:
    day = {"day": hijri.both(last_day(case))}
    if case.expiry_announced_at is not None:
        return _("آخر يوم لاستكماله: %(day)s.") % day
    return _("ويبقى مفتوحًا للاستكمال حتى يوم %(day)s، ونذكّرك قبله.") % day


def _waits_for_reply(stage: Stage) -> bool:
    return stage in {Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED}
