"""By whom it was decided, whether it was told, and whether in its time: H5a, H5b and H5c."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import count_noun
from silah.journey.decisions.models import Approval, Decision, Reply, ReplyTry, Vote
from silah.journey.decisions.rules import replying
from silah.journey.decisions.words import MODES, STANDINGS
from silah.journey.requests.models import Explanation, Participant, SupportRequest, WindowNotice
from silah.journey.requests.stages import Stage
from silah.journey.research.models import CaseStudy
from silah.people.models import Kinship
from silah.policy.control import Figures, Period, Sample, Spread, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, after, chosen, next_day
from silah.policy.pack import Pack
from silah.policy.pack.deciding import Committee
from silah.policy.queries import pack_of, reply_ceiling

KIND = "support_request"
# A reply that has not arrived ten days after it left was left lying: three tries fit in far less.
ARRIVES_WITHIN = timedelta(days=10)
BY_DECISION = ((KIND, Dated(Decision, "decided_at", "support_request_id")),)
DECIDED = ("id", "body", "decided_at", "support_request_id", "support_request__reference")
WINDOW = (
    "mode",
    "floor_on",
    "ceiling_on",
    "released_at",
    "early_reason",
    "support_request_id",
    "support_request__reference",
    "support_request__last_item_at",
)
WAITS = (Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED)


def _decisions(by: Actor, ids: Ids) -> QuerySet[Decision]:
    """First decisions that stand."""
    rows = Decision.objects.filter(
        organisation_id=by.organisation_id, instance="first", undone_at=None, superseded_at=None
    )
    return chosen(rows, "support_request_id", ids)


def _flaw(row: Any, code: str) -> Flaw:
    return Flaw(code, KIND, row.support_request_id, row.support_request__reference or "", row.decided_at)


def _proof(row: Any, sentence: str) -> Sample:
    return Sample(
        KIND, row.support_request_id, row.support_request__reference or "", sentence, row.decided_at
    )


@register
class DecidingBody(Judging):
    name = "decisions.deciding_body"
    events: ClassVar = ("requests.window_told", "decisions.decided")
    besides: ClassVar = ("journal.refused/wrong_body",)
    roots = (KIND,)
    found_by = BY_DECISION
    samples = 3
    sentences: ClassVar = {
        "not_told": gettext_lazy("قُرر في الطلب %(reference)s ولم يُبيَّن لصاحبه من يدرسه"),
        "wrong_body": gettext_lazy("قُرر في الطلب %(reference)s من غير جهة القرار"),
        "no_quorum": gettext_lazy("قُرر في الطلب %(reference)s بلا نصاب أو بلا تصويت مسجّل"),
        "barred": gettext_lazy("شارك في قرار الطلب %(reference)s من لا يجوز له النظر فيه"),
        "no_approval": gettext_lazy("قُرر في الطلب %(reference)s بلا اعتماد مسجّل"),
        "beyond_limit": gettext_lazy("قُرر في الطلب %(reference)s بمبلغ يتجاوز حد من اعتمده"),
        "told_before_minutes": gettext_lazy("أُبلغ قرار الطلب %(reference)s قبل المصادقة على محضره"),
    }

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

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Each decision with the first thing wrong with it; one statement for all the rules."""
        first = [When(rule, then=Value(code)) for code, rule in _rules()]
        clear = Explanation.objects.filter(
            support_request=OuterRef("support_request"), topic="window", understood=True
        )
        rows = _decisions(by, ids).annotate(
            wrong=Case(*first, default=Value("")), told=_told_who_decides(), clear=Exists(clear)
        )
        names = (*DECIDED, "support_request__policy_version_id", "wrong", "told", "clear")
        said = {
            "committee": _("قررت فيه اللجنة في جلسة ذات نصاب"),
            "management": _("قررت فيه الإدارة باعتماد من صاحب الصلاحية"),
        }
        for row in rows.values_list(*names, named=True):
            # Than the body of the very version that the request was made under.
            another = pack_of(row.support_request__policy_version_id).deciding.kind != row.body
            code = "wrong_body" if another else row.wrong
            yield Judged(
                row.support_request_id,
                row.decided_at,
                {"total": 1, "told": int(row.told), "clear": int(row.told and row.clear)},
                good=True,
                flaws=(_flaw(row, code),) if code else (),
                sample=_proof(row, said.get(row.body, "")),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("قرارات في المدة"), str(n["total"])),
                (_("بُيّن لأصحابها من يدرس طلبهم قبل القرار"), str(n["told"])),
                (_("وقالوا عند الشرح: فهمت"), str(n["clear"])),
                (_("محاولات من غير جهة القرار مُنعت"), str(n["journal.refused/wrong_body"])),
                (_("قرارات فيها خلل"), str(n["total"] - n["good"])),
            ),
        )


