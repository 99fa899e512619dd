"""Reception and its channels: H1, C0, C1, C2, C3."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.contact import words
from silah.contact.models import Contact, Promise, Question, Word
from silah.contact.rules import discloses
from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, after, chosen, next_day
from silah.policy.pack import Pack
from silah.policy.queries import pack_of

KIND = "contact"
LEFT_OPEN = timedelta(days=1)
BY_DAY = ((KIND, Dated(Contact, "happened_at")),)
BASE = ("id", "reference", "channel", "happened_at", "recorded_at", "closed_at")
OF_PROMISES = {
    "open_question": gettext_lazy("التواصل %(reference)s: بقي فيه سؤال بلا جواب ولا وعد بموعد"),
    "late_answer": gettext_lazy("التواصل %(reference)s: تأخر جواب عن موعده الموعود"),
}


@register
class Reception(Judging):
    """H1: each question answered or promised in time, and the visitor's own word on courtesy and time."""

    name = "contact.reception"
    events: ClassVar = (
        "contact.logged",
        "contact.question_answered",
        "contact.visitor_word",
        "contact.closed",
    )
    roots = (KIND,)
    found_by = BY_DAY
    samples = 3
    sentences: ClassVar = {
        **OF_PROMISES,
        "visitor_said_no": gettext_lazy(
            "التواصل %(reference)s: قال المراجع إن الوقت أو الاستقبال لم يكن كما ينبغي"
        ),
    }

    def setting(self, pack: Pack) -> str:
        return _(
            "لا ينتهي تواصل وفيه سؤال بلا جواب ولا وعد بموعد، ولا مهلة تقطع المقابلة، ويُسأل المراجع نفسه عن"
            " الوقت وحسن الاستقبال."
        )

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Good is a visit whose visitor said so on the screen; silence, or an officer's tick, shows nothing."""
        kept = Kept.of(by, ids)
        names = (*BASE, "enough_time", "courteous", "word_by_own_hand")
        for row in _contacts(by, ids).values_list(*names, named=True):
            own = row.word_by_own_hand
            time, kind = own and row.enough_time == Word.YES, own and row.courteous == Word.YES
            said_no = own and Word.NO in (row.enough_time, row.courteous)
            asked, answered = kept.questions.get(row.id, (0, 0))
            yield Judged(
                row.id,
                row.happened_at,
                {
                    "total": 1,
                    "own": int(own),
                    "time": int(time),
                    "kind": int(kind),
                    "asked": asked,
                    "answered": answered,
                },
                good=row.closed_at is not None and time and kind,
                flaws=(*kept.flaws(row), *((_flaw(row, "visitor_said_no"),) if said_no else ())),
                sample=_sample(row),
                turns=kept.turns(row),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("مرات التواصل"), str(n["total"])),
                (_("أسئلة"), str(n["asked"])),
                (_("أُجيب عنها"), str(n["answered"])),
                (_("مراجعون أجابوا بأنفسهم عن الاستقبال"), str(n["own"])),
                (_("قالوا: كان الوقت كافيًا"), str(n["time"])),
                (_("قالوا: كان الاستقبال حسنًا"), str(n["kind"])),
            ),
        )


