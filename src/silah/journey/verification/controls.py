"""Data matched, papers valid on their day, truth confirmed by both: H2b, H2c and H4a."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.requests.stages import BEFORE_DECISION, Stage
from silah.journey.verification.models import Match, TruthCheck
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, chosen
from silah.policy.pack import Pack

KIND = "support_request"
PASSED = [s for s in Stage if s not in BEFORE_DECISION | {Stage.WITHDRAWN, Stage.EXPIRED}]
BASE = ("id", "reference", "submitted_at")


def _decided(by: Actor, ids: Ids) -> QuerySet[SupportRequest]:
    """Requests that went past matching."""
    rows = SupportRequest.objects.filter(
        organisation_id=by.organisation_id, stage__in=[*PASSED, Stage.VERIFIED, Stage.STUDIED]
    )
    return chosen(rows, "id", ids)


def _judged(row: Any, code: str, sentence: str) -> Judged:
    """Good unless a code names what is wrong with it."""
    flaws = (Flaw(code, KIND, row.id, row.reference or "", row.submitted_at),) if code else ()
    sample = Sample(KIND, row.id, row.reference or "", sentence, row.submitted_at)
    return Judged(row.id, row.submitted_at, {"total": 1}, good=True, flaws=flaws, sample=sample)


@register
class Matching(Judging):
    name = "verification.matching"
    events: ClassVar = ("verification.matched", "verification.finished")
    roots = (KIND,)
    found_by = ((KIND, Dated(SupportRequest, "submitted_at")),)
    sentences: ClassVar = {"unsettled": gettext_lazy("الطلب %(reference)s اجتاز المطابقة وفيه بيان لم يُحسم")}

    def setting(self, pack: Pack) -> str:
        return _("لا يُرفع الطلب إلى الدراسة قبل مطابقة كل بيان جوهري، وكل فرق يُحسم بسبب مسجّل.")

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        current = Match.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id"), superseded_at=None
        )
        open_difference = current.exclude(result="match").filter(resolution="")
        finished = Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind=KIND,
            subject_id=OuterRef("id"),
            name="verification.finished",
        )
        # As many comparisons stand as its end told of: one of seven matched is not a matched request.
        told = finished.order_by("-number").annotate(
            n=Cast(KT("data__matched"), IntegerField()) + Cast(KT("data__resolved"), IntegerField())
        )
        standing = current.order_by().values("support_request").annotate(n=Count("id")).values("n")
        rows = _decided(by, ids).annotate(
            told=Coalesce(Subquery(told.values("n")[:1]), 0), standing=Coalesce(Subquery(standing), 0)
        )
        fewer = Q(standing__lt=F("told"))
        bad = fewer | Q(Exists(open_difference)) | ~Q(Exists(current)) | ~Q(Exists(finished))
        wrong = set(rows.filter(bad).values_list("id", flat=True))
        said = _("طوبقت بياناته كلها")
        for row in _decided(by, ids).values_list(*BASE, named=True):
            yield _judged(row, "unsettled" if row.id in wrong else "", said)

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات اجتازت المطابقة"), str(n["total"])),
                (_("بفرق لم يُحسم أو بلا مطابقة"), str(n["!unsettled"])),
            ),
        )


@register
class Validity(Judging):
    name = "verification.validity"
    events: ClassVar = ("requests.item_presented",)
    roots = (KIND,)
    found_by = ((KIND, Dated(RequirementItem, "presented_at", "support_request_id")),)
    sentences: ClassVar = {"invalid": gettext_lazy("قُبل في الطلب %(reference)s مستند غير صالح يوم تقديمه")}

    def setting(self, pack: Pack) -> str:
        return _("يُحكم على كل مستند بيوم تقديمه، ولا يُنقض الحكم بانتهائه بعد ذلك.")

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        rows = RequirementItem.objects.filter(organisation_id=by.organisation_id, presented_at__isnull=False)
        names = ("support_request_id", "support_request__reference", "support_request__submitted_at")
        said = _("مستند صالح يوم تقديمه")
        for item_id, at, state, valid, case_id, reference, submitted_at in chosen(
            rows, "support_request_id", ids
        ).values_list("id", "presented_at", "state", "valid_when_presented", *names):
            # Refused for its date is the rule at work; accepted though invalid, or never judged, is a breach.
            wrong = state == "accepted" and valid is not True
            flaw = Flaw(f"invalid-{item_id.hex}", KIND, case_id, reference or "", submitted_at)
            yield Judged(
                case_id,
                at,
                {
                    "total": 1,
                    "valid": int(valid is True and state != "refused"),
                    "waiting": int(valid is True and state == "presented"),
                    "refused": int(valid is False and state != "accepted"),
                },
                good=(valid is True and state != "refused") or (valid is False and state != "accepted"),
                flaws=(flaw,) if wrong else (),
                sample=Sample(KIND, case_id, reference or "", said, submitted_at)
                if valid and state != "refused"
                else None,
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("مستندات قُدّمت"), str(n["total"])),
                (_("صالحة يوم تقديمها"), str(n["valid"])),
                (_("منها بانتظار القبول"), str(n["waiting"])),
                (_("رُدّت لانتهاء صلاحيتها يوم التقديم"), str(n["refused"])),
            ),
        )


@register
class Truth(Judging):
    name = "verification.truth"
    events: ClassVar = ("verification.truth_confirmed", "requests.signed")
    roots = (KIND,)
    found_by = ((KIND, Dated(SupportRequest, "submitted_at")),)
    sentences: ClassVar = {"half": gettext_lazy("الطلب %(reference)s ينقصه تأكيد الموظف أو توقيع صاحبه")}

    def setting(self, pack: Pack) -> str:
        return _("يؤكد الموظف مراجعة البيانات، ويوقّع صاحب الطلب على صحتها؛ ولا يُغني أحدهما عن الآخر.")

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        # Of the data as they stand: a check of earlier answers says nothing of what was changed since.
        checked = TruthCheck.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            support_request=OuterRef("id"),
            answers_version=OuterRef("answers_version"),
        )
        signed = Declaration.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id"), voided_at=None
        )
        rows = _decided(by, ids).annotate(checked=Exists(checked), signed=Exists(signed))
        said = _("أكّد الموظف ووقّع صاحب الطلب")
        for row in rows.values_list(*BASE, "checked", "signed", named=True):
            yield _judged(row, "" if row.checked and row.signed else "half", said)

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات اجتازت المطابقة"), str(n["total"])),
                (_("فيها التأكيد والتوقيع معًا"), str(n["good"])),
            ),
        )
