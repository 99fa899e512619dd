"""Data matched, papers valid on their day, truth confirmed by both: H2b, H2c and H4a."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.requests.stages import BEFORE_DECISION, Stage
from silah.journey.verification.models import Match, TruthCheck
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, register
from silah.policy.pack import Pack

PASSED = [s for s in Stage if s not in BEFORE_DECISION | {Stage.WITHDRAWN, Stage.EXPIRED}]


def _decided(by: Actor, period: Period) -> QuerySet[SupportRequest]:
    """Requests submitted in the period that went past matching."""
    return SupportRequest.objects.filter(
        organisation_id=by.organisation_id,
        submitted_at__gte=period.begins_at,
        submitted_at__lt=period.ends_at,
        stage__in=[*PASSED, Stage.VERIFIED, Stage.STUDIED],
    ).defer("answers")


def _breach(case: SupportRequest, code: str, sentence: str) -> Breach:
    return Breach(case.row_kind(), case.id, code, sentence % {"reference": case.reference}, case.submitted_at)


def _sample(case: SupportRequest, sentence: str) -> Sample:
    return Sample(case.row_kind(), case.id, case.reference or "", sentence, case.submitted_at)


@register
class Matching(Control):
    name = "verification.matching"
    events: ClassVar = ("verification.matched", "verification.finished")

    def setting(self, pack: Pack) -> str:
        return _("لا يُرفع الطلب إلى الدراسة قبل مطابقة كل بيان جوهري، وكل فرق يُحسم بسبب مسجّل.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        cases = _decided(by, period)
        current = Match.objects.filter(support_request=OuterRef("id"), superseded_at=None)
        open_difference = current.exclude(result="match").filter(resolution="")
        finished = Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind=SupportRequest.row_kind(),
            subject_id=OuterRef("id"),
            name="verification.finished",
        )
        # As many comparisons stand as its end told of: one of seven matched is not a matched request.
        told = finished.order_by("-number").annotate(
            n=Cast(KT("data__matched"), IntegerField()) + Cast(KT("data__resolved"), IntegerField())
        )
        standing = current.order_by().values("support_request").annotate(n=Count("id")).values("n")
        counted = cases.annotate(
            told=Coalesce(Subquery(told.values("n")[:1]), 0), standing=Coalesce(Subquery(standing), 0)
        )
        fewer = Q(standing__lt=F("told"))
        bad = list(counted.filter(fewer | Exists(open_difference) | ~Exists(current) | ~Exists(finished)))
        wrong = [case.id for case in bad]
        total = cases.count()
        return Figures(
            total=total,
            good=total - len(bad),
            lines=(
                (_("طلبات اجتازت المطابقة"), str(total)),
                (_("بفرق لم يُحسم أو بلا مطابقة"), str(len(bad))),
            ),
            breaches=tuple(
                _breach(case, "unsettled", _("الطلب %(reference)s اجتاز المطابقة وفيه بيان لم يُحسم"))
                for case in bad
            ),
            samples=Samples(
                lambda: (
                    _sample(case, _("طوبقت بياناته كلها"))
                    for case in cases.exclude(id__in=wrong).order_by("-submitted_at", "-id")[:3]
                )
            ),
        )


@register
class Validity(Control):
    name = "verification.validity"
    events: ClassVar = ("requests.item_presented",)

    def setting(self, pack: Pack) -> str:
        return _("يُحكم على كل مستند بيوم تقديمه، ولا يُنقض الحكم بانتهائه بعد ذلك.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        items = RequirementItem.objects.filter(
            organisation_id=by.organisation_id,
            presented_at__gte=period.begins_at,
            presented_at__lt=period.ends_at,
        )
        # Refused for its date is the rule at work; accepted though invalid, or never judged, is a breach.
        wrong = items.filter(state="accepted").exclude(valid_when_presented=True)
        valid, refused = Q(valid_when_presented=True), Q(valid_when_presented=False)
        counts = items.aggregate(
            total=Count("id"),
            valid=Count("id", filter=valid & ~Q(state="refused")),
            waiting=Count("id", filter=valid & Q(state="presented")),
            refused=Count("id", filter=refused & ~Q(state="accepted")),
        )
        return Figures(
            total=counts["total"],
            good=counts["valid"] + counts["refused"],
            lines=(
                (_("مستندات قُدّمت"), str(counts["total"])),
                (_("صالحة يوم تقديمها"), str(counts["valid"])),
                (_("منها بانتظار القبول"), str(counts["waiting"])),
                (_("رُدّت لانتهاء صلاحيتها يوم التقديم"), str(counts["refused"])),
            ),
            breaches=tuple(
                _breach(
                    item.support_request,
                    f"invalid-{item.id.hex}",
                    _("قُبل في الطلب %(reference)s مستند غير صالح يوم تقديمه"),
                )
                for item in wrong.select_related("support_request").defer("support_request__answers")
            ),
            samples=Samples(
                lambda: (
                    _sample(item.support_request, _("مستند صالح يوم تقديمه"))
                    for item in items.filter(valid)
                    .exclude(state="refused")
                    .select_related("support_request")
                    .order_by("-presented_at")[:3]
                )
            ),
        )


@register
class Truth(Control):
    name = "verification.truth"
    events: ClassVar = ("verification.truth_confirmed", "requests.signed")

    def setting(self, pack: Pack) -> str:
        return _("يؤكد الموظف مراجعة البيانات، ويوقّع صاحب الطلب على صحتها؛ ولا يُغني أحدهما عن الآخر.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        cases = _decided(by, period)
        # Of the data as they stand: a check of earlier answers says nothing of what was changed since.
        checked = Exists(
            TruthCheck.objects.filter(
                support_request=OuterRef("id"), answers_version=OuterRef("answers_version")
            )
        )
        signed = Exists(Declaration.objects.filter(support_request=OuterRef("id"), voided_at=None))
        both = cases.filter(checked, signed)
        bad = list(cases.exclude(id__in=both.values("id")))
        total = cases.count()
        return Figures(
            total=total,
            good=total - len(bad),
            lines=(
                (_("طلبات اجتازت المطابقة"), str(total)),
                (_("فيها التأكيد والتوقيع معًا"), str(total - len(bad))),
            ),
            breaches=tuple(
                _breach(case, "half", _("الطلب %(reference)s ينقصه تأكيد الموظف أو توقيع صاحبه"))
                for case in bad
            ),
            samples=Samples(
                lambda: (
                    _sample(case, _("أكّد الموظف ووقّع صاحب الطلب"))
                    for case in both.order_by("-submitted_at", "-id")[:3]
                )
            ),
        )
