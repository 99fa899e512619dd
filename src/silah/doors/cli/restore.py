"""`silah restore FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from silah.config import database, environment
from silah.config.backup import restore, sealing
from silah.config.upgrade import upgrade
from silah.doors.cli.backup import key_argument


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="what `silah backup` wrote")
    key_argument(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    data, key = environment.data_folder(), sealing.key_of(given.key_file)
    with database.available():
        manifest = restore(data, given.file, key)
        print(f"Restored and compared: {manifest.total_rows} rows, {manifest.total_files} stored files.")
        failed = upgrade(quiet=True)
    keys = environment.keys_folder(data)
    if not (keys / "key-ring.json").exists():
        print(f"Now put key-ring.json of that installation into {keys}: sealed values need it.")
    return failed
