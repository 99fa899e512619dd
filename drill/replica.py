"""The first server is lost while clients write; its replica is promoted and the application goes on there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg

from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.installation import Installation
from drill.postgres import Server, app
from drill.programs import Program
from drill.running import Running
from drill.waiting import until
from silah.config.embedded.account import account
from silah.config.embedded.cluster import READY

CLIENTS = 3


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("replica")
    try:
        yield from _promoted(drill, here, told)
    finally:
        here.remove()


def _promoted(drill: Drill, here: Installation, told: Any) -> Iterator[Finding]:
    with Server(here, here.data / "postgres", synchronous_standby_names="*") as first:
        with (
            first.connect() as connection
        ):  # in its own file, where pg_rewind finds it: what it reads is kept
            connection.execute("ALTER SYSTEM SET wal_keep_size = '1GB'")
            connection.execute("SELECT pg_reload_conf()")
        copy = here.home / "replica"
        first.base_backup(copy, "--write-recovery-conf")
        with Server(here, copy) as second:
            first.until(lambda: first.one("SELECT sync_state FROM pg_stat_replication") == "sync")
            drill.say("the replica keeps up; clients begin")
            log = Log()
            with Running(here, **app(first, second)) as server:
                yield _fail_over(drill, server, first, second, told, log)
                yield _kept(second, log)
            verified = here.silah("journal", "verify", told["slug"], **app(second))
            yield Finding(
                "the journal on the promoted replica",
                "every chain and seal walked",
                (verified.stdout or verified.stderr)[-200:].strip(),
                verified.returncode == 0,
            )
            yield _fenced(first, second)


def _fail_over(drill: Drill, server: Running, first: Server, second: Server, told: Any, log: Log) -> Finding:
    clients = [
        Program(server.address, told["slug"], log, token=told["tokens"][place], seed=20 + place)
        for place in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    until(lambda: len(log.requests) >= 2 * CLIENTS)
    first.kill()
    drill.say("the first server is gone")
    lost_at, before = time.monotonic(), len(log.requests)
    time.sleep(1)  # somebody notices; meanwhile clients are told to come again
    second.one("SELECT pg_promote()")
    until(lambda: len(log.requests) >= before + 2 * CLIENTS)
    took = time.monotonic() - lost_at
    for client in clients:
        client.ending.set()
    for client in clients:
        client.join(120)
    told_words = f"{before} requests acknowledged before, {len(log.requests) - before} after; writing again"
    return Finding(
        "the application goes on",
        f"{CLIENTS} clients, the first server killed -9, pg_promote on the second; Silah was not restarted",
        f"{told_words} {took:.0f} s after the loss; {log.broken} answers 5xx meanwhile, {log.inhuman} without a sentence",
        not log.errors and not log.inhuman and len(log.requests) > before,
    )


def _kept(second: Server, log: Log) -> Finding:
    with second.connect() as connection:
        there = {
            str(case): reference
            for case, reference in connection.execute("SELECT id, reference FROM requests_supportrequest")
        }
        people = {str(row[0]) for row in connection.execute("SELECT id FROM people_party")}
    lost = [each for each, reference in log.requests.items() if there.get(each) != reference]
    lost += [each for each in log.people if each not in people]
    return Finding(
        "acknowledged is on the replica",
        f"{len(log.requests)} requests and {len(log.people)} people looked for, commits waited for the replica",
        f"lost: {len(lost)}",
        not lost,
    )


def _fenced(first: Server, second: Server) -> Finding:
    """As docs/running.md has it: the lost server comes back as a replica of the other, by pg_rewind, or not at all."""
    word = second.url("postgres")
    first.settings.pop("synchronous_standby_names")
    account().take(first.folder / READY)  # left there by whoever furnished it, for pg_rewind to copy
    first.tool(
        "pg_rewind", "--target-pgdata", str(first.folder), "--source-server", word, "--write-recovery-conf"
    )
    first.start()
    first.until(lambda: first.one("SELECT pg_is_in_recovery()") is True)
    second.until(
        lambda: second.one("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1
    )
    try:
        with first.connect("silah_app") as connection:
            connection.execute("DELETE FROM silah_cache")
        said = "it took a write"
    except psycopg.errors.ReadOnlySqlTransaction as refusal:
        said = f"a write there: {refusal.diag.message_primary}"
    return Finding(
        "the lost server comes back",
        "pg_rewind from the promoted one, started again",
        f"it follows the promoted one; {said}",
        said != "it took a write",
    )
