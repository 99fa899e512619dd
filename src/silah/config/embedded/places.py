"""Folders, locks, socket and passwords that belong to one data folder."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from silah.config import environment
from silah.config.embedded.account import SYSTEM_FOLDER, account
from silah.config.embedded.errors import ServerError

DATABASE = "silah"
ROLES = ("postgres", "silah_owner", "silah_app")


def url(data: Path, role: str, database: str = DATABASE) -> str:
    """Address of a database on the embedded server of `data`; the server need not be running yet."""
    import urllib.parse

    user, password = role, passwords(data)[role]
    query = urllib.parse.urlencode({"host": str(socket_folder(data))})
    return f"postgresql://{user}:{urllib.parse.quote(password)}@/{database}?{query}"


def passwords(data: Path) -> dict[str, str]:
    """One random password a role, made once and kept with the keys."""
    made = json.dumps({role: os.urandom(24).hex() for role in ROLES})
    kept: dict[str, str] = json.loads(environment.kept(passwords_file(data), made))
    return kept


def passwords_file(data: Path) -> Path:
    return environment.keys_folder(data) / "database-passwords.json"


def prepare(data: Path) -> None:
    """Make the data folder: its owner alone reads it, the server's account only passes through."""
    environment.usable(data, "SILAH_DATA")
    environment.usable(environment.keys_folder(data), "SILAH_KEYS")
    data.chmod(0o711 if account().other else 0o700)


def cluster(data: Path) -> Path:
    return data / "postgres"


def cluster_to_be(data: Path) -> Path:
    """Where a new cluster is made; root's data may lie where the server's account cannot go."""
    if account().reaches(data):
        return cluster(data)
    elsewhere = SYSTEM_FOLDER / "clusters" / os.urandom(16).hex()
    elsewhere.parent.mkdir(parents=True, exist_ok=True)
    cluster(data).symlink_to(elsewhere)
    return elsewhere


def socket_folder(data: Path) -> Path:
    """Short, since a socket's address is limited to 107 bytes, and the same for every process of this user."""
    digest = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
    base = SYSTEM_FOLDER / "sockets" if os.geteuid() == 0 else Path(f"/tmp/silah-{os.geteuid()}")  # noqa: S108
    return base / digest


def open_socket_folder(data: Path) -> Path:
    folder, who = socket_folder(data), account()
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o711 if who.other else 0o700)
    parent = folder.parent.lstat()
    if folder.parent.is_symlink() or parent.st_uid != os.geteuid() or parent.st_mode & 0o022:
        raise ServerError(f"{folder.parent} belongs to somebody else or is open to others: remove it.")
    folder.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    who.take(folder)
    return folder
