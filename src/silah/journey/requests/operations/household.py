"""«من يعيش معك؟»: asked after the request was sent, so that asking for it stays short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.journey.requests import events
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.operations.answers import ask_for_papers
from silah.journey.requests.operations.people_of_request import PERSONS, household_of, party_of, same_member
from silah.journey.requests.operations.rows import before_decision, case_facts, locked, service_of
from silah.journey.requests.stages import Stage
from silah.journey.services import persons
from silah.people import operations as people
from silah.people.models import HouseholdMember
from silah.people.names import folded

MOST = 40


@operation(Permission.CHANGE_ANSWER, facts=case_facts)
def name_person(case: SupportRequest, said: Mapping[str, Any], *, by: Actor) -> Participant:
    """Somebody who lives with her, with needs of their own. It changes nothing that was signed."""
    row = locked(case)
    before_decision(row)
    _pack, service = service_of(row)
    if service.unit != "household":
        raise NotFound(_("لا يُسأل في هذه الخدمة عن أفراد الأسرة."))
    given = persons.person(PERSONS, 0, said)
    _refuse_twice(row, given["name"])
    household = household_of(row.applicant) or people.form_household(row.applicant, by=by)
    party = same_member(household, given) or party_of(given, PERSONS, 0, by)
    if not HouseholdMember.objects.filter(household=household, party=party, left_at=None).exists():
        people.add_household_member(household, party, given["relation"], by=by)
    person = Participant.objects.create(
        support_request=row,
        party=party,
        role="dependant",
        relation=given["relation"],
        needs=given.get("needs", ""),
    )
    row.household = household
    row.save(update_fields=["household"])
    record(events.PersonNamed(party.id, given["relation"]), on=row, by=by, clause="D4")
    _papers(row)
    return person


@operation(Permission.CHANGE_ANSWER, facts=case_facts)
def leave_out_person(case: SupportRequest, person: Participant, *, by: Actor) -> None:
    """Written by mistake, or lives there no more. An agent takes back only what came with this request."""
    row = locked(case)
    before_decision(row)
    found = Participant.objects.filter(support_request=row, id=person.id, role="dependant").first()
    if found is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    places = HouseholdMember.objects.filter(household=row.household_id, party=found.party_id, left_at=None)
    if by.party_id not in (None, row.applicant_id):
        places = places.filter(joined_at__gte=row.submitted_at)
    for member in places.select_related("household"):
        people.leave_household(member, by=by)
    record(events.PersonLeftOut(found.party_id), on=row, by=by, clause="D4")
    found.delete()
    _papers(row)


def _refuse_twice(case: SupportRequest, name: str) -> None:
    rows = Participant.objects.filter(support_request=case)
    if rows.filter(party__name_folded=folded(name)).exists():
        message = _("هذا الاسم مكتوب في الطلب من قبل.")
        raise Conflict(fields={persons.field(PERSONS, 0, "name"): message}, code="already_named")
    if rows.count() > MOST:
        raise Invalid(fields={persons.field(PERSONS, 0, "name"): _("العدد أكثر من المطلوب.")})


def _papers(case: SupportRequest) -> None:
    """A request that was complete is not made incomplete by a name."""
    if case.stage == Stage.SUBMITTED:
        ask_for_papers(case, service_of(case)[1])