def _rules() -> list[tuple[str, Q]]:
    votes = Vote.objects.filter(agenda_item=OuterRef("agenda_item"))
    approvals = Approval.objects.filter(decision=OuterRef("id"), voided_at=None)
    # Somebody in the chain whose limit reaches the amount; a refusal has none.
    enough = approvals.filter(Q(limit=None) | Q(decision__amount=None) | Q(limit__gte=F("decision__amount")))
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
        ("no_quorum", committee & (no_panel | ~Q(Exists(votes)))),
        ("no_approval", management & ~Q(Exists(approvals))),
        ("barred", committee & Q(Exists(voted_barred)) | management & Q(Exists(approved_barred))),
        ("beyond_limit", management & ~Q(Exists(enough))),
        ("told_before_minutes", Q(Exists(released), final_at=None) | Q(Exists(before))),
        ("not_told", ~Q(_told_who_decides())),
    ]


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


@register
class Replied(Judging):
    name = "decisions.reply"
    events: ClassVar = ("decisions.decided", "decisions.reply_released", "decisions.reply_closed")
    roots = (KIND,)
    found_by = BY_DECISION
    samples = 3
    sentences: ClassVar = {
        "not_delivered": gettext_lazy(
            "لم يصل الرد على الطلب %(reference)s إلى صاحبه، ولم تُسجّل محاولات كافية"
        ),
        "no_reply": gettext_lazy("قُرر في الطلب %(reference)s ولم يُعدّ له رد"),
        "no_reason": gettext_lazy("رُفض الطلب %(reference)s بلا سبب"),
    }

    def setting(self, pack: Pack) -> str:
        period = _days(pack.appeal_body.object_within_days)
        return _(
            "لكل طلب مكتمل رد واحد مسبَّب، معه البند وحق الاعتراض خلال %(period)s، ولا يُغلق إلا بوصوله أو بعد ثلاث محاولات إحداها اتصال."
        ) % {"period": period}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        replies = Reply.objects.filter(decision=OuterRef("id"), cancelled_at=None, appeal=None)
        open_since = replies.filter(closed_at=None, released_at__isnull=False).order_by("released_at")
        tries = ReplyTry.objects.filter(reply=OuterRef("id")).order_by().values("reply")
        few = Coalesce(Subquery(tries.annotate(n=Count("id")).values("n")), 0)
        called = Exists(ReplyTry.objects.filter(reply=OuterRef("id"), channel="phone"))
        given_up = (
            replies.filter(closed_as="tried").annotate(n=few).filter(Q(n__lt=replying.TRIES) | ~Q(called))
        )
        rows = _decisions(by, ids).exclude(final_at=None)
        rows = rows.annotate(
            any=Exists(replies),
            reached=Exists(replies.filter(closed_as="received")),
            tried=Exists(replies.filter(closed_as="tried")),
            given_up=Exists(given_up),
            open_since=Subquery(open_since.values("released_at")[:1]),
        )
        names = (*DECIDED, "outcome", "reason_codes", "any", "reached", "tried", "given_up", "open_since")
        said = _("أُبلغ صاحب الطلب بقرار مسبَّب ووصله")
        for row in rows.values_list(*names, named=True):
            lies_from = row.open_since + ARRIVES_WITHIN if row.open_since else None
            code = _fault(row, lies_from)
            yield Judged(
                row.support_request_id,
                row.decided_at,
                {"total": 1, "reached": int(row.reached), "tried": int(row.tried)},
                good=row.reached or row.tried,
                flaws=(_flaw(row, code),) if code else (),
                sample=_proof(row, said) if row.reached else None,
                turns=(lies_from,),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("قرارات نافذة"), str(n["total"])),
                (_("وصل الرد فيها"), str(n["reached"])),
                (_("أُغلقت بعد محاولات مسجّلة"), str(n["tried"])),
                (_("في الطريق إلى أصحابها"), str(n["total"] - n["reached"] - n["tried"])),
            ),
        )


