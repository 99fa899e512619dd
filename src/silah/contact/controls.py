"""Reception and its channels: H1, C0, C1, C2, C3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from silah.contact import words
from silah.contact.models import Contact, Promise, Question, Word
from silah.contact.rules import discloses
from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, register
from silah.policy.pack import Pack
from silah.policy.queries import pack_of

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
        """Good is a visit whose visitor said so on the screen; silence, or an officer's tick, shows nothing."""
        rows = _contacts(by, period)
        breaches = (*_open_breaches(rows), *_overdue(by, rows, period), *_unhappy(rows))
        wrong = {breach.subject_id for breach in breaches}
        said = Q(word_by_own_hand=True)
        pleased = rows.filter(said, closed_at__isnull=False, enough_time=Word.YES, courteous=Word.YES)
        own = rows.aggregate(
            total=Count("id"),
            own=Count("id", filter=said),
            time=Count("id", filter=said & Q(enough_time=Word.YES)),
            kind=Count("id", filter=said & Q(courteous=Word.YES)),
        )
        asked = Question.objects.filter(contact__in=rows).aggregate(
            all=Count("id"), answered=Count("answered_at")
        )
        return Figures(
            total=own["total"],
            good=pleased.exclude(id__in=wrong).count(),
            lines=(
                (_("مرات التواصل"), str(own["total"])),
                (_("أسئلة"), str(asked["all"])),
                (_("أُجيب عنها"), str(asked["answered"])),
                (_("مراجعون أجابوا بأنفسهم عن الاستقبال"), str(own["own"])),
                (_("قالوا: كان الوقت كافيًا"), str(own["time"])),
                (_("قالوا: كان الاستقبال حسنًا"), str(own["kind"])),
            ),
            breaches=breaches,
            samples=_samples(pleased.exclude(id__in=wrong)),
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
        known = [channel.id for channel in pack.channels]
        used = dict(rows.values_list("channel").annotate(n=Count("id")))
        # A channel that an earlier version had was the policy's own on its day.
        strange = [row for row in rows.exclude(channel__in=known) if not _had_channel(row)]
        total = sum(used.values())
        return Figures(
            total=total,
            good=total - len(strange),
            lines=tuple((channel.name, str(used.get(channel.id, 0))) for channel in pack.channels),
            breaches=tuple(
                _breach(row, "channel", _("تواصل بقناة ليست من قنوات السياسة")) for row in strange
            ),
            samples=_samples(rows.filter(channel__in=known)),
        )


def _had_channel(row: Contact) -> bool:
    return pack_of(row.policy_version_id).channel(row.channel) is not None


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
        breaches = (*_open_breaches(rows), *_overdue(by, rows, period), *self.told_too_much(rows))
        total, wrong = rows.count(), {breach.subject_id for breach in breaches}
        ended = rows.filter(closed_at__isnull=False).exclude(id__in=wrong)
        channel = pack.channel(self.channel)
        return Figures(
            total=total,
            good=ended.count(),
            events={"contact.logged": total},  # through this channel alone
            lines=((_("مرات التواصل"), str(total)), *self.lines(rows)),
            breaches=breaches,
            samples=_samples(ended),
            missing="" if channel and channel.active else _("القناة غير معمول بها في السياسة المنشورة."),
        )

    def told_too_much(self, rows: QuerySet[Contact]) -> Iterator[Breach]:
        """What was said through this channel to somebody it should not have been said to."""
        yield from ()

    def lines(self, rows: QuerySet[Contact]) -> tuple[tuple[str, str], ...]:
        return ()


@register
class Interview(OneChannel):
    name = "contact.interview"
    channel = "interview"

    def lines(self, rows: QuerySet[Contact]) -> tuple[tuple[str, str], ...]:
        lasted = sorted(each for each in rows.values_list("minutes", flat=True) if each is not None)
        middle = str(lasted[len(lasted) // 2]) if lasted else "—"
        return ((_("سُجّلت مدتها"), str(len(lasted))), (_("المدة الوسطى بالدقائق"), middle))


@register
class Phone(OneChannel):
    """C2: nothing of a file is said to a caller who was not checked."""

    name = "contact.phone"
    channel = "phone"
    events: ClassVar[tuple[str, ...]] = ("contact.logged", "contact.caller_verified")

    def lines(self, rows: QuerySet[Contact]) -> tuple[tuple[str, str], ...]:
        calls = rows.aggregate(
            into=Count("id", filter=Q(direction="in")),
            out=Count("id", filter=Q(direction="out")),
            known=Count("id", filter=Q(caller_verified=True)),
            unknown=Count("id", filter=Q(caller_verified=False)),
        )
        return (
            (_("واردة"), str(calls["into"])),
            (_("صادرة"), str(calls["out"])),
            (_("تُحقق من المتصل"), str(calls["known"])),
            (_("لم تطابق إجاباته فلم يُفصح له"), str(calls["unknown"])),
        )

    def told_too_much(self, rows: QuerySet[Contact]) -> Iterator[Breach]:
        opened = Entry.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            subject_kind=Contact.row_kind(),
            subject_id=OuterRef("id"),
            name="contact.file_disclosed",
        )
        said = _("أُفصح فيه عن ملف لمتصل لم يُتحقق منه")
        for row in rows.exclude(caller_verified=True).filter(Exists(opened)):
            yield _breach(row, "disclosed_unverified", said)


@register
class Social(OneChannel):
    """C3: what all can read holds nothing of anybody; the rest moves to a private channel."""

    name = "contact.social"
    channel = "social"

    def lines(self, rows: QuerySet[Contact]) -> tuple[tuple[str, str], ...]:
        replies = Question.objects.filter(contact__in=rows, told_in_public=True).count()
        return ((_("ردود علنية"), str(replies)),)

    def told_too_much(self, rows: QuerySet[Contact]) -> Iterator[Breach]:
        """Read again word by word, past whatever guarded the writing."""
        said = _("في رده العلني رقم يدل على شخص")
        replies = Question.objects.filter(contact__in=rows, told_in_public=True).select_related("contact")
        for reply in replies.iterator(chunk_size=500):
            if discloses(reply.answer or ""):
                yield _breach(reply.contact, "disclosed_in_public", said)


# --- parts -------------------------------------------------------------------------------------------


def _contacts(by: Actor, period: Period) -> QuerySet[Contact]:
    return Contact.objects.filter(
        organisation_id=by.organisation_id,
        happened_at__gte=period.begins_at,
        happened_at__lt=period.ends_at,
    )


def _open_breaches(rows: QuerySet[Contact]) -> list[Breach]:
    """A question that nobody answered or promised to answer: ended all the same, or left open for a day."""
    promised = Promise.objects.filter(question=OuterRef("id"), kept_at=None, replaced_at=None)
    unanswered = Question.objects.filter(contact=OuterRef("id"), answered_at=None).exclude(Exists(promised))
    left = Q(closed_at__isnull=False) | Q(recorded_at__lt=clock.now() - LEFT_OPEN)
    return [
        _breach(row, "open_question", _("بقي فيه سؤال بلا جواب ولا وعد بموعد"))
        for row in rows.filter(left, Exists(unanswered))
    ]


def _overdue(by: Actor, rows: QuerySet[Contact], period: Period) -> list[Breach]:
    """Promised and not answered by its day, or answered after it; seen from the period's last day."""
    last_day = min(clock.day_of(period.ends_at), clock.today())
    never = Q(kept_at=None, question__answered_at=None)
    after = Q(kept_day__gt=F("due_on"))
    late = (
        Promise.objects.filter(
            organisation_id=by.organisation_id,
            replaced_at=None,
            due_on__lt=last_day,
            question__contact__in=rows,
        )
        .annotate(kept_day=TruncDate(Coalesce("kept_at", "question__answered_at"), tzinfo=clock.RIYADH))
        .filter(never | after)
        .select_related("question__contact")
    )
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


def _samples(rows: QuerySet[Contact]) -> Samples:
    newest = rows.order_by("-happened_at")[:3]
    return Samples(
        lambda: (
            Sample(row.row_kind(), row.id, row.reference or "", words.channel(row.channel), row.happened_at)
            for row in newest
        )
    )
