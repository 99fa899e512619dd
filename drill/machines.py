"""Two hosts of Silah against one PostgreSQL through a pooler, with a replica: what one does the other knows."""

from __future__ import annotations

import time
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from drill import rounds
from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.installation import Installation
from drill.people import Person
from drill.pooler import Pooler
from drill.postgres import Server
from drill.programs import Program, asking
from drill.provider import Provider
from drill.running import Running, shoot
from drill.waiting import until
from silah.config.worker import HANDS

REQUESTS = 40
CLIENTS = 4
WRONG = "khata-khata"
INSIDE, LOCKED = "ينتظرني", "محاولات كثيرة"
BEHIND = "SELECT coalesce(max(pg_wal_lsn_diff(sent_lsn, replay_lsn)), -1)::bigint FROM pg_stat_replication"
AT_WORK = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat >= %s"
UNFINISHED = (
    "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'reactions' AND status IN ('todo', 'doing')"
)
# What each person was sent about her request, in how many different ways: all asked for the same, so in one.
WAYS = (
    "SELECT count(DISTINCT sent) FROM (SELECT string_agg(template || state, ' ' ORDER BY template, state) AS sent"
    " FROM contact_message WHERE about_id = ANY(%s::uuid[]) GROUP BY about_id) AS t"
)
FAILED = (
    "SELECT string_agg(DISTINCT task_name || coalesce(' ' || (args->>'round_name'), ''), ', ')"
    " FROM procrastinate_jobs WHERE status = 'failed'"
)
TOLD = "SELECT count(DISTINCT about_id) FROM contact_message WHERE about_id = ANY(%s::uuid[])"
THERE = "SELECT count(*) FROM requests_supportrequest WHERE id = ANY(%s::uuid[])"


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("machines")
    try:
        with ExitStack() as up:
            provider = up.enter_context(Provider())
            server = up.enter_context(Server(here, here.data / "postgres"))
            begun = server.one("SELECT now()")
            server.base_backup(here.home / "replica", "--write-recovery-conf", "--wal-method=stream")
            replica = up.enter_context(Server(here, here.home / "replica"))
            pooler = up.enter_context(Pooler(here.home / "pooler", server))
            shared = _shared(here, server, pooler) | provider.environment()
            hosts = [up.enter_context(_host(here, name, shared)) for name in ("east", "west")]
            drill.say("two hosts are up")
            log = Log()
            programs = [
                Program(host.address, told["slug"], log, token=told["tokens"][0], seed=40 + place)
                for place, host in enumerate(hosts)
            ]
            yield _sessions(hosts, told)
            yield _throttles(hosts, told)
            yield _same_key(programs)
            yield from _traffic(hosts, told, server, begun)
            yield _replica(server, replica)
            verified = hosts[1].installation.silah("journal", "verify", told["slug"], **shared)
            yield Finding(
                "chains after two hosts wrote them", "`silah journal verify` on the second host",
                verified.stdout.strip() or verified.stderr.strip(), verified.returncode == 0,
            )  # fmt: skip
    finally:
        here.remove()


def _shared(here: Installation, server: Server, pooler: Pooler) -> dict[str, str]:
    """Pages through the pooler, tasks past it; keys and files are the same on both."""
    return {
        "SILAH_KEYS": str(here.keys),
        "SILAH_FILES": str(here.data / "files"),
        "SILAH_SEALS": str(here.data / "seals"),
        "DATABASE_URL": pooler.url(),
        "DATABASE_DIRECT_URL": server.url("silah_app"),
        "DATABASE_OWNER_URL": server.url("silah_owner"),
    }


def _host(here: Installation, name: str, shared: dict[str, str]) -> Running:
    return Running(Installation.fresh(here.home / name), workers=1, **shared)


def _person(host: Running, told: dict[str, Any]) -> Person:
    return Person(host.address, told["slug"], Log(), seed=45)


def _opened(person: Person, address: str, typed: dict[str, str] | None = None) -> str:
    """The page, wherever its answer stands; nothing where it leads elsewhere."""
    form = None if typed is None else person.form(person.page(address), typed)
    try:
        return person.open(address, form)[2]
    except urllib.error.HTTPError as answer:
        return answer.read().decode()


def _sessions(hosts: list[Running], told: dict[str, Any]) -> Finding:
    person = _person(hosts[0], told)
    first, second = (f"{host.address}/{told['slug']}/desk/" for host in hosts)
    login = f"{hosts[0].address}/accounts/login/"
    _opened(person, login, {"login": told["name"], "password": told["password"]})
    here, there = _opened(person, first), _opened(person, second)
    _opened(person, f"{hosts[1].address}/accounts/logout/", {})
    after = _opened(person, first)
    inside = [INSIDE in page for page in (here, there, after)]
    return Finding(
        "a session on both hosts",
        "logged in on one, opened the worklist on the other, logged out there",
        f"inside on the first: {inside[0]}, on the second: {inside[1]}, on the first after logging out: {inside[2]}",
        inside == [True, True, False],
    )


