"""How long a transaction may wait and run, told to PostgreSQL with the association it belongs to.

Told in each transaction, not at the connection: behind a pooler a connection is somebody else's a moment later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.db.models import CharField, Func, Value

NAMES = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")


@dataclass(frozen=True)
class Patience:
    """Milliseconds; 0 is for ever."""

    lock: int
    statement: int
    idle: int  # between two statements of an open transaction

    def settings(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(NAMES, map(str, (self.lock, self.statement, self.idle)), strict=True))


def telling(lock: str, statement: str, idle: str) -> dict[str, Func]:
    """Beside the row of an association, in the statement that finds it."""
    values = dict(zip(NAMES, (lock, statement, idle), strict=True))
    return {
        name: Func(Value(name), Value(value), Value(True), function="set_config", output_field=CharField())
        for name, value in values.items()
    }


PAGES = Patience(lock=5_000, statement=30_000, idle=60_000)
TASKS = Patience(lock=30_000, statement=300_000, idle=300_000)
FOR_EVER = Patience(lock=0, statement=0, idle=0)

_of_this_process = [FOR_EVER]


def current() -> Patience:
    return _of_this_process[0]


def be(patience: Patience) -> None:
    """For all transactions that this process begins from now on; a command that nobody waits for sets none."""
    _of_this_process[0] = patience


@contextmanager
def being(patience: Patience) -> Iterator[None]:
    before = current()
    be(patience)
    try:
        yield
    finally:
        be(before)


# What PostgreSQL says where it gave up so that others go on; the same act, sent again, can succeed.
GAVE_UP = frozenset(
    {
        "55P03",  # lock_not_available
        "57014",  # query_canceled
        "25P03",  # idle_in_transaction_session_timeout
        "40P01",  # deadlock_detected
    }
)


def ran_out(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") in GAVE_UP


# What PostgreSQL says where it cannot serve for now: it is shut down, comes back, or has no room for one more.
OUT_OF_REACH = frozenset({"57P01", "57P02", "57P03", "53300"})


def out_of_reach(error: BaseException | None) -> bool:
    """Nobody answered, or the connection is gone: told without a state, or with one of its class 08."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None) or "08"
    return state[:2] == "08" or state in OUT_OF_REACH
