"""Asking for help: the form, what is asked only once, by which channel and from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor, Door
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
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.services import catalogue
from silah.policy.control import Figures, Period, register
from silah.policy.judging import Ids, Judged, Judging
from silah.policy.pack import Pack
from silah.policy.queries import pack_of

CHANNEL = "request_service"
ELECTRONIC = (Door.PORTAL, Door.API)
ON_PAPER = ("paper", "fingerprint")


@register
class Form(Judging):
    """The form as shown, as printed and as stored is one: what was signed still gives its digest."""

    name = "requests.form"
    events = ("requests.submitted", "requests.signed")
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {"altered": gettext_lazy("ما حُفظ من النموذج يخالف ما عُرض ووُقّع")}

    def setting(self, pack: Pack) -> str:
        forms = ((one.title, len(one.questions)) for one in catalogue.services(pack))
        said = "؛ ".join(f"{title}: {_questions(n)}" for title, n in forms)
        return _("نموذج طلب الدعم لكل خدمة: %(forms)s.") % {"forms": said}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Good is a form somebody signed and that is still what was signed; an unsigned one shows nothing."""
        signed = signatures(by, ids)
        said = _("النموذج محفوظ كما عُرض على صاحبه ووقّعه")
        for row in requests(by, ids).values_list(*BASE, named=True):
            found = signed.get(row.id, [])
            yield Judged(
                row.id,
                row.submitted_at,
                {"total": 1},
                good=bool(found),
                flaws=(flaw(row, "altered"),) if any(each.altered for each in found) else (),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات كُتبت بالنموذج"), str(n["total"])),
                (_("وُقّع نموذجها ولم يتغيّر بعد التوقيع"), str(n["good"])),
            ),
        )


def _questions(n: int) -> str:
    return count_noun(n, _("سؤال واحد"), _("سؤالان"), _("أسئلة"), _("سؤالًا"), _("سؤال"))


@register
class AskOnce(Judging):
    """A second request asks only for what changed."""

    name = "requests.ask_once"
    events = ("requests.submitted",)
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {"asked_again": gettext_lazy("سُئل من سبق له طلب عمّا نعرفه من قبل")}

    def setting(self, pack: Pack) -> str:
        lasting = {q.id for one in catalogue.services(pack) for q in one.questions if q.reusable}
        return _("إجابات تُسأل مرة واحدة ثم تُؤكَّد فقط: %(n)s.") % {"n": len(lasting)}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        before = SupportRequest.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            applicant=OuterRef("applicant"),
            submitted_at__lt=OuterRef("submitted_at"),
        )
        rows = requests(by, ids).annotate(returning=Exists(before))
        said = _("أُكّد المعروف ولم يُسأل عنه ثانية")
        for row in rows.values_list(*BASE, "returning", "asked_count", "known_count", named=True):
            if not row.returning:
                yield Judged(row.id, row.submitted_at, {"first": 1, "first_asked": row.asked_count})
                continue
            yield Judged(
                row.id,
                row.submitted_at,
                {"total": 1, "later_asked": row.asked_count},
                good=True,
                flaws=(flaw(row, "asked_again"),) if row.known_count == 0 else (),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات من سبق له طلب"), str(n["total"])),
                (_("متوسط الأسئلة في الطلب الأول"), _mean(n["first_asked"], n["first"])),
                (_("متوسط الأسئلة في طلب من سبق له طلب"), _mean(n["later_asked"], n["total"])),
            ),
        )


def _mean(of: int, count: int) -> str:
    return f"{of / count:.1f}" if count else "—"


