"""A clock for the programs of a drill that can be set while they run, as somebody sets the clock of a machine."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("moved.c")


class NoCompiler(Exception):
    """The few lines of C that move a clock cannot be compiled here."""


class Clock:
    """In `folder`, which the database's account may pass through. Seconds ahead of the machine's: none at first."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise NoCompiler
        self._file, self._library = folder / "ahead", folder / "moved.so"
        self.set(0)
        run = [compiler, "-O2", "-shared", "-fPIC", "-o", str(self._library), str(SOURCE), "-ldl"]
        subprocess.run(run, check=True, capture_output=True)
        for path in (self._file, self._library):
            path.chmod(0o644)

    def set(self, seconds: int) -> None:
        """For everybody at once, and in one write: nobody reads half of it."""
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(struct.pack("@l", seconds))

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "DRILL_CLOCK": str(self._file)}
