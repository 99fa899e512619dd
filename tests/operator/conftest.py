"""An installation of a test's own: data folder, keys, and the embedded server as an operator has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from silah.config.embedded import places


@dataclass(frozen=True)
class Installation:
    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def keys(self) -> Path:
        return self.home / "data-keys"

    @property
    def environment(self) -> dict[str, str]:
        """As of an operator's shell, with nothing of the test run in it."""
        ours = ("SILAH_", "DATABASE_", "DJANGO_", "PYTEST_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return clean | {"SILAH_DATA": str(self.data)}

    def silah(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-m", "silah.doors.cli.main", *arguments]
        surroundings = self.environment | more
        return subprocess.run(
            run,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def connect(self, role: str) -> psycopg.Connection:
        return psycopg.connect(places.url(self.data, role))


@contextmanager
def installations() -> Iterator[Callable[[], Installation]]:
    """Makes installations; all of them are gone afterwards."""
    made: list[Path] = []

    def make() -> Installation:
        home = Path(tempfile.mkdtemp(prefix="silah-operator-"))
        home.chmod(0o711)
        made.append(home)
        return Installation(home)

    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("SILAH_KEYS", raising=False)
            yield make
    finally:
        for home in made:
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def new_installation() -> Iterator[Callable[[], Installation]]:
    with installations() as make:
        yield make


@pytest.fixture
def installation(new_installation: Callable[[], Installation]) -> Installation:
    return new_installation()
