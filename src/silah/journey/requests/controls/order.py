"""The policy's order: steps one after another, nothing missing, signed, registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left, Right
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import count_noun
from silah.journey.requests.controls.shared import KIND, breach, chosen, completed, samples, submitted
from silah.journey.requests.controls.signing import signatures
from silah.journey.requests.gaps import LACKING
from silah.journey.requests.models import Declaration, Participant, Pause, RequirementItem, SupportRequest
from silah.journey.requests.stages import STAGE_NAMES, TRANSITIONS, Stage
from silah.journey.requests.words import STRENGTHS
from silah.journey.services import catalogue
from silah.people.models import Party
from silah.policy.control import Breach, Control, Figures, Period, register
from silah.policy.pack import Pack

BEYOND = frozenset(
    {
        Stage.VERIFIED,
        Stage.STUDIED,
        Stage.DECIDED,
        Stage.REPLIED,
        Stage.SERVING,
        Stage.DELIVERED,
        Stage.CLOSED,
    }
)
GRACE_DAYS = 3


@register
class OrderedSteps(Control):
    """Every move of every request is one that the table allows, and the row stands where the last one left it."""

    name = "requests.ordered_steps"
    events = ("requests.advanced",)

    def setting(self, pack: Pack) -> str:
        main = (Stage.SUBMITTED, Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED, Stage.REPLIED)
        return _("الخطوات بالترتيب: %(steps)s.") % {"steps": " ← ".join(str(STAGE_NAMES[s]) for s in main)}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = submitted(by, period)
        wrong = _out_of_order(by, period)
        moves = Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind=KIND,
            subject_id=OuterRef("id"),
            name="requests.advanced",
        )
        moved = rows.filter(Exists(moves))
        in_order = moved.exclude(id__in=wrong)
        total, good = rows.count(), in_order.count()
        said = _("انتقل الطلب إلى خطوة قبل إتمام ما يسبقها")
        return Figures(
            total=total,
            good=good,
            lines=(
                (_("طلبات قُدّمت"), str(total)),
                (_("سارت بالترتيب خطوة بعد خطوة"), str(good)),
                (_("ما زالت عند التقديم"), str(total - good - len(wrong))),
            ),
            breaches=tuple(breach(case, "skipped", said) for case in chosen(rows, wrong)),
            samples=samples(in_order, _("سار الطلب بالترتيب")),
        )


def _out_of_order(by: Actor, period: Period) -> set[UUID]:
    """Whose history has a move that no table allows, or one that does not begin where the last ended."""
    rows = submitted(by, period).order_by()
    steps = (
        Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind=KIND,
            subject_id__in=rows.values("id"),
            name="requests.advanced",
        )
        .order_by("subject_id", "number")
        .values_list("subject_id", KT("data__before"), KT("data__after"))
    )
    at: dict[UUID, str] = {}
    wrong: set[UUID] = set()
    for case_id, before, after in steps.iterator(chunk_size=2000):
        if before != at.get(case_id, Stage.SUBMITTED) or after not in TRANSITIONS[Stage(before)]:
            wrong.add(case_id)
        at[case_id] = after
    stands = rows.values_list("id", "stage")
    return wrong | {case_id for case_id, stage in stands if stage != at.get(case_id, Stage.SUBMITTED)}


@register
class Completeness(Control):
    """What was missing was named and asked for again, and nothing went on without it."""

    name = "requests.completeness"
    events = ("requests.submitted", "requests.item_presented", "requests.completed")

    def setting(self, pack: Pack) -> str:
        papers = {paper.id for one in catalogue.services(pack) for paper in one.requirements}
        told = {"n": len(papers), "days": _days(pack.reply_window.unfinished.remind_after_days)}
        return _("أوراق معرَّفة في الخدمات: %(n)s، يُطلب من كل شخص ما يلزم حالته، ويُذكَّر بعد %(days)s.") % told

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        lacking = RequirementItem.objects.filter(
            support_request=OuterRef("id"), state__in=LACKING, optional=False
        )
        waiting = Pause.objects.filter(support_request=OuterRef("id"), ended_at=None)
        rows = submitted(by, period)
        # What was named as missing after it was complete holds it where it stands; a decision waits for it.
        held = Exists(waiting) & Q(stage__in=(Stage.VERIFIED, Stage.STUDIED))
        ahead = rows.filter(Exists(lacking), ~held, stage__in=BEYOND)
        # Silent: still lacking, some days after the last item, and nobody has said so again.
        late = clock.now() - timedelta(days=pack.reply_window.unfinished.remind_after_days + GRACE_DAYS)
        silent = rows.annotate(since=Coalesce("last_item_at", "submitted_at")).filter(
            Exists(lacking),
            stage=Stage.SUBMITTED,
            reminded_at=None,
            expiry_announced_at=None,
            since__lt=late,
        )
        done = rows.filter(completed_at__isnull=False)
        far = list(ahead.defer("answers"))
        whole = done.exclude(id__in=[case.id for case in far])
        counts = rows.order_by().aggregate(
            total=Count("id"),
            whole=Count("id", filter=Q(completed_at__isnull=False) & ~Q(id__in=[case.id for case in far])),
            waiting=Count("id", filter=Q(stage=Stage.SUBMITTED)),
            ended=Count(
                "id", filter=Q(stage__in=(Stage.WITHDRAWN, Stage.EXPIRED), completed_at__isnull=True)
            ),
        )
        went_on, unsaid = _("تقدّم الطلب وبعض أوراقه ناقص"), _("طلب ناقص لم يُذكَّر صاحبه")
        return Figures(
            total=counts["total"],
            good=counts["whole"],
            lines=(
                (_("طلبات قُدّمت"), str(counts["total"])),
                (_("طلبات اكتملت"), str(counts["whole"])),
                (_("طلبات بانتظار الاستكمال"), str(counts["waiting"])),
                (_("سُحبت أو انتهت مدتها قبل أن تكتمل"), str(counts["ended"])),
            ),
            breaches=(
                *(breach(case, "went_on_incomplete", went_on) for case in far),
                *(breach(case, "not_reminded", unsaid) for case in silent.defer("answers")),
            ),
            samples=samples(whole, _("اكتمل الطلب وليس فيه ناقص")),
        )


@register
class Signed(Control):
    """Whoever must sign has signed exactly the data of the request; the journal holds the same digest."""

    name = "requests.declaration"
    events = ("requests.signed",)

    def setting(self, pack: Pack) -> str:
        return _("نص الإقرار: «%(words)s»") % {"words": pack.declaration.words}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        standing = Declaration.objects.filter(
            support_request=OuterRef("support_request"), party=OuterRef("party"), voided_at=None
        )
        signers = Participant.objects.filter(support_request=OuterRef("id"), must_sign=True)
        lacking = Exists(signers.filter(~Exists(standing)))
        rows = submitted(by, period)
        # The standing ones against the journal: their text gives the digest recorded at that signature.
        forged = {each.support_request_id for each in signatures(by, period) if each.stands and not each.told}
        whole = rows.filter(Exists(signers), ~lacking).exclude(id__in=forged)
        ahead = rows.filter(lacking, stage__in=BEYOND).defer("answers")
        went_on, differs = _("تقدّم الطلب بلا إقرار موقّع قائم"), _("الإقرار لا يطابق ما سُجّل عند توقيعه")
        return Figures(
            total=rows.count(),
            good=whole.count(),
            lines=tuple(_strengths(rows)),
            breaches=(
                *(breach(case, "unsigned", went_on) for case in ahead),
                *(breach(case, "altered", differs) for case in chosen(rows, forged)),
            ),
            samples=samples(whole, _("وُقّع الإقرار على بيانات الطلب نفسها")),
        )


def _days(count: int) -> str:
    return count_noun(count, _("يوم واحد"), _("يومين"), _("أيام"), _("يومًا"), _("يوم"))


def _strengths(cases: QuerySet[SupportRequest]) -> Iterator[tuple[str, str]]:
    rows = Declaration.objects.filter(support_request__in=cases.order_by().values("id"), voided_at=None)
    for strength, n in rows.values_list("strength").annotate(n=Count("id")).order_by("strength"):
        yield str(STRENGTHS[strength]), str(n)


@register
class Registration(Control):
    """A file number at completeness and not before; none skipped, none used twice."""

    name = "requests.registration"
    events = ("requests.completed", "people.file_numbered")

    def setting(self, pack: Pack) -> str:
        return _("يُعطى رقم الملف عند اكتمال الطلب، متسلسلًا في كل سنة هجرية، ويبقى لصاحبه.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = completed(by, period)
        without = rows.filter(applicant__file_number=None).defer("answers")
        numbered = rows.filter(applicant__file_number__isnull=False)
        early, skipped = list(_numbered_early(by)), list(_skipped(by))
        total, good = rows.count(), numbered.count()
        said = _("اكتمل الطلب ولم يُسجَّل لصاحبه رقم ملف")
        return Figures(
            total=total,
            good=good,
            lines=(
                (_("طلبات اكتملت"), str(total)),
                (_("لأصحابها رقم ملف"), str(good)),
                (_("أرقام ملفات لا أصل لها أو سبقت الاكتمال"), str(len(early))),
                (_("سنوات في أرقامها فجوة"), str(len(skipped))),
            ),
            breaches=(*(breach(case, "no_number", said) for case in without), *early, *skipped),
            samples=samples(numbered, _("سُجّل رقم الملف عند الاكتمال")),
        )


def _numbered_early(by: Actor) -> Iterator[Breach]:
    """Files numbered without an entry of it, or though no request of theirs was ever complete."""
    told = Entry.objects.filter(
        organisation_id=by.organisation_id,
        subject_kind="party",
        subject_id=OuterRef("id"),
        name="people.file_numbered",
    )
    complete = Entry.objects.filter(
        organisation_id=by.organisation_id,
        subject_kind=KIND,
        subject_id__in=SupportRequest.objects.filter(applicant=OuterRef(OuterRef("id"))).values("id"),
        name="requests.completed",
    )
    numbered = Party.objects.filter(organisation_id=by.organisation_id, file_number__isnull=False)
    strange = numbered.filter(~Exists(told) | ~Exists(complete)).annotate(told=Exists(told)).order_by("id")
    for party_id, recorded, at in strange.values_list("id", "told", "registered_at"):
        if recorded:
            yield Breach("party", party_id, "before_complete", _("رقم ملف أُعطي قبل اكتمال أي طلب"), at)
        else:
            yield Breach("party", party_id, "unrecorded", _("رقم ملف لا أصل له في السجل"), at)


def _skipped(by: Actor) -> Iterator[Breach]:
    """In each year the last number is as high as there are numbers."""
    numbered = Party.objects.filter(organisation_id=by.organisation_id, file_number__isnull=False)
    years = numbered.annotate(year=Left("file_number", 4), n=Right("file_number", 6)).values("year")
    for row in years.annotate(count=Count("id"), last=Max("n")).order_by("year"):
        if int(row["last"]) != row["count"]:
            said = _("في أرقام الملفات لسنة %(year)s رقم ناقص") % {"year": row["year"]}
            yield Breach("organisation", by.organisation_id, f"gap-{row['year']}", said)
