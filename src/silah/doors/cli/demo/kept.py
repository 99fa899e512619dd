"""What the demonstration keeps between its runs, in a file that only its owner reads: its day and its passwords."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from silah.config import environment
from silah.foundation.kernel import clock

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else


@dataclass(frozen=True)
class Kept:
    """`today` is the day of the first run: a story that was interrupted goes on in its own days."""

    today: date
    passwords: dict[str, str]


def load(data: Path, usernames: list[str]) -> Kept:
    """Made at the first run; what is written there stays."""
    made = {"today": clock.today().isoformat(), "passwords": {name: _password() for name in usernames}}
    found = json.loads(environment.kept(data / "demo-logins.json", json.dumps(made, indent=1)))
    return Kept(date.fromisoformat(found["today"]), dict(found["passwords"]))


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
