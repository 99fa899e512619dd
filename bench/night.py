"""A night's rounds over so many open requests: `python -m bench.night 300k`. See `rows`.

An association's open requests are copied until there are that many, and dated as if every round until yesterday had
been held: what is due tonight is what a day brings. Then each step of the rounds is timed, while somebody else goes
on writing to requests and says how long the longest wait was.
"""

# ruff: noqa: S608 - tables and columns are this file's own
from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from bench import home
from bench.asked import SLUG
from bench.population.__main__ import number

HEADS = [
    "by the clock, one association",
    "open requests",
    "done",
    "seconds",
    "CPU",
    "longest transaction, ms",
    "longest wait of who writes to a request, ms",
]
SMALL = 1000  # people, of whom the requests are copied
# Of twenty open requests, so many stand at each stage; copied from requests that stood there once.
SHARES = {
    "submitted": (6, "stage = 'submitted'"),
    "complete": (2, "stage = 'complete'"),
    "verified": (2, "stage = 'verified'"),
    "studied": (3, "stage = 'studied'"),
    "decided": (1, "EXISTS (SELECT FROM {replies} AND d.outcome <> 'reject')"),
    "replied": (
        2,
        "EXISTS (SELECT FROM {replies} AND d.outcome = 'reject') AND NOT EXISTS (SELECT FROM {granted})",
    ),
    "serving": (3, "stage = 'serving'"),
    "delivered": (1, "stage = 'closed' AND EXISTS (SELECT FROM {granted})"),
}
REPLIES = (
    "decisions_reply p JOIN decisions_decision d ON d.organisation_id = p.organisation_id AND d.id = p.decision_id"
    " WHERE p.organisation_id = r.organisation_id AND p.support_request_id = r.id AND p.cancelled_at IS NULL"
)
PARTS = (
    "requests_participant",
    "requests_requirementitem",
    "requests_declaration",
    "decisions_decision",
    "decisions_reply",
)
COPIED = "md5(c.new::text || t.{}::text)::uuid"  # of a row that belongs to a copy


def rows(asked: str) -> list[list[str]]:
    """As `HEADS` says, a row for each step that did something, and one for all of them; then the hour after, in which
    nothing is due. In a process and a database of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.night", asked, "--json"], stdout=subprocess.PIPE, text=True, check=True
    )
    measured: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> int:
    asked = sys.argv[1] if len(sys.argv) > 1 else "30k"
    with home.opened(f"silah-night-{number(asked)}") as data:
        from bench.population.making import make
        from bench.report import table

        make(data, SMALL)
        found = _measured(number(asked))
        print(json.dumps(found, ensure_ascii=False) if "--json" in sys.argv else table(HEADS, found))
    return 0


# --- what is due tonight ----------------------------------------------------------------------------------


def fill(count: int) -> UUID:
    """Only open requests that are due tonight, or later: the id of their association."""
    import psycopg
    from django.conf import settings

    from silah.config.embedded import places
    from silah.foundation.organisations import queries as organisations

    found = organisations.by_slug(SLUG)
    assert found is not None
    with psycopg.connect(places.url(settings.DATA, "silah_owner"), autocommit=True) as owner:
        with owner.transaction():
            owner.execute(
                "CREATE TEMP TABLE bench_copied (old uuid, new uuid PRIMARY KEY, stage text, n int) ON COMMIT DROP"
            )
            for stage, (share, where) in SHARES.items():
                _copy(owner, found.id, stage, count * share // 20, where)
            _parts(owner, found.id)
            _date(owner, found.id)
        owner.execute("VACUUM ANALYZE")
    return found.id


def _copy(owner: Any, at: UUID, stage: str, wanted: int, where: str) -> None:
    granted = f"{REPLIES} AND d.outcome <> 'reject'"
    condition = where.format(replies=REPLIES, granted=granted)
    there = owner.execute(
        "SELECT count(*) FROM requests_supportrequest WHERE organisation_id = %s AND stage = %s", [at, stage]
    ).fetchone()[0]
    if wanted <= there:
        return
    owner.execute(
        "WITH model AS (SELECT r.id, row_number() OVER (ORDER BY r.id) - 1 AS place, count(*) OVER () AS many"
        f" FROM requests_supportrequest r WHERE r.organisation_id = %s AND r.reference IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM decisions_appeal a WHERE a.organisation_id = r.organisation_id"
        f" AND a.support_request_id = r.id) AND ({condition}))"
        " INSERT INTO bench_copied SELECT id, uuidv7(), %s, n FROM generate_series(1, %s) n JOIN model ON n %% many = place",
        [at, stage, wanted - there],
    )
    assert owner.execute("SELECT count(*) FROM bench_copied WHERE stage = %s", [stage]).fetchone()[0]


def _parts(owner: Any, at: UUID) -> None:
    _insert(
        owner, at, "requests_supportrequest", "id", {"id": "c.new", "stage": "c.stage", "reference": "NULL"}
    )
    for table in PARTS:
        other = {"id": COPIED.format("id"), "support_request_id": "c.new"}
        _insert(owner, at, table, "support_request_id", other | {"decision_id": COPIED.format("decision_id")})


def _insert(owner: Any, at: UUID, table: str, joined: str, other: dict[str, str]) -> None:
    names = [
        name
        for (name,) in owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
        ).fetchall()
    ]
    values = ", ".join(other.get(name, f't."{name}"') for name in names)
    owner.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} t"
        f" JOIN bench_copied c ON c.old = t.{joined} WHERE t.organisation_id = %s",
        [at],
    )


def _date(owner: Any, at: UUID) -> None:
    """The copies' days: as many fall due tonight as a day brings."""
    from silah.foundation.access.actor import timer
    from silah.foundation.kernel import clock
    from silah.foundation.tenancy import within
    from silah.policy import queries as policy

    with within(at):
        pack = policy.current(timer(at))[1]
    unfinished = pack.reply_window.unfinished
    told = {
        "at": at,
        "day": clock.today(),
        "midnight": clock.start_of_day(clock.today()),
        "remind": unfinished.remind_after_days,
        "announce": unfinished.announce_after_days,
        "end": unfinished.end_after_days,
        "object": pack.appeal_body.object_within_days,
    }
    for statement in DATES:
        owner.execute(statement, told)


