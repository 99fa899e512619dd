"""What a drill says: one line for each thing that was tried, and whether Silah held."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from drill.installation import Installation, populated


@dataclass(frozen=True)
class Finding:
    name: str
    done: str  # what was done, with its figures
    outcome: str  # what was seen
    held: bool


@dataclass(frozen=True)
class Drill:
    """`size`: people; `home`: where everything of this size lies; nothing a module starts outlives it."""

    size: int
    home: Path
    _begun: float = field(default_factory=time.monotonic)

    @property
    def small(self) -> bool:
        """Short waits will do."""
        return self.size < 100_000

    def say(self, words: str) -> None:
        print(f"{time.monotonic() - self._begun:5.0f} s  {words}", flush=True)

    def installation(self, name: str) -> Installation:
        """An empty one, instead of whatever an earlier run left under this name."""
        return Installation.fresh(self.home / name)

    def populated(self, name: str) -> Installation:
        """A copy of its own of the population, which is printed once and kept."""
        return populated(self.home, self.size, name, self.say)
