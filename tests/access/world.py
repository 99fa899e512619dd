"""One association with something of everything, and somebody of every role; beside it, one that decides otherwise.

Laid down once for the whole walk. Whatever an address asks for by id is here, in the state in which its page
opens; what stands in no committee's association (a delegation, an approval) is in the couples'.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from silah.contact import operations as contact
from silah.evidence import queries as evidence
from silah.foundation.access import Role
from silah.foundation.access.actor import STAFF_ROLES
from silah.foundation.kernel import clock, iban, phone
from silah.foundation.organisations import operations as organisations
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from silah.journey.decisions import operations as deciding
from silah.journey.decisions.models import Committee, CommitteeSeat, Decision, Reply
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.delivery import operations as delivery
from silah.journey.requests import drafts
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.research import operations as research
from silah.journey.verification import operations as verification
from silah.people import operations as people
from silah.people.models import Party
from silah.policy import operations as policy
from tests.cast import bring_all, herself, person, widow, widows_draft, widows_request
from tests.journey.decisions import hall
from tests.journey.delivery import store
from tests.journey.scene import COUPLE, Scene, open_scene
from tests.voice import guests

# The column of each role in the tables, in their order.
LETTERS = {
    "O": Role.RELATIONS_OFFICER,
    "R": Role.SOCIAL_RESEARCHER,
    "C": Role.COMMITTEE_MEMBER,
    "S": Role.COMMITTEE_SECRETARY,
    "M": Role.MANAGER,
    "T": Role.OFFICE_REPRESENTATIVE,
    "D": Role.DELIVERY_OFFICER,
    "Q": Role.QUALITY_MANAGER,
    "B": Role.BOARD_SECRETARY,
    "A": Role.ADMINISTRATOR,
}
# Nobody of these has had a hand in anything: what they may do, they may do by their role alone.
NAMES = {
    "O": "منيرة سالم الشهري",
    "R": "بدر عايض القحطاني",
    "C": "خالد ناصر المطيري",
    "S": "إبراهيم علي السبيعي",
    "M": "هند عبدالله الفهد",
    "T": "عايض مبارك الدوسري",
    "D": "عبدالعزيز محمد الغامدي",
    "Q": "ريم خالد الزهراني",
    "B": "سعود محمد الراشد",
    "A": "أمل يوسف الحمد",
}
ALL = "all"
DESK = "<association:slug>/desk/"
NOURA, WAFA = "نورة سعد الحربي", "وفاء علي العنزي"


@dataclass
class World:
    scene: Scene
    ids: dict[str, Any] = field(default_factory=dict)  # by the parameter's name in addresses
    other: dict[str, dict[str, Any]] = field(default_factory=dict)  # by address, where another is meant
    herself: Party | None = None
    neighbour: Party | None = None  # of the same association, with a request of her own
    tokens: dict[str, str] = field(default_factory=dict)  # of the api, by letter
    own_tokens: dict[str, Any] = field(default_factory=dict)  # their ids
    said: dict[str, dict[str, Any]] = field(default_factory=dict)  # by address, what is sent beside the usual

    def at(self, route: str, **ids: Any) -> None:
        self.other.setdefault(route, {}).update(ids)

    def say(self, route: str, **given: Any) -> None:
        self.said.setdefault(route, {}).update(given)

    def ids_at(self, route: str) -> dict[str, Any]:
        return self.ids | self.other.get(route, {})


def committees(slug: str = "here") -> World:
    scene = open_scene("quwayiyah", slug)
    world = World(scene)
    with within(scene.organisation_id):
        _staff(scene)
        _asked(world, _person(world))
        _decided(world)
        _reception(world)
        _policy(world)
        _tokens(world)
    return world


def managements(slug: str = "couples") -> World:
    scene = open_scene("injab", slug)
    world = World(scene)
    with within(scene.organisation_id):
        _staff(scene)
        hall.join(scene, "lama", "لمى سعد القحطاني", Role.MANAGER)
        seats = {"majed": "programmes", "M": "executive"}
        for who, step in seats.items():
            deciding.seat_approver(
                scene.members[who], step, by=scene.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )
        case = hall.studied(scene, service="ivf_support", answers=COUPLE, amount=14_000_00, months=12)
        deciding.approve(case, Proposal("accept", 14_000_00, 12), by=scene.actor("majed"))
        delegated = deciding.delegate(
            scene.members["lama"],
            "executive",
            by=scene.actor("M"),
            limit=5_000_00,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=10),
            reason="leave",
        )
        world.ids = {"case_id": case.id, "request_id": case.id, "delegation_id": delegated.id}
        world.ids |= {"member_id": scene.members["salma"].id}
        _tokens(world)
    return world


def _staff(scene: Scene) -> None:
    for letter, role in LETTERS.items():
        hall.join(scene, letter, NAMES[letter], role)
    everything = [role for role in STAFF_ROLES if role is not Role.OPERATOR]
    hall.join(scene, ALL, "جامع الأدوار كلها", *everything)


def _tokens(world: World) -> None:
    for who in (*LETTERS, ALL):
        issued = issue_token("نظام خارجي", by=world.scene.actor(who))
        world.tokens[who] = str(issued.secret)  # type: ignore[attr-defined]
        world.own_tokens[who] = issued.id  # type: ignore[attr-defined]


def _person(world: World) -> UUID:
    """Herself with her household, and a neighbour; the child's id."""
    scene = world.scene
    officer = scene.actor("salma")
    noura, other = widow(scene), person(scene, WAFA, 2, sex="female")
    world.herself, world.neighbour = noura, other
    household = people.form_household(noura, by=officer)
    child = person(scene, "فهد سعد الحربي", 3, born=clock.today() - timedelta(days=3000))
    member = people.add_household_member(household, child, "son", by=officer)
    people.propose_mobile(noura, phone.synthetic(77), by=officer, original_seen=True)
    world.ids |= {"party_id": noura.id, "person_id": noura.id, "other_id": other.id, "member_id": member.id}
    for tail in ("", "password/", "second-step/", "leaving/"):
        world.at(f"{DESK}staff/<uuid:member_id>/{tail}", member_id=scene.members["faisal"].id)
    return child.id


