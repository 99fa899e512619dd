"""Comparing what was declared with what was seen, and finishing when nothing is left open."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.text import clean
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.journey.verification import events, queries
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
    at: datetime | None = None,
) -> Match:
    """One comparison. `verified` is what was seen; it stands beside the declared value and voids nothing."""
    _open_for_matching(case)
    seen = clean(verified)
    _check(case, field, method, result, seen)
    now = clock.now()
    earlier = Match.objects.select_for_update().filter(
        support_request=case, field=field, party=party, superseded_at=None
    )
    earlier.update(superseded_at=now)
    declared = queries.declared_text(case, field)
    match = Match.objects.create(
        support_request=case,
        field=field,
        party=party,
        declared=declared,
        verified=seen or (declared if result == MATCH else ""),
        method=method,
        result=result,
        matched_by_id=by.membership_id,
        matched_at=at or now,
    )
    happened = events.Matched(match=match.id, field=field, method=method, result=result)
    record(happened, on=case, by=by, clause="H2b", at=at)
    return match


@operation(Permission.MATCH_ITEM)
def resolve_mismatch(match: Match, *, by: Actor, how: str, expected_version: int | None = None) -> Match:
    """A difference stays red until somebody says how it was settled."""
    row = Match.objects.select_for_update().select_related("support_request").get(id=match.id)
    if row.superseded_at is not None or row.resolution or row.version != (expected_version or row.version):
        raise Conflict(_("حُسم هذا الفرق أو أُعيدت مطابقته. افتح الصفحة من جديد."))
    if row.result == MATCH:
        raise Invalid(_("البيانات متطابقة، ولا فرق يُحسم."))
    if how not in RESOLUTIONS:
        raise Invalid(fields={"how": _("اختر كيف حُسم الفرق.")})
    row.resolution = how
    row.resolved_by_id = by.membership_id
    row.resolved_at = clock.now()
    row.version += 1
    row.save(update_fields=["resolution", "resolved_by", "resolved_at", "version"])
    happened = events.MismatchResolved(match=row.id, field=row.field, resolution=how)
    record(happened, on=row.support_request, by=by, clause="H2b")
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
    """The employee's half of «صحة البيانات»; the applicant's half is her signed declaration."""
    _open_for_matching(case)
    wrong = {}
    if not data_checked:
        wrong["data_checked"] = _("أكّد أنك راجعت البيانات.")
    if not responsibility_explained:
        wrong["responsibility_explained"] = _("أكّد أنك شرحت مسؤولية صاحب الطلب عن صحة ما قدّمه.")
    if wrong:
        raise Invalid(fields=wrong)
    check, made = TruthCheck.objects.get_or_create(
        support_request=case,
        defaults={
            "data_checked": True,
            "responsibility_explained": True,
            "confirmed_by_id": by.membership_id,
            "confirmed_at": at or clock.now(),
        },
    )
    if not made:
        raise Conflict(_("سُجّل هذا التأكيد من قبل."))
    record(events.TruthConfirmed(check=check.id), on=case, by=by, clause="H4a", at=at)
    return check


@operation(Permission.MATCH_ITEM)
def finish_matching(case: SupportRequest, *, by: Actor, at: datetime | None = None) -> SupportRequest:
    """Every material field settled, every paper valid on its day, the truth confirmed: on to the study."""
    locked = SupportRequest.objects.select_for_update().get(id=case.id)
    sheet = queries.sheet(by, locked)
    waiting = sheet.waiting
    if waiting:
        raise NotYet(_("بقي قبل إنهاء المطابقة: %(what)s") % {"what": "، ".join(waiting)}, code="matching")
    advanced = advance(locked, Stage.VERIFIED, by=by, at=at)
    happened = events.MatchingFinished(
        matched=sum(1 for each in sheet.fields if each.result == MATCH),
        resolved=sum(1 for each in sheet.fields if each.result != MATCH),
    )
    record(happened, on=locked, by=by, clause="H2b", at=at)
    return advanced


def _open_for_matching(case: SupportRequest) -> None:
    if Stage(case.stage) not in MATCHING_STAGES:
        raise NotYet(_("لا مطابقة في مرحلة الطلب الحالية."), code="stage")


def _check(case: SupportRequest, field: str, method: str, result: str, seen: str) -> None:
    wrong = {}
    if field not in queries.material_fields(case):
        wrong["field"] = _("هذا البيان ليس مما يُطابَق في هذه الخدمة.")
    if method not in METHODS:
        wrong["method"] = _("اختر كيف جرت المطابقة.")
    if result not in RESULTS:
        wrong["result"] = _("اختر نتيجة المطابقة.")
    if result == MISMATCH and not seen:
        wrong["verified"] = _("اكتب القيمة التي ظهرت في المستند.")
    if wrong:
        raise Invalid(fields=wrong)
