"""Management's decision as an archival paper: each approval of the chain, then the outcome with its reasons."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.doors import paper
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import with_unit
from silah.foundation.ui import letters
from silah.journey.decisions.queries import ApprovalView, DecisionView
from silah.policy.pack import Pack


def letter(view: ApprovalView, decided: DecisionView, pack: Pack, *, demo: bool) -> letters.Approval:
    return letters.Approval(
        house=paper.letterhead(pack),
        heading=letters.Heading(
            title=_("قرار"),
            reference=decided.reference,
            day=paper.day(clock.day_of(decided.decided_at)),
            issued_at=decided.decided_at,
            demo=demo,
        ),
        request_reference=view.reference,
        applicant=view.applicant,
        asked=view.service,
        recommendation=view.recommended or "—",
        chain=tuple(
            letters.ApprovalStep(
                role=step.title,
                name=step.done.name,
                limit=with_unit(step.limit) if step.limit is not None else _("أي مبلغ"),
                outcome=step.done.outcome,
                reason="، ".join(step.done.reasons),
                day=paper.day(clock.day_of(step.done.at)),
                delegation=_("تفويضًا عن %(name)s") % {"name": step.done.for_whom}
                if step.done.for_whom
                else "",
            )
            for step in view.steps
            if step.done is not None
        ),
        outcome=decided.outcome_words,
        reasons=decided.reasons,
        clause=decided.clause_text or decided.clause,
        clause_reference=decided.clause,
        amount=decided.amount_text,
        period=decided.period_text,
    )