@register
class Channels(Judging):
    """C0: people come through the channels of the policy, and each contact names the one it came by."""

    name = "contact.channels"
    events: ClassVar = ("contact.logged",)
    roots = (KIND,)
    found_by = BY_DAY
    samples = 3
    sentences: ClassVar = {
        "channel": gettext_lazy("التواصل %(reference)s: تواصل بقناة ليست من قنوات السياسة")
    }

    def setting(self, pack: Pack) -> str:
        active = "، ".join(channel.name for channel in pack.channels if channel.active)
        return _("القنوات المعمول بها: %(channels)s.") % {"channels": active}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Each by the channels of the version that was in force on its day."""
        for row in _contacts(by, ids).values_list(*BASE, "policy_version_id", named=True):
            known = pack_of(row.policy_version_id).channel(row.channel) is not None
            yield Judged(
                row.id,
                row.happened_at,
                {"total": 1, f"by:{row.channel}": 1},
                good=True,
                flaws=() if known else (_flaw(row, "channel"),),
                sample=_sample(row),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=tuple((channel.name, str(n[f"by:{channel.id}"])) for channel in pack.channels),
        )


class OneChannel(Judging):
    """What came through one channel; breaks where an answer promised there is overdue."""

    channel: ClassVar[str]
    events: ClassVar[tuple[str, ...]] = ("contact.logged",)
    roots = (KIND,)
    found_by = BY_DAY
    samples = 3
    sentences: ClassVar = OF_PROMISES

    def setting(self, pack: Pack) -> str:
        channel = pack.channel(self.channel)
        if channel is None or not channel.active:
            return _("القناة غير معمول بها.")
        return _("%(name)s: %(hours)s.") % {"name": channel.name, "hours": channel.hours}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        kept, rows = Kept.of(by, ids), _contacts(by, ids).filter(channel=self.channel)
        told = self.told_too_much(by, ids)
        public = self.public(by, ids)
        for row in rows.values_list(*BASE, "minutes", "direction", "caller_verified", named=True):
            too_much = tuple(_flaw(row, code) for code in told.get(row.id, ()))
            yield Judged(
                row.id,
                row.happened_at,
                {"total": 1, "public": public.get(row.id, 0), **self.counts(row)},
                good=row.closed_at is not None,
                flaws=(*kept.flaws(row), *too_much),
                sample=_sample(row),
                turns=kept.turns(row),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        channel = pack.channel(self.channel)
        return Figures(
            total=n["total"],
            good=n["good"],
            events={"contact.logged": n["total"]},  # through this channel alone
            lines=((_("مرات التواصل"), str(n["total"])), *self.lines(n)),
            missing="" if channel and channel.active else _("القناة غير معمول بها في السياسة المنشورة."),
        )

    def told_too_much(self, by: Actor, ids: Ids) -> dict[UUID, list[str]]:
        """What was said through this channel to somebody it should not have been said to, by contact."""
        return {}

    def public(self, by: Actor, ids: Ids) -> Counter[UUID]:
        """Replies that all can read, by contact."""
        return Counter()

    def counts(self, row: Any) -> dict[str, int]:
        return {}

    def lines(self, n: Counter[str]) -> tuple[tuple[str, str], ...]:
        return ()


@register
class Interview(OneChannel):
    name = "contact.interview"
    channel = "interview"

    def counts(self, row: Any) -> dict[str, int]:
        return {} if row.minutes is None else {f"lasted:{row.minutes}": 1}

    def lines(self, n: Counter[str]) -> tuple[tuple[str, str], ...]:
        found = {int(name.removeprefix("lasted:")): n[name] for name in n if name.startswith("lasted:")}
        lasted = sorted(Counter(found).elements())
        middle = str(lasted[len(lasted) // 2]) if lasted else "—"
        return ((_("سُجّلت مدتها"), str(len(lasted))), (_("المدة الوسطى بالدقائق"), middle))


@register
class Phone(OneChannel):
    """C2: nothing of a file is said to a caller who was not checked."""

    name = "contact.phone"
    channel = "phone"
    events: ClassVar[tuple[str, ...]] = ("contact.logged", "contact.caller_verified")
    sentences: ClassVar = {
        **OF_PROMISES,
        "disclosed_unverified": gettext_lazy("التواصل %(reference)s: أُفصح فيه عن ملف لمتصل لم يُتحقق منه"),
    }

    def counts(self, row: Any) -> dict[str, int]:
        return {
            f"went:{row.direction}": 1,
            "known": int(row.caller_verified is True),
            "unknown": int(row.caller_verified is False),
        }

    def lines(self, n: Counter[str]) -> tuple[tuple[str, str], ...]:
        return (
            (_("واردة"), str(n["went:in"])),
            (_("صادرة"), str(n["went:out"])),
            (_("تُحقق من المتصل"), str(n["known"])),
            (_("لم تطابق إجاباته فلم يُفصح له"), str(n["unknown"])),
        )

    def told_too_much(self, by: Actor, ids: Ids) -> dict[UUID, list[str]]:
        opened = Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind=KIND,
            subject_id=OuterRef("id"),
            name="contact.file_disclosed",
        )
        rows = _contacts(by, ids).filter(channel=self.channel).exclude(caller_verified=True)
        found = rows.filter(Exists(opened)).values_list("id", flat=True)
        return {contact_id: ["disclosed_unverified"] for contact_id in found}


@register
class Social(OneChannel):
    """C3: what all can read holds nothing of anybody; the rest moves to a private channel."""

    name = "contact.social"
    channel = "social"
    sentences: ClassVar = {
        **OF_PROMISES,
        "disclosed_in_public": gettext_lazy("التواصل %(reference)s: في رده العلني رقم يدل على شخص"),
    }

    def lines(self, n: Counter[str]) -> tuple[tuple[str, str], ...]:
        return ((_("ردود علنية"), str(n["public"])),)

    def public(self, by: Actor, ids: Ids) -> Counter[UUID]:
        return Counter(self._public(by, ids).values_list("contact_id", flat=True))

    def told_too_much(self, by: Actor, ids: Ids) -> dict[UUID, list[str]]:
        """Read again word by word, past whatever guarded the writing."""
        found: dict[UUID, list[str]] = defaultdict(list)
        for reply in self._public(by, ids).only("contact_id", "answer").iterator(chunk_size=500):
            if discloses(reply.answer or ""):
                found[reply.contact_id].append("disclosed_in_public")
        return found

    def _public(self, by: Actor, ids: Ids) -> QuerySet[Question]:
        rows = Question.objects.filter(
            organisation_id=by.organisation_id, told_in_public=True, contact__channel=self.channel
        )
        return chosen(rows, "contact_id", ids)


# --- parts -------------------------------------------------------------------------------------------


def _contacts(by: Actor, ids: Ids) -> QuerySet[Contact]:
    return chosen(Contact.objects.filter(organisation_id=by.organisation_id), "id", ids)


class Kept:
    """What was asked in each contact, and whether it was answered or promised and kept: two statements."""

    def __init__(
        self,
        questions: dict[UUID, tuple[int, int]],
        unanswered: Collection[UUID],
        promises: dict[UUID, list[Any]],
    ) -> None:
        self.questions = questions  # contact → how many were asked, and how many of them answered
        self.unanswered = unanswered  # contacts with a question that nobody answered or promised to
        self.promises = promises

    @classmethod
    def of(cls, by: Actor, ids: Ids) -> Kept:
        standing = Promise.objects.filter(question=OuterRef("id"), kept_at=None, replaced_at=None)
        asked = Question.objects.filter(organisation_id=by.organisation_id)
        questions: dict[UUID, tuple[int, int]] = {}
        unanswered: set[UUID] = set()
        rows = chosen(asked, "contact_id", ids).annotate(promised=Exists(standing))
        for contact_id, answered_at, promised in rows.values_list("contact_id", "answered_at", "promised"):
            all_of_them, answered = questions.get(contact_id, (0, 0))
            questions[contact_id] = (all_of_them + 1, answered + (answered_at is not None))
            if answered_at is None and not promised:
                unanswered.add(contact_id)
        promises: dict[UUID, list[Any]] = defaultdict(list)
        given = Promise.objects.filter(organisation_id=by.organisation_id, replaced_at=None).annotate(
            contact_id=F("question__contact_id"), ended_at=Coalesce("kept_at", "question__answered_at")
        )
        for row in chosen(given, "question__contact_id", ids).values_list(
            "contact_id", "due_on", "ended_at", named=True
        ):
            promises[row.contact_id].append(row)
        return cls(questions, unanswered, promises)

    def flaws(self, row: Any) -> Iterator[Flaw]:
        """Ended with an open question, or left open for a day; promised and not answered by its day."""
        left = row.closed_at is not None or row.recorded_at < clock.now() - LEFT_OPEN
        if left and row.id in self.unanswered:
            yield _flaw(row, "open_question")
        for promise in self.promises.get(row.id, ()):
            kept = None if promise.ended_at is None else clock.day_of(promise.ended_at)
            if promise.due_on < clock.today() and (kept is None or kept > promise.due_on):
                yield _flaw(row, "late_answer", next_day(promise.due_on))

    def turns(self, row: Any) -> tuple[datetime | None, ...]:
        due = [after(promise.due_on) for promise in self.promises.get(row.id, ())]
        return (row.recorded_at + LEFT_OPEN, *due)


def _flaw(row: Any, code: str, since: date | None = None) -> Flaw:
    return Flaw(code, KIND, row.id, row.reference or "", row.happened_at, since=since)


def _sample(row: Any) -> Sample:
    return Sample(KIND, row.id, row.reference or "", words.channel(row.channel), row.happened_at)
