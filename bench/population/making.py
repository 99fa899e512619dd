"""The whole of it: a database told, then printed; once for each size, and gone on with where it was cut."""

from __future__ import annotations

import contextlib
import io
import time
from pathlib import Path

import psycopg

from bench.population import households, loading, people
from silah.config.embedded import places
from silah.doors.cli import demo
from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Organisation
from silah.foundation.tenancy.sealed import key_ring


def make(data: Path, size: int, *, short: bool = False) -> str:
    """`data` is the folder of a running embedded server, migrated. `short`: of a shorter demonstration.

    Returns how long it took, as a sentence; kept, since what is there already is not made again.
    """
    finished = data / f"population-{size}"
    if finished.exists():
        return finished.read_text()
    people.check()
    with contextlib.redirect_stdout(io.StringIO()):  # its addresses and log-ins concern nobody here
        demo.seed(short=short)
    for place, told in enumerate(Organisation.objects.filter(slug__in=("qw", "ej")).order_by("slug")):
        households.complete(told.id, first=place * 10_000)
    begun = time.monotonic()
    loading.populate(places.url(data, "silah_owner"), key_ring(), size, clock.today())
    took = time.monotonic() - begun
    with psycopg.connect(places.url(data, "silah_owner")) as owner:
        entries = owner.execute("SELECT count(*) FROM journal_entry").fetchone()
    words = (
        f"Printed in {took:,.0f} s with its indexes: {size / took:,.0f} people a second, with requests and journal"
        f" ({entries and entries[0] / took:,.0f} entries a second)."
    )
    finished.write_text(words)
    return words
