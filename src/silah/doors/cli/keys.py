"""`silah keys status|prepare|rotate|retire`: the keys that seal personal values, changed while everything serves.

`silah keys lookup …` changes the key that they are found by: `lookup_keys.py`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from silah.doors import second_step
from silah.doors.cli import lookup_keys
from silah.doors.cli.older_work import wait_for_older_work
from silah.foundation.files import resealing as files
from silah.foundation.kernel.errors import Conflict
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import resealing as values
from silah.foundation.tenancy.sealed import key_ring


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    status = verbs.add_parser("status", help="how many values and files each key seals")
    status.set_defaults(run=run_status)
    prepare = verbs.add_parser("prepare", help="lay the next key on the ring, to copy it to every host first")
    prepare.set_defaults(run=run_prepare)
    rotate = verbs.add_parser("rotate", help="seal with the next key, and seal again what older ones sealed")
    rotate.add_argument("--resume", action="store_true", help="only seal again, where that was broken off")
    rotate.set_defaults(run=run_rotate)
    retire = verbs.add_parser("retire", help="take a key off the ring that seals nothing any more")
    retire.add_argument("key", help="its id, as `silah keys status` shows it")
    retire.set_defaults(run=run_retire)
    lookup_keys.arguments(verbs.add_parser("lookup", help="the key that numbers are found by"))


def run_status(given: argparse.Namespace) -> None:
    ring, found = key_ring(), counted()
    for key_id in sorted(ring.key_ids | found.keys(), key=lambda each: (each != ring.current, each)):
        role = {ring.current: "seals", ring.prepared: "next"}.get(key_id, "old")
        role = role if key_id in ring.key_ids else "NOT ON THE RING"
        print(f"{key_id}  {found[key_id]:>10} sealed  {role}")
    lookup_keys.tell()


def run_prepare(given: argparse.Namespace) -> None:
    print(f"{key_ring().prepare()} lies on the ring and seals nothing yet.")
    print("Copy key-ring.json to every host, then run `silah keys rotate`, and copy it once more.")


def run_rotate(given: argparse.Namespace) -> None:
    ring = key_ring()
    key_id = ring.current if given.resume else ring.rotate()
    print(f"{key_id} seals from now on, in every running process of this host.", flush=True)
    print(f"sealed again: {_reseal()}")
    run_status(given)


def run_retire(given: argparse.Namespace) -> None:
    """Waits for whatever was under way, seals that again too, counts, and only then lets go of the key."""
    ring = key_ring()
    if given.key == ring.current or given.key not in ring.key_ids:
        raise Conflict(f"{given.key} is the key that seals now, or is not on the ring")
    wait_for_older_work()
    _reseal()
    if left := counted()[given.key]:
        raise Conflict(f"{given.key} still seals {left}: run `silah keys rotate --resume`")
    ring.retire(given.key)
    print(
        f"{given.key} is off the ring. Backups made before today need it: keep it with them, apart from here."
    )


def counted() -> Counter[str]:
    found = second_step.counts()
    for each in organisations.all_of_host():
        found += values.counts(each.id) + files.counts(each.id)
    return found


def _reseal() -> int:
    total = 0
    for slug, done in _batches():
        total += done
        if done:
            print(f"  {slug}: {total}", flush=True)
    return total


def _batches() -> Iterator[tuple[str, int]]:
    yield from (("second steps of log-ins", done) for done in second_step.reseal())
    for each in organisations.all_of_host():
        for reseal in (values.reseal, files.reseal):
            yield from ((each.slug, done) for done in reseal(each.id))
