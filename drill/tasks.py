"""A task that always fails: others go on, it is tried again after growing waits, then the operator is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.programs import Program
from drill.provider import Provider
from drill.running import Running
from drill.waiting import until

# Of an entry that is not there: it fails wherever and whenever it is tried.
FAILING = """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
             VALUES ('reactions', 'silah.contact.tasks.deliver', %s, 'todo') RETURNING id"""
STATE = """SELECT status::text, attempts, extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs
           WHERE id = %s"""
NEAR = "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id = %s AND status = 'todo'"
LAST = "UPDATE procrastinate_jobs SET attempts = 12, scheduled_at = now() WHERE id = %s AND status = 'todo'"
LOOKED = 6  # tries, each brought near once it is known for when it was put off; then the last of them
RECEIPTS = """SELECT count(*) FROM contact_message WHERE organisation_id = %s AND template = 'receipt'
              AND created_at >= %s"""


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("tasks")
    try:
        with (
            Provider() as provider,
            Running(here, **provider.environment()) as server,
            here.connect() as connection,
        ):
            ids = {
                "organisation_id": told["organisation"],
                "entry_id": str(uuid4()),
                "subject_id": str(uuid4()),
            }
            job = _one(connection, FAILING, [json.dumps(ids)])[0]
            log, waits = Log(), []
            since = _one(connection, "SELECT now()", [])[0]
            program = Program(server.address, told["slug"], log, token=told["tokens"][0], seed=71)
            for tried in range(1, LOOKED + 1):
                until(lambda tried=tried: _one(connection, STATE, [job])[:2] == ("todo", tried))
                waits.append(round(_one(connection, STATE, [job])[2]))
                connection.execute(NEAR, [job])
            program.once()
            until(lambda: _one(connection, RECEIPTS, [told["organisation"], since])[0] > 0)
            connection.execute(LAST, [job])
            until(lambda: _one(connection, STATE, [job])[0] == "failed")
            shown = here.silah("tasks")
        named = f"{job} silah.contact.tasks.deliver failed for good" in shown.stdout
        yield Finding(
            "a task that always fails",
            f"one put into the queue; {LOOKED} tries looked at, each next one brought near, then the last of twelve more",
            f"put off by {', '.join(map(str, waits))} s; meanwhile a request was received and its"
            f" receipt written; then `silah tasks`: «{shown.stdout.splitlines()[-1]}», exit status {shown.returncode}",
            waits == sorted(waits)
            and waits[-1] > waits[0]
            and named
            and shown.returncode == 1
            and not log.errors,
        )
    finally:
        here.remove()


def _one(connection: Any, query: str, values: list[Any]) -> Any:
    return connection.execute(query, values).fetchone()
