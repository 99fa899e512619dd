"""The outcome as a letter to the applicant: what was decided, why, by which clause, and how to object."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from django.utils.translation import gettext as _

from silah.doors import paper
from silah.foundation.kernel import clock
from silah.foundation.ui import letters
from silah.journey.decisions.queries import DecisionView
from silah.policy.pack import Pack

Outcome = Literal["accept", "accept_in_part", "reject"]


def letter(
    view: DecisionView,
    reference: str,
    asked: str,
    applicant: str,
    pack: Pack,
    *,
    told_on: date,
    object_until: date | None,
    demo: bool,
) -> letters.Decision:
    return letters.Decision(
        house=paper.letterhead(pack),
        heading=letters.Heading(
            title=_("الرد على الطلب"),
            reference=view.reference,
            day=paper.day(told_on),
            issued_at=view.final_at or view.decided_at,
            demo=demo,
        ),
        addressee=applicant,
        request_reference=reference,
        asked=asked,
        outcome=cast(Outcome, view.outcome),
        decided_by=view.decided_by,
        decided_on=paper.day(clock.day_of(view.decided_at)),
        decision_reference=view.reference,
        clause=view.clause_text or view.clause,
        clause_reference=view.clause,
        contact=pack.identity.office.phone,
        reasons=view.reasons,
        amount=view.amount_text,
        period=view.period_text,
        earlier_decision=_("%(what)s، وهذا تصحيحه") % {"what": view.correction} if view.correction else "",
        appeal=letters.Appeal(
            until=paper.day(object_until),
            heard_by=pack.appeal_body.name,
            how=_("يُقدَّم من صفحة طلبك، أو في المكتب، أو باتصال على %(phone)s.")
            % {"phone": pack.identity.office.phone},
        )
        if object_until
        else None,
    )
