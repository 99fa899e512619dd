"""An office in the middle of its work: something of every kind stands somewhere, and everybody is at their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from silah.contact import operations as contact
from silah.contact.operations.contacts import Asked
from silah.foundation.access.actor import STAFF_ROLES, timer
from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import within
from silah.journey.delivery import operations as delivery
from silah.journey.requests.models import SupportRequest
from silah.journey.research import operations as research
from silah.people import operations as people
from silah.people.models import Party
from silah.voice import queries as voice_queries
from silah.voice.models import RatingInvitation
from tests.cast import couples_request, person, widow, widows_draft, widows_request
from tests.doors.ways import ByOperations, account_number, follow, travel
from tests.journey.decisions import hall
from tests.journey.scene import Scene, open_scene

# The part of the way that each request has gone.
STEPS = ("bring_papers", "match", "study", "decide", "reply", "deliver")
NAMES = (
    "نورة سعد الحربي",
    "عائشة محمد الرشيدي",
    "منيرة فهد السبيعي",
    "سارة علي الدوسري",
    "لولوة سالم القحطاني",
)


@dataclass
class Town:
    office: Scene
    clinic: Scene
    people: list[Party] = field(default_factory=list)
    couple: Party | None = None
    tokens: dict[str, str] = field(default_factory=dict)


def build() -> Town:
    office, clinic = open_scene(), open_scene("injab", "couples")
    town = Town(office, clinic)
    with within(office.organisation_id):
        hall.form(office)
    with clock.travel(clock.now() - timedelta(days=22)):
        _requests(town)
    with within(office.organisation_id):
        _round_about(town)
    with within(clinic.organisation_id):
        town.couple = couples_request(clinic).applicant
    for scene in (office, clinic):
        _every_role(scene)
    return town


def _requests(town: Town) -> None:
    """One delivered, one told and not yet paid, and one each that stands before a step."""
    office = town.office
    way = ByOperations(office)
    with within(office.organisation_id):
        town.people = [person(office, name, number) for number, name in enumerate(NAMES, start=21)]
    travel(way, town.people[0])
    far = (STEPS[:5], STEPS[:1], STEPS[:2], STEPS[:3])
    for party, steps in zip(town.people[1:], far, strict=True):
        case_id = way.submit(party)
        for step in steps:
            ahead = timedelta(days=20 if step in STEPS[3:] else 0)
            with clock.travel(clock.now() + ahead):
                with within(office.organisation_id):
                    case = SupportRequest.objects.select_related("applicant").get(id=case_id)
                getattr(way, step)(case)
                follow(office)


def _round_about(town: Town) -> None:
    office, salma = town.office, town.office.actor("salma")
    new, paid = widow(office, 31), town.people[1]
    town.people.append(new)
    widows_request(office, new)
    visit = contact.log_contact(
        by=salma,
        channel="interview",
        party=new,
        questions=[Asked("ما المطلوب؟", answer="الهوية"), Asked("متى الرد؟", promised=True)],
    )
    town.tokens["word"] = contact.invite_word(visit, by=salma).token
    research.refer(_another(office, 32), by=salma, questions=("لماذا طلبتم إثبات الدخل؟",))
    told = SupportRequest.objects.get(applicant=paid)
    invited = RatingInvitation.objects.filter(support_request=told).latest("id")
    town.tokens["rate"] = voice_queries.token_of(timer(office.organisation_id), invited.id)
    delivery.propose_account(paid, account_number(told), paid.full_name, by=salma, original_seen=True)
    people.propose_mobile(new, "+966555000111", by=salma, original_seen=True)
    people.form_household(new, by=salma)
    widows_draft(office, person(office, "حصة ناصر المطيري", 33))
    hall.open_sitting(office)


def _another(office: Scene, number: int) -> SupportRequest:
    return widows_request(office, person(office, "هيا محمد العتيبي", number, sex="female"))


def _every_role(scene: Scene) -> None:
    """Salma's, so that nothing but what is sent stands in her way."""
    with within(scene.organisation_id):
        held = [str(role) for role in STAFF_ROLES]
        Membership.objects.filter(id=scene.members["salma"].id).update(roles=held)
