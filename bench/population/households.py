"""Children for those who told of a household: the demonstration names few of them."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

from bench.population.people import MEN, WOMEN
from silah.foundation.access.actor import Door
from silah.foundation.kernel import national_id
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from silah.people import operations as people
from silah.people.models import HouseholdMember

MEAN, SPREAD, MOST = 3.8, 2.4, 14  # beside the head: a Saudi household has 4.8 members
FIRST_NUMBER = 4_000_000  # of their invented identity numbers, clear of the demonstration's


def complete(organisation_id: UUID, *, first: int) -> None:
    """Through the operations, once: whoever has members already is left alone."""
    draw = random.Random(f"silah households {first}")  # noqa: S311
    with within(organisation_id):
        officer = (
            Membership.objects.filter(roles__contains=["relations_officer"], left_at=None)
            .order_by("id")[0]
            .actor(Door.DESK)
        )
        with_members = set(HouseholdMember.objects.values_list("household__head_id", flat=True))
        rows = SupportRequest.objects.select_related("applicant").order_by("id")
        heads = {case.applicant_id: case.applicant for case in rows if case.applicant_id not in with_members}
        number = FIRST_NUMBER + first
        for head in heads.values():
            household = people.form_household(head, by=officer)
            for _child in range(max(0, min(MOST, round(draw.gauss(MEAN, SPREAD))))):
                number += 1
                relation = draw.choice(["son", "daughter"])
                born = date(head.birth_date.year + draw.randint(18, 40), 1, 1) if head.birth_date else None
                member = people.register_person(
                    by=officer,
                    full_name=f"{draw.choice(MEN if relation == 'son' else WOMEN)} {draw.choice(MEN)} {head.full_name.split()[-1]}",
                    national_id=national_id.synthetic(number),
                    birth_date=min(born, date(2025, 1, 1)) if born else None,
                    sex="male" if relation == "son" else "female",
                    confirmed_new=True,
                )
                people.add_household_member(household, member, relation, by=officer)
