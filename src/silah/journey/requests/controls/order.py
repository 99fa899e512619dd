"""The policy's order: steps one after another, nothing missing, signed, registered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Left, Right
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import count_noun
from silah.journey.requests.controls.shared import (
    BASE,
    BY_COMPLETION,
    BY_SUBMISSION,
    KIND,
    flaw,
    proof,
    requests,
)
from silah.journey.requests.controls.signing import signatures
from silah.journey.requests.gaps import LACKING
from silah.journey.requests.models import Declaration, Participant, Pause, RequirementItem, SupportRequest
from silah.journey.requests.stages import STAGE_NAMES, TRANSITIONS, Stage
from silah.journey.requests.words import STRENGTHS
from silah.journey.services import catalogue
from silah.people.models import Party
from silah.policy.control import Figures, Period, register
from silah.policy.judging import Flaw, Ids, Judged, Judging, chosen
from silah.policy.pack import Pack
from silah.policy.queries import pack_of

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
class OrderedSteps(Judging):
    """Every move of every request is one that the table allows, and the row stands where the last one left it."""

    name = "requests.ordered_steps"
    events = ("requests.advanced",)
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {"skipped": gettext_lazy("انتقل الطلب إلى خطوة قبل إتمام ما يسبقها")}

    def setting(self, pack: Pack) -> str:
        main = (Stage.SUBMITTED, Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED, Stage.REPLIED)
        return _("الخطوات بالترتيب: %(steps)s.") % {"steps": " ← ".join(str(STAGE_NAMES[s]) for s in main)}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        moves = _moves(by, ids)
        said = _("سار الطلب بالترتيب")
        for row in requests(by, ids).values_list(*BASE, named=True):
            steps = moves.get(row.id, [])
            wrong = not _in_order(steps, row.stage)
            yield Judged(
                row.id,
                row.submitted_at,
                {"total": 1},
                good=bool(steps),
                flaws=(flaw(row, "skipped"),) if wrong else (),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات قُدّمت"), str(n["total"])),
                (_("سارت بالترتيب خطوة بعد خطوة"), str(n["good"])),
                (_("ما زالت عند التقديم"), str(n["total"] - n["good"] - n["!skipped"])),
            ),
        )


def _moves(by: Actor, ids: Ids) -> dict[UUID, list[tuple[str, str]]]:
    """By request, each move's stages before and after, in the order of its history."""
    steps = chosen(
        Entry.objects.filter(organisation_id=by.organisation_id, subject_kind=KIND, name="requests.advanced"),
        "subject_id",
        ids,
    ).order_by("subject_id", "number")
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    told = steps.values_list("subject_id", KT("data__before"), KT("data__after"))
    for case_id, before, after in told.iterator(chunk_size=2000):
        found[case_id].append((before, after))
    return found


def _in_order(steps: list[tuple[str, str]], stage: str) -> bool:
    """Each move is one that the table allows and begins where the last ended; the row stands at the end."""
    at: str = Stage.SUBMITTED
    for before, after in steps:
        if before != at or after not in TRANSITIONS[Stage(before)]:
            return False
        at = after
    return stage == at