REQUESTS = "FROM bench_copied c WHERE r.organisation_id = %(at)s AND r.id = c.new"
OF_REPLY = "FROM bench_copied c WHERE r.organisation_id = %(at)s AND r.support_request_id = c.new"
HEARD = "(1 + c.n %% (%(announce)s + %(end)s + 1))"  # days ago, and everything due until yesterday was done
DATES = (
    f"""UPDATE requests_supportrequest r SET
    submitted_at = %(midnight)s - make_interval(days => {HEARD}), stage_since = %(midnight)s - make_interval(days => {HEARD}),
    last_item_at = %(midnight)s - make_interval(days => {HEARD}, hours => -10),
    expiry_announced_at = CASE WHEN {HEARD} > %(announce)s
        THEN %(midnight)s - make_interval(days => {HEARD} - %(announce)s, hours => -1) END,
    reminded_at = CASE WHEN {HEARD} > %(remind)s THEN %(midnight)s
        - make_interval(days => {HEARD} - %(remind)s * (({HEARD} - 1) / %(remind)s), hours => -1) END
    {REQUESTS} AND c.stage = 'submitted'""",
    f"""UPDATE requests_supportrequest r SET ceiling_on = %(day)s + 20 - c.n %% 40,
    overdue_noted_at = CASE WHEN c.n %% 40 > 21 THEN %(midnight)s - interval '1 day' END
    {REQUESTS} AND c.stage IN ('complete', 'verified', 'studied', 'decided')""",
    f"""UPDATE requests_supportrequest r SET stage_since = now() - interval '7 days 12 hours' + make_interval(days => c.n %% 7)
    {REQUESTS} AND c.stage = 'delivered'""",
    f"""UPDATE decisions_reply r SET released_at = NULL, released_by_id = NULL, received_at = NULL, received_how = '',
    closed_at = NULL, closed_as = '', object_until = NULL, floor_on = %(day)s - 1,
    release_at = %(midnight)s + make_interval(days => c.n %% 14)
    {OF_REPLY} AND c.stage = 'decided'""",
    f"""UPDATE decisions_reply r SET closed_at = coalesce(closed_at, %(midnight)s),
    object_until = %(day)s - 1 + c.n %% (1 + %(object)s)
    {OF_REPLY} AND c.stage = 'replied'""",
    f"""UPDATE decisions_reply r SET closed_at = coalesce(closed_at, %(midnight)s), object_until = %(day)s - 1
    {OF_REPLY} AND c.stage = 'delivered'""",
)


