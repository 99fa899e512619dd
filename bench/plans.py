"""What PostgreSQL touches for a page: `python -m bench.plans 1m "open a case"`.

Pages of 8 KB that each statement looked at, and its milliseconds, the dearest first. Pages touched do not depend on
what else the machine does, so those of one size can be laid beside those of another. A statement that is kept is
looked at with the plan that is kept, which knows no values. `PLANS=1` shows the plans.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from bench.population.__main__ import number

CALLS = 3  # of each scene; the last is looked at, when the others have warmed what they touch
NUMBERS = count(1)  # of statements kept to be looked at
SHOWN = 100  # letters of a statement
PLANS = os.environ.get("PLANS", "")
LEAST = int(os.environ.get("LEAST", "40"))  # pages; cheaper statements are counted, not shown


def main() -> int:
    asked, words = (sys.argv[1], sys.argv[2]) if len(sys.argv) > 2 else ("1k", "")
    home = Path(os.environ.get("SILAH_BENCH", tempfile.gettempdir())) / f"silah-bench-{number(asked)}"
    os.environ |= {
        "SILAH_DATA": str(home / "data"),
        "SILAH_KEYS": str(home / "keys"),
        "DJANGO_SETTINGS_MODULE": "silah.config.settings",
    }
    from silah.config import embedded

    with embedded.ensure_running(home / "data") as handle:
        import django

        django.setup()
        from bench.calls import Server
        from bench.scenes import scenes

        server = Server()
        for scene in scenes(CALLS, writing="submit" in words):
            if words in scene.name:
                _tell(scene.name, *_looked_at(server, scene.calls[:CALLS]))
        handle.release(wait=30)
    return 0


Found = list[tuple[int, float, str]]


def _looked_at(server: Any, calls: list[Any]) -> tuple[Found, int]:
    """Pages, milliseconds and words of each read, dearest first; how many statements there were."""
    from django.db import connection, transaction

    from bench.calls import counting
    from silah.foundation.tenancy.sending import _Kept

    for call in calls:
        with counting() as asked:
            server.send(call)
    found = []
    with transaction.atomic():
        plain = psycopg.ClientCursor(connection.connection)
        for sql, params, kind in asked:
            if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
                continue
            plain.execute(sql, params)
            if "set_config" in sql:
                continue
            carried_out = plain.mogrify(sql, params)
            if kind is _Kept:
                carried_out = _kept(plain, sql, params)
            if PLANS:
                plain.execute("EXPLAIN (ANALYZE, BUFFERS) " + carried_out)
                print(*(line for (line,) in plain), sep="\n")
            plain.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + carried_out)
            (plan,) = plain.fetchone()
            plain.execute("SET LOCAL plan_cache_mode = auto")
            whole = (plan if isinstance(plan, list) else json.loads(plan))[0]
            touched = whole["Plan"]["Shared Hit Blocks"] + whole["Plan"]["Shared Read Blocks"]
            found.append((touched, whole["Execution Time"], " ".join(sql.split())))
    return sorted(found, reverse=True), len(asked)


def _kept(plain: Any, sql: str, params: Any) -> str:
    """Kept with a plan for any values; what carries it out."""
    name, numbers = f"looked_at_{next(NUMBERS)}", count(1)
    text = re.sub("%[s%]", lambda mark: "%" if mark[0] == "%%" else f"${next(numbers)}", sql)
    plain.execute(f"PREPARE {name} AS {text}")
    plain.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    marks = ", ".join(["%s"] * len(params))
    return str(plain.mogrify(f"EXECUTE {name}({marks})" if params else f"EXECUTE {name}", params))


def _tell(name: str, found: Found, statements: int) -> None:
    pages, spent = sum(each[0] for each in found), sum(each[1] for each in found)
    print(f"\n{name}: {pages:,} pages, {spent:.1f} ms in {len(found)} reads of {statements} statements")
    for touched, took, sql in found:
        if touched >= LEAST:
            print(f"  {touched:>8,} pages {took:>8.1f} ms  {sql[:SHOWN]}")


if __name__ == "__main__":
    raise SystemExit(main())
