"""Households: who lives together, from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.people import events, words
from silah.people.models import Household, HouseholdMember, Party


def _head_facts(head: Party, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({head.id}))


def _household_facts(household: Household, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({household.head_id}))


def _member_facts(member: HouseholdMember, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({member.household.head_id}))


@operation(Permission.CORRECT_PARTY, facts=_head_facts)
def form_household(head: Party, *, by: Actor) -> Household:
    Party.objects.select_for_update(no_key=True).get(id=head.id)
    if HouseholdMember.objects.filter(party=head, relation="head", left_at=None).exists():
        raise Conflict(_("لهذا الشخص أسرة مسجَّلة."), code="has_household")
    household = Household.objects.create(head=head, place=head.place)
    HouseholdMember.objects.create(household=household, party=head, relation="head")
    record(events.HouseholdFormed(household=household.id), on=head, by=by)
    return household


@operation(Permission.CORRECT_PARTY, facts=_household_facts)
def add_household_member(
    household: Household, party: Party, relation: str, *, by: Actor, at: datetime | None = None
) -> HouseholdMember:
    """A person may stand in two households (the page says so): a child of divorced parents often does."""
    if relation not in words.RELATIONS or relation == "head":
        raise Invalid(fields={"relation": _("نرجو اختيار صلة القرابة.")})
    try:
        with transaction.atomic():
            member = HouseholdMember.objects.create(
                household=household, party=party, relation=relation, joined_at=at or clock.now()
            )
    except IntegrityError:
        raise Conflict(_("هذا الشخص ضمن الأسرة من قبل."), code="already_member") from None
    happened = events.HouseholdMemberAdded(household=household.id, party=party.id, relation=relation)
    record(happened, on=("party", household.head_id), by=by, at=at)
    return member


@operation(Permission.CORRECT_PARTY, facts=_member_facts)
def leave_household(member: HouseholdMember, *, by: Actor, at: datetime | None = None) -> HouseholdMember:
    if member.relation == "head" or member.left_at is not None:
        raise Conflict(_("لا يُخرَج عائل الأسرة منها، ولا من خرج من قبل."))
    member.left_at = at or clock.now()
    member.save(update_fields=["left_at"])
    happened = events.HouseholdMemberLeft(household=member.household_id, party=member.party_id)
    record(happened, on=("party", member.household.head_id), by=by, at=at)
    return member
