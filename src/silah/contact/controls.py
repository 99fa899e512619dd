"""Reception and its channels: H1, C0, C1, C2, C3."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from silah.contact import words
from silah.contact.models import Contact, Promise, Question, Word
from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.policy.control import Breach, Control, Figures, Period, Sample, counted, register
from silah.policy.pack import Pack

LEFT_OPEN = timedelta(days=1)


@register
class Reception(Control):
    """H1: each question answered or promised in time, and the visitor's own word on courtesy and time."""

    name = "contact.reception"
    events: ClassVar = (
        "contact.logged",
        "contact.question_answered",
        "contact.visitor_word",
        "contact.closed",
    )

    def setting(self, pack: Pack) -> str:
        return _(
            "لا ينتهي تواصل وفيه سؤال بلا جواب ولا وعد بموعد، ولا مهلة تقطع المقابلة، ويُسأل المراجع نفسه عن"
            " الوقت وحسن الاستقبال."
        )

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _contacts(by, period)
        breaches = (*_open_breaches(rows), *_overdue(by, rows), *_unhappy(rows))
        total, wrong = rows.count(), len({breach.subject_id for breach in breaches})
        own = rows.filter(word_by_own_hand=True)
        asked = Question.objects.filter(contact__in=rows)
        return Figures(
            total=total,
            good=total - wrong,
            events=counted(by, self.events, period),
            lines=(
                (_("مرات التواصل"), str(total)),
                (_("أسئلة"), str(asked.count())),
                (_("أُجيب عنها"), str(asked.filter(answered_at__isnull=False).count())),
                (_("مراجعون أجابوا بأنفسهم عن الاستقبال"), str(own.count())),
                (_("قالوا: كان الوقت كافيًا"), str(own.filter(enough_time=Word.YES).count())),
                (_("قالوا: كان الاستقبال حسنًا"), str(own.filter(courteous=Word.YES).count())),
            ),
            breaches=breaches,
            samples=_samples(rows.filter(closed_at__isnull=False, word_by_own_hand=True)),
        )


@register
class Channels(Control):
    """C0: people come through the channels of the policy, and each contact names the one it came by."""

    name = "contact.channels"
    events: ClassVar = ("contact.logged",)

    def setting(self, pack: Pack) -> str:
        active = "، ".join(channel.name for channel in pack.channels if channel.active)
        return _("القنوات المعمول بها: %(channels)s.") % {"channels": active}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _contacts(by, period)
        used = Counter(rows.values_list("channel", flat=True))
        strange = rows.exclude(channel__in=[channel.id for channel in pack.channels])
        return Figures(
            total=sum(used.values()),
            good=sum(used.values()) - strange.count(),
            events=counted(by, self.events, period),
            lines=tuple((channel.name, str(used.get(channel.id, 0))) for channel in pack.channels),
            breaches=tuple(
                _breach(row, "channel", _("تواصل بقناة ليست من قنوات السياسة")) for row in strange
            ),
            samples=_samples(rows),
        )


class OneChannel(Control):
    """What came through one channel; breaks where an answer promised there is overdue."""

    channel: ClassVar[str]
    events: ClassVar[tuple[str, ...]] = ("contact.logged",)

    def setting(self, pack: Pack) -> str:
        channel = pack.channel(self.channel)
        if channel is None or not channel.active:
            return _("القناة غير معمول بها.")
        return _("%(name)s: %(hours)s.") % {"name": channel.name, "hours": channel.hours}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = _contacts(by, period).filter(channel=self.channel)
        breaches = (*_open_breaches(rows), *_overdue(by, rows))
        total, wrong = rows.count(), len({breach.subject_id for breach in breaches})
        return Figures(
            total=total,
            good=total - wrong,
            events=self.counts(by, period, total),
            lines=((_("مرات التواصل"), str(total)), *self.lines(by, rows, period)),
            breaches=breaches,
            samples=_samples(rows),
        )

    def counts(self, by: Actor, period: Period, total: int) -> dict[str, int]:
        """`contact.logged` through this channel alone."""
        return {**counted(by, self.events, period), "contact.logged": total}

    def lines(self, by: Actor, rows: QuerySet[Contact], period: Period) -> tuple[tuple[str, str], ...]:
        return ()


