"""The association a transaction belongs to, told to PostgreSQL and to Python in one act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

_current: ContextVar[UUID | None] = ContextVar("silah_organisation", default=None)


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
    token = _current.set(organisation_id)
    try:
        with transaction.atomic():
            _tell(str(organisation_id))
            yield
            # Inside somebody's larger transaction the setting would outlive this block, unless undone with it.
            if _is_nested() and not connection.needs_rollback:
                _tell("")
    finally:
        _current.reset(token)


def _is_nested() -> bool:
    return len(connection.savepoint_ids) > 0


def _tell(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('silah.organisation', %s, true)", [value])