def _throttles(hosts: list[Running], told: dict[str, Any]) -> Finding:
    """Five wrong passwords lock the name; half of them were typed elsewhere."""
    for place in range(6):
        at = f"{hosts[place % 2].address}/accounts/login/"
        _opened(_person(hosts[0], told), at, {"login": told["name"], "password": WRONG})
    person, right = _person(hosts[0], told), {"login": told["name"], "password": told["password"]}
    page = _opened(person, f"{hosts[0].address}/accounts/login/", right)
    entered = INSIDE in _opened(person, f"{hosts[0].address}/{told['slug']}/desk/")
    return Finding(
        "wrong passwords on both hosts",
        "six by turns, then the right one",
        f"the right one let in: {entered}; told to wait five minutes: {LOCKED in page}",
        LOCKED in page and not entered,
    )


def _same_key(programs: list[Program]) -> Finding:
    """A client that did not wait for its answer and asked the other host."""
    party = programs[0].person()

    def send(program: Program) -> str:
        while True:
            try:
                return str(program.sent("POST", "requests/", asking(party), "the-same")["id"])
            except urllib.error.HTTPError as refusal:
                if refusal.code != 409:  # the other is at it: wait as the answer says
                    raise
                time.sleep(0.2)

    with ThreadPoolExecutor(2) as hands:
        made = list(hands.map(send, programs))
    return Finding(
        "one request sent to both hosts at once",
        "the same key, at the same moment",
        f"{len(set(made))} request made",
        len(set(made)) == 1,
    )


def _traffic(hosts: list[Running], told: dict[str, Any], server: Server, begun: object) -> Iterator[Finding]:
    until(lambda: server.one(AT_WORK, begun) == len(hosts) * len(HANDS))
    last = _last_number(server, told)
    made: list[dict[str, Any]] = []

    def client(place: int) -> None:
        east, west = (
            Program(host.address, told["slug"], Log(), token=told["tokens"][place], seed=seed + place)
            for host, seed in zip(hosts, (50, 60), strict=True)
        )
        for number in range(REQUESTS // CLIENTS):
            one, other = (east, west) if number % 2 else (west, east)
            made.append(other.request(one.person()))

    with ThreadPoolExecutor(CLIENTS) as hands:
        going = [hands.submit(client, place) for place in range(CLIENTS)]
        until(lambda: len(made) >= REQUESTS // 3)
        shot = [process for process in hosts[1].processes("task worker") if shoot(process)]
        for one in going:
            one.result()
    ids = [each["id"] for each in made]
    numbers = sorted(int(each["reference"].partition("/")[2]) for each in made)
    there = server.one(THERE, ids)
    yield Finding(
        "four clients on two hosts through the pooler",
        f"{REQUESTS} people written and asked for, each on one host and the other",
        f"{len(made)} acknowledged, {there} there, numbered {numbers[0]} to {numbers[-1]} after {last}",
        there == len(made) == REQUESTS and numbers == list(range(last + 1, last + 1 + len(made))),
    )
    until(lambda: _finished(server), every=2)
    ways, heard = server.one(WAYS, ids), server.one(TOLD, ids)
    failed = server.one(FAILED)
    yield Finding(
        "two workers, one shot while it worked",
        f"two workers at one queue, {len(shot)} process of one killed with -9, restarted by its host",
        f"every task carried out, failed: {failed or 'none'}; {heard} of {len(ids)} people told, all alike: {ways == 1}",
        not failed and ways == 1 and heard == len(ids) and len(shot) > 0,
    )


def _finished(server: Server) -> bool:
    with server.connect() as connection:
        rounds.of_the_stalled(connection)
    return server.one(UNFINISHED) == 0


def _last_number(server: Server, told: dict[str, Any]) -> int:
    """Of the year in which requests are now numbered."""
    found = server.one(
        "SELECT split_part(reference, '/', 2)::int FROM requests_supportrequest WHERE organisation_id = %s"
        " ORDER BY split_part(reference, '/', 1) DESC, 1 DESC LIMIT 1",
        told["organisation"],
    )
    return int(str(found))


def _replica(server: Server, replica: Server) -> Finding:
    until(lambda: server.one(BEHIND) == 0)
    count = "SELECT count(*) FROM journal_entry"
    here, there = server.one(count), replica.one(count)
    asleep = replica.one("SELECT pg_is_in_recovery()")
    return Finding(
        "the replica follows",
        "counted the journal on both, then asked the replica whether it takes writes",
        f"{here:,} entries here, {there:,} there; read-only: {asleep}",
        here == there and bool(asleep),
    )
