"""The one way to write: permission asked, one transaction, at least one journal entry.

@operation(Permission.DECIDE, facts=facts_of)
def accept(case, *, by, amount, reason, at=None): ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection, transaction
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.access.permissions import NO_FACTS
from silah.foundation.journal import frame as running
from silah.foundation.journal import idempotency, links
from silah.foundation.journal.idempotency import Key
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel.errors import NotAllowed, NotFound
from silah.foundation.tenancy import ScopedModel, within, writing

P = ParamSpec("P")
R = TypeVar("R")


class NothingRecorded(RuntimeError):
    """An operation ended without a journal entry: a mistake in the code."""


@dataclass(frozen=True)
class Operation:
    """What the conventions and the api know of an operation."""

    name: str
    permission: Permission


OPERATIONS: dict[str, Operation] = {}


def operation(
    permission: Permission, *, facts: Callable[..., Facts] | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """`facts` gets the operation's own arguments and returns what `can()` needs to know.

    Callers may add `key=Key(...)`: the outermost operation then happens once, however often it is sent.
    """

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        name = f"{function.__module__}.{function.__qualname__}"
        OPERATIONS[name] = Operation(name, permission)

        @wraps(function)
        def call(*args: Any, by: Actor, key: Key | None = None, **kwargs: Any) -> Any:
            def run() -> Any:
                _own_rows_only(by, [*args, *kwargs.values()])
                known = facts(*args, by=by, **kwargs) if facts else NO_FACTS
                if not can(by, permission, known):
                    raise _refused(by, permission, args)
                return _recorded(name, by, lambda: function(*args, by=by, **kwargs))

            return _in_transaction(by, key, run)

        return cast(Callable[..., R], call)

    return decorate


def _in_transaction(by: Actor, key: Key | None, run: Callable[[], Any]) -> Any:
    if running.current.get() is not None:  # the outermost owns the key and the commit
        return run()
    with within(by.organisation_id), writing(), transaction.atomic():
        if key is None:
            return run()
        return idempotency.once(by, key, run)


def _recorded(name: str, by: Actor, run: Callable[[], Any]) -> Any:
    outer = running.current.get()
    waiting = outer.waiting if outer else running.Waiting(len(connection.savepoint_ids))
    frame = running.Frame(by, name, outer, waiting=waiting)
    token = running.current.set(frame)
    try:
        result = run()
        if outer is None:
            links.settle()
    finally:
        running.current.reset(token)
    if not frame.entries:
        raise NothingRecorded(name)
    return result


def _own_rows_only(by: Actor, values: list[Any]) -> None:
    for value in values:
        if isinstance(value, ScopedModel) and value.organisation_id != by.organisation_id:
            raise NotFound(_("لم نجد ما تبحث عنه."))


def _refused(by: Actor, permission: Permission, args: tuple[Any, ...]) -> NotAllowed:
    error = NotAllowed(_("هذا الإجراء ليس من صلاحيتك."))
    subject = args[0] if args and isinstance(args[0], ScopedModel) else None
    error.refusal = Refusal.of(by, permission, subject)
    return error


__all__ = ["OPERATIONS", "Key", "NothingRecorded", "Operation", "operation"]
