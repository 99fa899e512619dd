"""What is measured: the calls of each scene, over many rows, so that no cache answers for the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Exists, OuterRef, Window
from django.db.models.functions import Mod, RowNumber

from bench.asked import SERVICE, SLUG, WIDOW
from bench.calls import Call
from bench.population.loading import UNDER_WAY
from silah.doors.api.drafts import as_typed
from silah.doors.forms import KEY_FIELD
from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel import clock, phone
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from silah.journey.requests import drafts
from silah.journey.requests import operations as requests
from silah.journey.requests.models import SupportRequest
from silah.people.models import ContactPoint, OneTimeCode, Party

EIGHT = 8  # clients at a time, for the second time every scene is called


@dataclass(frozen=True)
class Scene:
    """`calls`: enough of them for two warmings, a pass in this process, one client and eight."""

    name: str
    calls: list[Call]
    status: int = 200
    target: str = ""  # what the page aims at, as the report says it


WARM = 25  # calls until statements, sentences and the interpreter are as in a worker that has served for a minute
OF_AGE = 2006
FEWEST = 20  # who ask again
QUARTER = timedelta(minutes=15)
NOBODYS = 9_000_000  # mobiles from here on are in no told or printed file


def scenes(times: int, *, writing: bool = True) -> list[Scene]:
    """Each with `2 * WARM + 4 * times` calls: what changes something can only be done once by each person, and is
    left out where only reading is looked at."""
    found = organisations.by_slug(SLUG)
    assert found is not None
    desk, portal, at = f"/{SLUG}/desk/", f"/{SLUG}/", found.id
    officer, quality = staff(at, "relations_officer"), staff(at, "quality_manager")
    count = 2 * WARM + 4 * times
    with within(at):
        cases = _spread(SupportRequest.objects.values_list("id", "applicant_id"), min(count, 400))
        asking = SupportRequest.objects.filter(applicant_id=OuterRef("id"))
        free = Party.objects.filter(~Exists(asking)).order_by("id")
        fresh = list(free.filter(birth_date__year__lt=OF_AGE).values_list("id", flat=True)[:count])
        again_asking = asking_again(count) if writing else []
        known = _spread(Party.objects.exclude(national_id=None).values_list("id"), min(count, 400))
        asked = list(Party.objects.filter(id__in=[party for (party,) in known]))
    some = [(case, _herself(at, party)) for case, party in cases]

    def again(path: str, session: str, share: int = 1) -> list[Call]:
        return [Call(path, session=session)] * max(count // share, 150)

    def search(text: Any) -> list[Call]:
        calls = [Call(f"{desk}search/?q={quote(text(party))}", session=officer) for party in asked]
        return calls * (count // len(calls) + 1)

    def each(path: str, session: str = "") -> list[Call]:
        calls = [Call(path.format(case), session=session or hers) for case, hers in some]
        return calls * (count // len(calls) + 1)

    reading, finding = "CPU 6 ms, 8 queries", "p95 30 ms"
    pages = [
        Scene("a page already made", again("/static/" + _a_page(), ""), target="the server's own floor"),
        Scene("open a case at the desk", each(desk + "cases/{}/", officer), target=reading),
        Scene("worklist of 50", again(f"{desk}?view=all", officer), target=reading),
        Scene("search: name with a slip", search(_slip), target=finding),
        Scene("search: name written otherwise", search(_otherwise), target=finding),
        Scene("search: first letters", search(_first_letters), target=finding),
        Scene("search: all four names", search(lambda party: party.full_name), target=finding),
        Scene("search: national id", search(lambda party: party.national_id), target=finding),
        Scene("her own requests", each(portal + "requests/"), target=reading),
        Scene("her own request", each(portal + "requests/{}/"), target=reading),
        Scene("her receipt as a letter (PDF)", each(portal + "requests/{}/letters/receipt/")),
        Scene("replies and their days", again(f"{desk}replies/", officer)),
        Scene("satisfaction by quarter", again(f"{desk}voice/", quality, 4)),
        Scene("evidence page", again(f"{desk}evidence/", quality, 4)),
    ]
    if not writing:
        return pages
    return [
        *pages,
        Scene("submit through the api", _submissions(at, fresh), 201, "CPU 15 ms, 2 commits"),
        Scene("submit through the portal's form", _forms(at, again_asking), 302, "CPU 15 ms, 2 commits"),
    ]


def _spread(rows: Any, times: int) -> list[Any]:
    """So many of them, from everywhere among them: hundreds of thousands, once in this process, would slow all it measures."""
    each = max(rows.count() // times, 1)
    placed = rows.annotate(rest=Mod(Window(RowNumber(), order_by="id"), each))
    return [row[:-1] for row in placed.filter(rest=0).order_by("id")[:times]]


def _submissions(at: UUID, people: list[UUID]) -> list[Call]:
    """The whole request in one call, by an officer's program for somebody who has none yet."""
    with within(at):
        token = issue_token("قياس", by=member(at, "relations_officer").actor(Door.DESK)).secret  # type: ignore[attr-defined]
    body = {
        "service": SERVICE,
        "channel": "interview",
        "consents": ["privacy_notice"],
        "signature": {"method": "paper"},
    }

    def asking(place: int, party: UUID) -> dict[str, Any]:
        answers = {**WIDOW, "mobile": phone.synthetic(NOBODYS + place)}
        return {**body, "answers": answers, "applicant_id": str(party)}

    path = f"/{SLUG}/api/v1/requests/"
    return [Call(path, "POST", asking(*each), token=token) for each in enumerate(people)]