def _fault(row: Any, lies_from: datetime | None) -> str:
    if row.outcome == "reject" and not row.reason_codes:
        return "no_reason"
    if not row.any:
        return "no_reply"
    lying = lies_from is not None and lies_from < clock.now()
    return "not_delivered" if lying or row.given_up else ""


@register
class ReplyWindow(Judging):
    name = "decisions.reply_window"
    events: ClassVar = ("requests.window_told", "decisions.reply_released")
    roots = (KIND,)
    found_by = ((KIND, Dated(Reply, "released_at", "support_request_id")),)
    samples = 3
    sentences: ClassVar = {
        replying.LATE: gettext_lazy("صدر الرد على الطلب %(reference)s بعد موعده الأقصى"),
        replying.EARLY: gettext_lazy("صدر الرد على الطلب %(reference)s قبل بدء المدة بلا سبب"),
        "no_reply_yet": gettext_lazy("مضى الموعد الأقصى للطلب %(reference)s ولم يصدر الرد"),
    }

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

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        told: dict[UUID, list[Any]] = defaultdict(list)
        replies = Reply.objects.filter(organisation_id=by.organisation_id, released_at__isnull=False)
        for row in chosen(replies, "support_request_id", ids).values_list(*WINDOW, named=True):
            told[row.support_request_id].append(row)
            if row.mode != "free":  # corrections and answers to objections run in no window
                yield _in_window(row)
        rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, ceiling_on__isnull=False)
        cases = chosen(rows, "id", ids)
        for case in cases.values_list("id", "reference", "stage", "ceiling_on", named=True):
            yield from _overdue(case, told.get(case.id, []))

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        latest = reply_ceiling(by, pack, period.ends_at).days
        replies = sum(n[f"is:{where}"] for where in STANDINGS)
        return Figures(
            total=replies + n["!no_reply_yet"],
            good=n["good"],
            lines=(
                (_("ردود في المدة"), str(replies)),
                *((str(STANDINGS[where]), str(n[f"is:{where}"])) for where in STANDINGS),
                (_("مضى موعدها ولم تصدر"), str(n["!no_reply_yet"])),
            ),
            spread=Spread(_spent(n, latest), pack.reply_window.earliest_after_days or None, latest),
        )


def _in_window(row: Any) -> Judged:
    """Its days are kept as they were, apart from the latest day of all, which the board may set anew."""
    where = replying.standing(row.mode, row.floor_on, row.ceiling_on, row.released_at, row.early_reason)
    case_id, reference = row.support_request_id, row.support_request__reference or ""
    wrong = where in (replying.LATE, replying.EARLY)
    counts = {f"is:{where}": 1}
    began_at = row.support_request__last_item_at
    if began_at and row.ceiling_on:
        out = clock.day_of(row.released_at)
        counts[f"days:{(out - clock.day_of(began_at)).days}:{(out - row.ceiling_on).days}"] = 1
    return Judged(
        case_id,
        row.released_at,
        counts,
        good=not wrong,
        flaws=(Flaw(where, KIND, case_id, reference, row.released_at),) if wrong else (),
        sample=Sample(KIND, case_id, reference, str(STANDINGS[where]), row.released_at),
    )


def _spent(n: Counter[str], latest: int) -> tuple[int, ...]:
    found: list[int] = []
    for name, count in n.items():
        if name.startswith("days:"):
            days, beyond = (int(each) for each in name.removeprefix("days:").split(":"))
            found += [replying.days_shown(days, beyond, latest)] * count
    return tuple(sorted(found))


def _overdue(case: Any, told: list[Any]) -> Iterator[Judged]:
    """As it stood when a period ended: a reply sent later is no excuse then."""
    if case.stage not in WAITS and not any(row.mode != "free" for row in told):
        return
    out: date | None = min((clock.day_of(row.released_at) for row in told), default=None)
    since = next_day(case.ceiling_on)
    flaw = Flaw(
        "no_reply_yet",
        KIND,
        case.id,
        case.reference or "",
        clock.end_of_day(case.ceiling_on),
        since=since,
        until=out,
    )
    passed = case.ceiling_on < clock.today() and (out is None or out > since)
    yield Judged(
        case.id, case.ceiling_on, {}, flaws=(flaw,) if passed else (), turns=(after(case.ceiling_on),)
    )


def _days(count: int) -> str:
    return count_noun(count, _("يوم واحد"), _("يومين"), _("أيام"), _("يومًا"), _("يوم"))
