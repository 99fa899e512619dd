"""Two hosts of Silah against one PostgreSQL through a pooler, with a replica: what one does the other knows."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from drill.clients import FURNISH, SERVICE, WIDOW, Browser, Program
from drill.findings import Drill, Finding
from drill.servers import Pooler, Postgres, Silah, ending, eventually
from silah.foundation.kernel import national_id, phone

REQUESTS = 40
CLIENTS = 4
NOBODYS = 7_000_000  # numbers from here on are nobody's in the story told
WRONG = "khata-khata"
BEHIND = "SELECT coalesce(max(pg_wal_lsn_diff(sent_lsn, replay_lsn)), -1)::bigint FROM pg_stat_replication"


def run(drill: Drill) -> Iterator[Finding]:
    with ExitStack() as up:
        home = up.enter_context(_home(drill))
        server = Postgres.new(_folder(home, "first"))
        up.enter_context(ending(server))
        replica = server.copy(_folder(home, "replica"), "--write-recovery-conf", "--wal-method=stream")
        replica.start()
        up.enter_context(ending(replica))
        pooler = Pooler(_folder(home, "pooler"), server)
        up.enter_context(ending(pooler))
        hosts = [_host(home, name, server, pooler) for name in ("east", "west")]
        assert hosts[0].command("upgrade", "--quiet").returncode == 0
        known = json.loads(hosts[0].python(FURNISH))
        up.enter_context(ending(*hosts))
        for host in hosts:
            host.start()
        program = Program(known["slug"], known["token"])
        yield _sessions(hosts, known)
        yield _throttles(hosts, known)
        yield _same_key(hosts, program)
        yield from _traffic(hosts, program, server)
        yield _replica(server, replica)
        verified = hosts[1].command("journal", "verify")
        yield Finding(
            "chains after two hosts wrote them", "`silah journal verify` on the second host",
            verified.stdout.strip() or verified.stderr.strip(), verified.returncode == 0,
        )  # fmt: skip


@contextmanager
def _home(drill: Drill) -> Iterator[Path]:
    """A new folder that the database's account may pass through, gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="machines-", dir=drill.home))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _folder(home: Path, name: str) -> Path:
    made = home / name
    made.mkdir(mode=0o711)
    return made


def _host(home: Path, name: str, server: Postgres, pooler: Pooler) -> Silah:
    """Pages through the pooler, tasks past it; keys and files are the same on both."""
    return Silah(
        _folder(home, name) / "data",
        SILAH_KEYS=str(home / "keys"),
        SILAH_FILES=str(home / "files"),
        SILAH_SEALS=str(home / "seals"),
        SILAH_WORKERS="1",
        DATABASE_URL=server.url("silah_app", port=pooler.port),
        DATABASE_DIRECT_URL=server.url("silah_app"),
        DATABASE_OWNER_URL=server.url("silah_owner"),
    )


def _sessions(hosts: list[Silah], known: dict[str, str]) -> Finding:
    browser, desk = Browser(), f"/{known['slug']}/desk/"
    first, second = (f"{host.address}{desk}" for host in hosts)
    login = f"{hosts[0].address}/accounts/login/"
    browser.post(login, login=known["name"], password=known["password"])
    here = browser.get(first)
    there = browser.get(second)
    browser.post(f"{hosts[1].address}/accounts/logout/")
    after = browser.get(first)
    inside = ["ينتظرني" in page for _status, page in (here, there, after)]
    return Finding(
        "a session on both hosts",
        "logged in on one, opened the worklist on the other, logged out there",
        f"inside on the first: {inside[0]}, on the second: {inside[1]}, on the first after logging out: {inside[2]}",
        inside == [True, True, False],
    )


def _throttles(hosts: list[Silah], known: dict[str, str]) -> Finding:
    """Five wrong passwords lock the name; half of them were typed elsewhere."""
    for place in range(6):
        at = f"{hosts[place % 2].address}/accounts/login/"
        Browser().post(at, login=known["name"], password=WRONG)
    at = f"{hosts[0].address}/accounts/login/"
    _status, page = Browser().post(at, login=known["name"], password=known["password"])
    entered, told = "ينتظرني" in page, "محاولات كثيرة" in page
    return Finding(
        "wrong passwords on both hosts",
        "six by turns, then the right one",
        f"the right one let in: {entered}; told to wait five minutes: {told}",
        told and not entered,
    )


def _person(program: Program, address: str, number: int) -> str:
    body = {
        "full_name": "نورة سعد الحربي",
        "national_id": national_id.synthetic(NOBODYS + number),
        "birth_date": "1980-03-09",
        "mobile": phone.synthetic(NOBODYS + number),
        "sex": "female",
        "confirmed_new": True,
    }
    return str(program.call(address, "POST", "people/", body, key=f"person-{number}")["id"])