def _forms(at: UUID, people: list[UUID]) -> list[Call]:
    """The last press: everything was answered on the pages before, and the code for signing has come."""
    with within(at):
        return [_form(at, place, party) for place, party in enumerate(Party.objects.filter(id__in=people), 1)]


def _form(at: UUID, place: int, party: Party) -> Call:
    by = Actor(at, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=party.id, name=party.full_name)
    draft = drafts.begin(SERVICE, by=by, party=party)
    draft = drafts.agree(draft, "privacy_notice", by=by)
    service = drafts.service_of(draft)[1]
    for question, answer in WIDOW.items():
        typed = as_typed(service, question, answer)
        draft = drafts.answer(draft, question, typed, by=by, expected_version=draft.version)
    requests.send_signing_code(draft.id, party, by=by)
    code = OneTimeCode.objects.get(subject_id=draft.id).code
    body = {KEY_FIELD: str(uuid4()), "signature_method": "code", "code": code}
    return Call(f"/{SLUG}/ask/sign/", "POST", body, session=_herself(at, party.id), form=True)


def asking_again(count: int) -> list[UUID]:
    """So many who asked before and wait for no reply; each with a mobile of their own, to which nobody sent a code
    lately: however often this is measured, the limit of codes stays as it is."""
    waiting = SupportRequest.objects.filter(stage__in=UNDER_WAY).values("applicant_id")
    codes = OneTimeCode.objects.filter(created_at__gt=clock.now() - QUARTER)
    used = set(map(bytes, codes.values_list("mobile_hash", flat=True)))
    earlier = SupportRequest.objects.filter(service=SERVICE).exclude(applicant_id__in=waiting)
    mobiles = ContactPoint.objects.filter(kind="mobile", ended_at=None).exclude(in_use_from=None)
    theirs = mobiles.filter(party_id__in=earlier.values("applicant_id")).order_by("party_id")
    found: list[UUID] = []
    for party, digest in theirs.values_list("party_id", "value_hash"):
        if bytes(digest) not in used:
            used.add(bytes(digest))
            found.append(party)
        if len(found) == count:
            break
    if len(found) < FEWEST:
        raise SystemExit(
            f"Only {len(found)} are left to ask again: wait a quarter of an hour, or make the population anew."
        )
    return found


def _first_letters(party: Party) -> str:
    """As one types into the box: the beginnings of the first two names."""
    return " ".join(word[:3] for word in party.full_name.split()[:2])


def _a_page() -> str:
    """A file the server hands out as it lies there, about as large as a page."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    return str(staticfiles_storage.url("js/silah.js")).removeprefix("/static/")


def _slip(party: Party) -> str:
    """Two letters of the first name change places."""
    first, _space, rest = party.full_name.partition(" ")
    return f"{first[0]}{first[2]}{first[1]}{first[3:]} {rest}" if len(first) > 3 else f"{first[:-1]} {rest}"


def _otherwise(party: Party) -> str:
    """Without hamzas, ta marbuta as ha, as many keyboards write."""
    return party.full_name.translate(str.maketrans("أإةى", "ااهي"))


def member(at: UUID, role: str) -> Membership:
    with within(at):
        rows = Membership.objects.filter(roles__contains=[role], left_at=None).select_related("user")
        return rows.order_by("id")[0]


def staff(at: UUID, role: str) -> str:
    user = member(at, role).user
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
