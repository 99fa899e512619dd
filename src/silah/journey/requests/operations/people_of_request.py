"""Who a request is about: the applicant, the other of a couple, those who live with her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import Invalid
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import prepared
from silah.journey.requests import held
from silah.journey.requests.models import Draft, Participant, SupportRequest
from silah.journey.services import agents, persons
from silah.people import digests
from silah.people import operations as people
from silah.people import queries as people_read
from silah.people.models import Household, HouseholdMember, Party
from silah.people.names import folded
from silah.policy.pack import Service
from silah.policy.pack.vocabulary import AGENT

PERSONS = "persons"


def participants_of(
    case: SupportRequest, service: Service, by: Actor, named: Iterable[Mapping[str, Any]]
) -> list[Participant]:
    """Not kept yet; the household they live in is set on the request."""
    agent = agent_of(case, by)
    first = [_one(case, case.applicant, "applicant", "", "", must_sign=agent is None)]
    if agent is not None:
        first.append(_one(case, agent, "agent", "", "", must_sign=True))
    if service.unit == "couple":
        row = case.answers["spouse"][0]
        spouse = party_of(row, "spouse", 0, by)
        if spouse.id == case.applicant_id:
            message = _("رقم الهوية هذا لصاحب الطلب نفسه. نرجو كتابة بيانات الطرف الآخر.")
            raise Invalid(fields={persons.field("spouse", 0, "national_id"): message})
        return [*first, _one(case, spouse, "spouse", "spouse", "", must_sign=True)]
    return [*first, *_household_members(case, by, named, known=agent is None)]


def _household_members(
    case: SupportRequest, by: Actor, named: Iterable[Mapping[str, Any]], *, known: bool
) -> list[Participant]:
    """Those named now with their own needs; and those `known` from before, whom no agent is shown."""
    rows = [persons.person(PERSONS, index, row) for index, row in enumerate(named)]
    household = household_of(case.applicant)
    if household is None and rows:
        household = people.form_household(case.applicant, by=by)
    if household is None:
        return []
    needs: dict[Any, str] = {}
    for index, row in enumerate(rows):
        party = party_of(row, PERSONS, index, by)
        needs[party.id] = row.get("needs", "")
        if not HouseholdMember.objects.filter(household=household, party=party, left_at=None).exists():
            people.add_household_member(household, party, row["relation"], by=by)
    case.household = household
    return [
        _one(case, member.party, "dependant", member.relation, needs.get(member.party_id, ""))
        for member in _living_in(household.organisation_id, household.id)
        if member.party_id != case.applicant_id and (known or member.party_id in needs)
    ]


def agent_of(case: SupportRequest, by: Actor) -> Party | None:
    """He himself where he is signed in; before an officer, the file of his number, or a new one."""
    said = case.answers.get(AGENT) if agents.by_agent(case.answers) else None
    if said is None:
        return None
    agent = Party.objects.get(id=by.party_id) if by.party_id else party_of(said, AGENT, 0, by)
    if agent.national_id is None or agent.national_id != said["national_id"]:
        message = _("هذا ليس رقم من دخل الآن. نرجو الخروج، ثم البدء من جديد.")
        raise Invalid(fields={agents.field("national_id"): message}, code="other_agent")
    if agent.id == case.applicant_id:
        message = _("هذا رقم من ينوب نفسه. نرجو كتابة رقم صاحب الطلب.")
        raise Invalid(fields={"national_id": message}, code="own_name")
    return agent


def principal(draft: Draft, by: Actor) -> Party:
    """She for whom the agent asks: her file, if id and birth date agree, or a new one."""
    said = draft.answers
    named = {"name": said["name"], **said["identity"]}
    try:
        return party_of(named, "identity", 0, by)
    except Invalid as error:
        raise Invalid(fields={"identity": error.message}) from None


def signer_of(case: SupportRequest) -> Party:
    """Who signs first: the applicant, or whoever acts for her."""
    signers = [each for each in held.participants(case) if each.must_sign]
    found = next((each for each in signers if each.role in {"applicant", AGENT}), None)
    signer: Party = found.party if found else case.applicant
    return signer


def addressees(case: SupportRequest, by: Actor) -> list[Party]:
    """Whoever acts for her is told, and she too where she can be reached; without an agent she alone."""
    signer = signer_of(case)
    if signer.id == case.applicant_id:
        return [signer]
    return [signer, case.applicant] if people_read.mobile_of(by, case.applicant_id) else [signer]


def same_member(household: Household, given: Mapping[str, Any]) -> Party | None:
    """Who is in her household under this name, relation and year: named again, nobody gets a second file."""
    members = HouseholdMember.objects.filter(household=household, left_at=None, relation=given["relation"])
    alike = members.filter(party__name_folded=folded(given["name"])).select_related("party")
    return next((each.party for each in alike if _born_in(each.party) == given.get("birth_year")), None)


def _born_in(party: Party) -> int | None:
    return party.birth_date.year if party.birth_date else party.birth_year


def household_of(head: Party) -> Household | None:
    return _headed_by.first(head.organisation_id, head.id)


@prepared
def _headed_by(organisation_id: UUID, head_id: UUID) -> QuerySet[Household]:
    rows = Household.objects.filter(organisation_id=organisation_id, head_id=head_id)
    return rows.order_by("created_at")[:1]


@prepared
def _living_in(organisation_id: UUID, household_id: UUID) -> QuerySet[HouseholdMember]:
    rows = HouseholdMember.objects.filter(
        organisation_id=organisation_id, household_id=household_id, left_at=None
    )
    return rows.select_related("party").order_by("joined_at", "id")


def _one(
    case: SupportRequest, party: Party, role: str, relation: str, needs: str, *, must_sign: bool = False
) -> Participant:
    return Participant(
        support_request=case, party=party, role=role, relation=relation, needs=needs, must_sign=must_sign
    )


def party_of(row: Mapping[str, Any], key: str, index: int, by: Actor) -> Party:
    """The file of that number, if birth date or name agree; a number alone opens nobody's file."""
    number, born = row.get("national_id"), row.get("birth_date")
    birth_date = date.fromisoformat(born) if born else None
    known = Party.objects.filter(national_id_hash__in=digests.identities(number)).first() if number else None
    if known is None:
        return people.register_person(
            by=by,
            full_name=row["name"],
            national_id=number,
            birth_date=birth_date,
            birth_year=row.get("birth_year"),
            mobile=row.get("mobile"),
            confirmed_new=True,
        )
    if known.birth_date == birth_date or (birth_date is None and known.name_folded == folded(row["name"])):
        return known
    message = _("تعذّر التحقق من رقم الهوية وتاريخ الميلاد. نرجو مراجعتهما.")
    raise Invalid(fields={persons.field(key, index, "national_id"): message})


def refuse_own_name(applicant: Party, member: Membership | None) -> None:
    """An employee does not write a request in his own name; a namesake's is written by a colleague."""
    if member is not None and folded(member.full_name) == applicant.name_folded:
        message = _("لا يكتب الموظف طلبًا باسمه. يقدّمه من صفحة الطلب، أو يكتبه زميل له.")
        raise Invalid(fields={"applicant": message}, code="own_name")
