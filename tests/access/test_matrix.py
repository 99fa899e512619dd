"""Every address of the site and every call of the api, by everybody, to read and to write: as the tables say.

The tables stand in `desk.txt`, `portal.txt`, `accounts.txt` and `api.txt`, and people read them in docs/access.md.
An address without a line fails, and so does a line without an address. What has ended or concerns oneself has tables
of its own (`states.py`). On each line one of those let in and three of
those kept out are asked, others on every line; all of them with `WHOLE_MATRIX=1`, as the drill does. On the way it is seen that to read writes nothing, that
no answer leads away from this host, whatever was named as the place to return to, and that a field named like a
column, sent with every form, reaches no table.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from silah.foundation.kernel.ids import new_id
from tests.access import matrix, states, told, walk
from tests.access.bodies import body, call
from tests.access.matrix import COLUMNS, DOORS, Row, sampled, table, who
from tests.access.world import ALL, World, committees, managements
from tests.api.addresses import Address as Call
from tests.api.addresses import addresses as calls
from tests.doors.addresses import Address, addresses

WHOLE = bool(os.environ.get("WHOLE_MATRIX"))
# What is only opened leaves a line in the log of readings, and says that its session lives; no more.
READING = {"journal_reading", "django_session", "organisations_apitoken"}
# What shows kept figures counts by itself what no round has counted yet; whatever it keeps, a recount would.
FIGURES = {f"evidence_figure{each}" for each in ("state", "touch", "share", "sum", "flaw")}
COUNTING = ("evidence/", "voice/", "/rating-summary/")
MANAGED = (
    "desk/approvals/",
    "/approvals/",
    "/delegations/",
    "/delegations/{delegation_id}/end/",
    "/requests/{request_id}/decision/",
)
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[\w-]+"')
IDS = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PREFIXES = {"<association:slug>/desk/": "desk", "<association:slug>/": "portal", "": "accounts"}


class Worlds:
    def __init__(self) -> None:
        self.here, self.couples = committees(), managements()
        self.clients = {each.scene.slug: walk.callers(each) for each in (self.here, self.couples)}

    def seat(self, changed: dict[str, World]) -> None:
        """Whoever came with a state."""
        for slug, world in changed.items():
            for name in world.tokens.keys() - self.clients[slug].keys():
                self.clients[slug][name] = walk.staff(world, name)

    def of(self, address: str) -> World:
        managed = address in MANAGED or "desk/approvals/" in address
        return self.couples if managed else self.here


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Worlds]:
    """Laid down once; every question is undone, and all of it at the end."""
    with django_db_blocker.unblock(), walk.undone():
        yield Worlds()


def pages() -> list[tuple[str, str, Address]]:
    """Table, line, address; the api's own stand in its document."""
    return [
        (PREFIXES[each.door], each.route.removeprefix(each.door) or "/", each)
        for each in addresses()
        if each.door != "<association:slug>/api/v1/"
    ]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_address_has_its_line_and_every_line_its_address(name: str) -> None:
    found = [line for of, line, _address in pages() if of == name]
    found += [str(each) for each in calls()] if name == "api" else []
    assert sorted(table(name)) == sorted(found)
    wide = len(COLUMNS[name])
    assert [row.address for row in table(name).values() if {len(row.read), len(row.write)} != {wide}] == []
    for row in table(name).values():
        for mark, letter in [
            *zip(row.read, COLUMNS[name], strict=False),
            *zip(row.write, COLUMNS[name], strict=False),
        ]:
            assert mark in {letter, *matrix.MARKS}, f"{row.address}: {mark} under {letter}"


def test_the_page_that_people_read_is_current() -> None:
    assert told.PAGE.read_text(encoding="utf-8") == told.page(), "run python -m tests.access.told"


def test_each_page_answers_each_person_as_its_table_says(worlds: Worlds) -> None:
    wrong: list[str] = []
    with walk.unrendered():
        for name, line, address in pages():
            world = worlds.of(address.route)
            for method in ("GET", "POST"):
                for letter, expected in asked(table(name)[line], COLUMNS[name], write=method == "POST"):
                    path = path_of(world, address, who(letter))
                    client = worlds.clients[world.scene.slug][who(letter)]
                    answer = walk.page(client, method, path, body(world, address.route))
                    wrong += compared(f"{method} {line} as {letter}", answer, expected, reads=method == "GET")
    assert not wrong, "\n".join(wrong)


def test_each_call_of_the_api_answers_each_person_as_its_table_says(worlds: Worlds) -> None:
    wrong: list[str] = []
    with walk.unrendered():
        for each in calls():
            world = worlds.of(each.path)
            for letter, expected in asked(table("api")[str(each)], COLUMNS["api"], write=True):
                answer = called(worlds, world, each, letter, world.ids_at(each.path))
                wrong += compared(f"{each} as {letter}", answer, expected, reads=each.method == "get")
    assert not wrong, "\n".join(wrong)


