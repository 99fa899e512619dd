"""The service given, and proven by who received it: H7."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.delivery.models import Delivery, DeliveryState
from silah.policy.control import Breach, Control, Figures, Period, Sample, counted, register
from silah.policy.pack import Pack


@register
class ServiceGiven(Control):
    name = "delivery.service"
    events: ClassVar = ("delivery.entitled", "delivery.proven")

    def setting(self, pack: Pack) -> str:
        return _("لا يُعدّ التسليم تامًّا إلا بإثبات من المستلم، وكل أمر صرف يعتمده شخص ثانٍ.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        last_day = min(clock.day_of(period.ends_at), clock.today())
        # A delivery counts from the day it is due, or from the day it came if that was earlier.
        rows = Delivery.objects.filter(
            organisation_id=by.organisation_id, due_on__gte=clock.day_of(period.begins_at)
        ).select_related("support_request")
        delivered = rows.filter(state=DeliveryState.DELIVERED, delivered_at__lt=period.ends_at)
        late = list(rows.exclude(state=DeliveryState.DELIVERED).filter(due_on__lt=last_day))
        good = delivered.count()
        return Figures(
            total=good + len(late),
            good=good,
            events=counted(by, self.events, period),
            lines=(
                (_("سُلّمت وأثبتها المستلم"), str(good)),
                (_("فات موعد تسليمها"), str(len(late))),
            ),
            breaches=tuple(
                Breach(
                    "support_request",
                    each.support_request_id,
                    f"undelivered-{each.number}",
                    _("الطلب %(reference)s قُبل وفات موعد تسليمه")
                    % {"reference": each.support_request.reference},
                    clock.end_of_day(each.due_on),
                )
                for each in late
            ),
            samples=tuple(
                Sample(
                    "support_request",
                    each.support_request_id,
                    each.support_request.reference,
                    _("أثبت المستلم وصول الخدمة"),
                    each.delivered_at,
                )
                for each in delivered[:3]
            ),
        )
