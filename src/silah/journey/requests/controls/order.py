"""The policy's order: steps one after another, nothing missing, signed, registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.functions import Left, Right
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.journey.requests.controls.shared import KIND, breach, completed, samples, submitted
from silah.journey.requests.declaring import digest_of
from silah.journey.requests.gaps import LACKING
from silah.journey.requests.models import Declaration, Participant, Pause, RequirementItem, SupportRequest
from silah.journey.requests.stages import STAGE_NAMES, TRANSITIONS, Stage
from silah.journey.requests.words import STRENGTHS
from silah.journey.services import catalogue
from silah.people.models import Party
from silah.policy.control import Breach, Control, Figures, Period, counted, register
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
        cases = list(submitted(by, period).defer("answers"))
        moves = _moves(by, [case.id for case in cases])
        wrong = [case for case in cases if not _in_order(case, moves.get(case.id, []))]
        moved = [case for case in cases if case.id in moves]
        said = _("انتقل الطلب إلى خطوة قبل إتمام ما يسبقها")
        return Figures(
            total=len(cases),
            good=len(cases) - len(wrong),
            events=counted(by, self.events, period),
            lines=((_("طلبات انتقلت بين الخطوات"), str(len(moved))),),
            breaches=tuple(breach(case, "skipped", said) for case in wrong),
            samples=samples((case for case in moved if case not in wrong), _("سار الطلب بالترتيب")),
        )


def _moves(by: Actor, case_ids: list[UUID]) -> dict[UUID, list[tuple[Stage, Stage]]]:
    rows = Entry.objects.filter(
        organisation_id=by.organisation_id,
        subject_kind=KIND,
        subject_id__in=case_ids,
        name="requests.advanced",
    ).order_by("subject_id", "number")
    found: dict[UUID, list[tuple[Stage, Stage]]] = {}
    for subject_id, data in rows.values_list("subject_id", "data").iterator():
        found.setdefault(subject_id, []).append((Stage(data["before"]), Stage(data["after"])))
    return found


def _in_order(case: SupportRequest, moves: list[tuple[Stage, Stage]]) -> bool:
    at = Stage.SUBMITTED
    for before, after in moves:
        if before != at or after not in TRANSITIONS[before]:
            return False
        at = after
    return at == case.stage


@register
class Completeness(Control):
    """What was missing was named and asked for again, and nothing went on without it."""

    name = "requests.completeness"
    events = ("requests.submitted", "requests.item_presented", "requests.completed")

    def setting(self, pack: Pack) -> str:
        papers = {paper.id for one in catalogue.services(pack) for paper in one.requirements}
        told = {"n": len(papers), "days": pack.reply_window.unfinished.remind_after_days}
        return (
            _("أوراق معرَّفة في الخدمات: %(n)s، يُطلب من كل شخص ما يلزم حالته، ويُذكَّر بعد %(days)s أيام.") % told
        )

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        lacking = RequirementItem.objects.filter(
            support_request=OuterRef("id"), state__in=LACKING, optional=False
        )
        waiting = Pause.objects.filter(support_request=OuterRef("id"), ended_at=None)
        rows = submitted(by, period).annotate(lacks=Exists(lacking), waits=Exists(waiting))
        cases = list(rows.defer("answers"))
        incomplete = [c for c in cases if c.stage in BEYOND and c.lacks and not c.waits]
        late = clock.now() - timedelta(days=pack.reply_window.unfinished.remind_after_days + GRACE_DAYS)
        silent = [
            c for c in cases if c.stage == Stage.SUBMITTED and c.lacks and _unheard(c) and _since(c) < late
        ]
        ahead, unsaid = _("تقدّم الطلب وبعض أوراقه ناقص"), _("طلب ناقص لم يُذكَّر صاحبه")
        done = [case for case in cases if case.completed_at]
        return Figures(
            total=len(cases),
            good=len(cases) - len(incomplete) - len(silent),
            events=counted(by, self.events, period),
            lines=(
                (_("طلبات اكتملت"), str(len(done))),
                (_("طلبات بانتظار الاستكمال"), str(sum(c.stage == Stage.SUBMITTED for c in cases))),
            ),
            breaches=(
                *(breach(case, "went_on_incomplete", ahead) for case in incomplete),
                *(breach(case, "not_reminded", unsaid) for case in silent),
            ),
            samples=samples(done, _("بُيّن ما ينقص الطلب، ثم اكتمل")),
        )


def _unheard(case: SupportRequest) -> bool:
    return case.reminded_at is None and case.expiry_announced_at is None


def _since(case: SupportRequest) -> datetime:
    return case.last_item_at or case.submitted_at


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
        unsigned = Participant.objects.filter(support_request=OuterRef("id"), must_sign=True)
        rows = submitted(by, period).annotate(
            unsigned=Exists(unsigned.annotate(signed=Exists(standing)).filter(signed=False))
        )
        cases = list(rows.defer("answers"))
        forged = _forged(by, [case.id for case in cases])
        ahead = [case for case in cases if case.unsigned and case.stage in BEYOND]
        altered = [case for case in cases if case.id in forged]
        signed = [case for case in cases if not case.unsigned]
        went_on, differs = _("تقدّم الطلب بلا إقرار موقّع قائم"), _("الإقرار لا يطابق ما سُجّل عند توقيعه")
        return Figures(
            total=len(cases),
            good=len([case for case in signed if case.id not in forged]),
            events=counted(by, self.events, period),
            lines=tuple(_strengths(by, [case.id for case in cases])),
            breaches=(
                *(breach(case, "unsigned", went_on) for case in ahead),
                *(breach(case, "altered", differs) for case in altered),
            ),
            samples=samples(
                (c for c in signed if c.id not in forged), _("وُقّع الإقرار على بيانات الطلب نفسها")
            ),
        )


def _forged(by: Actor, case_ids: list[UUID]) -> set[UUID]:
    """Declarations whose text gives another digest than the journal's entry of that signature."""
    told = Entry.objects.filter(
        organisation_id=by.organisation_id,
        subject_kind=KIND,
        subject_id__in=case_ids,
        name="requests.signed",
    )
    digests = {data["declaration"]: data["digest"] for data in told.values_list("data", flat=True)}
    rows = Declaration.objects.filter(support_request_id__in=case_ids, voided_at=None)
    return {
        row.support_request_id
        for row in rows.iterator(chunk_size=200)
        if digests.get(str(row.id)) != digest_of(row.salt, row.snapshot).hex()
    }


