"""The request's row, locked before anything else, and what the rules of access know of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Facts
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound, NotYet
from silah.journey.requests import rules
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest
from silah.journey.requests.stages import BEFORE_DECISION, Stage
from silah.journey.services import catalogue
from silah.policy.pack import Pack, Service, Unfinished
from silah.policy.queries import pack_of


def locked(case: SupportRequest) -> SupportRequest:
    """Every writer of a request waits here, so that journal and counters follow in one order."""
    if case.held is not None:  # made by this transaction: nobody else can write to it
        return case
    row = SupportRequest.objects.select_for_update(no_key=True).filter(id=case.id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def all_locked(cases: Sequence[SupportRequest]) -> list[SupportRequest]:
    """The same for many at once, in the order of their ids, which is everybody's. Their answers stay unread."""
    wanted = {case.id for case in cases}
    rows = (
        SupportRequest.objects.select_for_update(no_key=True)
        .filter(id__in=wanted)
        .defer("answers")
        .order_by("id")
    )
    if len(found := list(rows)) != len(wanted):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return found


def service_of(case: SupportRequest) -> tuple[Pack, Service]:
    """Of the version pinned at submission."""
    pack = pack_of(case.policy_version_id)
    return pack, catalogue.service(pack, case.service)


def unfinished_of(case: SupportRequest) -> Unfinished:
    return pack_of(case.policy_version_id).reply_window.unfinished


def last_day(case: SupportRequest) -> date:
    """The last day for what is missing: as it was told, or the earliest that it can be."""
    days, announced = unfinished_of(case), case.expiry_announced_at
    return rules.last_day(
        clock.day_of(case.last_item_at or case.submitted_at),
        clock.day_of(announced) if announced else None,
        days.announce_after_days,
        days.end_after_days,
    )


def case_facts(case: SupportRequest, *args: Any, **kwargs: Any) -> Facts:
    """Its owners are the applicant and whoever signs beside her."""
    if case.held is not None:
        signers = {each.party_id for each in case.held.participants if each.must_sign}
    else:
        rows = Participant.objects.filter(support_request_id=case.id, must_sign=True)
        signers = set(rows.values_list("party_id", flat=True))
    return Facts(owners=frozenset({case.applicant_id, *signers}))


def item_facts(item: RequirementItem, *args: Any, **kwargs: Any) -> Facts:
    return case_facts(item.support_request)


def moment(at: datetime | None) -> datetime:
    """When it happened; paper is entered later, never earlier."""
    now = clock.now()
    if at is not None and at > now:
        raise Invalid(fields={"at": _("هذا الوقت لم يأتِ بعد.")})
    return at or now


def before_decision(case: SupportRequest) -> None:
    if case.stage not in BEFORE_DECISION:
        raise NotYet(_("صدر القرار في هذا الطلب أو أُغلق، فلا يتغيّر ما فيه."), code="stage")


def still_open(case: SupportRequest, *stages: Stage) -> None:
    if case.stage not in stages:
        raise Conflict(_("لم يعد الطلب في هذه المرحلة."), code="stage")


def heard_from_her(case: SupportRequest, at: datetime) -> None:
    """Her last item: the clock runs from here. A window already told keeps its beginning."""
    if case.stage != Stage.SUBMITTED:
        return
    case.last_item_at = max(filter(None, (case.last_item_at, at)))
    case.reminded_at = case.expiry_announced_at = None
    if case.held is None:  # otherwise whoever makes it keeps it at the end
        case.save(update_fields=["last_item_at", "reminded_at", "expiry_announced_at"])
