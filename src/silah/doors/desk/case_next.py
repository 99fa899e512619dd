"""What a request waits for, and by when: the line under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.money import count_noun
from silah.journey.delivery.queries import DeliveryView
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import CaseView, WindowView
from silah.journey.requests.stages import UNANSWERED, Stage


@dataclass(frozen=True)
class Next:
    words: str
    by_when: str = ""
    late: bool = False


def next_step(
    by: Actor,
    view: CaseView,
    window: WindowView | None,
    missing: Sequence[object],
    deliveries: Sequence[DeliveryView],
) -> Next | None:
    """None once nothing is owed."""
    said = "" if view.shut else _words(view.stage, window, len(missing))
    if not said:
        return None
    day = _day(by, view, window, missing, deliveries)
    return Next(said, hijri.both(day) if day else "", bool(day and day < clock.today()))


def _words(stage: Stage, window: WindowView | None, missing: int) -> str:
    if stage == Stage.SUBMITTED and missing:
        lacks = count_noun(missing, _("شيء واحد"), _("شيئين"), _("أشياء"), _("شيئًا"), _("شيء"))
        return _("استكمال ما ينقص: %(lacks)s") % {"lacks": lacks}
    body = window.decided_by if window else _("الجهة المختصة")
    return {
        Stage.SUBMITTED: _("مراجعة الطلب"),
        Stage.COMPLETE: _("مطابقة البيانات والأوراق"),
        Stage.VERIFIED: _("دراسة الحالة"),
        Stage.STUDIED: _("القرار لدى: %(body)s") % {"body": body},
        Stage.DECIDED: _("إبلاغ صاحب الطلب بالقرار"),
        Stage.REPLIED: _("التأكد من وصول الرد"),
        Stage.SERVING: _("تسليم ما تقرّر"),
        Stage.DELIVERED: _("سُلّمت الخدمة، ويُغلق الطلب بعد مهلته"),
    }.get(stage, "")


def _day(
    by: Actor,
    view: CaseView,
    window: WindowView | None,
    missing: Sequence[object],
    deliveries: Sequence[DeliveryView],
) -> date | None:
    if view.stage == Stage.SUBMITTED:
        return requests.open_until(by, view.id) if missing else None
    if view.stage in UNANSWERED:
        return window.ceiling_on if window else None
    if view.stage == Stage.SERVING:
        return min((each.due_on for each in deliveries if each.is_open), default=None)
    return None
