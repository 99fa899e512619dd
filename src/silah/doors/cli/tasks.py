"""`silah tasks`: what the worker could not do; the exit status says whether anything failed for good.

A line names the task and the ids it carries, never a person: which step of which association to look at in the log.
"""

from __future__ import annotations

import argparse

from django.db import connection

TROUBLED = """
SELECT id, task_name, status::text, attempts, args, scheduled_at FROM procrastinate_jobs
WHERE status = 'failed' OR status = 'todo' AND attempts > 0 ORDER BY status, id LIMIT 200
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TROUBLED)
        rows = cursor.fetchall()
    for number, name, status, attempts, args, scheduled in rows:
        if status == "failed":
            after = f"failed for good after {attempts} tries"
        else:
            after = f"tried {attempts} times, next {scheduled:%Y-%m-%d %H:%M:%S} UTC"
        print(f"{number} {name} {after} {args}")
    failed = sum(row[2] == "failed" for row in rows)
    print(f"{failed} failed, {len(rows) - failed} to be tried again")
    return 1 if failed else 0
