"""`silah backup FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from silah.config import database, environment
from silah.config.backup import back_up, sealing


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that does not exist yet")
    key_argument(parser)
    parser.set_defaults(run=run)


def key_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key-file",
        type=Path,
        help="encrypted with the key in this file (openssl rand -hex 32), or in SILAH_BACKUP_KEY",
    )


def run(given: argparse.Namespace) -> None:
    data, key = environment.data_folder(), sealing.key_of(given.key_file)
    with database.available():
        manifest = back_up(data, given.file, key)
    print(f"Written and read back: {given.file}{', encrypted' if key else ''}")
    print(f"  {manifest.total_rows} rows in {len(manifest.rows)} tables, {manifest.total_files} stored files")
    print(f"The keys are not in it. Keep a copy of {environment.keys_folder(data)} in another place:")
    print("without key-ring.json the names, numbers and documents in this backup can never be read again.")
