"""The outcome as a letter to the applicant, one for the desk and for her page: what was decided, why, how to object."""

from __future__ import annotations

from typing import Literal, cast

from django.utils.translation import gettext as _

from silah.doors import paper
from silah.foundation.kernel import clock
from silah.foundation.ui import letters
from silah.journey.decisions.queries import Told
from silah.policy.pack import Pack

Outcome = Literal["accept", "accept_in_part", "reject"]


def letter(
    told: Told, reference: str, asked: str, applicant: str, pack: Pack, *, demo: bool
) -> letters.Decision:
    """`reference` is the request's. Dated by the day the reply left."""
    said, answered = told.decision, told.answered_at
    stays = told.answer == "dismissed"
    decided_at = answered if stays and answered else said.decided_at
    number = told.appeal_reference if stays else said.reference
    clause = told.answer_clause if stays else (said.clause, said.clause_text)
    phone = pack.identity.office.phone
    return letters.Decision(
        house=paper.letterhead(pack),
        heading=letters.Heading(
            title=_("الرد على الاعتراض") if told.answer else _("الرد على الطلب"),
            reference=number,
            day=paper.day(clock.day_of(told.released_at)),
            issued_at=told.released_at,
            demo=demo,
        ),
        addressee=applicant,
        request_reference=reference,
        asked=asked,
        outcome=cast(Outcome, said.outcome),
        decided_by=told.appeal_body if stays else said.decided_by,
        decided_on=paper.day(clock.day_of(decided_at)),
        decision_reference=number,
        clause=clause[1] or clause[0],
        clause_reference=clause[0],
        contact=f"{phone}، {pack.identity.office.hours}",
        reasons=(told.answer_reason,) if stays else said.reasons,
        amount=said.amount_text,
        period=said.period_text,
        earlier_decision=_("%(what)s، وهذا تصحيحه") % {"what": said.correction} if said.correction else "",
        answer=letters.Answer(told.appeal_reference, not stays, told.answers) if told.answer else None,
        appeal=letters.Appeal(
            until=paper.day(told.object_until),
            heard_by=told.appeal_body,
            how=_("يُقدَّم من صفحة طلبك، أو في المكتب، أو باتصال على %(phone)s.") % {"phone": phone},
        )
        if told.object_until
        else None,
    )
