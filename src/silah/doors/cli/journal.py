"""`silah journal verify [SLUG …]`: every link of every chain, every seal, and the exit status says whether it holds."""

from __future__ import annotations

import argparse
import sys
from itertools import chain

from silah.foundation.journal import seals, verifying
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import within


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verify = verbs.add_parser(
        "verify", help="walk every chain and every seal; all associations unless some are named"
    )
    verify.add_argument("slug", nargs="*")
    verify.set_defaults(run=run_verify)


def run_verify(given: argparse.Namespace) -> int:
    chosen = [each for each in organisations.all_of_host() if not given.slug or each.slug in given.slug]
    if missing := set(given.slug) - {each.slug for each in chosen}:
        raise NotFound(f"no association is called {' or '.join(sorted(missing))}")
    broken = 0
    for organisation in chosen:
        with within(organisation.id):
            for link in chain(verifying.verify(), seals.verify()):
                broken += 1
                print(
                    f"{organisation.slug} {link.kind} {link.subject_id} {link.number}: {link.why}",
                    file=sys.stderr,
                )
    print(f"{len(chosen)} associations, {broken} broken links")
    return 1 if broken else 0
