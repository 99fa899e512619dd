"""What is measured: the calls of each scene, over many rows, so that no cache answers for the work."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.calls import Call
from silah.foundation.access import Door
from silah.foundation.kernel import clock, phone
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party

Scenes = dict[str, tuple[list[Call], int, int]]  # name: calls, how many only warm up, status expected
WIDOW = {
    "changed": [],  # her file is known: nothing in it has
    "place": "quwayiyah",
    "urgent": "no",
    "for_whom": "own",
    "marital_status": "widowed",
    "persons": 3,
    "income": 1_500_00,
    "rent": 0,
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now", "death_certificate": "later"},
}
WARM = 5
SLUG = "bench"  # the largest association
OF_AGE = 2006
NOBODYS = 9_000_000  # mobiles from here on are in no told or printed file


def scenes(times: int) -> Scenes:
    found = organisations.by_slug(SLUG)
    assert found is not None
    desk, at = f"/{SLUG}/desk/", found.id
    officer, quality = _staff(at, "relations_officer"), _staff(at, "quality_manager")
    with within(at):
        cases = list(SupportRequest.objects.order_by("id").values_list("id", "applicant_id"))
        known = list(Party.objects.exclude(national_id=None).order_by("id").values_list("id", flat=True))
        asking = {applicant for _case, applicant in cases}
        free = Party.objects.exclude(id__in=asking).filter(birth_date__year__lt=OF_AGE).order_by("id")
        fresh = list(free.values_list("id", flat=True)[: times + WARM])
        asked = list(Party.objects.filter(id__in=_spread(known, times)))
    some = _spread(cases, times)

    def search(text: Any) -> list[Call]:
        return [Call(f"{desk}search/?q={quote(text(party))}", session=officer) for party in asked]

    return {
        "submit through the api": (_submissions(at, fresh), WARM, 201),
        "open a case at the desk": (
            [Call(f"{desk}cases/{c}/", session=officer) for c, _p in some],
            WARM,
            200,
        ),
        "worklist of 50": ([Call(f"{desk}?view=all", session=officer)] * (times + WARM), WARM, 200),
        "search: name with a slip": (search(_slip), WARM, 200),
        "search: name written otherwise": (search(_otherwise), WARM, 200),
        "search: national id": (search(lambda party: party.national_id), WARM, 200),
        "evidence page": ([Call(f"{desk}evidence/", session=quality)] * (times // 4 + WARM), WARM, 200),
        "her own requests": (
            [Call(f"/{SLUG}/requests/", session=_herself(at, p)) for _c, p in some],
            WARM,
            200,
        ),
        "her own request": (
            [Call(f"/{SLUG}/requests/{c}/", session=_herself(at, p)) for c, p in some],
            WARM,
            200,
        ),
        "her receipt as a letter (PDF)": (
            [Call(f"/{SLUG}/requests/{c}/letters/receipt/", session=_herself(at, p)) for c, p in some],
            WARM,
            200,
        ),
    }


def _spread[T](rows: list[T], times: int) -> list[T]:
    """So many of them, from everywhere among them."""
    return [rows[place * len(rows) // (times + WARM)] for place in range(times + WARM)]


def _submissions(at: UUID, people: list[UUID]) -> list[Call]:
    """The whole request in one call, by an officer's program for somebody who has none yet."""
    with within(at):
        token = issue_token("قياس", by=_member(at, "relations_officer").actor(Door.DESK)).secret  # type: ignore[attr-defined]
    body = {
        "service": "social_aid",
        "channel": "interview",
        "consents": ["privacy_notice"],
        "signature": {"method": "paper"},
    }

    def asking(place: int, party: UUID) -> dict[str, Any]:
        answers = {**WIDOW, "mobile": phone.synthetic(NOBODYS + place)}
        return {**body, "answers": answers, "applicant_id": str(party)}

    path = f"/{SLUG}/api/v1/requests/"
    return [Call(path, "POST", asking(*each), token=token) for each in enumerate(people)]


def _slip(party: Party) -> str:
    """Two letters of the first name change places."""
    first, _space, rest = party.full_name.partition(" ")
    return f"{first[0]}{first[2]}{first[1]}{first[3:]} {rest}" if len(first) > 3 else f"{first[:-1]} {rest}"


def _otherwise(party: Party) -> str:
    """Without hamzas, ta marbuta as ha, as many keyboards write."""
    return party.full_name.translate(str.maketrans("أإةى", "ااهي"))


def _member(at: UUID, role: str) -> Membership:
    with within(at):
        rows = Membership.objects.filter(roles__contains=[role], left_at=None).select_related("user")
        return rows.order_by("id")[0]


def _staff(at: UUID, role: str) -> str:
    user = _member(at, role).user
    return _session(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )


def _herself(at: UUID, party_id: UUID) -> str:
    with within(at):
        name = Party.objects.values_list("full_name", flat=True).get(id=party_id)
    told = {"organisation": str(at), "party": str(party_id), "name": name}
    return _session({"portal": {**told, "seen": clock.now().isoformat()}})


def _session(content: dict[str, Any]) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(content)
    store.save()
    return str(store.session_key)
