"""`silah evidence SLUG [--json] [--from … --to …]`: the state of each clause and its figures.

`--recount` counts every figure anew instead, and ends with 1 where what was kept differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta

from silah.doors.cli.which import operator_of
from silah.evidence import operations, queries
from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.tenancy import within


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug")
    parser.add_argument("--json", action="store_true", help="everything, for another programme")
    parser.add_argument("--from", dest="first", default="", help="first day, in either calendar")
    parser.add_argument("--to", dest="last", default="", help="last day; today unless said")
    parser.add_argument(
        "--recount", action="store_true", help="count all figures anew and compare with those kept"
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    by = operator_of(given.slug)
    if not can(by, Permission.VIEW_EVIDENCE):
        raise NotAllowed
    if given.recount:
        return _recount(by)
    last = hijri.parse_date(given.last) if given.last else clock.today()
    first = hijri.parse_date(given.first) if given.first else last - timedelta(days=queries.TWELVE_MONTHS)
    with within(by.organisation_id):
        found = queries.report(by, queries.period_of(first, last))
    if given.json:
        print(json.dumps(queries.as_json(found), ensure_ascii=False, indent=2))
        return 0
    for row in found.clauses:
        print(f"{row.clause.id:<6}{row.state:<10}{row.figures.good}/{row.figures.total}  {row.missing}")
    return 0


def _recount(by: Actor) -> int:
    with within(by.organisation_id):
        found = operations.recount_figures(by=by)
    for each in found:
        names = sorted(
            name for name in {*each.kept, *each.counted} if each.kept.get(name) != each.counted.get(name)
        )
        for name in names:
            kept, counted = each.kept.get(name, 0), each.counted.get(name, 0)
            print(f"DIFFERS  {each.what}  {name}: kept {kept}, counted {counted}", file=sys.stderr)
    print(f"{len(found)} differ, put right" if found else "all figures are as counted")
    return 1 if found else 0
