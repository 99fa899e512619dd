"""What the demonstration keeps between its runs, in a file that only its owner reads: its day and its passwords."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from silah.config import environment
from silah.foundation.kernel import clock

FILE = "demo-logins.json"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else


@dataclass(frozen=True)
class Kept:
    """`today` is the day of the first run: a story that was interrupted goes on in its own days."""

    today: date
    passwords: dict[str, str]


def load(data: Path, usernames: list[str]) -> Kept:
    """Made at the first run; what is written there stays."""
    made = {"today": clock.today().isoformat(), "passwords": {name: _password() for name in usernames}}
    return _read(environment.kept(data / FILE, json.dumps(made, indent=1)))


def found(data: Path) -> Kept | None:
    """What an earlier run left, or none."""
    file = data / FILE
    return _read(file.read_text()) if file.is_file() else None


def _read(text: str) -> Kept:
    told = json.loads(text)
    return Kept(date.fromisoformat(told["today"]), dict(told["passwords"]))


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
