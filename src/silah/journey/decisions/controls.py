"""By whom it was decided, whether it was told, and whether in its time: H5a, H5b and H5c."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import count_noun
from silah.journey.decisions.models import Approval, Decision, Reply, Vote
from silah.journey.decisions.rules import replying
from silah.journey.decisions.words import MODES, STANDINGS
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.research.models import CaseStudy
from silah.people.models import Kinship
from silah.policy.control import Breach, Control, Figures, Period, Sample, counted, register
from silah.policy.pack import Pack
from silah.policy.pack.deciding import Committee
from silah.policy.queries import pack_of

# A reply that has not arrived ten days after it left was left lying: three tries fit in far less.
ARRIVES_WITHIN = timedelta(days=10)


def _kind() -> str:
    return SupportRequest.row_kind()


def _decisions(by: Actor, period: Period) -> QuerySet[Decision]:
    """First decisions that stand, taken in the period."""
    return Decision.objects.filter(
        organisation_id=by.organisation_id,
        instance="first",
        undone_at=None,
        superseded_at=None,
        decided_at__gte=period.begins_at,
        decided_at__lt=period.ends_at,
    ).select_related("support_request", "agenda_item")


@register
class DecidingBody(Control):
    name = "decisions.deciding_body"
    events: ClassVar = ("requests.window_told", "decisions.decided")

    def setting(self, pack: Pack) -> str:
        values = {"body": pack.terms.deciding_body.name}
        if isinstance(pack.deciding, Committee):
            return (
                _("يقرر في الطلبات: %(body)s، بجلسة ذات نصاب ومحضر مصادق عليه، ولا ينظر عضو فيما يخصه.")
                % values
            )
        return (
            _("يقرر في الطلبات: %(body)s، بسلسلة اعتماد مسمّاة وحدود معلومة، ولا يعتمد مدير ما يخصه.") % values
        )

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _decisions(by, period)
        found: dict[UUID, Breach] = {}
        for code, bad in self._bad(rows):
            for row in bad:
                found.setdefault(row.id, self._breach(row, code))
        for row in rows:
            if pack_of(row.support_request.policy_version_id).deciding.kind != row.body:
                found.setdefault(row.id, self._breach(row, "wrong_body"))
        total = rows.count()
        return Figures(
            total=total,
            good=total - len(found),
            events=counted(by, self.events, period),
            lines=(
                (_("قرارات في المدة"), str(total)),
                (_("محاولات من غير جهة القرار مُنعت"), str(_attempts(by, period))),
                (_("قرارات فيها خلل"), str(len(found))),
            ),
            breaches=tuple(found.values()),
            samples=tuple(_sample(row) for row in rows[:3] if row.id not in found),
        )

    def _bad(self, rows: QuerySet[Decision]) -> list[tuple[str, QuerySet[Decision]]]:
        votes = Vote.objects.filter(agenda_item=OuterRef("agenda_item"))
        approvals = Approval.objects.filter(decision=OuterRef("id"))
        committee, management = rows.filter(body="committee"), rows.filter(body="management")
        no_panel = (
            Q(agenda_item=None)
            | Q(agenda_item__present=None)
            | Q(agenda_item__present__lte=F("agenda_item__seats") / 2.0)
        )
        released = Reply.objects.filter(decision=OuterRef("id"), released_at__isnull=False)
        return [
            ("no_quorum", committee.filter(no_panel | ~Exists(votes))),
            ("barred", committee.filter(Exists(votes.filter(_barred("agenda_item__support_request"))))),
            ("no_approval", management.filter(~Exists(approvals))),
            ("barred", management.filter(Exists(approvals.filter(_barred("support_request", "approver"))))),
            ("told_before_minutes", rows.filter(Exists(released), final_at=None)),
        ]

    def _breach(self, row: Decision, code: str) -> Breach:
        sentences = {
            "wrong_body": _("قُرر في الطلب %(reference)s من غير جهة القرار"),
            "no_quorum": _("قُرر في الطلب %(reference)s بلا نصاب أو بلا تصويت مسجّل"),
            "barred": _("شارك في قرار الطلب %(reference)s من لا يجوز له النظر فيه"),
            "no_approval": _("قُرر في الطلب %(reference)s بلا اعتماد مسجّل"),
            "told_before_minutes": _("أُبلغ قرار الطلب %(reference)s قبل المصادقة على محضره"),
        }
        reference = row.support_request.reference
        return Breach(
            _kind(), row.support_request_id, code, sentences[code] % {"reference": reference}, row.decided_at
        )


def _barred(case: str, who: str = "membership") -> Q:
    """Whoever entered the request, studied it alone, or declared kin to somebody it is about."""
    people = Participant.objects.filter(support_request=OuterRef(OuterRef(case)), party=OuterRef("party"))
    kin = Kinship.objects.filter(membership=OuterRef(who)).filter(
        Q(party=OuterRef(f"{case}__applicant")) | Q(Exists(people))
    )
    studies = CaseStudy.objects.filter(support_request=OuterRef(case), submitted_at__isnull=False)
    alone = Q(Exists(studies.filter(researcher=OuterRef(who)))) & ~Q(
        Exists(studies.exclude(researcher=OuterRef(who)))
    )
    return Q(**{f"{case}__entered_by": F(who)}) | Q(Exists(kin)) | alone


def _attempts(by: Actor, period: Period) -> int:
    return Entry.objects.filter(
        organisation_id=by.organisation_id,
        name="journal.refused",
        data__code="wrong_body",
        happened_at__gte=period.begins_at,
        happened_at__lt=period.ends_at,
    ).count()


def _sample(row: Decision) -> Sample:
    sentence = {
        "committee": _("قررت فيه اللجنة في جلسة ذات نصاب"),
        "management": _("قررت فيه الإدارة باعتماد من صاحب الصلاحية"),
    }.get(row.body, "")
    return Sample(_kind(), row.support_request_id, row.support_request.reference, sentence, row.decided_at)


@register
class Replied(Control):
    name = "decisions.reply"
    events: ClassVar = ("decisions.decided", "decisions.reply_released", "decisions.reply_closed")

    def setting(self, pack: Pack) -> str:
        days = pack.appeal_body.object_within_days
        period = _days(days)
        return _(
            "لكل طلب مكتمل رد واحد مسبَّب، معه البند وحق الاعتراض خلال %(period)s، ولا يُغلق إلا بوصوله أو بعد ثلاث محاولات إحداها اتصال."
        ) % {"period": period}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _decisions(by, period).exclude(final_at=None)
        replies = Reply.objects.filter(decision=OuterRef("id"), cancelled_at=None)
        told = rows.filter(Exists(replies.filter(closed_at__isnull=False)))
        tried = rows.filter(Exists(replies.filter(closed_as="tried", received_at=None)))
        lying = replies.filter(closed_at=None, released_at__lt=clock.now() - ARRIVES_WITHIN)
        bad = [
            *(self._breach(row, "not_delivered") for row in rows.filter(Exists(lying))),
            *(self._breach(row, "no_reply") for row in rows.filter(~Exists(replies))),
            *(self._breach(row, "no_reason") for row in rows.filter(outcome="reject", reason_codes__len=0)),
        ]
        total = rows.count()
        return Figures(
            total=total,
            good=told.count(),
            events=counted(by, self.events, period),
            lines=(
                (_("قرارات نافذة"), str(total)),
                (_("وصل الرد فيها"), str(told.count() - tried.count())),
                (_("أُغلقت بعد محاولات مسجّلة"), str(tried.count())),
                (_("في الطريق إلى أصحابها"), str(total - told.count())),
            ),
            breaches=tuple(bad),
            samples=tuple(
                Sample(
                    _kind(),
                    row.support_request_id,
                    row.support_request.reference,
                    _("أُبلغ صاحب الطلب بقرار مسبَّب ووصله"),
                    row.decided_at,
                )
                for row in told[:3]
            ),
        )

    def _breach(self, row: Decision, code: str) -> Breach:
        sentences = {
            "not_delivered": _("لم يصل الرد على الطلب %(reference)s إلى صاحبه، ولم تُسجّل محاولات كافية"),
            "no_reply": _("قُرر في الطلب %(reference)s ولم يُعدّ له رد"),
            "no_reason": _("رُفض الطلب %(reference)s بلا سبب"),
        }
        reference = row.support_request.reference
        return Breach(
            _kind(), row.support_request_id, code, sentences[code] % {"reference": reference}, row.decided_at
        )


@register
class ReplyWindow(Control):
    name = "decisions.reply_window"
    events: ClassVar = ("requests.window_told", "decisions.reply_released")

    def setting(self, pack: Pack) -> str:
        window = pack.reply_window
        values = {
            "mode": MODES[window.mode],
            "floor": _days(window.floor_days or 0),
            "called": window.latest_is_called,
        }
        latest = window.latest_after_days
        said = _("الوضع: %(mode)s. المدة من النص %(floor)s من اكتمال الطلب") % values
        if latest is not None:
            said += _("، والموعد الأقصى بعد %(latest)s (%(called)s)") % {**values, "latest": _days(latest)}
        if window.is_promised:
            return said + "."
        return said + _(". النص يقول «خلال» ويقول «لا تقل عن»، فيحتاج الموعد الأقصى إلى كلمة المجلس.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        counts: Counter[str] = Counter()
        bad: list[Breach] = []
        samples: list[Sample] = []
        for row in self._released(by, period):
            if row.released_at is None:
                continue
            where = replying.standing(
                row.mode, row.floor_on, row.ceiling_on, row.released_at, row.early_reason
            )
            counts[where] += 1
            case = row.support_request
            if where in (replying.LATE, replying.EARLY):
                bad.append(self._breach(case, where, row.released_at))
            elif len(samples) < 3:
                samples.append(
                    Sample(_kind(), case.id, case.reference, str(STANDINGS[where]), row.released_at)
                )
        waiting = list(self._overdue(by, period))
        bad += [self._breach(case, "no_reply_yet") for case in waiting]
        total = sum(counts.values()) + len(waiting)
        shown = [(str(STANDINGS[where]), str(counts[where])) for where in STANDINGS]
        return Figures(
            total=total,
            good=total - len(bad),
            events=counted(by, self.events, period),
            lines=(
                (_("ردود في المدة"), str(sum(counts.values()))),
                *shown,
                (_("مضى موعدها ولم تصدر"), str(len(waiting))),
            ),
            breaches=tuple(bad),
            samples=tuple(samples),
        )

    def _released(self, by: Actor, period: Period) -> QuerySet[Reply]:
        """Corrections and answers to objections run in no window."""
        rows = Reply.objects.filter(
            organisation_id=by.organisation_id,
            released_at__gte=period.begins_at,
            released_at__lt=period.ends_at,
        ).exclude(mode="free")
        return rows.select_related("support_request").order_by("released_at")

    def _overdue(self, by: Actor, period: Period) -> QuerySet[SupportRequest]:
        told = Reply.objects.filter(support_request=OuterRef("id"), released_at__isnull=False)
        return SupportRequest.objects.filter(
            ~Exists(told),
            organisation_id=by.organisation_id,
            stage__in=[Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED],
            ceiling_on__gte=clock.day_of(period.begins_at),
            ceiling_on__lt=min(clock.day_of(period.ends_at), clock.today()),
        ).defer("answers")

    def _breach(self, case: SupportRequest, code: str, at: object = None) -> Breach:
        sentences = {
            replying.LATE: _("صدر الرد على الطلب %(reference)s بعد موعده الأقصى"),
            replying.EARLY: _("صدر الرد على الطلب %(reference)s قبل بدء المدة بلا سبب"),
            "no_reply_yet": _("مضى الموعد الأقصى للطلب %(reference)s ولم يصدر الرد"),
        }
        moment = at if at is not None else clock.end_of_day(case.ceiling_on) if case.ceiling_on else None
        return Breach(_kind(), case.id, code, sentences[code] % {"reference": case.reference or ""}, moment)  # type: ignore[arg-type]


def _days(n: int) -> str:
    return count_noun(n, _("يوم واحد"), _("يومين"), _("أيام"), _("يومًا"), _("يوم"))