@register
class Interview(OneChannel):
    name = "contact.interview"
    channel = "interview"

    def lines(self, by: Actor, rows: QuerySet[Contact], period: Period) -> tuple[tuple[str, str], ...]:
        lasted = sorted(each for each in rows.values_list("minutes", flat=True) if each is not None)
        middle = str(lasted[len(lasted) // 2]) if lasted else "—"
        return ((_("سُجّلت مدتها"), str(len(lasted))), (_("المدة الوسطى بالدقائق"), middle))


@register
class Phone(OneChannel):
    """C2: nothing of a file is said to a caller who was not checked."""

    name = "contact.phone"
    channel = "phone"
    events: ClassVar[tuple[str, ...]] = ("contact.logged", "contact.caller_verified")

    def lines(self, by: Actor, rows: QuerySet[Contact], period: Period) -> tuple[tuple[str, str], ...]:
        return (
            (_("واردة"), str(rows.filter(direction="in").count())),
            (_("صادرة"), str(rows.filter(direction="out").count())),
            (_("تُحقق من المتصل"), str(rows.filter(caller_verified=True).count())),
            (_("لم تطابق إجاباته فلم يُفصح له"), str(rows.filter(caller_verified=False).count())),
        )


@register
class Social(OneChannel):
    """C3: what all can read holds nothing of anybody; the rest moves to a private channel."""

    name = "contact.social"
    channel = "social"

    def lines(self, by: Actor, rows: QuerySet[Contact], period: Period) -> tuple[tuple[str, str], ...]:
        replies = Question.objects.filter(contact__in=rows, told_in_public=True).count()
        return ((_("ردود علنية، خلت من أرقام الأشخاص"), str(replies)),)


# --- parts -------------------------------------------------------------------------------------------


def _contacts(by: Actor, period: Period) -> QuerySet[Contact]:
    return Contact.objects.filter(
        organisation_id=by.organisation_id,
        happened_at__gte=period.begins_at,
        happened_at__lt=period.ends_at,
    )


def _open_breaches(rows: QuerySet[Contact]) -> list[Breach]:
    """Left open for a day with a question that nobody answered or promised to answer."""
    promised = Promise.objects.filter(question=OuterRef("id"), kept_at=None, replaced_at=None)
    unanswered = Question.objects.filter(contact=OuterRef("id"), answered_at=None).exclude(Exists(promised))
    late = rows.filter(Exists(unanswered), closed_at=None, recorded_at__lt=clock.now() - LEFT_OPEN)
    return [_breach(row, "open_question", _("بقي فيه سؤال بلا جواب ولا وعد بموعد")) for row in late]


def _overdue(by: Actor, rows: QuerySet[Contact]) -> list[Breach]:
    """Promised and not answered by its day, or answered after it."""
    standing = Q(question__answered_at=None, kept_at=None, due_on__lt=clock.today())
    promises = Promise.objects.filter(
        organisation_id=by.organisation_id, replaced_at=None, question__contact__in=rows
    ).select_related("question__contact")
    late = list(promises.filter(standing))
    late += [
        promise
        for promise in promises.exclude(kept_at=None)
        if promise.kept_at and clock.day_of(promise.kept_at) > promise.due_on
    ]
    return [
        _breach(promise.question.contact, "late_answer", _("تأخر جواب عن موعده الموعود")) for promise in late
    ]


def _unhappy(rows: QuerySet[Contact]) -> list[Breach]:
    said_no = rows.filter(Q(enough_time=Word.NO) | Q(courteous=Word.NO), word_by_own_hand=True)
    return [
        _breach(row, "visitor_said_no", _("قال المراجع إن الوقت أو الاستقبال لم يكن كما ينبغي"))
        for row in said_no
    ]


def _breach(row: Contact, code: str, sentence: str) -> Breach:
    said = _("التواصل %(reference)s: %(what)s") % {"reference": row.reference, "what": sentence}
    return Breach(row.row_kind(), row.id, code, said, row.happened_at)


def _samples(rows: QuerySet[Contact]) -> tuple[Sample, ...]:
    return tuple(
        Sample(row.row_kind(), row.id, row.reference or "", words.channel(row.channel), row.happened_at)
        for row in rows.order_by("-happened_at")[:3]
    )
