"""The service given, and proven by who received it: H7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.delivery.models import OPEN_STATES, Delivery, DeliveryState
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, after, chosen, next_day
from silah.policy.pack import Pack

KIND = "support_request"
BASE = ("number", "state", "due_on", "delivered_at", "support_request_id", "support_request__reference")


@register
class ServiceGiven(Judging):
    name = "delivery.service"
    events: ClassVar = ("delivery.entitled", "delivery.proven")
    besides: ClassVar = ("delivery.returned",)
    roots = (KIND,)
    found_by = ((KIND, Dated(Delivery, "delivered_at", "support_request_id")),)
    sentences: ClassVar = {"undelivered": gettext_lazy("الطلب %(reference)s قُبل وفات موعد تسليمه")}

    def setting(self, pack: Pack) -> str:
        return _("لا يُعدّ التسليم تامًّا إلا بإثبات من المستلم، وكل أمر صرف يعتمده شخص ثانٍ.")

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Given is counted on the day it came; late on the day it was due, until it came."""
        rows = chosen(Delivery.objects.filter(organisation_id=by.organisation_id), "support_request_id", ids)
        said = _("أثبت المستلم وصول الخدمة")
        for row in rows.values_list(*BASE, named=True):
            if row.state == DeliveryState.DELIVERED:
                yield _given(row, said)
            yield from _late(row)

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["good"] + n["!undelivered"],
            good=n["good"],
            lines=(
                (_("سُلّمت وأثبتها المستلم"), str(n["good"])),
                (_("سُلّمت بعد موعدها"), str(n["after"])),
                (_("فات موعد تسليمها ولم تُسلَّم"), str(n["!undelivered"])),
                (_("عادت بعد إرسالها"), str(n["delivery.returned"])),
            ),
        )


def _given(row: Any, said: str) -> Judged:
    case_id, reference = row.support_request_id, row.support_request__reference or ""
    return Judged(
        case_id,
        row.delivered_at,
        {"after": int(clock.day_of(row.delivered_at) > row.due_on)},
        good=True,
        sample=Sample(KIND, case_id, reference, said, row.delivered_at),
    )


def _late(row: Any) -> Iterator[Judged]:
    """What came after its day is late in a period that ended before it came."""
    waits = row.state in OPEN_STATES
    came = None if waits or row.delivered_at is None else clock.day_of(row.delivered_at)
    if not waits and came is None:
        return
    flaw = Flaw(
        f"undelivered-{row.number}",
        KIND,
        row.support_request_id,
        row.support_request__reference or "",
        clock.end_of_day(row.due_on),
        since=next_day(row.due_on),
        until=came,
    )
    passed = row.due_on < clock.today() and (came is None or came > next_day(row.due_on))
    yield Judged(
        row.support_request_id,
        row.due_on,
        {},
        flaws=(flaw,) if passed else (),
        turns=(after(row.due_on),),
    )
