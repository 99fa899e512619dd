"""`silah keys lookup prepare|rotate|retire`: the key that numbers are found by, changed while everything serves.

A value's hash cannot be opened and sealed again: it is made anew from the sealed value beside it. Until every row is,
a value is looked for under both keys. What is kept nowhere waits: a token of the api is hashed again when it is used,
what was sent under a key of idempotency is told from something else for a day.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from silah.doors.cli.older_work import wait_for_older_work
from silah.foundation.access.actor import operator
from silah.foundation.journal import idempotency
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict
from silah.foundation.kernel.key_file import FIRST_LOOKUP
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations import tokens
from silah.foundation.tenancy import rehashing, within
from silah.foundation.tenancy.sealed import key_ring

FIRST = "first"  # how the key without an id is called here
SENT_AGAIN = timedelta(days=1)  # for so long a repeat is told from something else


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    prepare = verbs.add_parser("prepare", help="lay the next key on the ring, to copy it to every host first")
    prepare.set_defaults(run=run_prepare)
    rotate = verbs.add_parser("rotate", help="find by the next key, and hash again what older ones hashed")
    rotate.add_argument("--resume", action="store_true", help="go on where that was broken off")
    rotate.set_defaults(run=run_rotate)
    retire = verbs.add_parser("retire", help="take a key off the ring by which nothing is found any more")
    retire.add_argument("key", help="its id, as `silah keys status` shows it")
    retire.add_argument(
        "--now", action="store_true", help="because it leaked: ends the tokens that wait for it"
    )
    retire.set_defaults(run=run_retire)


def run_prepare(given: argparse.Namespace) -> None:
    _not_twice()
    print(f"{key_ring().prepare_lookup()} lies on the ring; everything is looked for by it too.")
    print("Copy key-ring.json to every host, then run `silah keys lookup rotate`, and copy it once more.")


def run_rotate(given: argparse.Namespace) -> None:
    """Every process looks by both keys before one writes by the new: else a number could stand under each."""
    ring = key_ring()
    if not given.resume:
        _not_twice()
        ring.prepare_lookup()
    if ring.lookup_prepared:
        wait_for_older_work()
        ring.rotate_lookup()
    print(f"{ring.lookup} is what numbers are found by from now on, on this host.", flush=True)
    print(f"hashed again: {_rehash()}")
    tell()


def run_retire(given: argparse.Namespace) -> None:
    ring, key_id = key_ring(), FIRST_LOOKUP if given.key == FIRST else given.key
    if key_id in (ring.lookup, ring.lookup_prepared or None) or key_id not in ring.lookup_ids:
        raise Conflict(f"{given.key} is the key in use, or the next one, or not on the ring")
    for _before_and_after in range(2):  # who began before the first may put back what he had read
        wait_for_older_work()
        _rehash()
    if left := counted()[key_id]:
        raise Conflict(
            f"{left} values are still found by {given.key}: run `silah keys lookup rotate --resume`"
        )
    _let_go_of_what_waits(given.key, key_id, now=given.now)
    ring.retire_lookup(key_id)
    print(
        f"{given.key} is off the ring. Backups made before today need it: keep it with them, apart from here."
    )


def tell() -> None:
    """A line for each key: how many values are found by it."""
    ring, found = key_ring(), counted()
    for key_id in sorted(ring.lookup_ids | found.keys(), key=lambda each: (each != ring.lookup, each)):
        role = "next" if key_id and key_id == ring.lookup_prepared else "old"
        role = "finds" if key_id == ring.lookup else role
        role = role if key_id in ring.lookup_ids else "NOT ON THE RING"
        print(f"{key_id or FIRST:<8}  {found[key_id]:>10} looked up  {role}")


def counted() -> Counter[str]:
    found: Counter[str] = Counter()
    for each in organisations.all_of_host():
        found += rehashing.counts(each.id)
    return found


def _not_twice() -> None:
    ring = key_ring()
    if len(ring.lookup_ids) > 1 and not ring.lookup_prepared:
        raise Conflict(
            "the change before is not finished: `silah keys lookup rotate --resume`, then `retire`"
        )


def _rehash() -> int:
    total = 0
    for slug, done in _batches():
        total += done
        print(f"  {slug}: {total}", flush=True)
    return total


def _batches() -> Iterator[tuple[str, int]]:
    for each in organisations.all_of_host():
        yield from ((each.slug, done) for done in rehashing.rehash(each.id))


def _let_go_of_what_waits(called: str, key_id: str, *, now: bool) -> None:
    """Tokens nobody used since, and what was sent within a day: they hold the key, or end with it."""
    everywhere = [operator(each.id) for each in organisations.all_of_host()]
    since = clock.now() - SENT_AGAIN
    standing = [(by, token) for by in everywhere for token in tokens.standing_under(by, key_id)]
    sent = sum(idempotency.sent_under(by, key_id, since) for by in everywhere)
    if (standing or sent) and not now:
        last = max((f", to {token.expires_at:%Y-%m-%d} at most" for _by, token in standing), default="")
        raise Conflict(
            f"{called} is still waited for by {len(standing)} tokens of the api that were not used since{last}, and by"
            f" {sent} acts of the last day that might be sent again. Later, or `--now`: it ends these tokens"
        )
    for by, token in standing:
        with within(by.organisation_id):
            tokens.revoke_token(token, by=by)
    for by in everywhere:
        idempotency.forget_under(by, key_id)
