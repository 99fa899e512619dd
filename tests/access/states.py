"""The same addresses once what they are about has ended, or concerns whoever asks: a table for each such state.

| State | What it is | Which addresses |
|---|---|---|
| closed | a refusal told, objected to and answered, a service delivered; both closed by time | of a request, its decision, reply, objection, sitting, delivery |
| withdrawn | a request she took back while it was being matched | of a request, its papers, referral, matching, study |
| kin | every employee has declared kin of everybody whose request it is | of whatever belongs to a request, and of her own file |
| hands | one of two who hold every role did the first half of everything (`first_hands.py`) | of whatever somebody begins |

Written in the mark of a column (its letter) is that the act was done; `=` that the address opens, and nothing came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from silah.foundation.access import Role
from silah.foundation.access.actor import timer
from silah.foundation.tenancy import within
from silah.journey.decisions import operations as deciding
from silah.journey.decisions.models import AgendaItem, Appeal, Decision, Reply
from silah.journey.delivery import operations as delivery
from silah.journey.delivery.models import Delivery
from silah.journey.requests import operations as requests
from silah.journey.requests.models import SupportRequest
from silah.people import operations as people
from silah.people.models import Party
from tests.access.first_hands import hands
from tests.access.world import LETTERS, World
from tests.cast import herself
from tests.journey.decisions import hall
from tests.journey.delivery import store

CASE = frozenset({"case_id", "request_id"})
BOUND = CASE | {"item_id", "referral_id", "match_id", "reply_id", "decision_id", "appeal_id", "sitting_id"}
BOUND |= {"delivery_id", "account_id", "draft_id"}
# What else an address may name beside them: it is there in every state.
# What somebody begins beside requests.
BEGUN = frozenset({"contact_id", "member_id", "seat_id", "delegation_id", "answer_id"})
BESIDE = frozenset(
    {"slug", "party_id", "person_id", "question_id", "field_id", "member_id", "number", "token_id"}
)
OF_STATE = {
    "closed": CASE | {"item_id", "reply_id", "decision_id", "appeal_id", "sitting_id", "delivery_id"},
    "withdrawn": CASE | {"item_id", "referral_id", "match_id"},
    "kin": (BOUND - {"draft_id"}) | {"party_id", "person_id"},
    "hands": BOUND | BEGUN | {"party_id", "person_id"},
}
HERS = "<association:slug>/requests/<uuid:case_id>/deliveries/<uuid:delivery_id>/"


def covers(state: str, named: Iterable[str]) -> bool:
    """Whether an address that names these ids has a line in the state's tables."""
    ids = set(named)
    return (
        bool(ids & OF_STATE[state])
        and not (ids & BOUND) - OF_STATE[state]
        and ids <= BOUND | BESIDE | OF_STATE[state]
    )


def closed(world: World) -> World:
    scene, noura = world.scene, world.herself
    if noura is None:
        return world
    with within(scene.organisation_id):
        appeal = Appeal.objects.get(id=world.ids["appeal_id"])
        refused = SupportRequest.objects.get(id=appeal.support_request_id)
        board = hall.join(scene, "answering", "هدى سعد الراشد", Role.BOARD_SECRETARY)
        deciding.assign_appeal(appeal, board, by=scene.actor("reem"))
        deciding.dismiss(appeal, "نظرنا فيه، ولم يتغيّر الحساب.", by=scene.actor("answering"))
        refused.refresh_from_db()
        item = scene.item(refused, "national_id")
        served = _delivered(world)
        by = timer(scene.organisation_id)
        requests.close([refused], "refused", by=by)
        requests.close([served.support_request], "delivered", by=by)
        decision = Decision.objects.get(support_request=refused)
        sitting = AgendaItem.objects.get(support_request=refused).sitting_id
        reply = Reply.objects.filter(support_request=refused).earliest("id")
    ids = {"case_id": refused.id, "request_id": refused.id, "item_id": item.id, "decision_id": decision.id}
    ids |= {"reply_id": reply.id, "sitting_id": sitting, "delivery_id": served.id}
    return _at(world, ids, {HERS: {"case_id": served.support_request_id, "delivery_id": served.id}})


def _delivered(world: World) -> Delivery:
    """What was owed to her, brought to its end."""
    abeer = world.scene.actor("abeer")
    row = Delivery.objects.get(id=world.other[HERS]["delivery_id"])
    row = delivery.approve(delivery.prepare(row, by=abeer), by=world.scene.actor("majed"))
    delivery.prove(
        delivery.send(row, by=abeer, bank_reference="TR-1"),
        "witnessed",
        by=abeer,
        witness=world.scene.members["salma"],
    )
    return store.fresh(row)


def withdrawn(world: World) -> World:
    scene, noura = world.scene, world.herself
    with within(scene.organisation_id):
        if noura is None:
            return world
        case = SupportRequest.objects.get(id=world.ids["case_id"])
        matching = next(
            ids["case_id"] for route, ids in world.other.items() if "matching/differences" in route
        )
        requests.withdraw(case, by=herself(scene, noura))
        requests.withdraw(SupportRequest.objects.get(id=matching), by=scene.actor("salma"))
    kept = {route: ids for route, ids in world.other.items() if "match_id" in route}
    return _at(world, {"case_id": case.id, "request_id": case.id}, kept)


def kin(world: World) -> World:
    with within(world.scene.organisation_id):
        applicants = SupportRequest.objects.values("applicant_id")
        for party in Party.objects.filter(id__in=applicants):
            for letter in LETTERS:
                people.declare_kinship(party, "ابن عم", by=world.scene.actor(letter))
    return world


STATES: dict[str, Callable[[World], World]] = {
    "closed": closed,
    "withdrawn": withdrawn,
    "kin": kin,
    "hands": hands,
}


def _at(world: World, ids: dict[str, Any], other: dict[str, dict[str, Any]]) -> World:
    """With these ids wherever another of the same name was meant."""
    rest = {
        route: {name: value for name, value in theirs.items() if name not in ids}
        for route, theirs in world.other.items()
    }
    return replace(world, ids=world.ids | ids, other=rest | other)