# --- and done ---------------------------------------------------------------------------------------------


def _measured(count: int) -> list[list[str]]:
    begun = time.monotonic()
    at = fill(count)
    print(f"{count:,} open requests made in {time.monotonic() - begun:.0f} s", file=sys.stderr)
    found = [*_night(at, count, "the night"), *_night(at, count, "an hour later")]
    return [[name, f"{count:,}", *each] for name, *each in found]


def _night(at: UUID, count: int, name: str) -> Iterator[list[str]]:
    from silah.doors.jobs.rounds import ROUNDS
    from silah.foundation.access.actor import timer
    from silah.foundation.journal.models import Entry
    from silah.foundation.tenancy import within

    def entries() -> int:
        with within(at):
            return Entry.objects.count()

    all_done, all_longest, all_waited, begun, cpu = 0, 0.0, 0.0, time.monotonic(), time.process_time()
    for each in ("replies", "promises", "seals", "files"):
        for step in ROUNDS[each].steps:
            started, spent, before = time.monotonic(), time.process_time(), entries()
            with _longest_transaction() as longest, _somebody_writing(at) as waited:
                done = step(timer(at))
            took, spent = time.monotonic() - started, time.process_time() - spent
            acts = done if isinstance(done, int) else entries() - before
            all_done, all_longest = all_done + acts, max(all_longest, longest[0])
            all_waited = max(all_waited, waited[0])
            if acts:
                said = f"{step.__module__.removeprefix('silah.').removesuffix('.tasks')}.{step.__name__}"
                yield [
                    said,
                    f"{acts:,}",
                    f"{took:.1f}",
                    f"{spent:.1f}",
                    f"{longest[0]:.0f}",
                    f"{waited[0]:.0f}",
                ]
            print(
                f"{name}, {step.__name__}: {acts} in {took:.1f} s, CPU {spent:.1f}",
                file=sys.stderr,
                flush=True,
            )
    took, spent = time.monotonic() - begun, time.process_time() - cpu
    yield [
        f"**{name}**",
        f"{all_done:,}",
        f"{took:.1f}",
        f"{spent:.1f}",
        f"{all_longest:.0f}",
        f"{all_waited:.0f}",
    ]


@contextmanager
def _longest_transaction() -> Iterator[list[float]]:
    """Milliseconds, of our own connection: Django turns autocommit off where one begins and on where it ends."""
    from django.db import connection

    longest, begun, turn = [0.0], [0.0], connection.set_autocommit

    def timed(autocommit: bool, *args: Any, **kwargs: Any) -> None:
        if not autocommit:
            begun[0] = time.monotonic()
        turn(autocommit, *args, **kwargs)
        if autocommit:
            longest[0] = max(longest[0], (time.monotonic() - begun[0]) * 1000)

    connection.set_autocommit = timed  # type: ignore[method-assign]
    try:
        yield longest
    finally:
        connection.set_autocommit = turn  # type: ignore[method-assign]


@contextmanager
def _somebody_writing(at: UUID) -> Iterator[list[float]]:
    """A page that writes to one open request after another, all the while; the longest wait in milliseconds."""
    import psycopg
    from django.conf import settings

    from silah.config.embedded import places

    waited, leave = [0.0], threading.Event()

    def write() -> None:
        with psycopg.connect(places.url(settings.DATA, "silah_app"), autocommit=True) as page:
            page.execute("SELECT set_config('silah.organisation', %s, false)", [str(at)])
            cases = page.execute(
                "SELECT id FROM requests_supportrequest WHERE stage NOT IN ('closed', 'expired', 'withdrawn')"
                " ORDER BY md5(id::text) LIMIT 2000"
            ).fetchall()
            for place in range(10**9):
                if leave.wait(0.02):
                    return
                begun = time.monotonic()
                page.execute(
                    "SELECT id FROM requests_supportrequest WHERE id = %s FOR UPDATE",
                    cases[place % len(cases)],
                )
                waited[0] = max(waited[0], (time.monotonic() - begun) * 1000)

    somebody = threading.Thread(target=write)
    somebody.start()
    try:
        yield waited
    finally:
        leave.set()
        somebody.join()


if __name__ == "__main__":
    raise SystemExit(main())
