"""That nothing lives outside the mechanism: neither a request without its history nor a contact without a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.contact.models import Contact, Promise, Question
from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, after, chosen
from silah.policy.pack import Pack

REQUEST, CONTACT = "support_request", "contact"
# Who it was, or what came of it, may still be written down on the day itself.
TO_BE_TIED = timedelta(days=1)


@register
class Mechanism(Judging):
    """The stages and their history are the mechanism; each contact is tied to it, or ended with its answers."""

    name = "journal.mechanism"
    events: ClassVar = ("requests.submitted", "requests.advanced")
    besides: ClassVar = ("requests.advanced",)
    roots = (REQUEST, CONTACT)
    found_by = ((REQUEST, Dated(SupportRequest, "submitted_at")),)
    samples = 3
    sentences: ClassVar = {
        "outside_history": gettext_lazy("الطلب %(reference)s في مرحلة لا يذكرها سجله"),
        "outside_mechanism": gettext_lazy("التواصل %(reference)s لا ملف له ولا طلب، ولا سؤال أُجيب عنه"),
    }

    def setting(self, pack: Pack) -> str:
        return _(
            "لكل طلب مراحل بترتيب السياسة، ولكل انتقال قيد في سجل لا يُعدَّل ولا يُحذف. ولكل تواصل ملف أو طلب،"
            " أو سؤال أُجيب عنه في حينه."
        )

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        yield from (_requests if root == REQUEST else _contacts)(by, ids)

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        """Contacts come into the figures beside requests: both may be outside, and both are counted."""
        return Figures(
            total=n["requests"] + n["contacts"],
            good=n["good"],
            lines=(
                (_("طلبات قُدّمت"), str(n["requests"])),
                (_("يوافق سجلُّها مرحلتَها"), str(n["requests"] - n["!outside_history"])),
                (_("انتقالات مسجّلة بين المراحل"), str(n["requests.advanced"])),
                (_("مرات التواصل"), str(n["contacts"])),
                (_("لصاحبها ملف أو طلب"), str(n["tied"])),
                (_("سؤال عابر أُجيب عنه في حينه"), str(n["answered"])),
                (_("وعد صاحبه بجواب لم يحن موعده"), str(n["promised"])),
                (_("تواصل خارج الآلية"), str(n["!outside_mechanism"])),
            ),
        )


def _requests(by: Actor, ids: Ids) -> Iterator[Judged]:
    """Each with the stage its history told last; without an entry of its submission it has none."""
    told = Entry.objects.filter(
        organisation_id=OuterRef("organisation_id"), subject_kind=REQUEST, subject_id=OuterRef("id")
    )
    last = told.filter(name="requests.advanced").order_by("-number")
    first = told.filter(name="requests.submitted").annotate(
        stage=Value(str(Stage.SUBMITTED), output_field=CharField())
    )
    rows = chosen(SupportRequest.objects.filter(organisation_id=by.organisation_id), "id", ids).annotate(
        told=Coalesce(
            Subquery(last.annotate(after=KT("data__after")).values("after")[:1]),
            Subquery(first.values("stage")[:1]),
            Value(""),
            output_field=CharField(),
        )
    )
    said = _("كل مرحلة بلغها مسجّلة في سجله")
    names = ("id", "reference", "stage", "submitted_at", "stage_since", "told")
    for row in rows.values_list(*names, named=True):
        reference = row.reference or ""
        flaw = Flaw("outside_history", REQUEST, row.id, reference, row.stage_since)
        yield Judged(
            row.id,
            row.submitted_at,
            {"requests": 1},
            good=True,
            flaws=(flaw,) if row.told != row.stage else (),
            sample=Sample(REQUEST, row.id, reference, said, row.stage_since),
        )


def _contacts(by: Actor, ids: Ids) -> Iterator[Judged]:
    """A person's file, or a request: either way it is somewhere to be followed; else every question ends."""
    asked = Question.objects.filter(organisation_id=OuterRef("organisation_id"), contact=OuterRef("id"))
    open_ones = asked.filter(answered_at=None)
    standing = Promise.objects.filter(
        question=OuterRef("id"), kept_at=None, replaced_at=None, due_on__gte=clock.today()
    )
    due = Promise.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        question__contact=OuterRef("id"),
        kept_at=None,
        replaced_at=None,
    )
    rows = chosen(Contact.objects.filter(organisation_id=by.organisation_id), "id", ids).annotate(
        asked=Exists(asked),
        unanswered=Exists(open_ones),
        unpromised=Exists(open_ones.filter(~Exists(standing))),
        first_due=Subquery(due.filter(due_on__gte=clock.today()).order_by("due_on").values("due_on")[:1]),
    )
    names = ("id", "reference", "party_id", "support_request_id", "happened_at", "recorded_at")
    for row in rows.values_list(*names, "asked", "unanswered", "unpromised", "first_due", named=True):
        tied = row.party_id is not None or row.support_request_id is not None
        answered = not tied and row.asked and not row.unanswered
        promised = not tied and row.asked and row.unanswered and not row.unpromised
        ends_from = row.recorded_at + TO_BE_TIED
        loose = not (tied or answered or promised) and ends_from < clock.now()
        flaw = Flaw("outside_mechanism", CONTACT, row.id, row.reference or "", row.happened_at)
        yield Judged(
            row.id,
            row.happened_at,
            {"contacts": 1, "tied": int(tied), "answered": int(answered), "promised": int(promised)},
            good=tied or answered or promised,
            flaws=(flaw,) if loose else (),
            turns=(ends_from, after(row.first_due)),
        )
