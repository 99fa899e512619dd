"""Asking for help: the form, what is asked only once, by which channel and from where."""

from __future__ import annotations

from django.db.models import Avg, Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Door
from silah.foundation.kernel.money import count_noun
from silah.journey.requests.controls.shared import breach, chosen, completed, samples, submitted
from silah.journey.requests.controls.signing import signatures
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.services import catalogue
from silah.policy.control import Control, Figures, Period, register
from silah.policy.pack import Pack
from silah.policy.queries import pack_of

CHANNEL = "request_service"
ELECTRONIC = (Door.PORTAL, Door.API)
ON_PAPER = ("paper", "fingerprint")


@register
class Form(Control):
    """The form as shown, as printed and as stored is one: what was signed still gives its digest."""

    name = "requests.form"
    events = ("requests.submitted", "requests.signed")

    def setting(self, pack: Pack) -> str:
        forms = ((one.title, len(one.questions)) for one in catalogue.services(pack))
        said = "؛ ".join(f"{title}: {_questions(n)}" for title, n in forms)
        return _("نموذج طلب الدعم لكل خدمة: %(forms)s.") % {"forms": said}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        """Good is a form somebody signed and that is still what was signed; an unsigned one shows nothing."""
        rows = submitted(by, period)
        found = list(signatures(by, period))
        signed = {each.support_request_id for each in found}
        altered = {each.support_request_id for each in found if each.altered}
        said = _("ما حُفظ من النموذج يخالف ما عُرض ووُقّع")
        return Figures(
            total=(total := rows.count()),
            good=len(signed) - len(altered),
            lines=(
                (_("طلبات كُتبت بالنموذج"), str(total)),
                (_("وُقّع نموذجها ولم يتغيّر بعد التوقيع"), str(len(signed) - len(altered))),
            ),
            breaches=tuple(breach(case, "altered", said) for case in chosen(rows, altered)),
            samples=samples(chosen(rows, signed - altered), _("النموذج محفوظ كما عُرض على صاحبه ووقّعه")),
        )


def _questions(n: int) -> str:
    return count_noun(n, _("سؤال واحد"), _("سؤالان"), _("أسئلة"), _("سؤالًا"), _("سؤال"))


@register
class AskOnce(Control):
    """A second request asks only for what changed."""

    name = "requests.ask_once"
    events = ("requests.submitted",)

    def setting(self, pack: Pack) -> str:
        lasting = {q.id for one in catalogue.services(pack) for q in one.questions if q.reusable}
        return _("إجابات تُسأل مرة واحدة ثم تُؤكَّد فقط: %(n)s.") % {"n": len(lasting)}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        before = SupportRequest.objects.filter(
            applicant=OuterRef("applicant"), submitted_at__lt=OuterRef("submitted_at")
        )
        rows = submitted(by, period).annotate(returning=Exists(before))
        returning = rows.filter(returning=True)
        again = list(returning.filter(known_count=0).defer("answers"))
        means = rows.order_by().aggregate(
            first=Avg("asked_count", filter=Q(returning=False)),
            later=Avg("asked_count", filter=Q(returning=True)),
            again=Count("id", filter=Q(returning=True)),
        )
        said = _("سُئل من سبق له طلب عمّا نعرفه من قبل")
        return Figures(
            total=means["again"],
            good=means["again"] - len(again),
            lines=(
                (_("طلبات من سبق له طلب"), str(means["again"])),
                (_("متوسط الأسئلة في الطلب الأول"), _mean(means["first"])),
                (_("متوسط الأسئلة في طلب من سبق له طلب"), _mean(means["later"])),
            ),
            breaches=tuple(breach(case, "asked_again", said) for case in again),
            samples=samples(returning.filter(known_count__gt=0), _("أُكّد المعروف ولم يُسأل عنه ثانية")),
        )


