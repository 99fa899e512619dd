"""A task that always fails: others go on, it is tried again after growing waits, then the operator is told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from drill.findings import Drill, Finding
from drill.insisting import Log, Program
from drill.provider import Provider
from drill.running import Running

# Of an entry that is not there: it fails wherever and whenever it is tried.
FAILING = """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
             VALUES ('reactions', 'silah.contact.tasks.deliver', %s, 'todo') RETURNING id"""
STATE = """SELECT status::text, attempts, extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs
           WHERE id = %s"""
LAST = "UPDATE procrastinate_jobs SET attempts = 12, scheduled_at = now() WHERE id = %s AND status = 'todo'"
LOOKED = 3  # tries that are waited for; the last is then brought near
RECEIPTS = """SELECT count(*) FROM contact_message WHERE organisation_id = %s AND template = 'receipt'
              AND created_at > now() - interval '1 hour'"""


def run(drill: Drill) -> Iterator[Finding]:
    here = drill.populated("tasks")
    try:
        with Provider() as provider:
            with here.up() as kept:
                told = json.loads(here.asked("-m", "drill.furnish", "0"))
                kept.release()
            with Running(here, **provider.environment()) as server, here.connect() as connection:
                ids = {
                    "organisation_id": told["organisation"],
                    "entry_id": str(uuid4()),
                    "subject_id": str(uuid4()),
                }
                job = _one(connection, FAILING, [json.dumps(ids)])[0]
                log, waits = Log(), []
                program = Program(server.address, told["slug"], log, token=told["tokens"][0], seed=71)
                for tried in range(1, LOOKED + 1):
                    _until(lambda tried=tried: _one(connection, STATE, [job])[:2] == ("todo", tried))
                    waits.append(round(_one(connection, STATE, [job])[2]))
                program.once()
                _until(lambda: _one(connection, RECEIPTS, [told["organisation"]])[0] > 0)
                connection.execute(LAST, [job])
                _until(lambda: _one(connection, STATE, [job])[0] == "failed")
                shown = here.silah("tasks")
        named = f"{job} silah.contact.tasks.deliver failed for good" in shown.stdout
        yield Finding(
            "a task that always fails",
            f"one put into the queue; {LOOKED} tries waited for, the last of twelve more brought near",
            f"tried again after about {', '.join(map(str, waits))} s; meanwhile a request was received and its"
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


def _until(holds: Callable[[], bool], seconds: float = 180) -> None:
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() < begun + seconds, "it did not come to that"
        time.sleep(0.1)