def _request(program: Program, address: str, party: str, key: str) -> dict[str, Any]:
    body = {
        "service": SERVICE,
        "applicant_id": party,
        "channel": "interview",
        "consents": ["privacy_notice"],
        "answers": WIDOW,
        "signature": {"method": "paper"},
    }
    answer: dict[str, Any] = program.call(address, "POST", "requests/", body, key=key)
    return answer


def _same_key(hosts: list[Silah], program: Program) -> Finding:
    """A client that did not wait for its answer and asked the other host."""
    party = _person(program, hosts[0].address, 0)

    def send(host: Silah) -> str:
        while True:
            try:
                return str(_request(program, host.address, party, "the-same")["id"])
            except urllib.error.HTTPError as refusal:
                if refusal.code != 409:  # the other is at it: wait as the answer says
                    raise
                time.sleep(0.2)

    with ThreadPoolExecutor(2) as hands:
        made = list(hands.map(send, hosts))
    return Finding(
        "one request sent to both hosts at once",
        "the same key, at the same moment",
        f"{len(set(made))} request made",
        len(set(made)) == 1,
    )


def _traffic(hosts: list[Silah], program: Program, server: Postgres) -> Iterator[Finding]:
    workers = eventually(lambda: _at_work(server, 2), "two workers never reported")
    made: list[dict[str, Any]] = []

    def client(place: int) -> None:
        for number in range(1 + place, REQUESTS + 1, CLIENTS):
            address = hosts[number % 2].address
            party = _person(program, address, number)
            made.append(_request(program, hosts[(number + 1) % 2].address, party, f"request-{number}"))

    with ThreadPoolExecutor(CLIENTS) as hands:
        going = [hands.submit(client, place) for place in range(CLIENTS)]
        eventually(lambda: len(made) >= REQUESTS // 3, "no request is answered")
        shot = hosts[1].children("silah.config.worker")
        for process in shot:
            os.kill(process, signal.SIGKILL)
        for one in going:
            one.result()
    ids = [each["id"] for each in made]
    held = server.one("SELECT count(*) FROM requests_supportrequest WHERE id = ANY(%s::uuid[])", ids)
    numbers = sorted(int(m["reference"].partition("/")[2]) for m in made)
    gapless = server.one(
        "SELECT count(*) = max(n) FROM (SELECT split_part(reference, '/', 2)::int AS n, split_part(reference, '/', 1) AS y,"
        " organisation_id FROM requests_supportrequest WHERE split_part(reference, '/', 1) = %s) AS r"
        " JOIN organisations_organisation o ON o.id = r.organisation_id WHERE o.slug = %s",
        made[0]["reference"].partition("/")[0], program.slug,
    )  # fmt: skip
    yield Finding(
        "four clients on two hosts through the pooler",
        f"{REQUESTS} people written and asked for, each on one host and the other",
        f"{len(made)} acknowledged, {held} there, numbers {numbers[0]} to {numbers[-1]} without a gap: {gapless}",
        held == len(made) == REQUESTS and bool(gapless),
    )
    eventually(lambda: server.one(UNFINISHED) == 0, "a task is never finished", 180)
    ways = server.one(WAYS, ids)
    told = server.one(
        "SELECT count(DISTINCT about_id) FROM contact_message WHERE about_id = ANY(%s::uuid[])", ids
    )
    failed = server.one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    yield Finding(
        "two workers, one shot while it worked",
        f"{workers} workers at one queue, {len(shot)} processes of one killed with -9, restarted by its host",
        f"every task carried out, {failed} failed; {told} of {len(ids)} people told, all alike: {ways == 1}",
        failed == 0 and ways == 1 and told == len(ids) and len(shot) > 0,
    )


UNFINISHED = (
    "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'reactions' AND status IN ('todo', 'doing')"
)
# What each person was sent about her request, in how many different ways: all asked for the same, so in one.
WAYS = (
    "SELECT count(DISTINCT sent) FROM (SELECT string_agg(template || state, ' ' ORDER BY template, state) AS sent"
    " FROM contact_message WHERE about_id = ANY(%s::uuid[]) GROUP BY about_id) AS t"
)


def _at_work(server: Postgres, count: int) -> int:
    found = int(server.one("SELECT count(*) FROM procrastinate_workers"))
    return found if found >= count else 0


def _replica(server: Postgres, replica: Postgres) -> Finding:
    eventually(lambda: server.one(BEHIND) == 0, "the replica never catches up")
    count = "SELECT count(*) FROM journal_entry"
    here, there = server.one(count), replica.one(count)
    return Finding(
        "the replica follows",
        "counted the journal on both, then tried to write to the replica",
        f"{here:,} entries here, {there:,} there; read-only: {replica.one('SELECT pg_is_in_recovery()')}",
        here == there and bool(replica.one("SELECT pg_is_in_recovery()")),
    )
