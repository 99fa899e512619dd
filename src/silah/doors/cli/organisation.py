"""`silah organisation create SLUG --name …`."""

from __future__ import annotations

import argparse

from silah.foundation.access.actor import operator
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations import operations


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    create = verbs.add_parser("create", help="add an association; publish its policy next")
    create.add_argument("slug", help="the first word of its address: small Latin letters and digits")
    create.add_argument("--name", required=True, help="what the operator calls it")
    create.set_defaults(run=run_create)


def run_create(given: argparse.Namespace) -> int:
    organisation = operations.create_organisation(given.slug, given.name, by=operator(new_id()))
    print(f"created {organisation.slug} ({organisation.id})")
    return 0
