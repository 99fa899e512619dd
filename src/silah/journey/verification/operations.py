"""Comparing what was declared with what was seen, and finishing when nothing is left open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.foundation.kernel.text import clean
from silah.foundation.organisations import queries as organisations
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.journey.verification import events, queries
from silah.journey.verification.answers import Compared, compared
from silah.journey.verification.models import Match, TruthCheck
from silah.journey.verification.words import MATCH, METHODS, MISMATCH, RESOLUTIONS, RESULTS
from silah.people.models import Party

MATCHING_STAGES = frozenset({Stage.SUBMITTED, Stage.COMPLETE})


@operation(Permission.MATCH_ITEM)
def match_field(
    case: SupportRequest,
    field: str,
    *,
    by: Actor,
    method: str,
    result: str,
    verified: str = "",
    party: Party | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Match:
    """One comparison. `verified` is what was seen; it stands beside the declared value and voids nothing.

    `expected_version` is that of the comparison the employee was looking at, 0 where there was none.
    """
    locked = _open_for_matching(case)
    seen = clean(verified)
    told = _told(locked, field, party.id if party else None, by)
    _check(method, result, seen)
    earlier = queries.current(by, locked).get((field, party.id if party else None))
    _not_changed_meanwhile(earlier, expected_version, by)
    now = clock.now()
    if earlier is not None:
        Match.objects.filter(id=earlier.id).update(superseded_at=now)
    match = Match.objects.create(
        support_request=locked,
        field=field,
        party=party,
        declared=told.declared,
        verified=seen or (told.declared if result == MATCH else ""),
        method=method,
        result=result,
        matched_by_id=by.staff_id,
        matched_at=at or now,
        version=earlier.version + 1 if earlier else 1,
    )
    happened = events.Matched(match=match.id, field=field, method=method, result=result)
    record(happened, on=locked, by=by, clause="H2b", at=at)
    return match


@operation(Permission.MATCH_ITEM)
def resolve_mismatch(match: Match, *, by: Actor, how: str, expected_version: int | None = None) -> Match:
    """A difference stays red until somebody says how it was settled."""
    case = _open_for_matching(match.support_request)
    row = Match.objects.get(id=match.id)
    if row.superseded_at is not None or row.resolution or row.version != (expected_version or row.version):
        raise Conflict(_("حُسم هذا الفرق أو أُعيدت مطابقته. افتح الصفحة من جديد."))
    if row.result == MATCH:
        raise Invalid(_("البيانات متطابقة، ولا فرق يُحسم."))
    if how not in RESOLUTIONS:
        raise Invalid(fields={"how": _("نرجو اختيار طريقة حسم الفرق.")})
    row.resolution = how
    row.resolved_by_id = by.membership_id
    row.resolved_at = clock.now()
    row.version += 1
    row.save(update_fields=["resolution", "resolved_by", "resolved_at", "version"])
    happened = events.MismatchResolved(match=row.id, field=row.field, resolution=how)
    record(happened, on=case, by=by, clause="H2b")
    return row


@operation(Permission.MATCH_ITEM)
def confirm_truth(
    case: SupportRequest,
    *,
    by: Actor,
    data_checked: bool,
    responsibility_explained: bool,
    at: datetime | None = None,
) -> TruthCheck:
    """The employee's half of «صحة البيانات», for the answers as they stand; the applicant's half is her signature."""
    locked = _open_for_matching(case)
    wrong = {}
    if not data_checked:
        wrong["data_checked"] = _("نرجو تأكيد مراجعة البيانات.")
    if not responsibility_explained:
        wrong["responsibility_explained"] = _("نرجو تأكيد شرح مسؤولية صاحب الطلب عن صحة ما قدّمه.")
    if wrong:
        raise Invalid(fields=wrong)
    check, made = TruthCheck.objects.get_or_create(
        support_request=locked,
        answers_version=locked.answers_version,
        defaults={
            "data_checked": True,
            "responsibility_explained": True,
            "confirmed_by_id": by.staff_id,
            "confirmed_at": at or clock.now(),
        },
    )
    if not made:
        raise Conflict(_("سُجّل هذا التأكيد من قبل."))
    record(events.TruthConfirmed(check=check.id), on=locked, by=by, clause="H4a", at=at)
    return check


@operation(Permission.MATCH_ITEM)
def finish_matching(case: SupportRequest, *, by: Actor, at: datetime | None = None) -> SupportRequest:
    """Every material field settled, every paper valid on its day, the truth confirmed: on to the study."""
    locked = SupportRequest.objects.select_for_update(no_key=True).get(id=case.id)
    sheet = queries.sheet(by, locked)
    if sheet.waiting:
        what = "، ".join(sheet.waiting)
        raise NotYet(_("بقي قبل إنهاء المطابقة: %(what)s") % {"what": what}, code="matching")
    advanced = advance(locked, Stage.VERIFIED, by=by, at=at)
    happened = events.MatchingFinished(
        matched=sum(1 for each in sheet.fields if each.result == MATCH),
        resolved=sum(1 for each in sheet.fields if each.result != MATCH),
    )
    record(happened, on=locked, by=by, clause="H2b", at=at)
    return advanced


def _open_for_matching(case: SupportRequest) -> SupportRequest:
    """The request's own row, locked: two employees on one request take turns."""
    locked = SupportRequest.objects.select_for_update(no_key=True).get(id=case.id)
    if Stage(locked.stage) not in MATCHING_STAGES:
        raise NotYet(_("لا مطابقة في مرحلة الطلب الحالية."), code="stage")
    return locked


def _told(case: SupportRequest, field: str, party_id: UUID | None, by: Actor) -> Compared:
    told = next(
        (each for each in compared(case, queries.others(by, case)) if each.key == (field, party_id)), None
    )
    if told is None:
        raise Invalid(fields={"field": _("هذا البيان ليس مما يُطابَق في هذه الخدمة.")})
    if told.sensitive and not queries.may_read_health(by, case):
        error = NotAllowed(_("هذا بيان صحي، لا يطّلع عليه إلا من تعيّنه السياسة."))
        error.refusal = Refusal.of(by, Permission.OPEN_HEALTH, case)
        raise error
    return told


def _check(method: str, result: str, seen: str) -> None:
    wrong = {}
    if method not in METHODS:
        wrong["method"] = _("نرجو اختيار طريقة المطابقة.")
    if result not in RESULTS:
        wrong["result"] = _("نرجو اختيار نتيجة المطابقة.")
    if result == MISMATCH and not seen:
        wrong["verified"] = _("نرجو كتابة القيمة التي ظهرت في المستند.")
    if wrong:
        raise Invalid(fields=wrong)


def _not_changed_meanwhile(earlier: Match | None, expected: int | None, by: Actor) -> None:
    found = earlier.version if earlier else 0
    if expected is None or expected == found:
        return
    if earlier is None:
        raise Conflict(_("تغيّرت هذه المطابقة. افتح الصفحة من جديد."))
    names = organisations.member_names(by, [earlier.matched_by_id])
    sentence = _("سبقك %(name)s إلى هذا البيان، وسجّل: %(result)s، %(value)s. راجع ما سجّله قبل أن تغيّره.") % {
        "name": names.get(earlier.matched_by_id, ""),
        "result": RESULTS[earlier.result],
        "value": earlier.verified or _("بلا قيمة"),
    }
    raise Conflict(sentence, fields={"verified": sentence}, code="changed_meanwhile")
