"""Somebody explained, or a page did; and she said whether it was clear."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Invalid
from silah.journey.requests import events, words
from silah.journey.requests.models import Explanation, SupportRequest
from silah.journey.requests.operations.rows import case_facts, locked, moment


@operation(Permission.EXPLAIN, facts=case_facts)
def explain(
    case: SupportRequest,
    topic: str,
    how: str,
    understood: bool | None,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Explanation:
    """Her own «فهمت» on a page comes from her; face to face or by phone, from who explained."""
    row = locked(case)
    if topic not in words.TOPICS or how not in words.WAYS:
        raise Invalid(fields={"topic": _("نرجو اختيار ما شُرح وكيف شُرح.")})
    if not by.is_staff and how != "page":
        raise Invalid(fields={"how": _("يسجّل الموظف ما شرحه بنفسه.")})
    explanation = Explanation.objects.create(
        support_request=row,
        topic=topic,
        how=how,
        explained_by_id=by.membership_id,
        understood=understood,
        at=moment(at),
    )
    happened = events.Explained(explanation.id, topic, how, understood)
    record(happened, on=row, by=by, clause="H5a", at=at)
    return explanation
