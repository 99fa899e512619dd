"""That nothing lives outside the mechanism: neither a request without its history nor a contact without a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from silah.contact.models import Contact, Promise, Question
from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, counted, register
from silah.policy.pack import Pack

# Who it was, or what came of it, may still be written down on the day itself.
TO_BE_TIED = timedelta(days=1)


@register
class Mechanism(Control):
    """The stages and their history are the mechanism; each contact is tied to it, or ended with its answers."""

    name = "journal.mechanism"
    events: ClassVar = ("requests.submitted", "requests.advanced")

    def setting(self, pack: Pack) -> str:
        return _(
            "لكل طلب مراحل بترتيب السياسة، ولكل انتقال قيد في سجل لا يُعدَّل ولا يُحذف. ولكل تواصل ملف أو طلب،"
            " أو سؤال أُجيب عنه في حينه."
        )

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        """Contacts come into the figures beside requests: both may be outside, and both are counted."""
        rows, contacts = self._with_history(by, period), _contacts(by, period)
        told = rows.filter(stage=F("told"))
        outside = list(rows.exclude(stage=F("told")).defer("answers"))
        loose = list(_outside(contacts))
        requests, within = rows.count(), told.count()
        counts = contacts.aggregate(
            all=Count("id"),
            tied=Count("id", filter=_TIED),
            answered=Count("id", filter=~_TIED & _answered()),
            promised=Count("id", filter=~_TIED & ~_answered() & _promised()),
        )
        good = within + counts["tied"] + counts["answered"] + counts["promised"]
        moved = counted(by, ("requests.advanced",), period)["requests.advanced"]
        return Figures(
            total=requests + counts["all"],
            good=good,
            lines=(
                (_("طلبات قُدّمت"), str(requests)),
                (_("يوافق سجلُّها مرحلتَها"), str(within)),
                (_("انتقالات مسجّلة بين المراحل"), str(moved)),
                (_("مرات التواصل"), str(counts["all"])),
                (_("لصاحبها ملف أو طلب"), str(counts["tied"])),
                (_("سؤال عابر أُجيب عنه في حينه"), str(counts["answered"])),
                (_("وعد صاحبه بجواب لم يحن موعده"), str(counts["promised"])),
                (_("تواصل خارج الآلية"), str(len(loose))),
            ),
            breaches=(*_without_history(outside), *_without_case(loose)),
            samples=Samples(
                lambda: (
                    Sample(
                        SupportRequest.row_kind(),
                        case_id,
                        reference or "",
                        _("كل مرحلة بلغها مسجّلة في سجله"),
                        at,
                    )
                    for case_id, reference, at in told.order_by("-stage_since").values_list(
                        "id", "reference", "stage_since"
                    )[:3]
                )
            ),
        )

    def _with_history(self, by: Actor, period: Period) -> QuerySet[SupportRequest]:
        """Each with the stage its history told last; without an entry of its submission it has none."""
        told = Entry.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            subject_kind=SupportRequest.row_kind(),
            subject_id=OuterRef("id"),
        )
        last = told.filter(name="requests.advanced").order_by("-number")
        first = told.filter(name="requests.submitted").annotate(
            stage=Value(str(Stage.SUBMITTED), output_field=CharField())
        )
        return SupportRequest.objects.filter(
            organisation_id=by.organisation_id,
            submitted_at__gte=period.begins_at,
            submitted_at__lt=period.ends_at,
        ).annotate(
            told=Coalesce(
                Subquery(last.annotate(after=KT("data__after")).values("after")[:1]),
                Subquery(first.values("stage")[:1]),
                Value(""),
                output_field=CharField(),
            )
        )


# A person's file, or a request: either way it is somewhere to be followed.
_TIED = Q(party__isnull=False) | Q(support_request_id__isnull=False)


def _contacts(by: Actor, period: Period) -> QuerySet[Contact]:
    return Contact.objects.filter(
        organisation_id=by.organisation_id,
        happened_at__gte=period.begins_at,
        happened_at__lt=period.ends_at,
    )


def _answered() -> Q:
    """Something was asked, and every question has its answer: nothing is left to follow."""
    asked = Question.objects.filter(contact=OuterRef("id"))
    return Q(Exists(asked)) & ~Q(Exists(asked.filter(answered_at=None)))


def _promised() -> Q:
    """Every question has its answer, or a day to come and somebody who owns it."""
    standing = Promise.objects.filter(
        question=OuterRef("id"), kept_at=None, replaced_at=None, due_on__gte=clock.today()
    )
    asked = Question.objects.filter(contact=OuterRef("id"))
    return Q(Exists(asked)) & ~Q(Exists(asked.filter(~Exists(standing), answered_at=None)))


def _outside(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    loose = contacts.exclude(_TIED).exclude(_promised())
    return loose.filter(recorded_at__lt=clock.now() - TO_BE_TIED).order_by("happened_at", "id")


def _without_history(cases: list[SupportRequest]) -> Iterator[Breach]:
    for case in cases:
        said = _("الطلب %(reference)s في مرحلة لا يذكرها سجله") % {"reference": case.reference}
        yield Breach(case.row_kind(), case.id, "outside_history", said, case.stage_since)


def _without_case(contacts: list[Contact]) -> Iterator[Breach]:
    for row in contacts:
        said = _("التواصل %(reference)s لا ملف له ولا طلب، ولا سؤال أُجيب عنه") % {"reference": row.reference}
        yield Breach(row.row_kind(), row.id, "outside_mechanism", said, row.happened_at)
