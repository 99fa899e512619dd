"""`silah upgrade`."""

from __future__ import annotations

import argparse

from silah.config import database
from silah.config.upgrade import upgrade


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    with database.available():
        return upgrade(quiet=given.quiet)
