"""The service given, and proven by who received it: H7."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.delivery.models import OPEN_STATES, Delivery, DeliveryState
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, counted, register
from silah.policy.pack import Pack


@register
class ServiceGiven(Control):
    name = "delivery.service"
    events: ClassVar = ("delivery.entitled", "delivery.proven")

    def setting(self, pack: Pack) -> str:
        return _("لا يُعدّ التسليم تامًّا إلا بإثبات من المستلم، وكل أمر صرف يعتمده شخص ثانٍ.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        """Given is what came in the period; late is what was due in it and not there when its day had passed."""
        last_day = min(clock.day_of(period.ends_at), clock.today())
        rows = (
            Delivery.objects.filter(organisation_id=by.organisation_id)
            .select_related("support_request")
            .defer("support_request__answers")
        )
        given = rows.filter(
            state=DeliveryState.DELIVERED,
            delivered_at__gte=period.begins_at,
            delivered_at__lt=period.ends_at,
        )
        not_given = Q(state__in=OPEN_STATES) | Q(delivered_at__gte=period.ends_at)
        due = rows.filter(due_on__gte=clock.day_of(period.begins_at), due_on__lt=last_day)
        late = list(due.filter(not_given).order_by("due_on", "id"))
        day = TruncDate("delivered_at", tzinfo=clock.RIYADH)
        counts = given.annotate(day=day).aggregate(
            good=Count("id"), after=Count("id", filter=Q(day__gt=F("due_on")))
        )
        returned = counted(by, ("delivery.returned",), period)["delivery.returned"]
        return Figures(
            total=counts["good"] + len(late),
            good=counts["good"],
            lines=(
                (_("سُلّمت وأثبتها المستلم"), str(counts["good"])),
                (_("سُلّمت بعد موعدها"), str(counts["after"])),
                (_("فات موعد تسليمها ولم تُسلَّم"), str(len(late))),
                (_("عادت بعد إرسالها"), str(returned)),
            ),
            breaches=tuple(self._breach(each) for each in late),
            samples=Samples(
                lambda: (
                    Sample(
                        "support_request",
                        each.support_request_id,
                        each.support_request.reference or "",
                        _("أثبت المستلم وصول الخدمة"),
                        each.delivered_at,
                    )
                    for each in given.order_by(F("delivered_at").desc())[:3]
                )
            ),
        )

    def _breach(self, each: Delivery) -> Breach:
        return Breach(
            "support_request",
            each.support_request_id,
            f"undelivered-{each.number}",
            _("الطلب %(reference)s قُبل وفات موعد تسليمه") % {"reference": each.support_request.reference},
            clock.end_of_day(each.due_on),
        )
