"""Whose rights the server runs with: the caller's own, or, since PostgreSQL refuses root, another account's."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from silah.config.embedded.errors import ServerError

CANDIDATES = ("silah", "postgres", "nobody")
SYSTEM_FOLDER = Path("/var/lib/silah")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @property
    def other(self) -> bool:
        """Whether the server runs as somebody else than the caller."""
        return self.uid != os.geteuid()

    def popen(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def take(self, path: Path) -> None:
        if self.other:
            os.chown(path, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Whether every folder on the way lets this account pass."""
        return all(self._passes(each.stat()) for each in (folder, *folder.parents))

    def _passes(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))


def account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid:
            return Account(found.pw_uid, found.pw_gid)
    raise ServerError(
        "PostgreSQL does not run as root, and none of the accounts silah, postgres, nobody exists."
    )
