"""By whom it was decided, whether it was told, and whether in its time: H5a, H5b and H5c."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import count_noun
from silah.journey.decisions.models import Approval, Decision, Reply, ReplyTry, Vote
from silah.journey.decisions.rules import replying
from silah.journey.decisions.words import MODES, STANDINGS
from silah.journey.requests.models import Explanation, Participant, SupportRequest, WindowNotice
from silah.journey.requests.stages import Stage
from silah.journey.research.models import CaseStudy
from silah.people.models import Kinship
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, Spread, register
from silah.policy.pack import Pack
from silah.policy.pack.deciding import Committee
from silah.policy.queries import pack_of, reply_ceiling

# A reply that has not arrived ten days after it left was left lying: three tries fit in far less.
ARRIVES_WITHIN = timedelta(days=10)
SAMPLES = 3
WINDOW = (
    "id",
    "mode",
    "floor_on",
    "ceiling_on",
    "released_at",
    "early_reason",
    "support_request__last_item_at",
)


def _kind() -> str:
    return SupportRequest.row_kind()


def _decisions(by: Actor, period: Period) -> QuerySet[Decision]:
    """First decisions that stand, taken in the period."""
    return (
        Decision.objects.filter(
            organisation_id=by.organisation_id,
            instance="first",
            undone_at=None,
            superseded_at=None,
            decided_at__gte=period.begins_at,
            decided_at__lt=period.ends_at,
        )
        .select_related("support_request")
        .defer("support_request__answers")
    )


@register
class DecidingBody(Control):
    name = "decisions.deciding_body"
    events: ClassVar = ("requests.window_told", "decisions.decided")

    def setting(self, pack: Pack) -> str:
        values = {"body": pack.terms.deciding_body.name}
        if isinstance(pack.deciding, Committee):
            values["often"] = _days(pack.deciding.sits_every_days)
            return (
                _(
                    "يقرر في الطلبات: %(body)s، بجلسة كل %(often)s ذات نصاب ومحضر مصادق عليه، ولا ينظر عضو فيما"
                    " يخصه."
                )
                % values
            )
        return (
            _("يقرر في الطلبات: %(body)s، بسلسلة اعتماد مسمّاة وحدود معلومة، ولا يعتمد مدير ما يخصه.") % values
        )

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _decisions(by, period)
        wrong = list(self._wrong(rows))
        bad = {row.id for row, _code in wrong}
        clear = Explanation.objects.filter(
            support_request=OuterRef("support_request"), topic="window", understood=True
        )
        counts = rows.aggregate(
            total=Count("id"),
            good=Count("id", filter=~Q(id__in=bad)),
            told=Count("id", filter=_told_who_decides()),
            clear=Count("id", filter=_told_who_decides() & Exists(clear)),
        )
        return Figures(
            total=counts["total"],
            good=counts["good"],
            lines=(
                (_("قرارات في المدة"), str(counts["total"])),
                (_("بُيّن لأصحابها من يدرس طلبهم قبل القرار"), str(counts["told"])),
                (_("وقالوا عند الشرح: فهمت"), str(counts["clear"])),
                (_("محاولات من غير جهة القرار مُنعت"), str(_attempts(by, period))),
                (_("قرارات فيها خلل"), str(len(bad))),
            ),
            breaches=tuple(self._breach(row, code) for row, code in wrong),
            samples=Samples(
                lambda: (_sample(row) for row in rows.exclude(id__in=bad).order_by("-decided_at")[:3])
            ),
        )

    def _wrong(self, rows: QuerySet[Decision]) -> Iterator[tuple[Decision, str]]:
        """Each decision with the first thing wrong with it; one statement for all the rules."""
        first = [When(rule, then=Value(code)) for code, rule in self._rules(rows)]
        for row in rows.annotate(wrong=Case(*first, default=Value(""))).exclude(wrong=""):
            yield row, row.wrong

    def _rules(self, rows: QuerySet[Decision]) -> list[tuple[str, Q]]:
        votes = Vote.objects.filter(agenda_item=OuterRef("agenda_item"))
        approvals = Approval.objects.filter(decision=OuterRef("id"), voided_at=None)
        # Somebody in the chain whose limit reaches the amount; a refusal has none.
        enough = approvals.filter(
            Q(limit=None) | Q(decision__amount=None) | Q(limit__gte=F("decision__amount"))
        )
        no_panel = (
            Q(agenda_item=None)
            | Q(agenda_item__present=None)
            | Q(agenda_item__present__lte=F("agenda_item__seats") / 2.0)
        )
        voted_barred = votes.filter(_barred("agenda_item__support_request"))
        approved_barred = approvals.filter(_barred("support_request", "approver"))
        released = Reply.objects.filter(decision=OuterRef("id"), released_at__isnull=False)
        before = released.filter(released_at__lt=OuterRef("final_at"))
        committee, management = Q(body="committee"), Q(body="management")
        return [
            ("wrong_body", _another_body(rows)),
            ("no_quorum", committee & (no_panel | ~Q(Exists(votes)))),
            ("no_approval", management & ~Q(Exists(approvals))),
            ("barred", committee & Q(Exists(voted_barred)) | management & Q(Exists(approved_barred))),
            ("beyond_limit", management & ~Q(Exists(enough))),
            ("told_before_minutes", Q(Exists(released), final_at=None) | Q(Exists(before))),
            ("not_told", ~Q(_told_who_decides())),
        ]

    def _breach(self, row: Decision, code: str) -> Breach:
        sentences = {
            "not_told": _("قُرر في الطلب %(reference)s ولم يُبيَّن لصاحبه من يدرسه"),
            "wrong_body": _("قُرر في الطلب %(reference)s من غير جهة القرار"),
            "no_quorum": _("قُرر في الطلب %(reference)s بلا نصاب أو بلا تصويت مسجّل"),
            "barred": _("شارك في قرار الطلب %(reference)s من لا يجوز له النظر فيه"),
            "no_approval": _("قُرر في الطلب %(reference)s بلا اعتماد مسجّل"),
            "beyond_limit": _("قُرر في الطلب %(reference)s بمبلغ يتجاوز حد من اعتمده"),
            "told_before_minutes": _("أُبلغ قرار الطلب %(reference)s قبل المصادقة على محضره"),
        }
        reference = row.support_request.reference
        return Breach(
            _kind(), row.support_request_id, code, sentences[code] % {"reference": reference}, row.decided_at
        )


def _another_body(rows: QuerySet[Decision]) -> Q:
    """Than the body of the very version that the request was made under."""
    wrong = Q(pk__in=())
    for version_id, body in (
        rows.order_by().values_list("support_request__policy_version_id", "body").distinct()
    ):
        if pack_of(version_id).deciding.kind != body:
            wrong |= Q(support_request__policy_version_id=version_id, body=body)
    return wrong


def _told_who_decides() -> Exists:
    """The window's notice names the body; it was given by the time the decision was taken."""
    return Exists(
        WindowNotice.objects.filter(
            support_request=OuterRef("support_request"), told_at__lte=OuterRef("recorded_at")
        )
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
        period = _days(pack.appeal_body.object_within_days)
        return _(
            "لكل طلب مكتمل رد واحد مسبَّب، معه البند وحق الاعتراض خلال %(period)s، ولا يُغلق إلا بوصوله أو بعد ثلاث محاولات إحداها اتصال."
        ) % {"period": period}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _decisions(by, period).exclude(final_at=None)
        replies = Reply.objects.filter(decision=OuterRef("id"), cancelled_at=None, appeal=None)
        lying = replies.filter(closed_at=None, released_at__lt=clock.now() - ARRIVES_WITHIN)
        no_reason = Q(outcome="reject", reason_codes__len=0)
        tries = ReplyTry.objects.filter(reply=OuterRef("id")).order_by().values("reply")
        few = Coalesce(Subquery(tries.annotate(n=Count("id")).values("n")), 0)
        called = Exists(ReplyTry.objects.filter(reply=OuterRef("id"), channel="phone"))
        given_up = (
            replies.filter(closed_as="tried").annotate(n=few).filter(Q(n__lt=replying.TRIES) | ~Q(called))
        )
        faults = [
            When(no_reason, then=Value("no_reason")),
            When(~Q(Exists(replies)), then=Value("no_reply")),
            When(Q(Exists(lying)) | Q(Exists(given_up)), then=Value("not_delivered")),
        ]
        wrong = list(rows.annotate(wrong=Case(*faults, default=Value(""))).exclude(wrong=""))
        bad = [row.id for row in wrong]
        reached = Exists(replies.filter(closed_as="received"))
        tried = Exists(replies.filter(closed_as="tried"))
        counts = rows.aggregate(
            total=Count("id"),
            reached=Count("id", filter=reached),
            tried=Count("id", filter=tried),
            good=Count("id", filter=(reached | tried) & ~Q(id__in=bad)),
        )
        return Figures(
            total=counts["total"],
            good=counts["good"],
            lines=(
                (_("قرارات نافذة"), str(counts["total"])),
                (_("وصل الرد فيها"), str(counts["reached"])),
                (_("أُغلقت بعد محاولات مسجّلة"), str(counts["tried"])),
                (_("في الطريق إلى أصحابها"), str(counts["total"] - counts["reached"] - counts["tried"])),
            ),
            breaches=tuple(self._breach(row, row.wrong) for row in wrong),
            samples=Samples(
                lambda: (
                    Sample(
                        _kind(),
                        row.support_request_id,
                        row.support_request.reference,
                        _("أُبلغ صاحب الطلب بقرار مسبَّب ووصله"),
                        row.decided_at,
                    )
                    for row in rows.filter(reached).exclude(id__in=bad).order_by("-decided_at")[:3]
                )
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
        return self._said(pack, window.latest_after_days, window.is_promised)

    def in_force(self, by: Actor, pack: Pack, period: Period) -> str:
        """The board's own figure stands beside the text, with its minutes, from the day it was recorded."""
        ceiling = reply_ceiling(by, pack, period.ends_at)
        said = self._said(pack, ceiling.days, bool(ceiling.minutes))
        return (
            f"{said} {_('سند الموعد الأقصى: %(it)s.') % {'it': ceiling.minutes}}" if ceiling.minutes else said
        )

    def _said(self, pack: Pack, latest: int | None, promised: bool) -> str:
        window = pack.reply_window
        said = [_("الوضع: %(mode)s.") % {"mode": MODES[window.mode]}]
        if window.floor_days is not None:
            said.append(
                _("المدة من النص %(days)s من اكتمال الطلب، وهي حدّ أدنى.") % {"days": _days(window.floor_days)}
            )
        if latest is not None:
            called = window.promised if promised else window.aimed_at
            said.append(
                _("الموعد الأقصى بعد %(days)s (%(called)s).") % {"days": _days(latest), "called": called}
            )
        if window.floor_days is not None and not promised:
            said.append(_("النص يقول «خلال» ويقول «لا تقل عن»، فيحتاج الموعد الأقصى إلى كلمة مجلس الإدارة."))
        return " ".join(said)

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        counts: Counter[str] = Counter()
        spent: list[int] = []
        outside: dict[UUID, str] = {}
        within: list[tuple[UUID, str]] = []
        latest = reply_ceiling(by, pack, period.ends_at).days
        rows = self._released(by, period).values_list(*WINDOW)
        for row_id, mode, floor_on, ceiling_on, released_at, reason, began_at in rows:
            where = replying.standing(mode, floor_on, ceiling_on, released_at, reason)
            counts[where] += 1
            if began_at and ceiling_on:
                spent.append(
                    replying.days_spent(clock.day_of(began_at), ceiling_on, latest, clock.day_of(released_at))
                )
            if where in (replying.LATE, replying.EARLY):
                outside[row_id] = where
            else:
                within.append((row_id, where))
        newest = dict(reversed(within[-SAMPLES:]))
        shown = {row.id: row for row in self._rows([*outside, *newest])}
        waiting = list(self._overdue(by, period))
        breaches = (
            *(
                self._breach(shown[each].support_request, where, shown[each].released_at)
                for each, where in outside.items()
            ),
            *(self._breach(case, "no_reply_yet") for case in waiting),
        )
        replies = sum(counts.values())
        return Figures(
            total=replies + len(waiting),
            good=len(within),
            lines=(
                (_("ردود في المدة"), str(replies)),
                *((str(STANDINGS[where]), str(counts[where])) for where in STANDINGS),
                (_("مضى موعدها ولم تصدر"), str(len(waiting))),
            ),
            breaches=breaches,
            samples=tuple(_told(shown[each], where) for each, where in newest.items()),
            spread=Spread(tuple(spent), pack.reply_window.earliest_after_days or None, latest),
        )

    def _rows(self, ids: list[UUID]) -> QuerySet[Reply]:
        return (
            Reply.objects.filter(id__in=ids)
            .select_related("support_request")
            .defer("support_request__answers")
        )

    def _released(self, by: Actor, period: Period) -> QuerySet[Reply]:
        """Corrections and answers to objections run in no window."""
        rows = Reply.objects.filter(
            organisation_id=by.organisation_id,
            released_at__gte=period.begins_at,
            released_at__lt=period.ends_at,
        ).exclude(mode="free")
        return rows.order_by("released_at", "id")

    def _overdue(self, by: Actor, period: Period) -> QuerySet[SupportRequest]:
        """As it stood when the period ended: a reply sent later is no excuse then."""
        told = Reply.objects.filter(support_request=OuterRef("id"), released_at__isnull=False)
        by_then = told.filter(released_at__lt=period.ends_at)
        waits = Q(stage__in=[Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED])
        return SupportRequest.objects.filter(
            waits | Exists(told.exclude(mode="free")),
            ~Exists(by_then),
            organisation_id=by.organisation_id,
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


def _told(row: Reply, where: str) -> Sample:
    case = row.support_request
    return Sample(_kind(), case.id, case.reference or "", str(STANDINGS[where]), row.released_at)


def _days(count: int) -> str:
    return count_noun(count, _("يوم واحد"), _("يومين"), _("أيام"), _("يومًا"), _("يوم"))
