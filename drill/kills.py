"""Real traffic through portal and api while workers and the database are killed; then everything is counted."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg

from drill import counted, rounds
from drill.findings import Drill, Finding
from drill.insisting import Client, Log
from drill.installation import Installation
from drill.programs import Program
from drill.provider import Provider
from drill.running import TARGETS, Running, shoot
from drill.visitors import Visitor
from drill.waiting import until

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("SEED", "1"))
AT_ONCE = 4  # killed in one moment, at the most
# The postmaster comes back in a second or two, a worker of pages in three of CPU, a backend at once.
SHARES = {"backend": 11, "postmaster": 5, "page worker": 2, "task worker": 2}
PATIENCE = 600.0  # seconds for what follows to be done, retries of killed tasks included


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("kills")
    try:
        with Provider() as provider, here.up() as kept:
            before = counted.Counted(here, told["organisation"])
            kept.release()
            log = Log()
            done = _traffic(drill, here, told, log, provider)
            yield from _checked(drill, here, before, log, provider, done)
    finally:
        here.remove()


def _traffic(drill: Drill, here: Installation, told: Any, log: Log, provider: Provider) -> str:
    more = provider.environment() | {"SILAH_TRUSTED_PROXY": "127.0.0.1"}
    with Running(here, **more) as server:
        clients = _clients(server, told, log, provider)
        for client in clients:
            client.start()
        shots = _shoot(drill, server, log)
        drill.say("the shooting is over; what is under way is finished")
        for client in clients:
            client.ending.set()
        for client in clients:
            client.join(300)
        log.errors += [f"{type(client).__name__} never came back" for client in clients if client.is_alive()]
        reader = Program(server.address, told["slug"], log, token=told["tokens"][3], seed=SEED + 99)
        reader.read_references()
        _settle(drill, here)
    each = ", ".join(f"{count} × {target}" for target, count in shots.most_common())
    return f"{sum(shots.values())} kills -9 ({each}) under {len(clients)} clients"


def _clients(server: Running, told: Any, log: Log, provider: Provider) -> list[Client]:
    at, slug = server.address, told["slug"]
    programs = [
        Program(at, slug, log, token=token, seed=SEED + place)
        for place, token in enumerate(told["tokens"][:3])
    ]
    people = told["people"][:-1]  # the last is for looking afterwards
    visitors = [
        Visitor(at, slug, log, people=people, provider=provider, seed=SEED + 50 + place) for place in range(3)
    ]
    return [*programs, *visitors]


def _shoot(drill: Drill, server: Running, log: Log) -> Counter[str]:
    """At moments drawn by lot, one to four of different processes at once, while something is under way: an answer
    has come since the last shots, if one came soon."""
    draw, shots, told = random.Random(SEED), Counter[str](), 0
    assert set(SHARES) == set(TARGETS)
    while (count := sum(shots.values())) < KILLS:
        if count >= told + 25:
            told = count
            drill.say(f"{count} kills, {len(log.requests)} requests, {log.again} sendings again")
        known, soon = _answered(log), time.monotonic() + 15
        while _answered(log) == known and time.monotonic() < soon:
            time.sleep(0.02)
        time.sleep(draw.random() * 0.4)
        aims = _aims(server, draw, min(draw.randint(1, AT_ONCE), KILLS - count))
        shots.update(target for process, target in aims.items() if shoot(process))
    server.wait(120)
    return shots


def _aims(server: Running, draw: random.Random, count: int) -> dict[int, str]:
    """Processes found before the first of them is shot, so that all die together."""
    aims: dict[int, str] = {}
    for target in draw.choices(list(SHARES), list(SHARES.values()), k=count):
        if found := [process for process in server.processes(target) if process not in aims]:
            aims[draw.choice(found)] = target
    return aims


def _answered(log: Log) -> int:
    return len(log.people) + len(log.requests) + len(log.papers)


def _settle(drill: Drill, here: Installation) -> None:
    """Until nothing that follows is undone: what a killed worker held, once its heart was silent for half a minute."""
    took = until(lambda: _settled(here), PATIENCE, every=2)
    drill.say(f"everything that follows was done {took:.0f} s later")


def _settled(here: Installation) -> bool:
    with suppress(psycopg.OperationalError), here.connect() as connection:
        rounds.of_the_stalled(connection)
        return connection.execute(rounds.UNDONE).fetchone() == (0,)
    return False


def _checked(
    drill: Drill, here: Installation, before: counted.Counted, log: Log, provider: Provider, done: str
) -> Iterator[Finding]:
    with here.up():
        yield counted.kept(before, log, done, KILLS // 4)
        yield from counted.checks(before, provider)
        verified = here.silah("journal", "verify", "bench")
        yield Finding(
            "the journal",
            "every chain and seal of the association walked",
            (verified.stdout or verified.stderr)[-200:].strip(),
            verified.returncode == 0,
        )
