"""What a drill says: one line for each thing that was tried, and whether Silah held."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drill.installation import Installation

POPULATION, TOLD = "population", "told.json"


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
    say: Callable[[str], None]

    @property
    def small(self) -> bool:
        """Short waits will do."""
        return self.size < 100_000

    @property
    def whole(self) -> bool:
        """What does not grow with the people is done whole; among large ones a told share of it, unless named."""
        return self.small or "ONLY" in os.environ

    def installation(self, name: str) -> Installation:
        """An empty one, instead of whatever an earlier run left under this name."""
        return Installation.fresh(self.home / name)

    def populated(self, name: str) -> tuple[Installation, dict[str, Any]]:
        """A copy of its own of the population, and who will call there (`drill.furnish`)."""
        made, known = Installation(self.home / "told").copied(self.home / name), self.home / TOLD
        told: dict[str, Any] = json.loads(known.read_text())
        return made, told