@register
class Electronic(Judging):
    """A request begun from the portal or the api can be finished there; none was sent to paper to be signed."""

    name = "requests.electronic"
    events = ("requests.submitted", "requests.signed")
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {"sent_to_paper": gettext_lazy("بدأ إلكترونيًّا ووُقّع على الورق")}

    def setting(self, pack: Pack) -> str:
        return _("الطلب كله من الجوال أو الحاسب: الأسئلة والتوقيع والمتابعة والرد.")

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Good is what was signed where it was written: begun on a telephone and unsigned shows half of it."""
        signed = Declaration.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id")
        )
        rows = requests(by, ids).annotate(
            paper=Exists(signed.filter(method__in=ON_PAPER)), done=Exists(signed.exclude(method__in=ON_PAPER))
        )
        said = _("قُدّم الطلب ووُقّع إلكترونيًّا")
        for row in rows.values_list(*BASE, "door", "paper", "done", named=True):
            here = row.door in ELECTRONIC
            yield Judged(
                row.id,
                row.submitted_at,
                {"all": 1, "total": int(here)},
                good=here and row.done,
                flaws=(flaw(row, "sent_to_paper"),) if here and row.paper else (),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("كل الطلبات"), str(n["all"])),
                (_("طلبات قُدّمت إلكترونيًّا"), str(n["total"])),
                (_("ووُقّعت إلكترونيًّا"), str(n["good"])),
            ),
        )


@register
class FromPlace(Judging):
    """Complete without a trip to the office; whoever cannot travel was never made to."""

    name = "requests.from_place"
    events = ("requests.completed",)
    roots = (KIND,)
    found_by = BY_COMPLETION
    sentences = {"made_to_travel": gettext_lazy("اطُّلع في المكتب على أوراق من يصعب عليه الحضور")}

    def setting(self, pack: Pack) -> str:
        ways = {way for one in catalogue.services(pack) for paper in one.requirements for way in paper.met_by}
        said = [
            words
            for way, words in (
                ("by_video", _("باتصال مرئي")),
                ("seen_by_representative", _("بزيارة المندوب")),
                ("copy_kept", _("بنسخة ترفق")),
            )
            if way in ways
        ]
        return _("تُقدَّم الأوراق من مكان صاحبها: %(ways)s.") % {"ways": "، ".join(said)}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        papers = RequirementItem.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id")
        )
        rows = requests(by, ids).filter(completed_at__isnull=False)
        # A paper that nobody has seen may still bring its owner to the office.
        rows = rows.annotate(
            came=Exists(papers.filter(how="seen_at_office")),
            unseen=Exists(papers.filter(how="", optional=False)),
        )
        said = _("اكتمل الطلب بلا زيارة للمكتب")
        names = (*BASE, "completed_at", "channel", "came", "unseen", "applicant__cannot_travel")
        for row in rows.values_list(*names, named=True):
            made = row.came and row.applicant__cannot_travel
            yield Judged(
                row.id,
                row.completed_at,
                {"total": 1},
                good=not row.unseen and not row.came and row.channel != "interview",
                flaws=(flaw(row, "made_to_travel"),) if made else (),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=((_("طلبات اكتملت"), str(n["total"])), (_("منها بلا زيارة للمكتب"), str(n["good"]))),
        )


@register
class RequestService(Judging):
    """The request itself is a channel, and every request came by one that takes requests."""

    name = "requests.request_service"
    events = ("requests.submitted",)
    roots = (KIND,)
    found_by = BY_SUBMISSION
    sentences = {"wrong_channel": gettext_lazy("سُجّل الطلب على قناة لا تستقبل الطلبات")}

    def setting(self, pack: Pack) -> str:
        channel = pack.channel(CHANNEL)
        if channel is None or not channel.active:
            return _("قناة خدمات الطلب غير مفعّلة.")
        return _("قناة «%(name)s» مفعّلة: %(hours)s.") % {"name": channel.name, "hours": channel.hours}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Each by the channels of the version that it was made under."""
        said = _("جاء الطلب من خدمات الطلب")
        for row in requests(by, ids).values_list(*BASE, "channel", "policy_version_id", named=True):
            takes = row.channel in _taking_requests(pack_of(row.policy_version_id))
            yield Judged(
                row.id,
                row.submitted_at,
                {f"by:{row.channel}": 1},
                good=row.channel == CHANNEL,
                flaws=() if takes else (flaw(row, "wrong_channel"),),
                sample=proof(row, said),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        used = {name.removeprefix("by:"): count for name, count in n.items() if name.startswith("by:")}
        names: dict[str, str] = {c.id: c.name for c in pack.channels}
        return Figures(
            total=sum(used.values()),
            good=n["good"],
            lines=tuple((names.get(key, key), str(count)) for key, count in sorted(used.items()) if count),
            missing=""
            if CHANNEL in _taking_requests(pack)
            else _("قناة خدمات الطلب غير مفعّلة في السياسة المنشورة."),
        )


def _taking_requests(pack: Pack) -> set[str]:
    return {
        channel.id for channel in pack.channels if channel.active and "support_request" in channel.accepts
    }


__all__ = ["AskOnce", "Electronic", "Form", "FromPlace", "RequestService"]
