"""Who a request is about: the applicant, the other of a couple, those who live with her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import Invalid
from silah.foundation.organisations import queries as organisations
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.services import persons
from silah.people import digests
from silah.people import operations as people
from silah.people.models import Household, HouseholdMember, Party
from silah.people.names import folded
from silah.policy.pack import Service

PERSONS = "persons"


def add_participants(
    case: SupportRequest, service: Service, by: Actor, named: Iterable[Mapping[str, Any]]
) -> None:
    _one(case, case.applicant, "applicant", "", "", must_sign=True)
    if service.unit == "couple":
        row = case.answers["spouse"][0]
        spouse = _party(row, "spouse", 0, by)
        if spouse.id == case.applicant_id:
            message = _("رقم الهوية هذا لصاحب الطلب نفسه. نرجو كتابة بيانات الطرف الآخر.")
            raise Invalid(fields={persons.field("spouse", 0, "national_id"): message})
        _one(case, spouse, "spouse", "spouse", "", must_sign=True)
        return
    _household_members(case, by, named)


def _household_members(case: SupportRequest, by: Actor, named: Iterable[Mapping[str, Any]]) -> None:
    """Those known from before, and those she names now with their own needs."""
    rows = [persons.person(PERSONS, index, row) for index, row in enumerate(named)]
    household = Household.objects.filter(head=case.applicant).order_by("created_at").first()
    if household is None and rows:
        household = people.form_household(case.applicant, by=by)
    if household is None:
        return
    needs: dict[Any, str] = {}
    for index, row in enumerate(rows):
        party = _party(row, PERSONS, index, by)
        needs[party.id] = row.get("needs", "")
        if not HouseholdMember.objects.filter(household=household, party=party, left_at=None).exists():
            people.add_household_member(household, party, row["relation"], by=by)
    members = HouseholdMember.objects.filter(household=household, left_at=None).exclude(party=case.applicant)
    for member in members.select_related("party").order_by("joined_at", "id"):
        _one(case, member.party, "dependant", member.relation, needs.get(member.party_id, ""))
    case.household = household
    case.save(update_fields=["household"])


def _one(
    case: SupportRequest, party: Party, role: str, relation: str, needs: str, *, must_sign: bool = False
) -> None:
    Participant.objects.create(
        support_request=case, party=party, role=role, relation=relation, needs=needs, must_sign=must_sign
    )


def _party(row: Mapping[str, Any], key: str, index: int, by: Actor) -> Party:
    """The file of that number, if birth date or name agree; a number alone opens nobody's file."""
    number, born = row.get("national_id"), row.get("birth_date")
    birth_date = date.fromisoformat(born) if born else None
    known = Party.objects.filter(national_id_hash=digests.of_identity(number)).first() if number else None
    if known is None:
        return people.register_person(
            by=by,
            full_name=row["name"],
            national_id=number,
            birth_date=birth_date,
            mobile=row.get("mobile"),
            confirmed_new=True,
        )
    if known.birth_date == birth_date or (birth_date is None and known.name_folded == folded(row["name"])):
        return known
    message = _("تعذّر التحقق من رقم الهوية وتاريخ الميلاد. نرجو مراجعتهما.")
    raise Invalid(fields={persons.field(key, index, "national_id"): message})


def refuse_own_name(applicant: Party, by: Actor) -> None:
    """An employee does not write a request in his own name; a namesake's is written by a colleague."""
    if not by.is_staff or by.membership_id is None:
        return
    member = organisations.member(by, by.membership_id)
    if member is not None and folded(member.full_name) == applicant.name_folded:
        message = _("لا يكتب الموظف طلبًا باسمه. يقدّمه من صفحة الطلب، أو يكتبه زميل له.")
        raise Invalid(fields={"applicant": message}, code="own_name")
