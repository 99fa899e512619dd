"""Asks a public register of advisories (OSV) about every component that is pinned here, the pages' own files too.

Names and versions leave this machine, nothing else. 0: nothing is known against any; 1: something is, and is named;
2: it could not be asked, which is no answer. Run by whoever looks after Silah, before a version and once a week.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKED = "https://api.osv.dev/v1/querybatch"
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.M)
AT_MOST = 30.0  # seconds for the answer
Component = tuple[str, str, str]  # ecosystem, name, version


def components(root: Path) -> Iterator[Component]:
    for name, version in PINNED.findall((root / "requirements.lock").read_text()):
        yield "PyPI", name, version
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    for path, told in packages.items():
        if path:
            yield "npm", path.rpartition("node_modules/")[2], told["version"]


def known(parts: list[Component], asked: str) -> Iterator[tuple[Component, list[str]]]:
    """Those against which something is known, with the names of the advisories. Raises OSError, ValueError."""
    queries = [
        {"package": {"ecosystem": where, "name": name}, "version": version} for where, name, version in parts
    ]
    request = urllib.request.Request(  # noqa: S310 - the register's address, or a test's
        asked, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=AT_MOST) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    if len(results) != len(parts):
        raise ValueError(f"{len(results)} answers to {len(parts)} questions")
    for part, told in zip(parts, results, strict=True):
        if found := [each["id"] for each in told.get("vulns", [])]:
            yield part, found


def main(root: Path = ROOT, asked: str = ASKED) -> int:
    parts = list(components(root))
    try:
        found = list(known(parts, asked))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"silah: the register of advisories could not be asked: {error!r}", file=sys.stderr)
        return 2
    for (_where, name, version), advisories in found:
        print(f"{name} {version}: {' '.join(advisories)}")
    print(f"{len(parts)} components, something is known against {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
