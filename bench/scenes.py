"""What is measured: the calls of each scene, over many rows, so that no cache answers for the work."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.calls import Call
from silah.foundation.access import Door
from silah.foundation.kernel import clock
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party
from tests.journey.scene import Scene

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


def scenes(scene: Scene, times: int) -> Scenes:
    desk = f"/{scene.slug}/desk/"
    officer, quality = _staff(scene, "salma"), _staff(scene, "reem")
    with within(scene.organisation_id):
        cases = list(SupportRequest.objects.order_by("id").values_list("id", "applicant_id"))
        people = list(Party.objects.order_by("id"))
        asking = {applicant for _case, applicant in cases}
        fresh = [party for party in people if party.id not in asking][: times + WARM]
    some = [cases[place * len(cases) // (times + WARM)] for place in range(times + WARM)]
    asked = [people[place * len(people) // (times + WARM)] for place in range(times + WARM)]

    def search(text: Any) -> list[Call]:
        return [Call(f"{desk}search/?q={quote(text(party))}", session=officer) for party in asked]

    return {
        "submit through the api": (_submissions(scene, fresh), WARM, 201),
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
            [Call(f"/{scene.slug}/requests/", session=_herself(scene, p)) for _c, p in some],
            WARM,
            200,
        ),
        "her own request": (
            [Call(f"/{scene.slug}/requests/{c}/", session=_herself(scene, p)) for c, p in some],
            WARM,
            200,
        ),
        "her receipt as a letter (PDF)": (
            [
                Call(f"/{scene.slug}/requests/{c}/letters/receipt/", session=_herself(scene, p))
                for c, p in some
            ],
            WARM,
            200,
        ),
    }


def _submissions(scene: Scene, people: list[Party]) -> list[Call]:
    """The whole request in one call, by an officer's program for somebody who has none yet."""
    with within(scene.organisation_id):
        token = issue_token("قياس", by=scene.actor("salma", Door.DESK)).secret  # type: ignore[attr-defined]
    body = {"service": "social_aid", "channel": "interview", "consents": ["privacy_notice"], "answers": WIDOW}
    signed = {"signature": {"method": "paper"}}
    path = f"/{scene.slug}/api/v1/requests/"
    return [
        Call(path, "POST", {**body, **signed, "applicant_id": str(party.id)}, token=token) for party in people
    ]


def _slip(party: Party) -> str:
    """Two letters of the first name change places."""
    first, _space, rest = party.full_name.partition(" ")
    return f"{first[0]}{first[2]}{first[1]}{first[3:]} {rest}" if len(first) > 3 else f"{first[:-1]} {rest}"


def _otherwise(party: Party) -> str:
    """Without hamzas, ta marbuta as ha, as many keyboards write."""
    return party.full_name.translate(str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه", "ى": "ي"}))


def _staff(scene: Scene, who: str) -> str:
    user = scene.user(who)
    return _session(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )


def _herself(scene: Scene, party_id: Any) -> str:
    with within(scene.organisation_id):
        name = Party.objects.values_list("full_name", flat=True).get(id=party_id)
    told = {"organisation": str(scene.organisation_id), "party": str(party_id), "name": name}
    return _session({"portal": {**told, "seen": clock.now().isoformat()}})


def _session(content: dict[str, Any]) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(content)
    store.save()
    return str(store.session_key)
