"""`silah restore FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from silah.config import database, environment
from silah.config.backup import restore
from silah.config.upgrade import upgrade


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="what `silah backup` wrote")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    data = environment.data_folder()
    with database.available():
        manifest = restore(data, given.file)
        print(f"Restored and compared: {manifest.total_rows} rows, {manifest.total_files} stored files.")
        failed = upgrade(quiet=True)
    keys = environment.keys_folder(data)
    if not (keys / "key-ring.json").exists():
        print(f"Now put key-ring.json of that installation into {keys}: sealed values need it.")
    return failed
