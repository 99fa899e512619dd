"""What the worker does each minute, brought near: the clock is moved, so to say, and nobody waits for it."""

from __future__ import annotations

import json
from typing import Any

import psycopg

JOB = """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
         VALUES ('timers', %s, %s, 'todo')"""

# What is still to be done, now.
UNDONE = """SELECT (SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'reactions'
                    AND status IN ('todo', 'doing')) +
                   (SELECT count(*) FROM contact_message WHERE state = 'queued' AND next_try_at <= now())"""


def of_association(connection: psycopg.Connection[Any], organisation: str, name: str) -> None:
    """Such a round of this association, now."""
    given = {"organisation_id": organisation, "round_name": name}
    connection.execute(JOB, ["jobs.of_association", json.dumps(given)])


def of_the_stalled(connection: psycopg.Connection[Any]) -> None:
    """What a killed worker held is looked for, now."""
    connection.execute(JOB, ["jobs.stalled", json.dumps({"timestamp": 0})])
