"""Whoever had the first hand in a thing, asking for the second: every address, about what he himself began.

Both who ask hold every role, so that nothing but what one of them did before stands between them: `all` wrote the
request, studied it, took part in the decision, wrote the objection, proposed the number and the account, prepared the
order, handed it over; `every` did nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from silah.contact import operations as contact
from silah.foundation.access.actor import STAFF_ROLES, Role
from silah.foundation.kernel import iban, phone
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from silah.journey.decisions import operations as deciding
from silah.journey.decisions.models import Committee, CommitteeSeat, Decision, Reply, Sitting
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.decisions.words import UNDO_REASONS
from silah.journey.delivery import operations as delivery
from silah.journey.requests import drafts
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.research import operations as research
from silah.journey.verification import operations as verification
from silah.people import operations as people
from silah.people.models import Party
from tests.access.world import ALL, DESK, World, contact_question
from tests.cast import bring_all, person, widows_request
from tests.journey.decisions import hall
from tests.journey.delivery import store
from tests.journey.scene import COUPLE, Scene

EVERY = "every"
WORDS = "بعد النظر في الدخل."


def hands(world: World) -> World:
    scene = world.scene
    with within(scene.organisation_id):
        hall.join(scene, EVERY, "غيره بالأدوار كلها", *(r for r in STAFF_ROLES if r is not Role.OPERATOR))
        issued: Any = issue_token("نظام آخر", by=scene.actor(EVERY))
        fresh = replace(
            world,
            ids=dict(world.ids),
            other={},
            tokens=world.tokens | {EVERY: str(issued.secret)},
            own_tokens=world.own_tokens | {EVERY: issued.id},
        )
        return _couples(fresh) if world.herself is None else _committees(fresh)


def _couples(world: World) -> World:
    scene = world.scene
    by = scene.actor("ibrahim")
    for who, step in ((ALL, "programmes"), (EVERY, "executive")):
        deciding.seat_approver(scene.members[who], step, by=by, named_by="قرار المجلس رقم 5")
    case = hall.studied(scene, service="ivf_support", answers=COUPLE, amount=14_000_00, months=12)
    _written(scene, case)
    world.ids |= {"case_id": case.id, "request_id": case.id}
    asked = {"outcome": "accept", "words": WORDS, "reasons": [], "months": 12}
    world.say(f"{DESK}approvals/<uuid:case_id>/", **asked, amount="14000")
    world.say("/requests/{request_id}/decision/", **asked, amount=14_000_00)
    return world


def _committees(world: World) -> World:
    scene = world.scene
    committee = Committee.objects.get()
    for who in (ALL, EVERY):
        deciding.seat_member(committee, scene.members[who], kind="alternate", by=scene.actor("ibrahim"))
    her = person(scene, "سارة محمد الدوسري", 401, sex="female")
    people.propose_mobile(her, phone.synthetic(402), by=scene.actor(ALL), original_seen=True)
    world.ids |= {"party_id": her.id, "person_id": her.id, "member_id": scene.members[ALL].id}
    world.ids |= {"seat_id": CommitteeSeat.objects.get(membership=scene.members[ALL]).id}
    _asked(world, her)
    _decided(world)
    _objected(world)
    _waiting(world)
    _served(world)
    _received(world)
    return world


def _asked(world: World, her: Party) -> None:
    """Written by him, what lacks brought to him, handed by him to the researcher, matched and studied by him."""
    scene, first = world.scene, world.scene.actor(ALL)
    case = _written(scene, widows_request(scene, her))
    item = RequirementItem.objects.filter(support_request=case, state="missing").earliest("id")
    referral = research.refer(case, by=first, questions=["ما المطلوب؟"])
    matching = _written(scene, bring_all(widows_request(scene, _another(scene, 403)), first))
    match = verification.match_field(
        matching, "income", by=first, method="original_seen", result="mismatch", verified="2000"
    )
    begun = _written(scene, scene.case(applicant=_another(scene, 404), stage=Stage.VERIFIED))
    research.begin_study(begun, by=first)
    unstudied = _written(scene, scene.case(applicant=_another(scene, 405), stage=Stage.VERIFIED))
    draft = drafts.begin("social_aid", by=first, party=_another(scene, 406))
    world.ids |= {"case_id": case.id, "request_id": case.id, "item_id": item.id, "match_id": match.id}
    world.ids |= {"referral_id": referral.id, "draft_id": draft.id, "field_id": "income"}
    for tail in ("", "finish/", "truth/", "fields/<slug:field_id>/", "differences/<uuid:match_id>/"):
        world.at(f"{DESK}cases/<uuid:case_id>/matching/{tail}", case_id=matching.id)
    for tail in ("matches/{match_id}/resolution/", "matching/", "matching/closing/", "truth/", "matches/"):
        world.at(f"/requests/{{request_id}}/{tail}", request_id=matching.id)
    for tail in ("study/", "study.pdf"):
        world.at(f"{DESK}cases/<uuid:case_id>/{tail}", case_id=begun.id)
    for tail in ("study/", "study/submission/"):
        world.at(f"/requests/{{request_id}}/{tail}", request_id=begun.id)
    world.at(f"{DESK}cases/<uuid:case_id>/study/beginning/", case_id=unstudied.id)


def _decided(world: World) -> None:
    """Studied by him alone, written by him; he sat where it was decided. One decision waits to be told, one was told."""
    scene = world.scene
    deciding.cancel_sitting(Sitting.objects.get(id=world.ids["sitting_id"]), by=scene.actor("ibrahim"))
    first, second = (
        _written(scene, hall.studied(scene, applicant=_another(scene, number), researcher=ALL))
        for number in (411, 412)
    )
    sitting = hall.open_sitting(scene)
    _recorded(scene, sitting, first, second)
    told = deciding.release(Reply.objects.get(support_request=second), by=scene.actor(ALL))
    decision = Decision.objects.get(support_request=first)
    world.ids |= {"decision_id": decision.id, "reply_id": Reply.objects.get(support_request=first).id}
    for route in (f"{DESK}sittings/<uuid:sitting_id>/confirmation/", "/sittings/{sitting_id}/confirmations/"):
        world.at(route, sitting_id=sitting.id)
    for route in (f"{DESK}decisions/<uuid:decision_id>/correction/", "/decisions/{decision_id}/correction/"):
        world.at(route, decision_id=told.decision_id)
        amount = 1_400_00 if route.startswith("/") else "1400"
        world.say(route, outcome="accept", error="amount", amount=amount, months=6, reasons=[], words=WORDS)
    for route in (f"{DESK}decisions/<uuid:decision_id>/undoing/", "/decisions/{decision_id}/undoing/"):
        world.say(route, reason=next(iter(UNDO_REASONS)))


def _waiting(world: World) -> None:
    """On the agenda, and not decided."""
    _written(world.scene, hall.studied(world.scene, applicant=_another(world.scene, 413), researcher=ALL))
    world.ids["sitting_id"] = hall.open_sitting(world.scene).id


def _recorded(scene: Scene, sitting: Any, *cases: SupportRequest, **exceptions: Any) -> None:
    """By the secretary; both of them were there, and the committee confirms it."""
    there = hall.everybody(scene) | {scene.members[who].id: "present" for who in (ALL, EVERY)}
    wanted = {hall.item_of(sitting, case).id for case in cases}
    done = deciding.record_sitting(
        sitting,
        by=scene.actor("ibrahim"),
        attendance=there,
        unanimous=frozenset(wanted - set(exceptions.get("but", {}))),
        exceptions=exceptions.get("but", {}),
        expected_version=sitting.version,
    )
    hall.confirm(scene, done, *hall.COMMITTEE)


def _objected(world: World) -> None:
    """One objection that he wrote for her, one against a decision that he had voted for."""
    scene = world.scene
    refused = [hall.studied(scene, applicant=_another(scene, number)) for number in (421, 422)]
    sitting = hall.open_sitting(scene)
    told = Exceptional(Proposal("reject", reasons=("above_ceiling",), words=WORDS))
    _recorded(scene, sitting, *refused, but={hall.item_of(sitting, case).id: told for case in refused})
    for case, by in zip(refused, (ALL, "salma"), strict=True):
        deciding.release(Reply.objects.get(support_request=case), by=scene.actor("salma"))
        case.refresh_from_db()
        appeal = deciding.file_appeal(case, "لم يُحسب الإيجار.", by=scene.actor(by))
        if by == ALL:
            world.ids["appeal_id"] = appeal.id
            continue
        Decision.objects.filter(support_request=case).update(recorded_by=scene.members[ALL])
        for route in (f"{DESK}appeals/<uuid:appeal_id>/dismissal/", "/appeals/{appeal_id}/dismissal/"):
            world.at(route, appeal_id=appeal.id)
    world.say("/appeals/{appeal_id}/dismissal/", words=WORDS)
    given = {"outcome": "accept", "amount": 1_500_00, "months": 6, "words": WORDS, "reasons": []}
    world.say("/appeals/{appeal_id}/upholding/", **given)
    hearer = scene.members[EVERY].id
    world.say(f"{DESK}appeals/<uuid:appeal_id>/assignment/", member=str(hearer))
    world.say("/appeals/{appeal_id}/hearer/", membership_id=hearer)


def _served(world: World) -> None:
    """Ordered and sent by him, handed over by him; the account seen by him."""
    scene, first = world.scene, world.scene.actor(ALL)
    ordered, approved, sent = (
        delivery.prepare(store.due(scene, applicant=_another(scene, number), mobile=False), by=first)
        for number in (431, 432, 433)
    )
    approved, sent = (delivery.approve(each, by=scene.actor("majed")) for each in (approved, sent))
    sent = delivery.send(sent, by=first, bank_reference="TR-2")
    due = store.due(scene, applicant=_another(scene, 434), mobile=False)
    account = delivery.propose_account(
        Party.objects.get(id=due.support_request.applicant_id),
        iban.synthetic(41),
        due.support_request.applicant.full_name,
        by=first,
        original_seen=True,
    )
    world.ids |= {"delivery_id": ordered.id, "account_id": account.id}
    for row, desk, api in (
        (approved, "send/", "sending/"),
        (sent, "prove/", "proof/"),
        (sent, "code/", "code/"),
        (sent, "returned/", "return/"),
        (sent, "receipt.pdf", ""),
        (sent, "signed/", ""),
        (due, "prepare/", "preparation/"),
        (due, "account/", ""),
    ):
        world.at(f"{DESK}delivery/<uuid:delivery_id>/{desk}", delivery_id=row.id)
        world.at(f"/deliveries/{{delivery_id}}/{api}", delivery_id=row.id)
    for row, tail in (
        (ordered, "approve/"),
        (ordered, "send-back/"),
        (approved, "send/"),
        (sent, "returned/"),
    ):
        world.say(f"{DESK}delivery/<uuid:delivery_id>/{tail}", _version=str(store.fresh(row).version))
    world.say("/deliveries/{delivery_id}/sending-back/", reason="account")
    witness = scene.members[ALL].id
    desk = {"witness": str(witness), "_version": str(store.fresh(sent).version)}
    world.say(f"{DESK}delivery/<uuid:delivery_id>/prove/", **desk)
    world.say("/deliveries/{delivery_id}/proof/", method="witnessed", witness_id=witness)


def _received(world: World) -> None:
    first = world.scene.actor(ALL)
    made = contact.log_contact(by=first, channel="interview", questions=["متى الدوام؟"])
    answer = contact.approve_answer("أوراق", "ما الأوراق؟", "الهوية.", by=first)
    world.ids |= {"contact_id": made.id, "answer_id": answer.id, "question_id": "income"}
    question = contact_question(made.id)
    for tail in ("answer/", "promise/"):
        world.at(
            f"{DESK}contacts/<uuid:contact_id>/questions/<uuid:question_id>/{tail}", question_id=question
        )
        world.at(f"/contacts/{{contact_id}}/questions/{{question_id}}/{tail}", question_id=question)


def _written(scene: Scene, case: SupportRequest) -> SupportRequest:
    """As if he had written it for her at the desk."""
    SupportRequest.objects.filter(id=case.id).update(entered_by=scene.members[ALL])
    case.refresh_from_db()
    return case


def _another(scene: Scene, number: int) -> Party:
    return person(scene, f"منيرة سعد الشمري {number}", number, sex="female")