def _strengths(by: Actor, case_ids: list[UUID]) -> Iterator[tuple[str, str]]:
    rows = Declaration.objects.filter(support_request_id__in=case_ids, voided_at=None)
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
        cases = list(completed(by, period).select_related("applicant").defer("answers"))
        without = [case for case in cases if case.applicant.file_number is None]
        early = list(_numbered_early(by))
        skipped = list(_skipped(by))
        said = _("اكتمل الطلب ولم يُسجَّل لصاحبه رقم ملف")
        return Figures(
            total=len(cases),
            good=len(cases) - len(without),
            events=counted(by, self.events, period),
            lines=((_("طلبات اكتملت وسُجّلت"), f"{len(cases) - len(without)} / {len(cases)}"),),
            breaches=(*(breach(case, "no_number", said) for case in without), *early, *skipped),
            samples=samples((c for c in cases if c not in without), _("سُجّل رقم الملف عند الاكتمال")),
        )


def _numbered_early(by: Actor) -> Iterator[Breach]:
    """Files numbered though no request of theirs was ever complete."""
    done = Entry.objects.filter(
        organisation_id=by.organisation_id, subject_kind="party", subject_id=OuterRef("id")
    ).filter(name="people.file_numbered")
    numbered = Party.objects.filter(organisation_id=by.organisation_id, file_number__isnull=False)
    for party in numbered.annotate(told=Exists(done)).filter(told=False).order_by("id"):
        yield Breach("party", party.id, "unrecorded", _("رقم ملف لا أصل له في السجل"), party.registered_at)


def _skipped(by: Actor) -> Iterator[Breach]:
    """In each year the last number is as high as there are numbers."""
    numbered = Party.objects.filter(organisation_id=by.organisation_id, file_number__isnull=False)
    years = numbered.annotate(year=Left("file_number", 4), n=Right("file_number", 6)).values("year")
    for row in years.annotate(count=Count("id"), last=Max("n")).order_by("year"):
        if int(row["last"]) != row["count"]:
            said = _("في أرقام الملفات لسنة %(year)s رقم ناقص") % {"year": row["year"]}
            yield Breach("organisation", by.organisation_id, "gap", said)
