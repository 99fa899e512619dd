"""What is sent to an address: as a person would fill its form, so that the act itself is reached and asks who may.

One pot of plausible fields serves most; a form takes what it knows. Where one name means different things to
different forms, the address says which.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django import forms
from django.apps import apps

from silah.foundation.kernel import clock, iban, national_id, phone
from tests.access.walk import FILE, SMUGGLED
from tests.access.world import World
from tests.api.addresses import Address, example

# By the end of the address.
SAID: dict[str, dict[str, Any]] = {
    "/refusal/": {"refuse-reason": "expired"},
    "/exemption/": {"exempt-reason": "not_needed"},
    "/explanation/": {"how": "interview"},
    "/pause/": {"reason": "applicant"},
    "send-back/": {"reason": "account"},
    "returned/": {"reason": "other"},
    "prove/": {"method": "witnessed"},
    "receipt/": {"how": "phone"},
    "<slug:code>/": {"reason": "نرجو النظر في هذا."},
}
# Named after what they ask, by forms made from the pack's questions and from the log-in library.
ASKED_BY_THE_PACK = frozenset({"password", "username", "files", "file"})
WORDS = "نرجو النظر في هذا الأمر."


def pot(world: World) -> dict[str, Any]:
    members, ids = world.scene.members, world.ids
    today = clock.today()
    return {
        "_version": "1",
        "version": "1",
        "minutes_version": "1",
        "sure": "on",
        "agree": "on",
        "privacy": "on",
        "service": "social_aid",
        "how": "seen_at_office",
        "expires_on": (today + timedelta(days=400)).isoformat(),
        "issued_on": (today - timedelta(days=5)).isoformat(),
        "read_back": "on",
        "health": "on",
        "method": "paper",
        "topic": "window",
        "understood": "yes",
        "reason": "other",
        "note": WORDS,
        "questions": WORDS,
        "whose": "hers",
        "data_checked": "on",
        "responsibility_explained": "on",
        "result": "match",
        "verified": "1500",
        "clear": "yes",
        "question": WORDS,
        "channel": "phone",
        "visitor_name": "أم فهد",
        "call_back": phone.synthetic(60),
        "opinion": WORDS,
        "recommendation": "accept",
        "amount": "1000",
        "months": "3",
        "formed_by": "قرار رقم 9",
        "formed_on": today.isoformat(),
        "held_at_0": today.isoformat(),
        "held_at_1": "09:00",
        "budget": "50000",
        "outcome": "accept",
        "reasons": "fits",
        "words": WORDS,
        "error": "amount",
        "owner": str(members["salma"].id),
        "member": str(members["faisal"].id),
        "witness": str(members["salma"].id),
        "successor": str(members["salma"].id),
        "new_day": (today + timedelta(days=20)).isoformat(),
        "grounds": WORDS,
        "bank_reference": "TR-1",
        "code": "123456",
        "iban": iban.grouped(iban.synthetic(9)),
        "owner_name": "نورة سعد الحربي",
        "original_seen": "on",
        "value": "30",
        "minutes": "محضر 3",
        "decided_on": today.isoformat(),
        "title": "دليل",
        "effective_from": today.isoformat(),
        "approved_by": "مجلس الإدارة",
        "text": WORDS,
        "name": "نظام",
        "days": "30",
        "full_name": "منى فهد السبيعي",
        "username": "muna",
        "roles": "relations_officer",
        "national_id": national_id.synthetic(61),
        "birth_date": "1985-03-09",
        "mobile": phone.synthetic(61),
        "sex": "female",
        "marital_status": "widowed",
        "place": "quwayiyah",
        "types": "beneficiary",
        "confirmed_new": "on",
        "relation": "son",
        "answer": WORDS,
        "due_on": (today + timedelta(days=2)).isoformat(),
        "key": "مفتاح",
        "enough_time": "yes",
        "courteous": "yes",
        "party": str(ids.get("party_id", "")),
        "purpose": "privacy_notice",
        "safe": "yes",
        "reference": f"{ids.get('year', '')}/{ids.get('number', 0):06}",
        "direction": "in",
        "rest": "unanimous",
        "q1-answer": WORDS,
    }


def body(world: World, route: str) -> dict[str, Any]:
    given = dict.fromkeys(unasked(), SMUGGLED) | pot(world)
    for tail, more in SAID.items():
        if route.endswith(tail):
            given |= more
    if route.endswith("delivery_id>/owner/"):
        given["owner"] = str(world.scene.members["abeer"].id)
    if route.endswith("prove/"):
        given["witness"] = str(world.scene.members["faisal"].id)
    return given | world.said.get(route, {})


@cache
def unasked() -> frozenset[str]:
    """Every column there is, by its name in Python and in the table, less what some form asks for by that name."""
    forms_of_ours = [each for each in _below(forms.Form) if each.__module__.startswith("silah.")]
    typed = {name for each in forms_of_ours for name in each.base_fields}
    columns = {
        name
        for model in apps.get_models()
        for field in model._meta.local_fields
        for name in (field.name, field.attname)
    }
    return frozenset(columns - typed - ASKED_BY_THE_PACK)


def _below(cls: type) -> list[Any]:
    return [each for sub in cls.__subclasses__() for each in (sub, *_below(sub))]


def call(world: World, address: Address) -> Any:
    """For the api: the least its schema takes, with ids of what is there."""
    if address.method == "get":
        return {"q": "نورة", "first": clock.today().isoformat(), "last": clock.today().isoformat()}
    if "multipart/form-data" in address.described.get("requestBody", {}).get("content", {}):
        return FILE
    made = example(address.described)
    said = world.said.get(address.path, {})
    return _meant(world, made | CALLS.get(str(address), {})) | said if isinstance(made, dict) else made


def _meant(world: World, made: dict[str, Any]) -> dict[str, Any]:
    members, ids = world.scene.members, world.ids
    member = members["faisal"].id
    known = {
        "party_id": ids.get("party_id"),
        "item_ids": [ids.get("item_id")],
        "reply_ids": [ids.get("reply_id")],
        "receiver_id": members["lama"].id if "lama" in members else member,
        "membership_id": member,
        "member_id": member,
        "owner_id": member,
        "hearer_id": member,
        "chair_id": member,
        "value": 150000,
        "reasons": ["fits"],
    }
    return {name: known.get(name, value) for name, value in made.items()}


# Where the least that the schema takes does not reach the act.
CALLS: dict[str, dict[str, Any]] = {
    "delete /holidays/{day}/": {},
}
