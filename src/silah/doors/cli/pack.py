"""`silah pack check PATH` and `silah pack publish PATH --to SLUG --minutes … --date …`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from silah.doors.cli.which import operator_of
from silah.foundation.kernel import hijri
from silah.policy import operations
from silah.policy.control import known_controls
from silah.policy.pack import load, problems


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="say what is wrong with a pack, by file and key")
    check.add_argument("path", type=Path)
    check.set_defaults(run=run_check)
    publish = verbs.add_parser("publish", help="put a pack in force as a new version")
    publish.add_argument("path", type=Path)
    publish.add_argument("--to", required=True, metavar="SLUG", help="the association")
    publish.add_argument("--minutes", default="", help="number of the minutes that approved it")
    publish.add_argument("--date", default="", help="day of approval, in either calendar")
    publish.set_defaults(run=run_publish)


def run_check(given: argparse.Namespace) -> int:
    found = problems(given.path, known_controls())
    for problem in found:
        place = ": ".join(filter(None, (problem.file, problem.key)))
        print(f"{place}: {problem.message}\n    {problem.remedy}", file=sys.stderr)
    if not found:
        print("the pack is sound")
    return 1 if found else 0


def run_publish(given: argparse.Namespace) -> int:
    if run_check(given):
        return 1
    version = operations.publish(
        load(given.path, known_controls=known_controls()),
        by=operator_of(given.to),
        minutes=given.minutes,
        approved_on=hijri.parse_date(given.date) if given.date else None,
    )
    approved = f"approved {version.approved_on}" if version.approved else "in use, approval not on record"
    print(f"version {version.number} is in force ({approved})")
    return 0