def _asked(world: World, child: UUID) -> None:
    """A request just sent, one being matched, one with its own draft, a question of its own."""
    scene, noura, other = world.scene, world.herself, world.neighbour
    assert noura is not None
    assert other is not None
    case = widows_request(scene, noura)
    item = RequirementItem.objects.filter(support_request=case, state="missing").order_by("id").first()
    assert item is not None
    year, number = str(case.reference).split("/")
    matching = bring_all(widows_request(scene, other), scene.actor("salma"))
    match = verification.match_field(
        matching,
        "income",
        by=scene.actor("salma"),
        method="original_seen",
        result="mismatch",
        verified="2000",
    )
    named = Participant.objects.get(support_request=case, party_id=child)
    for address in (
        "<association:slug>/requests/<uuid:case_id>/household/<uuid:person_id>/removal/",
        "/requests/{request_id}/people/{person_id}/",
    ):
        world.at(address, person_id=named.id)
    referral = research.refer(case, by=scene.actor("salma"), questions=["ما المطلوب؟"])
    desk_draft = drafts.begin("social_aid", by=scene.actor("O"), party=person(scene, "هيا محمد السبيعي", 5))
    hers = widows_draft(scene, noura, service=_another_service(scene))
    these = {"request_id": case.id, "case_id": case.id, "item_id": item.id, "referral_id": referral.id}
    world.ids |= these | {"draft_id": desk_draft.id, "match_id": match.id, "year": int(year)}
    world.ids |= {"number": int(number), "question_id": "income", "field_id": "income"}
    world.at("<association:slug>/drafts/<uuid:draft_id>/", draft_id=hers.id)
    world.at("<association:slug>/services/<int:number>/", number=1)
    world.at("<association:slug>/services/<int:number>/start/", number=1)
    world.at("<association:slug>/ask/<int:number>/", number=1)
    service = scene.pack.service("social_aid")
    place = [each.id for each in service.questions].index("income") + 1
    world.at("<association:slug>/requests/<uuid:case_id>/answers/<int:number>/", number=place)
    world.at(f"{DESK}cases/<uuid:case_id>/matching/differences/<uuid:match_id>/", case_id=matching.id)
    world.at("/requests/{request_id}/matches/{match_id}/resolution/", request_id=matching.id)


def _another_service(scene: Scene) -> str:
    return next(each.id for each in scene.pack.services if each.id != "social_aid")


