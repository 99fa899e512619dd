"""What lets a first run be ready within a minute and costs nothing that matters to a demonstration."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

SELDOM = 200_000  # new objects between two looks for garbage: the pages of a web server need it oftener
LIGHT = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@contextmanager
def quickly() -> Iterator[None]:
    """Commits that the disk confirms later: a story that loses its last steps tells them again.

    The passwords are random, so that no slow hash has to protect them; each is hashed at full cost at its
    first log-in.
    """
    full = {name: getattr(Argon2PasswordHasher, name) for name in LIGHT}
    often = gc.get_threshold()
    gc.set_threshold(SELDOM, *often[1:])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        _cost(LIGHT)
        yield
    finally:
        _cost(full)
        gc.set_threshold(*often)
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _cost(values: dict[str, int]) -> None:
    for name, value in values.items():
        setattr(Argon2PasswordHasher, name, value)
