"""The association a transaction belongs to, told to PostgreSQL and to Python in one act."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Cast

from silah.foundation.tenancy import patience

_current: ContextVar[UUID | None] = ContextVar("silah_organisation", default=None)
# What this transaction has read so far, between its writes; none while something writes.
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("silah_read", default=None)

# Beside the row of an association, in the statement that finds it.
TELLING = Func(
    Value("silah.organisation"),
    Cast(F("id"), CharField()),
    Value(True),
    function="set_config",
    output_field=CharField(),
)


class WrongAssociation(RuntimeError):
    """Work for one association was begun inside another's transaction: a mistake in the code."""


def current_organisation_id() -> UUID | None:
    return _current.get()


def required_organisation_id() -> UUID:
    organisation_id = _current.get()
    if organisation_id is None:
        raise WrongAssociation("no association's transaction is open")
    return organisation_id


@contextmanager
def within(organisation_id: UUID) -> Iterator[None]:
    """One transaction that sees and writes this association's rows alone; joins it if already open."""
    current = _current.get()
    if current is not None:
        if current != organisation_id:
            raise WrongAssociation(f"{organisation_id} inside {current}")
        yield
        return
    with transaction.atomic():
        _tell(str(organisation_id))
        with told(organisation_id):
            yield


@contextmanager
def told(organisation_id: UUID) -> Iterator[None]:
    """The rest of a transaction whose first statement has told PostgreSQL already, as `TELLING` does."""
    if _current.get() is not None:
        raise WrongAssociation(f"{organisation_id} inside {_current.get()}")
    token, read = _current.set(organisation_id), _read.set({})
    try:
        yield
        # Inside somebody's larger transaction the setting would outlive this block, unless undone with it.
        if _is_nested() and not connection.needs_rollback:
            _tell("")
    finally:
        _read.reset(read)
        _current.reset(token)


def remembered[T](key: Hashable, ask: Callable[[], T]) -> T:
    """What several parts of one page ask for is read once: kept to the end of the transaction or its next write."""
    read = _read.get()
    if read is None:
        return ask()
    if key not in read:
        read[key] = ask()
    found: T = read[key]
    return found


def kept_rows() -> dict[Hashable, Any] | None:
    """Where `remembered` keeps what was read; none while something writes, or outside a transaction."""
    return _read.get()


@contextmanager
def writing() -> Iterator[None]:
    """Everything is read anew in here, and after."""
    token = _read.set(None)
    try:
        yield
    finally:
        _read.reset(token)
        if (read := _read.get()) is not None:
            read.clear()


def _is_nested() -> bool:
    return len(connection.savepoint_ids) > 0


def _tell(value: str) -> None:
    told = [("silah.organisation", value), *patience.current().settings()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(told)),
            [each for pair in told for each in pair],
        )
