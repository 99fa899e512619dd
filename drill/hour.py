"""The clock jumps back an hour: histories keep their order, codes work, nothing is sent twice or lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from drill import counted, rounds
from drill.clock import Clock, NoCompiler
from drill.findings import Drill, Finding
from drill.insisting import Client, Log
from drill.installation import Installation
from drill.looking import Looking
from drill.postgres import Server, app
from drill.programs import Program
from drill.provider import Provider
from drill.running import Running
from drill.visitors import Visitor
from drill.waiting import until

NAME = "the clock of a running server is set back an hour"
HOUR = 3600
EACH = 6  # requests before, and as many after


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("hour")
    try:
        with here.up() as up:
            seen = json.loads(here.asked("-m", "drill.a_jump").splitlines()[-1])
            up.release(wait=60)
        yield Finding(
            "the clock jumps back an hour",
            "a file opened, a code issued, a message queued, a seal made; then an hour earlier the code used, the"
            " file corrected, a seal and a round",
            f"chains and seals broken: {seen['broken'] or 'none'}; the code worked, the correction stands; the message"
            f" went out {seen['once']} time once its moment came again ({seen['early']} before)",
            not seen["broken"]
            and seen["corrected"] == "quwayiyah"
            and (seen["once"], seen["early"], seen["state"]) == (1, 0, "sent"),
        )
        try:
            clock = Clock(here.home)
        except NoCompiler:
            yield Finding(
                NAME, "nothing: there is no C compiler here (apt-get install gcc)", "not run", held=False
            )
            return
        yield from _under_way(drill, here, told, clock)
    finally:
        here.remove()


def _under_way(drill: Drill, here: Installation, told: dict[str, Any], clock: Clock) -> Iterator[Finding]:
    """Begins an hour ahead and goes back to the machine's own time, so that whatever is written is written after now."""
    log = Log()
    clock.set(HOUR)
    with Provider() as provider:
        database = Server(here, here.data / "postgres")
        database.surroundings = clock.environment
        with database:
            before = counted.Counted(database, told["organisation"], since=datetime.now(UTC))
            ahead = database.one("SELECT extract(epoch FROM clock_timestamp())::bigint")
            more = (
                provider.environment()
                | clock.environment
                | app(database)
                | {"SILAH_TRUSTED_PROXY": "127.0.0.1"}
            )
            with Running(here, **more) as server:
                clients = _clients(server, told, log, provider)
                for client in clients:
                    client.start()
                until(lambda: len(log.by_page) > 0 and len(log.requests) >= EACH)
                known, signed = len(log.requests), len(log.by_page)
                clock.set(0)
                drill.say(f"the clock stands an hour earlier, after {known} requests")
                home = f"{server.address}/{told['slug']}/"
                with Looking([home, f"{home}services/1/"]) as looking:
                    until(lambda: len(log.by_page) > signed and len(log.requests) >= known + EACH)
                for client in clients:
                    client.ending.set()
                for client in clients:
                    client.join(120)
                reader = Program(server.address, told["slug"], log, token=told["tokens"][3], seed=19)
                reader.read_references()
                clock.set(HOUR)  # that hour goes by: what was put off until then is due
                until(lambda: _nothing_waits(database, told), every=2)
            moved = int(str(ahead)) - before.since.timestamp()
            words = f"{known} requests before, {len(log.requests) - known} after"
            kept = counted.kept(before, log, f"{NAME}: {words}", least=EACH)
            verified = here.silah("journal", "verify", told["slug"], **app(database))
            odd = [
                *(each.outcome for each in counted.checks(before, provider) if not each.held),
                *([] if verified.returncode == 0 else [verified.stdout + verified.stderr]),
            ]
    yield Finding(
        NAME,
        f"Silah and PostgreSQL {moved / HOUR:.1f} h ahead of this machine, then with it, under two programs and two people"
        f" in the portal; {words}",
        f"{kept.outcome}; {sum(looking.statuses.values())} pages meanwhile, {looking.failures} failed; numbers without a"
        f" gap, nothing half written, each message sent once, {verified.stdout.strip()}"
        if not odd
        else "; ".join(odd),
        kept.held and not odd and not looking.failures and not log.broken and moved > HOUR - 300,
    )


def _clients(server: Running, told: dict[str, Any], log: Log, provider: Provider) -> list[Client]:
    at, slug, people = server.address, told["slug"], told["people"][:20]
    programs = [Program(at, slug, log, token=told["tokens"][place], seed=11 + place) for place in range(2)]
    return [
        *programs,
        *(Visitor(at, slug, log, people=people, provider=provider, seed=15 + place) for place in range(2)),
    ]


def _nothing_waits(database: Server, told: dict[str, Any]) -> bool:
    with database.connect() as connection:
        rounds.of_association(connection, told["organisation"], "messages")
        return connection.execute(rounds.UNDONE).fetchone() == (0,)
