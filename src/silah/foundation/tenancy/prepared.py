"""A read whose statement is worked out once a process: most of what a read through the ORM costs is that work.

    @prepared
    def _signers(organisation_id: UUID, case_id: UUID) -> QuerySet[Participant]:
        return Participant.objects.filter(organisation_id=organisation_id, support_request_id=case_id)

    rows: list[Participant] = _signers(by.organisation_id, case_id)

The function is called once, with marks in the place of its arguments; afterwards only the values change. So
whatever differs from call to call is an argument, and no argument decides the shape of the statement: a moment,
a day or an id that came from elsewhere is refused, since it would be sent for everybody from then on. What is
kept is the statement, never a row. Of several ids, `id__any_of=ids` is one statement however many there are.

A page that knows what its parts will ask has all of it asked `at_once`: one statement, whose rows wait for whoever
asks for them in this transaction, until it writes.

    at_once(_signers.asked(by.organisation_id, case_id), _papers.asked(by.organisation_id, case_id))
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from itertools import chain
from typing import Any
from weakref import WeakSet

from django.db.models import QuerySet

from silah.foundation.tenancy.context import kept_rows
from silah.foundation.tenancy.rows import NotPreparable
from silah.foundation.tenancy.sending import lasting_cursor
from silah.foundation.tenancy.statement import Statement

_made: WeakSet[Prepared[*tuple[Any, ...], Any]] = WeakSet()


class Prepared[*Args, Row]:
    """Called like the function it was made of, it answers with the rows."""

    def __init__(self, make: Callable[[*Args], QuerySet[Any, Row]]) -> None:
        self.make = make
        self.statement: Statement | None = None
        update_wrapper(self, make)
        _made.add(self)

    def __call__(self, *args: *Args) -> list[Row]:
        if None in args:
            raise NotPreparable(f"{self.make.__qualname__}: nothing equals NULL")
        waiting = kept_rows()
        if waiting and (rows := waiting.get((self, _key(args)))) is not None:
            return list(rows)
        return self.worked_out().rows(args)

    def once(self, *args: *Args) -> list[Row]:
        """Read once a transaction, however many parts of a page ask, until it writes."""
        waiting = kept_rows()
        if waiting is not None and (self, _key(args)) not in waiting:
            waiting[self, _key(args)] = self(*args)
        return self(*args)

    def asked(self, *args: *Args) -> Asked:
        return Asked(self, args)

    def worked_out(self) -> Statement:
        if self.statement is None:
            self.statement = Statement(self.make)
        return self.statement

    def first(self, *args: *Args) -> Row | None:
        """For a statement that ends by itself after one row, or whose rows are unique."""
        return next(iter(self(*args)), None)


prepared = Prepared


def every() -> list[Prepared[*tuple[Any, ...], Any]]:
    """The reads that were declared so far."""
    return list(_made)


def work_out() -> int:
    """All of them, before anybody asks; how many there are."""
    return len([each.worked_out() for each in every()])


@dataclass(frozen=True)
class Asked:
    """A read with its arguments, not made yet."""

    read: Prepared[*tuple[Any, ...], Any]
    args: tuple[Any, ...]


def at_once(*asked: Asked) -> None:
    """One statement for all of them; whoever asks one of them afterwards finds its rows."""
    waiting = kept_rows()
    if waiting is None:
        return  # something writes: everything is read anew
    missing = {(each.read, _key(each.args)): each for each in asked}
    for known in missing.keys() & waiting.keys():
        del missing[known]
    if missing:
        waiting.update(zip(missing, _send(tuple(missing.values())), strict=True))


def together(*asked: Asked) -> tuple[list[Any], ...]:
    """The rows of each, in one statement wherever it is asked: for one part that reads several things, writing or not."""
    if kept_rows() is None:
        return tuple(_send(asked))
    at_once(*asked)
    return tuple(each.read(*each.args) for each in asked)


def _send(asked: tuple[Asked, ...]) -> list[list[Any]]:
    statements = tuple(each.read.worked_out() for each in asked)
    params = chain.from_iterable(
        statement.values(each.args) for statement, each in zip(statements, asked, strict=True)
    )
    with lasting_cursor() as cursor:
        cursor.execute(_together(statements), tuple(params))
        found = cursor.fetchone()
    return [
        statement.told(json.loads(told)) if told else []
        for statement, told in zip(statements, found, strict=True)
    ]


@lru_cache(maxsize=256)
def _together(statements: tuple[Statement, ...]) -> str:
    """A column for each: its rows as JSON, in their order."""
    return "SELECT " + ", ".join(f"({each.as_json()})" for each in statements)


def _key(args: tuple[Any, ...]) -> Hashable:
    if list not in map(type, args):
        return args
    return tuple(tuple(each) if isinstance(each, list) else each for each in args)


__all__ = ["Asked", "NotPreparable", "Prepared", "at_once", "prepared", "together", "work_out"]
