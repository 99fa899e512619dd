"""One process of the drill: `python -m drill.fuzzing read 90000`; a line of JSON for each thing seen.

On a database of its own, made and thrown away; nothing is ever committed to it.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from functools import cache

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction

from drill.fuzzing import parts
from drill.fuzzing.state import Undo
from silah.foundation.ui import assets
from tests import database
from tests.hostile import town
from tests.hostile.town import Town


def seen(part: str, cases: int, number: int) -> Iterator[parts.Seen]:
    if part == "read":
        yield from parts.readers(cases, number)
        return
    if part == "packs":
        yield from parts.policies(cases, number)
        return
    yield from (parts.pages if part == "pages" else parts.calls)(_town(), cases, number)


@cache
def _town() -> Town:
    """One for all: whatever is tried in it is undone."""
    return town.build()


def run(work: list[tuple[str, int]], number: int) -> None:
    for part, cases in work:
        for each in seen(part, cases, number):
            print(json.dumps(each.told(), ensure_ascii=False), flush=True)


def main() -> int:
    logging.disable(logging.CRITICAL)
    given = sys.argv[1:]
    work = [(part, int(cases)) for part, cases in zip(given[::2], given[1::2], strict=True)]
    number = int(os.environ.get("SEED") or time.time())
    assets.make_ready()
    handle = database.start(settings.DATA)
    try:
        with database.clone(settings.DATA, "silah_tests"):
            try:
                with transaction.atomic():
                    run(work, number)
                    raise Undo
            except Undo:
                pass
            finally:
                connection.close()
    finally:
        handle.release(wait=30)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