@register
class Completeness(Judging):
    """What was missing was named and asked for again, and nothing went on without it."""

    name = "requests.completeness"
    events = ("requests.submitted", "requests.item_presented", "requests.completed")
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {
        "went_on_incomplete": gettext_lazy("تقدّم الطلب وبعض أوراقه ناقص"),
        "not_reminded": gettext_lazy("طلب ناقص لم يُذكَّر صاحبه"),
    }

    def setting(self, pack: Pack) -> str:
        papers = {paper.id for one in catalogue.services(pack) for paper in one.requirements}
        told = {"n": len(papers), "days": _days(pack.reply_window.unfinished.remind_after_days)}
        return _("أوراق معرَّفة في الخدمات: %(n)s، يُطلب من كل شخص ما يلزم حالته، ويُذكَّر بعد %(days)s.") % told

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        lacking = RequirementItem.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            support_request=OuterRef("id"),
            state__in=LACKING,
            optional=False,
        )
        waiting = Pause.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id"), ended_at=None
        )
        rows = requests(by, ids).annotate(lacking=Exists(lacking), waiting=Exists(waiting))
        asked = ("completed_at", "policy_version_id", "last_item_at", "reminded_at", "expiry_announced_at")
        said = _("اكتمل الطلب وليس فيه ناقص")
        for row in rows.values_list(*BASE, *asked, "lacking", "waiting", named=True):
            ended = row.stage in (Stage.WITHDRAWN, Stage.EXPIRED) and row.completed_at is None
            silent_from = _silent_from(row)
            unsaid = silent_from is not None and silent_from < clock.now()
            yield Judged(
                row.id,
                row.submitted_at,
                {"total": 1, "waiting": int(row.stage == Stage.SUBMITTED), "ended": int(ended)},
                good=row.completed_at is not None and not _went_on(row),
                flaws=(
                    *((flaw(row, "went_on_incomplete"),) if _went_on(row) else ()),
                    *((flaw(row, "not_reminded"),) if unsaid else ()),
                ),
                sample=proof(row, said),
                turns=(silent_from,),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات قُدّمت"), str(n["total"])),
                (_("طلبات اكتملت"), str(n["good"])),
                (_("طلبات بانتظار الاستكمال"), str(n["waiting"])),
                (_("سُحبت أو انتهت مدتها قبل أن تكتمل"), str(n["ended"])),
            ),
        )


def _went_on(row: Any) -> bool:
    """What was named as missing after it was complete holds it where it stands; a decision waits for it."""
    held = row.waiting and row.stage in (Stage.VERIFIED, Stage.STUDIED)
    return bool(row.lacking and not held and row.stage in BEYOND)


def _silent_from(row: Any) -> datetime | None:
    """Still lacking, and nobody has said so again: too long from this moment, by its own version."""
    if not row.lacking or row.stage != Stage.SUBMITTED or row.reminded_at or row.expiry_announced_at:
        return None
    days = pack_of(row.policy_version_id).reply_window.unfinished.remind_after_days + GRACE_DAYS
    since: datetime = row.last_item_at or row.submitted_at
    return since + timedelta(days=days)


@register
class Signed(Judging):
    """Whoever must sign has signed exactly the data of the request; the journal holds the same digest."""

    name = "requests.declaration"
    events = ("requests.signed",)
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {
        "unsigned": gettext_lazy("تقدّم الطلب بلا إقرار موقّع قائم"),
        "altered": gettext_lazy("الإقرار لا يطابق ما سُجّل عند توقيعه"),
    }

    def setting(self, pack: Pack) -> str:
        return _("نص الإقرار: «%(words)s»") % {"words": pack.declaration.words}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        standing = Declaration.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            support_request=OuterRef("support_request"),
            party=OuterRef("party"),
            voided_at=None,
        )
        signers = Participant.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id"), must_sign=True
        )
        rows = requests(by, ids).annotate(
            signers=Exists(signers), lacking=Exists(signers.filter(~Exists(standing)))
        )
        # The standing ones against the journal: their text gives the digest recorded at that signature.
        signed, strengths = signatures(by, ids), _strengths(by, ids)
        said = _("وُقّع الإقرار على بيانات الطلب نفسها")
        for row in rows.values_list(*BASE, "signers", "lacking", named=True):
            forged = any(each.stands and not each.told for each in signed.get(row.id, ()))
            unsigned = row.lacking and row.stage in BEYOND
            yield Judged(
                row.id,
                row.submitted_at,
                {"total": 1, **strengths.get(row.id, {})},
                good=row.signers and not row.lacking,
                flaws=(
                    *((flaw(row, "unsigned"),) if unsigned else ()),
                    *((flaw(row, "altered"),) if forged else ()),
                ),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        found = {name.removeprefix("by:"): count for name, count in n.items() if name.startswith("by:")}
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=tuple((str(STRENGTHS[each]), str(count)) for each, count in sorted(found.items()) if count),
        )