def _decided(world: World) -> None:
    """A sitting to be recorded, one whose refusal was told and objected to, a delivery not yet prepared."""
    scene = world.scene
    hall.form(scene)
    committee = Committee.objects.get()
    deciding.seat_member(committee, scene.members["C"], kind="alternate", by=scene.actor("ibrahim"))
    noura = world.herself
    assert noura is not None
    refused = hall.studied(scene, applicant=noura)
    sitting = hall.open_sitting(scene)
    told = Exceptional(Proposal("reject", reasons=("above_ceiling",), words="بعد النظر في الدخل."))
    hall.record(scene, sitting, exceptions={hall.item_of(sitting, refused).id: told})
    sitting.refresh_from_db()
    hall.confirm(scene, sitting)
    reply = deciding.release(Reply.objects.get(support_request=refused), by=scene.actor("salma"))
    deciding.receive(reply, "portal", by=herself(scene, noura))
    refused.refresh_from_db()
    appeal = deciding.file_appeal(refused, "لم يُحسب الإيجار.", by=herself(scene, noura))
    due = store.due(scene, applicant=scene.party("مها سعد الشمري", 32))
    ordered = store.prepared(scene, applicant=scene.party("أمل سعد الشمري", 36))
    account = delivery.propose_account(
        Party.objects.get(id=due.support_request.applicant_id),
        iban.synthetic(8),
        "مها سعد الشمري",
        by=scene.actor("salma"),
        original_seen=True,
    )
    waiting = hall.studied(scene, applicant=scene.party("لولوة ناصر السهلي", 33))
    to_reply = hall.studied(scene, applicant=scene.party("منال سعد السهلي", 34))
    second = hall.open_sitting(scene)
    hall.record(scene, second, exceptions={}, unanimous=frozenset({hall.item_of(second, to_reply).id}))
    second.refresh_from_db()
    hall.confirm(scene, second)
    third = hall.open_sitting(scene)
    seat = CommitteeSeat.objects.filter(membership=scene.members["hessa"]).get()
    world.ids |= {
        "sitting_id": third.id,
        "seat_id": seat.id,
        "decision_id": Decision.objects.get(support_request=to_reply).id,
        "reply_id": Reply.objects.get(support_request=to_reply).id,
        "appeal_id": appeal.id,
        "delivery_id": due.id,
        "account_id": account.id,
    }
    for tail in ("study/", "study.pdf"):
        world.at(f"{DESK}cases/<uuid:case_id>/{tail}", case_id=waiting.id)
    for tail in ("reply/", "object/", "letters/decision/", "rate/"):
        world.at(f"<association:slug>/requests/<uuid:case_id>/{tail}", case_id=refused.id)
    for tail in ("outcome/", "outcome/receipt/", "appeal/"):
        world.at(f"/requests/{{request_id}}/{tail}", request_id=refused.id)
    world.at(
        "/decisions/{decision_id}/words/erasure/",
        decision_id=Decision.objects.get(support_request=refused).id,
    )
    hers = store.due(scene, applicant=noura, mobile=False)
    world.at(
        "<association:slug>/requests/<uuid:case_id>/deliveries/<uuid:delivery_id>/",
        case_id=hers.support_request_id,
        delivery_id=hers.id,
    )
    for tail in ("order.pdf", "receipt.pdf"):
        world.at(f"{DESK}delivery/<uuid:delivery_id>/{tail}", delivery_id=ordered.id)
    begun = research.begin_study(
        scene.case(applicant=scene.party("جواهر سعد السهلي", 37), stage=Stage.VERIFIED), by=scene.actor("R")
    )
    world.at("/requests/{request_id}/study/", request_id=begun.support_request_id)
    world.at("/requests/{request_id}/study/submission/", request_id=begun.support_request_id)


def _reception(world: World) -> None:
    scene = world.scene
    made = contact.log_contact(by=scene.actor("salma"), channel="interview", questions=["متى الدوام؟"])
    question = contact_question(made.id)
    answer = contact.approve_answer("دوام", "متى الدوام؟", "من الأحد.", by=scene.actor("reem"))
    case = SupportRequest.objects.get(id=world.ids["case_id"])
    told = store.accepted(scene, applicant=scene.party("رقية علي الحربي", 35)).support_request
    token = guests.invited(scene, told)
    at_hand = contact.log_contact(
        by=scene.actor("salma"), channel="interview", party=Party.objects.get(id=case.applicant_id)
    )
    word = contact.invite_word(at_hand, by=scene.actor("salma")).token
    world.ids |= {"contact_id": made.id, "answer_id": answer.id, "token": token, "mark": "0" * 32}
    for tail in ("answer/", "promise/"):
        world.at(
            f"{DESK}contacts/<uuid:contact_id>/questions/<uuid:question_id>/{tail}", question_id=question
        )
        world.at(f"/contacts/{{contact_id}}/questions/{{question_id}}/{tail}", question_id=question)
    world.at("<association:slug>/word/<str:token>/", token=word)
    world.at("/words/{token}/", token=word)


def contact_question(contact_id: Any) -> Any:
    from silah.contact.models import Question

    return Question.objects.get(contact_id=contact_id).id


def _policy(world: World) -> None:
    """A tool with a document, a holiday, and a request that missed its ceiling: an exception to explain."""
    scene = world.scene
    tool = scene.pack.toolkit[0].id
    policy.upload_tool(
        tool, by=scene.actor("B"), title="دليل", effective_from=clock.today(), approved_by="المجلس", text="نص"
    )
    organisations.set_holiday(clock.today(), "إجازة", by=scene.actor("A"))
    world.ids |= {"tool": tool, "clause_id": "H5c", "clause": "H5c", "day": clock.today()}
    row, breach = next(
        (row, each.breach)
        for row in evidence.report(scene.actor("Q")).clauses
        for each in row.breaches
        if each.explained_at is None
    )
    world.at(
        f"{DESK}evidence/<str:clause_id>/exceptions/<uuid:subject_id>/<slug:code>/",
        clause_id=row.clause.id,
        subject_id=breach.subject_id,
        code=breach.code,
    )