def test_a_call_with_a_field_that_its_schema_does_not_know_is_refused_whole(worlds: Worlds) -> None:
    for each in calls():
        content = each.described.get("requestBody", {}).get("content", {})
        if "application/json" not in content or each.path in MANAGED:
            continue
        path = f"/here/api/v1/{each.at(**({'token_id': new_id()} | worlds.here.ids_at(each.path)))}"
        sent = call(worlds.here, each) | {"organisation_id": worlds.couples.scene.organisation_id}
        headers = {"Authorization": f"Bearer {worlds.here.tokens[ALL]}"}
        client = Client() if "Token" in each.schemes else worlds.clients["here"][ALL]
        answer = walk.program(client, each.method, path, sent, headers if "Token" in each.schemes else {})
        assert answer.status in {422, 429}, f"{each}: {answer.status}"
        assert not answer.wrote - READING - {"organisations_throttle"}, f"{each} wrote {answer.wrote}"


@pytest.mark.parametrize("state", states.STATES)
def test_each_state_has_a_line_for_every_address_it_may_meet(state: str) -> None:
    for name in DOORS[state]:
        found = [line for line, _named, _each in covered(state, name)]
        assert sorted(table(f"{state}/{name}")) == sorted(found), f"{state}/{name}.txt"
        for row in table(f"{state}/{name}").values():
            wide = matrix.columns(f"{state}/{name}")
            assert {len(row.read), len(row.write)} == {len(wide)}, row.address
            assert set(row.read + row.write) <= {*wide, *matrix.MARKS}, row.address


@pytest.mark.parametrize("state", states.STATES)
def test_what_has_ended_or_concerns_oneself_answers_each_person_as_its_table_says(
    worlds: Worlds, state: str
) -> None:
    wrong: list[str] = []
    with walk.undone(), walk.unrendered():
        changed = {each.scene.slug: states.STATES[state](each) for each in (worlds.here, worlds.couples)}
        worlds.seat(changed)
        for name in DOORS[state]:
            for line, _named, each in covered(state, name):
                row, world = table(f"{state}/{name}")[line], changed[worlds.of(_route(each)).scene.slug]
                wrong += _stated(worlds, world, state, name, row, each)
    assert not wrong, "\n".join(wrong)


def _stated(
    worlds: Worlds, world: World, state: str, name: str, row: Row, each: Address | Call
) -> Iterator[str]:
    for write in methods(each):
        if not (WHOLE or matrix.is_sampled(state, row, write=write)):
            continue
        for letter, expected in asked(row, matrix.columns(f"{state}/{name}"), write=write, kept_out=1):
            said = walk.came_of(answered(worlds, world, each, letter, write=write), write=write)
            if said != expected:
                yield f"{state}: {'write' if write else 'read'} {row.address} as {letter}: {said}, not {expected}"


def methods(each: Address | Call) -> tuple[bool, ...]:
    """To read, to write."""
    return (False, True) if isinstance(each, Address) else (each.method != "get",)


def answered(worlds: Worlds, world: World, each: Address | Call, letter: str, *, write: bool) -> walk.Answer:
    if isinstance(each, Call):
        return called(worlds, world, each, letter, world.ids_at(each.path))
    client = worlds.clients[world.scene.slug][who(letter)]
    path = path_of(world, each, who(letter))
    return walk.page(client, "POST" if write else "GET", path, body(world, each.route))


def _route(each: Address | Call) -> str:
    return each.route if isinstance(each, Address) else each.path


def covered(state: str, name: str) -> Iterator[tuple[str, set[str], Address | Call]]:
    """Line, the ids it names, address; those whose object may be in the state. Of the couples', kin and first hands."""
    found: list[tuple[str, set[str], Address | Call]] = (
        [(str(each), set(each.parameters), each) for each in calls()]
        if name == "api"
        else [(line, set(each.converters), each) for of, line, each in pages() if of == name]
    )
    for line, named, each in found:
        managed = _route(each) in MANAGED or "desk/approvals/" in _route(each)
        if states.covers(state, named) and (state in {"kin", "hands"} or not managed):
            yield line, named, each


def test_whoever_works_elsewhere_finds_no_desk_here(worlds: Worlds) -> None:
    """Not even whether there is one: the same as under a name nobody has."""
    stranger = worlds.clients["couples"][ALL]
    for name, _line, address in pages():
        if name == "desk" and "approvals" not in address.route:
            answer = walk.page(stranger, "GET", path_of(worlds.here, address, ALL))
            assert answer.said in {matrix.ABSENT, matrix.NO_METHOD}, address.route


