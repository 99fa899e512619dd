"""Installations of a drill's own: data folder, keys, commands as an operator gives them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

from silah.config.embedded import Handle, ensure_running, places

ROOT = Path(__file__).resolve().parent.parent
OURS = ("SILAH_", "DATABASE_", "DJANGO_", "PG", "PORT")


@dataclass(frozen=True)
class Installation:
    home: Path

    @classmethod
    def fresh(cls, home: Path) -> Installation:
        made = cls(home)
        made.remove()
        home.mkdir(parents=True, mode=0o711)
        return made

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def keys(self) -> Path:
        return self.home / "data-keys"

    def environment(self, **more: str) -> dict[str, str]:
        """As of an operator's shell, with nothing of this run in it."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return clean | {"SILAH_DATA": str(self.data)} | more

    def silah(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "silah.doors.cli.main", *arguments, **more)

    def python(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment(**more),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self, *arguments: str, **more: str) -> str:
        """What such a command prints; it must succeed."""
        done = self.python(*arguments, **more)
        assert done.returncode == 0, f"{arguments[:2]}: {done.stdout[-500:]}{done.stderr[-1500:]}"
        return done.stdout

    def copied(self, home: Path) -> Installation:
        """Another, the same in everything; its server must not be running."""
        made = Installation.fresh(home)
        for part in ("data", "data-keys"):
            # With owners and rights: the server runs as somebody else where we are root.
            subprocess.run(["cp", "-a", "--reflink=auto", self.home / part, made.home / part], check=True)
        return made

    def up(self) -> Handle:
        """Its embedded server, for as long as the handle is held."""
        return ensure_running(self.data)

    def connect(self, role: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(places.url(self.data, role), autocommit=True)

    def url(self, role: str) -> str:
        return places.url(self.data, role)

    def remove(self) -> None:
        cluster = self.data / "postgres"
        if cluster.is_symlink():
            shutil.rmtree(cluster.resolve(), ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
