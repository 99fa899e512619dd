"""Papers: how each was met, judged on the day it was presented, and what is said where it will not do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.organisations import queries as organisations
from silah.journey.requests import events, rules, words
from silah.journey.requests.models import Pause, RequirementItem, SupportRequest
from silah.journey.requests.operations.completing import complete_if_ready, take_back_window
from silah.journey.requests.operations.rows import (
    before_decision,
    case_facts,
    heard_from_her,
    item_facts,
    locked,
    moment,
    service_of,
)
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.operations.waiting import begin_pause, end_pause
from silah.journey.requests.stages import Stage
from silah.policy.pack import CurrentTerm, MaxAge, Requirement
from silah.policy.pack.papers import PaperDates, dates_needed, valid_on


@operation(Permission.PRESENT_ITEM, facts=item_facts)
def present_item(
    item: RequirementItem,
    *,
    by: Actor,
    how: str,
    issued_on: date | None = None,
    expires_on: date | None = None,
    file_id: UUID | None = None,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> RequirementItem:
    """Not valid on its day, the item comes back as refused with its reason, and the day stays on record."""
    case, row, requirement = _opened(item, by, expected_version)
    if row.state == "accepted":
        raise Conflict(_("طوبقت هذه الورقة وقُبلت، ولا حاجة إلى تقديمها مرة أخرى."), code="state")
    happened_at = moment(at)
    _refuse_way(requirement, by, how, file_id)
    dates = _dates(requirement, issued_on, expires_on)
    row.how, row.file_id, row.seen_by_id = how, file_id, by.membership_id
    row.issued_on, row.expires_on = dates.issued, dates.expires
    row.presented_at, row.presented_on = happened_at, clock.day_of(happened_at)
    judged = valid_on(row.presented_on, requirement.validity, dates)
    if judged.value and dates.issued and dates.issued > row.presented_on:
        raise Invalid(fields={"issued_on": _("تاريخ الورقة بعد يوم تقديمها. نرجو مراجعته.")})
    row.valid_when_presented = judged.passed
    row.state = "presented" if judged.passed else "refused"
    row.reason = "" if judged.passed else _why_not(requirement)
    _save(row)
    shown = events.ItemPresented(row.id, how, row.presented_on, judged.passed)
    record(shown, on=case, by=by, clause="H2a", at=at)
    if judged.passed:
        _now_nearer(case, row, by, happened_at, at)
    else:
        record(events.ItemRefused(row.id, row.reason), on=case, by=by, clause="H2c", at=at)
    return row


@operation(Permission.MATCH_ITEM, facts=item_facts)
def refuse_item(
    item: RequirementItem, *, by: Actor, reason: str, expected_version: int | None = None
) -> RequirementItem:
    """What was presented will not do; she is told why and what to bring."""
    case, row, _requirement = _opened(item, by, expected_version)
    if reason not in words.REFUSALS:
        raise Invalid(fields={"reason": _("نرجو اختيار السبب.")})
    if row.state not in {"presented", "accepted"}:
        raise Conflict(_("لم تُقدَّم هذه الورقة بعد، أو سبق ردّها."), code="state")
    row.state, row.reason = "refused", reason
    _save(row)
    record(events.ItemRefused(row.id, reason), on=case, by=by, clause="H2a")
    if not row.optional:
        _back_to_her(case, [row], by)
    return row


@operation(Permission.MATCH_ITEM, facts=item_facts)
def exempt_item(
    item: RequirementItem, *, by: Actor, reason: str, expected_version: int | None = None
) -> RequirementItem:
    case, row, _requirement = _opened(item, by, expected_version)
    if reason not in words.EXEMPTIONS:
        raise Invalid(fields={"reason": _("نرجو اختيار سبب الإعفاء.")})
    row.state, row.reason, row.seen_by_id = "exempt", reason, by.membership_id
    _save(row)
    record(events.ItemExempted(row.id, reason), on=case, by=by, clause="H2a")
    complete_if_ready(case, by, None)
    return row


@operation(Permission.MATCH_ITEM, facts=item_facts)
def accept_item(item: RequirementItem, *, by: Actor, expected_version: int | None = None) -> RequirementItem:
    """Matched with what she said; the matching itself is on record beside it."""
    case, row, _requirement = _opened(item, by, expected_version)
    if row.state != "presented":
        raise Conflict(_("لا تُقبل ورقة قبل تقديمها."), code="state")
    row.state = "accepted"
    _save(row)
    record(events.ItemAccepted(row.id), on=case, by=by, clause="H2b")
    return row


def _case(case: SupportRequest, *args: Any, **kwargs: Any) -> Facts:
    return case_facts(case)


@operation(Permission.NAME_LACK, facts=_case)
def name_lack(case: SupportRequest, items: Iterable[RequirementItem], *, by: Actor) -> SupportRequest:
    """Staff find something lacking. In time, the window starts anew; later, only its end waits."""
    row = locked(case)
    before_decision(row)
    wanted = {item.id for item in items}
    lacking = list(RequirementItem.objects.filter(support_request=row, id__in=wanted))
    if not wanted or len(lacking) != len(wanted):
        raise Invalid(fields={"items": _("نرجو اختيار الورقة التي فيها نقص.")})
    for item in lacking:
        item.state, item.reason, item.optional = "refused", "lack", False
        _save(item)
    _back_to_her(row, lacking, by)
    return row


# --- parts -------------------------------------------------------------------------------------------


def _opened(
    item: RequirementItem, by: Actor, expected_version: int | None
) -> tuple[SupportRequest, RequirementItem, Requirement]:
    """The case locked first; then the item as it stands now, unless somebody else was quicker."""
    case = locked(item.support_request)
    before_decision(case)
    row = RequirementItem.objects.select_for_update(no_key=True).filter(id=item.id).first()
    if row is None:
        raise NotFound(_("لم تعد هذه الورقة مطلوبة في الطلب."))
    if row.version != (item.version if expected_version is None else expected_version):
        raise Conflict(fields={"item": _someone_was_quicker(row, by)}, code="stale")
    return case, row, service_of(case)[1].requirement(row.requirement)


def _someone_was_quicker(row: RequirementItem, by: Actor) -> str:
    who = organisations.member_names(by, [row.seen_by_id]) if row.seen_by_id else {}
    now = {"who": next(iter(who.values()), _("غيرك")), "state": words.STATES[row.state]}
    return _("عدّل %(who)s هذه الورقة قبل لحظات، وحالها الآن: %(state)s.") % now


def _save(row: RequirementItem) -> None:
    row.version += 1
    row.save()


def _refuse_way(requirement: Requirement, by: Actor, how: str, file_id: UUID | None) -> None:
    kept = how == "copy_kept" or file_id is not None
    if kept and requirement.identity_paper and requirement.copy_kept is None:
        message = _("لا نحتفظ بصورة الهوية: نطّلع على الأصل ونعيده إلى صاحبه.")
        raise Invalid(fields={"file": message}, code="identity_paper")
    if kept and (requirement.copy_kept is None or "copy_kept" not in requirement.met_by):
        raise Invalid(fields={"file": _("لا تُحفظ نسخة من هذه الورقة: يُطّلع على أصلها.")}, code="no_ground")
    if how not in requirement.met_by:
        raise Invalid(fields={"how": _("لا تُقدَّم هذه الورقة بهذه الطريقة.")})
    if how == "copy_kept" and file_id is None:
        raise Invalid(fields={"file": _("نرجو إرفاق النسخة.")})
    if how != "copy_kept" and not by.is_staff:
        raise Invalid(fields={"how": _("يطّلع على الأصل موظفنا أو مندوبنا، حضورًا أو باتصال مرئي.")})


def _dates(requirement: Requirement, issued_on: date | None, expires_on: date | None) -> PaperDates:
    needed = dates_needed(requirement.validity)
    wrong = {}
    if "issued" in needed and issued_on is None:
        wrong["issued_on"] = _("نرجو كتابة تاريخ الورقة كما هو فيها.")
    if "expires" in needed and expires_on is None:
        wrong["expires_on"] = _("نرجو كتابة تاريخ انتهائها كما هو فيها.")
    if wrong:
        raise Invalid(fields=wrong)
    if issued_on and expires_on and expires_on < issued_on:
        raise Invalid(fields={"expires_on": _("تاريخ الانتهاء قبل تاريخ الورقة. نرجو مراجعتهما.")})
    return PaperDates(issued_on, expires_on)


def _why_not(requirement: Requirement) -> str:
    match requirement.validity:
        case MaxAge():
            return "too_old"
        case CurrentTerm():
            return "not_current_term"
    return "expired"


def _now_nearer(
    case: SupportRequest, row: RequirementItem, by: Actor, happened_at: datetime, at: datetime | None
) -> None:
    if not row.optional:
        heard_from_her(case, happened_at)
    if not _lacking(case):
        end_pause(case, by, happened_at, reason="waiting_item")
        complete_if_ready(case, by, at)


def _lacking(case: SupportRequest) -> bool:
    rows = RequirementItem.objects.filter(support_request=case, optional=False)
    return rows.filter(state__in=("missing", "refused")).exists()


def _back_to_her(case: SupportRequest, lacking: list[RequirementItem], by: Actor) -> None:
    """A complete case waits for her again: from the start of the clock, or with its end put off."""
    restarts = case.stage != Stage.SUBMITTED and _in_time(case, by)
    named = events.LackNamed(tuple(item.id for item in lacking), case.stage == Stage.SUBMITTED or restarts)
    record(named, on=case, by=by, clause="H2a")
    if restarts:
        take_back_window(case)
        advance(case, Stage.SUBMITTED, by=by)
    elif (
        case.stage != Stage.SUBMITTED
        and not Pause.objects.filter(support_request=case, ended_at=None).exists()
    ):
        begin_pause(case, by, "waiting_item", "")


def _in_time(case: SupportRequest, by: Actor) -> bool:
    pack, _service = service_of(case)
    heard = clock.day_of(case.last_item_at or case.submitted_at)
    days = pack.reply_window.name_lack_within_working_days
    return rules.lack_restarts(heard, clock.today(), days, organisations.calendar(by))
