"""Explaining an exception, the quality manager's alone; and counting every figure anew."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from silah.evidence import events, figures, queries
from silah.evidence.models import ExplainedException
from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.kernel.text import clean
from silah.policy.control import Period

log = logging.getLogger("silah.evidence")


@operation(Permission.EXPLAIN_EXCEPTION)
def explain_exception(
    clause_id: str,
    subject_id: UUID,
    code: str,
    reason: str,
    *,
    by: Actor,
    period: Period | None = None,
) -> ExplainedException:
    """Only an exception that is there now can be explained; the words may be erased, the act remains."""
    words = clean(reason)
    if len(words) < 10:
        raise Invalid(fields={"reason": _("نرجو كتابة تفسير يفهمه من يراجع الشاهد لاحقًا.")})
    _report, row = queries.clause(by, clause_id, period)
    listed = row.breaches.find(subject_id, code)
    if listed is None:
        raise NotFound(_("لم نجد هذا الاستثناء."))
    try:
        with transaction.atomic():
            explanation = ExplainedException.objects.create(
                clause=clause_id,
                subject_kind=listed.breach.kind,
                subject_id=subject_id,
                code=code,
                reason=words,
                explained_by_id=by.staff_id,
                explained_at=clock.now(),
            )
    except IntegrityError:
        raise Conflict(_("فُسّر هذا الاستثناء من قبل.")) from None
    happened = events.ExceptionExplained(explanation=explanation.id, clause=clause_id, code=code)
    record(happened, on=(listed.breach.kind, subject_id), by=by, clause=clause_id)
    return explanation


@operation(Permission.RECOUNT_FIGURES)
def recount_figures(*, by: Actor) -> list[figures.Difference]:
    """Every figure counted anew from the records; what was kept otherwise is told, logged and put right."""
    found = figures.recount(by)
    for each in found:
        log.error("kept figures of %s differ at %s", by.organisation_id, each.what)
    record(events.FiguresRecounted(differing=len(found)), on=("organisation", by.organisation_id), by=by)
    return found
