"""Copy the fonts and htmx that pages use into the tree, with their licences and checksums.

Run after changing a version in package.json: ``npm ci && python scripts/vendor.py``.
``python scripts/vendor.py --check`` compares what is in the tree with its checksums.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/silah/foundation/ui/static/vendor"
CHECKSUMS = VENDOR / "SHA256SUMS"

PLEX = "@fontsource/ibm-plex-sans-arabic"
# Digits and punctuation live in the Latin subset; without it they fall back to another face.
SUBSETS = ("arabic", "latin")
WEIGHTS = (400, 500, 600, 700)


def wanted() -> dict[str, str]:
    """Where each vendored file comes from, inside node_modules."""
    fonts = {
        f"plex/{subset}-{weight}.woff2": f"{PLEX}/files/ibm-plex-sans-arabic-{subset}-{weight}-normal.woff2"
        for subset in SUBSETS
        for weight in WEIGHTS
    }
    return fonts | {
        "plex/LICENSE.txt": f"{PLEX}/LICENSE",
        "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
        "htmx/LICENSE.txt": "htmx.org/LICENSE",
    }


def copy() -> None:
    for target, source in wanted().items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, path)
    CHECKSUMS.write_text("".join(f"{digest(VENDOR / name)}  {name}\n" for name in sorted(wanted())))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences() -> list[str]:
    """The vendored files that are missing or not what they were when they were copied."""
    lines = (line.split("  ", 1) for line in CHECKSUMS.read_text().splitlines())
    recorded = {name: sum_ for sum_, name in lines}
    if recorded.keys() != wanted().keys():
        return sorted(recorded.keys() ^ wanted().keys())
    return [name for name, sum_ in recorded.items() if not matches(VENDOR / name, sum_)]


def matches(path: Path, sum_: str) -> bool:
    return path.is_file() and digest(path) == sum_


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare the tree with its checksums")
    if not parser.parse_args().check:
        copy()
    for name in (wrong := differences()):
        print(f"not as recorded: {name}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