def _mean(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


@register
class Electronic(Control):
    """A request begun from the portal or the api can be finished there; none was sent to paper to be signed."""

    name = "requests.electronic"
    events = ("requests.submitted", "requests.signed")

    def setting(self, pack: Pack) -> str:
        return _("الطلب كله من الجوال أو الحاسب: الأسئلة والتوقيع والمتابعة والرد.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        """Good is what was signed where it was written: begun on a telephone and unsigned shows half of it."""
        everyone = submitted(by, period)
        signed = Declaration.objects.filter(support_request=OuterRef("id"))
        paper = Exists(signed.filter(method__in=ON_PAPER))
        rows = everyone.filter(door__in=ELECTRONIC)
        done = Q(Exists(signed.exclude(method__in=ON_PAPER)))
        whole = rows.filter(done, ~paper)
        wrong = list(rows.filter(paper).defer("answers"))
        here = Q(door__in=ELECTRONIC)
        counts = everyone.order_by().aggregate(
            all=Count("id"), here=Count("id", filter=here), whole=Count("id", filter=here & done & ~Q(paper))
        )
        return Figures(
            total=counts["here"],
            good=counts["whole"],
            lines=(
                (_("كل الطلبات"), str(counts["all"])),
                (_("طلبات قُدّمت إلكترونيًّا"), str(counts["here"])),
                (_("ووُقّعت إلكترونيًّا"), str(counts["whole"])),
            ),
            breaches=tuple(breach(c, "sent_to_paper", _("بدأ إلكترونيًّا ووُقّع على الورق")) for c in wrong),
            samples=samples(whole, _("قُدّم الطلب ووُقّع إلكترونيًّا")),
        )


@register
class FromPlace(Control):
    """Complete without a trip to the office; whoever cannot travel was never made to."""

    name = "requests.from_place"
    events = ("requests.completed",)

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

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        visits = RequirementItem.objects.filter(support_request=OuterRef("id"), how="seen_at_office")
        came = Exists(visits)
        # A paper that nobody has seen may still bring its owner to the office.
        unseen = Exists(
            RequirementItem.objects.filter(support_request=OuterRef("id"), how="", optional=False)
        )
        home = ~Q(came) & ~Q(unseen) & ~Q(channel="interview")
        rows = completed(by, period)
        at_home = rows.filter(home)
        wrong = list(rows.filter(came, applicant__cannot_travel=True).defer("answers"))
        counts = rows.order_by().aggregate(total=Count("id"), home=Count("id", filter=home))
        total, good = counts["total"], counts["home"]
        said = _("اطُّلع في المكتب على أوراق من يصعب عليه الحضور")
        return Figures(
            total=total,
            good=good,
            lines=((_("طلبات اكتملت"), str(total)), (_("منها بلا زيارة للمكتب"), str(good))),
            breaches=tuple(breach(case, "made_to_travel", said) for case in wrong),
            samples=samples(at_home, _("اكتمل الطلب بلا زيارة للمكتب")),
        )


@register
class RequestService(Control):
    """The request itself is a channel, and every request came by one that takes requests."""

    name = "requests.request_service"
    events = ("requests.submitted",)

    def setting(self, pack: Pack) -> str:
        channel = pack.channel(CHANNEL)
        if channel is None or not channel.active:
            return _("قناة خدمات الطلب غير مفعّلة.")
        return _("قناة «%(name)s» مفعّلة: %(hours)s.") % {"name": channel.name, "hours": channel.hours}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        takes = _taking_requests(pack)
        rows = submitted(by, period)
        found = rows.order_by().values_list("channel").annotate(n=Count("id"))
        by_channel: dict[str, int] = {str(key): n for key, n in found}
        # Under an earlier version another channel may have taken requests: each is judged by its own.
        others = rows.exclude(channel__in=takes).defer("answers")
        wrong = [
            case for case in others if case.channel not in _taking_requests(pack_of(case.policy_version_id))
        ]
        own = rows.filter(channel=CHANNEL)
        names: dict[str, str] = {c.id: c.name for c in pack.channels}
        lines = tuple((names.get(key, key), str(n)) for key, n in sorted(by_channel.items()))
        return Figures(
            total=sum(by_channel.values()),
            good=by_channel.get(CHANNEL, 0),
            lines=lines,
            breaches=tuple(
                breach(c, "wrong_channel", _("سُجّل الطلب على قناة لا تستقبل الطلبات")) for c in wrong
            ),
            samples=samples(own, _("جاء الطلب من خدمات الطلب")),
            missing="" if CHANNEL in takes else _("قناة خدمات الطلب غير مفعّلة في السياسة المنشورة."),
        )


def _taking_requests(pack: Pack) -> set[str]:
    return {
        channel.id for channel in pack.channels if channel.active and "support_request" in channel.accepts
    }


__all__ = ["AskOnce", "Electronic", "Form", "FromPlace", "RequestService"]