def _strengths(by: Actor, ids: Ids) -> dict[UUID, Counter[str]]:
    rows = Declaration.objects.filter(organisation_id=by.organisation_id, voided_at=None)
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for case_id, strength in chosen(rows, "support_request_id", ids).values_list(
        "support_request_id", "strength"
    ):
        found[case_id][f"by:{strength}"] += 1
    return found


def _days(count: int) -> str:
    return count_noun(count, _("يوم واحد"), _("يومين"), _("أيام"), _("يومًا"), _("يوم"))


@register
class Registration(Judging):
    """A file number at completeness and not before; none skipped, none used twice."""

    name = "requests.registration"
    events = ("requests.completed", "people.file_numbered")
    roots = (KIND, "party", "organisation")
    found_by = BY_COMPLETION
    sentences = {
        "no_number": gettext_lazy("اكتمل الطلب ولم يُسجَّل لصاحبه رقم ملف"),
        "before_complete": gettext_lazy("رقم ملف أُعطي قبل اكتمال أي طلب"),
        "unrecorded": gettext_lazy("رقم ملف لا أصل له في السجل"),
        "gap": gettext_lazy("في أرقام الملفات لسنة %(reference)s رقم ناقص"),
    }

    def setting(self, pack: Pack) -> str:
        return _("يُعطى رقم الملف عند اكتمال الطلب، متسلسلًا في كل سنة هجرية، ويبقى لصاحبه.")

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        read = {KIND: self._complete, "party": self._numbered, "organisation": self._skipped}
        yield from read[root](by, ids)

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات اكتملت"), str(n["total"])),
                (_("لأصحابها رقم ملف"), str(n["good"])),
                (
                    _("أرقام ملفات لا أصل لها أو سبقت الاكتمال"),
                    str(n["!before_complete"] + n["!unrecorded"]),
                ),
                (_("سنوات في أرقامها فجوة"), str(n["!gap"])),
            ),
        )

    def _complete(self, by: Actor, ids: Ids) -> Iterator[Judged]:
        said = _("سُجّل رقم الملف عند الاكتمال")
        rows = requests(by, ids).filter(completed_at__isnull=False)
        for row in rows.values_list(*BASE, "completed_at", "applicant__file_number", named=True):
            without = row.applicant__file_number is None
            yield Judged(
                row.id,
                row.completed_at,
                {"total": 1},
                good=not without,
                flaws=(flaw(row, "no_number"),) if without else (),
                sample=proof(row, said),
            )

    def _numbered(self, by: Actor, ids: Ids) -> Iterator[Judged]:
        """Files numbered without an entry of it, or though no request of theirs was ever complete."""
        told = Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind="party",
            subject_id=OuterRef("id"),
            name="people.file_numbered",
        )
        own = SupportRequest.objects.filter(
            organisation_id=by.organisation_id, applicant=OuterRef(OuterRef("id"))
        )
        complete = Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind=KIND,
            subject_id__in=own.values("id"),
            name="requests.completed",
        )
        rows = Party.objects.filter(organisation_id=by.organisation_id, file_number__isnull=False)
        strange = (
            chosen(rows, "id", ids).filter(~Exists(told) | ~Exists(complete)).annotate(told=Exists(told))
        )
        for party_id, recorded, at in strange.values_list("id", "told", "registered_at"):
            code = "before_complete" if recorded else "unrecorded"
            yield Judged(party_id, None, {}, flaws=(Flaw(code, "party", party_id, at=at),))

    def _skipped(self, by: Actor, ids: Ids) -> Iterator[Judged]:
        """In each year the last number is as high as there are numbers."""
        here = by.organisation_id
        numbered = Party.objects.filter(organisation_id=here, file_number__isnull=False)
        years = numbered.annotate(year=Left("file_number", 4), n=Right("file_number", 6)).values("year")
        for row in years.annotate(count=Count("id"), last=Max("n")).order_by("year"):
            if int(row["last"]) != row["count"]:
                gap = Flaw(f"gap-{row['year']}", "organisation", here, row["year"])
                yield Judged(here, None, {}, flaws=(gap,))
