"""Asking for help: the form, what is asked only once, by which channel and from where."""

from __future__ import annotations

from django.db.models import Avg, Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Door
from silah.foundation.kernel.money import count_noun
from silah.journey.requests.controls.shared import breach, completed, samples, submitted
from silah.journey.requests.declaring import digest_of
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.services import catalogue
from silah.policy.control import Control, Figures, Period, counted, register
from silah.policy.pack import Pack

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
        cases = list(submitted(by, period).defer("answers"))
        signed = Declaration.objects.filter(support_request__in=[case.id for case in cases])
        altered = {
            row.support_request_id
            for row in signed.iterator(chunk_size=200)
            if digest_of(row.salt, row.snapshot) != bytes(row.digest)
        }
        wrong = [case for case in cases if case.id in altered]
        said = _("ما حُفظ من النموذج يخالف ما عُرض ووُقّع")
        return Figures(
            total=len(cases),
            good=len(cases) - len(wrong),
            events=counted(by, self.events, period),
            lines=((_("طلبات كُتبت بالنموذج"), str(len(cases))),),
            breaches=tuple(breach(case, "altered", said) for case in wrong),
            samples=samples(cases, _("طلب كُتب بالنموذج وحُفظ كما عُرض")),
        )


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
        returning = list(rows.filter(returning=True).defer("answers"))
        again = [case for case in returning if case.known_count == 0]
        means = rows.aggregate(
            first=Avg("asked_count", filter=Q(returning=False)),
            later=Avg("asked_count", filter=Q(returning=True)),
        )
        said = _("سُئل من سبق له طلب عمّا نعرفه من قبل")
        return Figures(
            total=len(returning),
            good=len(returning) - len(again),
            events=counted(by, self.events, period),
            lines=(
                (_("متوسط الأسئلة في الطلب الأول"), _mean(means["first"])),
                (_("متوسط الأسئلة في طلب من سبق له طلب"), _mean(means["later"])),
            ),
            breaches=tuple(breach(case, "asked_again", said) for case in again),
            samples=samples(
                (case for case in returning if case.known_count), _("أُكّد المعروف ولم يُسأل عنه ثانية")
            ),
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
        everyone = submitted(by, period).defer("answers")
        cases = list(everyone.filter(door__in=ELECTRONIC))
        paper = Declaration.objects.filter(support_request__in=[c.id for c in cases], method__in=ON_PAPER)
        sent_away = set(paper.values_list("support_request_id", flat=True))
        wrong = [case for case in cases if case.id in sent_away]
        return Figures(
            total=len(cases),
            good=len(cases) - len(wrong),
            events=counted(by, self.events, period),
            lines=(
                (_("كل الطلبات"), str(everyone.count())),
                (_("طلبات قُدّمت إلكترونيًّا"), str(len(cases))),
            ),
            breaches=tuple(breach(c, "sent_to_paper", _("بدأ إلكترونيًّا ووُقّع على الورق")) for c in wrong),
            samples=samples((c for c in cases if c.id not in sent_away), _("قُدّم الطلب ووُقّع إلكترونيًّا")),
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
        rows = completed(by, period).annotate(visited=Exists(visits)).select_related("applicant")
        cases = list(rows.defer("answers"))
        at_home = [case for case in cases if not case.visited and case.channel != "interview"]
        wrong = [case for case in cases if case.visited and case.applicant.cannot_travel]
        said = _("اطُّلع في المكتب على أوراق من يصعب عليه الحضور")
        return Figures(
            total=len(cases),
            good=len(at_home),
            events=counted(by, self.events, period),
            lines=((_("طلبات اكتملت بلا زيارة للمكتب"), f"{len(at_home)} / {len(cases)}"),),
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
        takes = {c.id for c in pack.channels if c.active and "support_request" in c.accepts}
        rows = submitted(by, period).defer("answers")
        found = rows.order_by().values_list("channel").annotate(n=Count("id"))
        by_channel: dict[str, int] = {str(key): n for key, n in found}
        wrong = list(rows.exclude(channel__in=takes))
        own = rows.filter(channel=CHANNEL)
        names: dict[str, str] = {c.id: c.name for c in pack.channels}
        lines = tuple((names.get(key, key), str(n)) for key, n in sorted(by_channel.items()))
        return Figures(
            total=sum(by_channel.values()),
            good=by_channel.get(CHANNEL, 0),
            events=counted(by, self.events, period),
            lines=lines,
            breaches=tuple(
                breach(c, "wrong_channel", _("سُجّل الطلب على قناة لا تستقبل الطلبات")) for c in wrong
            ),
            samples=samples(own, _("جاء الطلب من خدمات الطلب")),
            missing="" if CHANNEL in takes else _("قناة خدمات الطلب غير مفعّلة في السياسة المنشورة."),
        )


__all__ = ["AskOnce", "Electronic", "Form", "FromPlace", "RequestService"]


def _questions(n: int) -> str:
    return count_noun(n, _("سؤال واحد"), _("سؤالان"), _("أسئلة"), _("سؤالًا"), _("سؤال"))
