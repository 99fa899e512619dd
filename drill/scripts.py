"""A script typed into every box, and every page that shows it opened in a real browser, as everybody."""

from __future__ import annotations

from collections.abc import Iterator

from drill.findings import Drill, Finding
from drill.tested import tested


def run(drill: Drill) -> Iterator[Finding]:
    drill.say("a script in every box, then every page in a browser")
    done = tested("tests/hostile/test_scripts.py", EVERY_PAGE="1")
    held = done.returncode == 0 and "1 passed" in done.stdout
    seen = "no dialog, no script ran, no policy broken, no element of it in any page"
    yield Finding(
        "a script typed into every box",
        "every form, then every page as three people",
        seen if held else done.stdout[-400:],
        held,
    )
