"""An association at work: its published policy, its people, and requests standing where a test needs them.

Requests are laid down as rows, so that a test of one room does not walk through the rooms before it; the
journeys take the whole way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from silah.foundation.access import Actor, Door, Role
from silah.foundation.access.actor import operator
from silah.foundation.kernel import clock, national_id
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import Membership, User
from silah.foundation.organisations.numbering import next_reference
from silah.foundation.organisations.operations import add_member, create_organisation
from silah.foundation.tenancy import lookup_hash, within
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.people import operations as people
from silah.people.models import Party
from silah.policy.models import PolicyVersion
from silah.policy.operations import publish
from silah.policy.pack import Pack, load
from tests.policy.pack.third import PACKS

STAFF = {
    "salma": ("سلمى فهد العتيبي", [Role.RELATIONS_OFFICER]),
    "faisal": ("فيصل سعد القحطاني", [Role.RELATIONS_OFFICER]),
    "nouf": ("نوف عبدالله الدوسري", [Role.SOCIAL_RESEARCHER]),
    "huda": ("هدى صالح الشمري", [Role.SOCIAL_RESEARCHER]),
    "khalid": ("خالد ناصر المطيري", [Role.COMMITTEE_MEMBER]),
    "ibrahim": ("إبراهيم علي السبيعي", [Role.COMMITTEE_SECRETARY]),
    "majed": ("ماجد فيصل الحربي", [Role.MANAGER]),
    "abeer": ("عبير محمد الغامدي", [Role.DELIVERY_OFFICER]),
    "reem": ("ريم خالد الزهراني", [Role.QUALITY_MANAGER]),
}
PASSWORD = "kalima-sirriyya-1"
WIDOW = {
    "place": "quwayiyah",
    "service": "social_aid",
    "urgent": False,
    "name": "نورة سعد الحربي",
    "marital_status": "widowed",
    "persons": 3,
    "income": 1_500_00,
    "rent": 900_00,
}
COUPLE = {
    "place": "dammam",
    "service": "ivf_support",
    "for_whom": "wife",
    "name": "مها سالم القرني",
    "identity": {"national_id": "1000000008", "birth_date": "1992-05-01"},
    "spouse": [{"name": "أحمد خالد القرني", "birth_date": "1988-04-02", "mobile": "+966510000042"}],
    "marriage_date": "2020-02-10",
    "children": 0,
    "cycles": 1,
}


@dataclass
class Scene:
    slug: str
    organisation_id: UUID
    version: PolicyVersion
    pack: Pack
    members: dict[str, Membership] = field(default_factory=dict)

    def actor(self, who: str, door: Door = Door.DESK) -> Actor:
        return self.members[who].actor(door)

    def user(self, who: str) -> User:
        return self.members[who].user

    def party(self, name: str = "نورة سعد الحربي", number: int = 1, **more: Any) -> Party:
        identity = national_id.synthetic(number)
        return Party.objects.create(
            types=["beneficiary"],
            full_name=name,
            name_folded=name,
            name_search=name,
            national_id=identity,
            national_id_hash=lookup_hash("party.national_id", identity),
            **more,
        )

    def registered(self, name: str, number: int, *, place: str = "quwayiyah") -> Party:
        """A file opened as an officer opens it, so that she can be searched for."""
        return people.register_person(
            by=self.actor("salma"),
            full_name=name,
            national_id=national_id.synthetic(number),
            birth_date=date(1985, 3, 1),
            place=place,
        )

    def case(
        self,
        *,
        service: str | None = None,
        answers: dict[str, Any] | None = None,
        applicant: Party | None = None,
        stage: Stage = Stage.COMPLETE,
        submitted_at: datetime | None = None,
        **more: Any,
    ) -> SupportRequest:
        submitted = submitted_at or clock.now() - timedelta(days=2)
        return SupportRequest.objects.create(
            reference=next_reference("request", submitted),
            service=service or self.pack.services[0].id,
            service_kind="aid",
            policy_version=self.version,
            applicant=applicant or self.party(number=SupportRequest.objects.count() + 1),
            stage=stage,
            channel="interview",
            door=Door.DESK,
            entered_by=self.members["salma"],
            place=str((answers or WIDOW)["place"]),
            answers=dict(WIDOW if answers is None else answers),
            submitted_at=submitted,
            stage_since=submitted,
            **more,
        )

    def couple(self, **more: Any) -> tuple[SupportRequest, Party]:
        wife = self.party("مها سالم القرني", 701)
        husband = self.party("أحمد خالد القرني", 702)
        case = self.case(service="ivf_support", answers=COUPLE, applicant=wife, **more)
        Participant.objects.create(support_request=case, party=wife, role="applicant", must_sign=True)
        Participant.objects.create(
            support_request=case, party=husband, role="spouse", relation="husband", must_sign=True
        )
        return case, husband

    def item(self, case: SupportRequest, requirement: str, **more: Any) -> RequirementItem:
        values: dict[str, Any] = {
            "state": "accepted",
            "how": "seen_at_office",
            "presented_at": clock.now(),
            "presented_on": clock.today(),
            "valid_when_presented": True,
            "seen_by": self.members["salma"],
        }
        return RequirementItem.objects.create(
            support_request=case, requirement=requirement, **(values | more)
        )


def open_scene(pack_name: str = "quwayiyah", slug: str = "here") -> Scene:
    """To be used inside `within(scene.organisation_id)`, as the fixtures do."""
    organisation_id = new_id()
    by = operator(organisation_id)
    pack = load(PACKS / pack_name)
    with within(organisation_id):
        create_organisation(slug, pack.identity.short_name, by=by)
        version = publish(pack, by=by)
        scene = Scene(slug, organisation_id, version, pack)
        for username, (name, roles) in STAFF.items():
            user = User.objects.create_user(f"{username}-{slug}", PASSWORD)
            scene.members[username] = add_member(user, by=by, full_name=name, roles=roles)
    return scene