def test_whoever_is_signed_in_to_the_portal_or_not_at_all_is_no_staff(worlds: Worlds) -> None:
    with walk.unrendered():
        for name, _line, address in pages():
            for person in (
                ("nobody", "herself") if name == "desk" and "approvals" not in address.route else ()
            ):
                client = worlds.clients["here"][person]
                path = path_of(worlds.here, address, ALL)
                said = {walk.page(client, method, path, {}).said for method in ("GET", "POST")}
                assert said <= {matrix.SIGN_IN, matrix.NO_METHOD}, f"{address.route} as {person}"


def test_foreign_and_absent_ids_are_told_alike_by_every_page_and_call(worlds: Worlds) -> None:
    """By whoever holds every role, so that nothing but the id stands in the way."""
    with walk.undone():
        there = committees("there")
        wrong = [*_pages_that_tell(worlds, there), *_calls_that_tell(worlds, there)]
    assert not wrong, "\n".join(wrong)


def _pages_that_tell(worlds: Worlds, there: World) -> Iterator[str]:
    for name, line, address in pages():
        named = [each for each, kind in address.converters.items() if kind == "uuid"]
        if not named or "approvals" in line:
            continue
        theirs = there.ids_at(address.route) | {"token_id": there.own_tokens[ALL]}
        ours = worlds.here.ids_at(address.route)
        client = worlds.clients["here"]["all" if name == "desk" else "herself"]
        methods = ("GET", "POST")
        told = set()
        for ids in (ours | {each: new_id() for each in named}, ours | {each: theirs[each] for each in named}):
            path = address.at("here", **{key: value for key, value in ids.items() if key != "slug"})
            for method in methods:
                answer = walk.page(client, method, path, body(worlds.here, address.route))
                told.add((method, answer.status, IDS.sub(b"", CHANGING.sub(b"", answer.body))))
        if len(told) != len(methods) or not {status for _method, status, _body in told} <= {404, 405, 302}:
            yield f"{line}: {sorted((method, status) for method, status, _body in told)}"


def _calls_that_tell(worlds: Worlds, there: World) -> Iterator[str]:
    for each in calls():
        named = [name for name in each.parameters if name.endswith("_id") and name != "question_id"]
        if not named or each.path in MANAGED or not {"Token"} <= each.schemes:
            continue
        theirs = there.ids_at(each.path) | {"token_id": there.own_tokens[ALL]}
        ours = worlds.here.ids_at(each.path)
        told = set()
        for ids in (ours | {name: new_id() for name in named}, ours | {name: theirs[name] for name in named}):
            answer = called(worlds, worlds.here, each, ALL, ids)
            told.add((answer.status, answer.body))
        if len(told) != 1 or {status for status, _body in told} != {404}:
            yield f"{each}: {sorted(told)}"


# --- parts -----------------------------------------------------------------------------------------------------


def asked(row: Row, columns: str, *, write: bool, kept_out: int = 3) -> Iterator[tuple[str, str]]:
    chosen = set(columns) if WHOLE else sampled(row, columns, write=write, kept_out=kept_out)
    for at, letter in enumerate(columns):
        if letter in chosen:
            yield letter, row.expected(at, write=write)


def path_of(world: World, address: Address, person: str) -> str:
    ids = world.ids_at(address.route) | {"token_id": world.own_tokens.get(person)}
    return address.at(world.scene.slug, **ids)


def called(worlds: Worlds, world: World, each: Call, letter: str, ids: dict[str, Any]) -> walk.Answer:
    """By a token where that is enough, else by a session."""
    person = who(letter)
    ids = {"token_id": world.own_tokens.get(person, new_id())} | ids
    path = f"/{world.scene.slug}/api/v1/{each.at(**ids)}"
    if "Token" in each.schemes and person in world.tokens:
        headers = {"Authorization": f"Bearer {world.tokens[person]}"}
        return walk.program(Client(), each.method, path, call(world, each), headers)
    clients = worlds.clients[world.scene.slug]
    client = clients.get(person) or worlds.clients["here"][person]
    return walk.program(client, each.method, path, call(world, each), {})


def compared(what: str, answer: walk.Answer, expected: str, *, reads: bool) -> Iterator[str]:
    if answer.said != expected:
        yield f"{what}: {answer.said} ({answer.status}), not {expected}"
    if answer.smuggled:
        yield f"{what}: a field that no form asks for reached a table"
    if urlsplit(answer.leads).netloc or answer.leads.startswith(("//", "/\\", "http")):
        yield f"{what}: it leads away, to {answer.leads}"
    counting = any(each in what for each in COUNTING)
    if reads and (wrote := answer.wrote - READING - (FIGURES if counting else set())):
        yield f"{what}: to read it wrote {sorted(wrote)}"
