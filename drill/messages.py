"""The provider of messages is down for a day, or takes calls and never answers: everything waits, and goes out once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from drill import rounds
from drill.a_day import MESSAGES
from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.installation import Installation
from drill.looking import Looking
from drill.programs import Program
from drill.provider import Provider
from drill.running import Running
from drill.visitors import Visitor
from drill.waiting import until
from silah.contact.calling import AT_ONCE, IN_ALL

TRIED = """SELECT a.message_id::text, a.outcome FROM contact_attempt a JOIN contact_message m ON m.id = a.message_id
           AND m.organisation_id = a.organisation_id WHERE m.created_at >= %s ORDER BY a.number"""
# Due, and not yet tried; what waits for the morning or lies sealed is not among them.
UNTRIED = """SELECT count(*) FROM contact_message m WHERE created_at >= %s AND state = 'queued'
             AND next_try_at <= now() AND NOT EXISTS (SELECT FROM contact_attempt a
             WHERE a.organisation_id = m.organisation_id AND a.message_id = m.id)"""
# The next try, a minute later, is moved near.
NEAR = "UPDATE contact_message SET next_try_at = now() WHERE created_at >= %s AND state = 'queued'"
WAITING = "SELECT count(*) FROM contact_message WHERE created_at >= %s AND state = 'queued'"
WAIT = AT_ONCE / 2  # seconds; a page that waited for the provider would take all of its time-out


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("messages")
    try:
        yield _silent(drill, here, told)
        with here.up():
            seen = json.loads(here.asked("-m", "drill.a_day").splitlines()[-1])
        yield Finding(
            "the provider is down for a day",
            f"{MESSAGES} messages, a provider that answers 500 for 24 hours of a moved clock, then works",
            f"{seen['refused']} tries refused, each on record; {seen['once']} went out exactly once, the last"
            f" {seen['hours']:.1f} hours after it worked again; {seen['states']}",
            seen["once"] == seen["accepted"] == MESSAGES and seen["tries"] == seen["refused"] + MESSAGES,
        )
    finally:
        here.remove()


def _silent(drill: Drill, here: Installation, told: dict[str, Any]) -> Finding:
    """Somebody waits for a code and an officer's program writes, while the provider takes every call and says nothing."""
    log, person = Log(), told["people"][0]
    with (
        Provider() as provider,
        Running(here, **provider.environment()) as server,
        here.connect() as connection,
    ):
        visitor = Visitor(server.address, told["slug"], log, people=[], provider=provider, seed=91)
        program = Program(server.address, told["slug"], log, token=told["tokens"][0], seed=92)
        begun = connection.execute("SELECT now()").fetchone()
        visitor.page("sign-in/")
        program.once()  # everybody is warm
        since = connection.execute("SELECT now()").fetchone()
        log.slowest, log.asked, provider.hangs = 0.0, 0, True
        home = f"{server.address}/{told['slug']}/"
        with Looking([home, f"{home}sign-in/"]) as looking:
            visitor.send("sign-in/", {"mobile": person["mobile"]})
            until(lambda: provider.hung > 0)
            called = time.monotonic()
            drill.say("it was called, and does not answer")
            program.once()
            until(lambda: connection.execute(TRIED, since).fetchone() is not None)
            gave_up = time.monotonic() - called
            until(lambda: connection.execute(UNTRIED, since).fetchone() == (0,))
        first, provider.hangs = connection.execute(TRIED, since).fetchone(), False
        connection.execute(NEAR, begun)
        rounds.of_association(connection, told["organisation"], "messages")
        led = visitor.with_code(person["mobile"], "sign-in/code/", {}, "another_code")
        until(lambda: connection.execute(WAITING, begun).fetchone() == (0,))
        tries = connection.execute(TRIED, since).fetchall()
    keys = {key for key, _outcome in tries}
    once = sum(len(provider.taken[key]) == 1 for key in keys)
    slowest = max(looking.slowest, log.slowest)
    return Finding(
        "the provider takes calls and never answers",
        "somebody asks for a code, a program writes requests, others open pages meanwhile",
        f"given up after {gave_up:.0f} s, on record as «{first and first[1]}»; {sum(looking.statuses.values())} pages and"
        f" {log.asked} steps meanwhile, the slowest {slowest:.1f} s; tried again once it answered: {once} of {len(keys)}"
        " messages went out, each once, and the code let her in",
        gave_up < IN_ALL + 5
        and first is not None
        and first[1] == "unreachable"
        and not (looking.failures or log.broken or log.errors)
        and slowest < WAIT
        and once == len(keys) > 1
        and "identity" in led,
    )
