"""The stages of a request in the policy's order, and the one table of transitions between them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from silah.foundation.kernel.errors import NotYet


class Stage(StrEnum):
    SUBMITTED = "submitted"  # received and acknowledged; something is still missing or unsigned
    COMPLETE = "complete"  # every item and signature is there; the window runs; a file number exists
    VERIFIED = "verified"  # items matched and valid on the day presented
    STUDIED = "studied"  # case study finished; waits for the deciding body
    DECIDED = "decided"  # the deciding body has decided; the reply has not reached the applicant
    REPLIED = "replied"  # the outcome was told
    SERVING = "serving"  # accepted; entitlement made; delivery under way
    DELIVERED = "delivered"  # proven by the receiver
    CLOSED = "closed"  # nothing is owed any more
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # never completed after notice


STAGE_NAMES = {
    Stage.SUBMITTED: _("بانتظار الاستكمال"),
    Stage.COMPLETE: _("مكتمل، قيد المطابقة"),
    Stage.VERIFIED: _("قيد دراسة الحالة"),
    Stage.STUDIED: _("بانتظار القرار"),
    Stage.DECIDED: _("صدر القرار، بانتظار الإبلاغ"),
    Stage.REPLIED: _("أُبلغ بالقرار"),
    Stage.SERVING: _("قيد تقديم الخدمة"),
    Stage.DELIVERED: _("سُلّمت الخدمة"),
    Stage.CLOSED: _("مغلق"),
    Stage.WITHDRAWN: _("سُحب الطلب"),
    Stage.EXPIRED: _("انتهت مهلة الاستكمال"),
}

TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    Stage.SUBMITTED: frozenset({Stage.COMPLETE, Stage.WITHDRAWN, Stage.EXPIRED}),
    # A material change after completeness voids the signature and takes the request back.
    Stage.COMPLETE: frozenset({Stage.VERIFIED, Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.VERIFIED: frozenset({Stage.STUDIED, Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.STUDIED: frozenset({Stage.DECIDED, Stage.VERIFIED, Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.DECIDED: frozenset({Stage.REPLIED, Stage.STUDIED}),  # back: undone before the reply
    Stage.REPLIED: frozenset({Stage.SERVING, Stage.CLOSED}),
    Stage.SERVING: frozenset({Stage.DELIVERED}),
    Stage.DELIVERED: frozenset({Stage.CLOSED, Stage.SERVING}),  # back: the transfer returned
    Stage.CLOSED: frozenset({Stage.SERVING}),  # an appeal was upheld
    Stage.WITHDRAWN: frozenset(),
    Stage.EXPIRED: frozenset(),
}

OPEN = frozenset(Stage) - {Stage.CLOSED, Stage.WITHDRAWN, Stage.EXPIRED}
BEFORE_DECISION = frozenset({Stage.SUBMITTED, Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED})
UNANSWERED = BEFORE_DECISION | {Stage.DECIDED}

# What must be finished before a request may stand at a stage: said when somebody tries to skip it.
_WHAT_IS_MISSING = {
    Stage.COMPLETE: _("لم يكتمل الطلب بعد: راجع النواقص والتوقيع."),
    Stage.VERIFIED: _("لم تكتمل مطابقة البيانات بعد."),
    Stage.STUDIED: _("لم تُرفع دراسة الحالة بعد."),
    Stage.DECIDED: _("لم يصدر القرار من جهة الاختصاص بعد."),
    Stage.REPLIED: _("لم يُبلَّغ صاحب الطلب بالقرار بعد."),
    Stage.SERVING: _("لا خدمة قبل قبول الطلب وإبلاغ صاحبه."),
    Stage.DELIVERED: _("لم يثبت التسليم بعد."),
}


def check(now: Stage, to: Stage) -> None:
    """Raises NotYet, naming the step that is missing, where the table has no such transition."""
    if to in TRANSITIONS[now]:
        return
    order = list(Stage)
    missing = next((s for s in order[order.index(now) + 1 :] if s in _WHAT_IS_MISSING), to)
    raise NotYet(
        str(_WHAT_IS_MISSING.get(missing, _("لا يصح هذا الإجراء في مرحلة الطلب الحالية."))), code="stage"
    )
