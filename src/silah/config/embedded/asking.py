"""What is asked of the embedded server by whoever keeps it up, through the server's own `psql`.

A library would stay in processes that live as long as the server and ask it three things when it starts.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from silah.config.embedded import binaries, places

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
SECONDS = "5"  # a connection may take
WRONG_PASSWORD = "password authentication failed"  # noqa: S105 - the server's words


class Refused(Exception):
    """The server's own words, or that nobody answers there."""

    @property
    def wrong_password(self) -> bool:
        return WRONG_PASSWORD in str(self)


def ask(data: Path, role: str, database: str, statements: str, **values: str) -> str:
    """What the rows hold, a line each. In the statements `:'name'` and `:"name"` stand for a value, quoted.

    Raises Refused.
    """
    secret = {f"SILAH_{name}": value for name, value in values.items()}  # a command line is read by everybody
    known = "".join(f"\\getenv {name} SILAH_{name}\n" for name in values)
    done = subprocess.run(
        [str(binaries.program("psql")), "-XAtq", "--set=ON_ERROR_STOP=1", "--file=-"],
        env=ENVIRONMENT | _address(data, role, database) | secret,
        input=known + statements,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(done.stderr.strip())
    return done.stdout.strip()


def answers(data: Path, role: str, database: str) -> bool:
    """Raises Refused where the server answers that the password is not ours."""
    try:
        return ask(data, role, database, "SELECT 1;") == "1"
    except Refused as refusal:
        if refusal.wrong_password:
            raise
        return False


def _address(data: Path, role: str, database: str) -> dict[str, str]:
    return {
        "PGHOST": str(places.socket_folder(data)),
        "PGUSER": role,
        "PGPASSWORD": places.passwords(data)[role],
        "PGDATABASE": database,
        "PGCONNECT_TIMEOUT": SECONDS,
    }
