"""`silah backup FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from silah.config import database, environment
from silah.config.backup import back_up


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that does not exist yet")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    data = environment.data_folder()
    with database.available():
        manifest = back_up(data, given.file)
    print(f"Written and read back: {given.file}")
    print(f"  {manifest.total_rows} rows in {len(manifest.rows)} tables, {manifest.total_files} stored files")
    print(f"The keys are not in it. Keep a copy of {environment.keys_folder(data)} in another place:")
    print("without key-ring.json the names, numbers and documents in this backup can never be read again.")
