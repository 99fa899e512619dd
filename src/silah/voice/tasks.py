"""After every outcome and every delivery: each adult of the request is invited to rate, at her own safe number."""

from __future__ import annotations

from uuid import UUID

from silah.contact import messages
from silah.foundation.access.actor import timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions.models import Reply
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.stages import Stage
from silah.people import queries as people
from silah.people.models import Party
from silah.voice import operations, queries, rules
from silah.voice.models import RatingInvitation

OCCASIONS = {str(Stage.REPLIED): "outcome", str(Stage.DELIVERED): "delivery"}


def invite_after_stage(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    occasion = OCCASIONS.get(Entry.objects.get(id=entry_id).data["after"])
    if occasion is not None:
        _invite(organisation_id, subject_id, occasion)


def invite_after_reply(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """An objection's answer is an outcome of its own, though no stage changes with it."""
    reply = Reply.objects.get(id=Entry.objects.get(id=entry_id).data["reply"])
    _invite(organisation_id, reply.support_request_id, "appeal" if reply.appeal_id else "outcome")


def _invite(organisation_id: UUID, case_id: UUID, occasion: str) -> None:
    case = SupportRequest.objects.select_for_update(no_key=True).get(id=case_id)
    by = timer(organisation_id)
    for person, mobile in _adults(case):
        if person.id != case.applicant_id and mobile is None:
            continue
        if RatingInvitation.objects.filter(support_request=case, party=person, occasion=occasion).exists():
            continue
        invitation = operations.invite(case, by=by, party=person, occasion=occasion)
        if mobile is not None:
            link = f"{organisations.address(by)}rate/{queries.token_of(by, invitation.id)}/"
            messages.send(
                "rating_invitation",
                by=by,
                values={"link": link},
                about=(case.row_kind(), case.id),
                to_party=person,
            )


def _adults(case: SupportRequest) -> list[tuple[Party, str | None]]:
    by = timer(case.organisation_id)
    others = Participant.objects.filter(support_request=case).exclude(party_id=case.applicant_id)
    everyone = [case.applicant, *(each.party for each in others.select_related("party").order_by("id"))]
    return [
        (person, people.mobile_of(by, person.id))
        for person in everyone
        if rules.is_adult(person.birth_date, clock.today())
    ]
