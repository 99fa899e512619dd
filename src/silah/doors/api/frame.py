"""What every address of the api shares: who may ask, sending twice, pages of a list."""

from __future__ import annotations

import base64
import binascii
import hashlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from silah.doors.api.auth import by
from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.journal.operation import Key
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel.errors import DomainError, Invalid, NotAllowed, NotYet
from silah.foundation.organisations import throttle

HEADER = "Idempotency-Key"
LONGEST_KEY = 64


def guard(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Whom some row could allow to read here; the query that finds the row asks about the row."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def enter(request: HttpRequest, **given: Any) -> Any:
            actor = by(request)
            if not can(actor, permission, _at_best(actor)):
                error = NotAllowed(_("هذا الإجراء ليس من صلاحيتك."))
                error.refusal = Refusal.of(actor, permission, None)
                raise error
            return view(request, **given)

        # The framework reads the parameters' types, and would look their names up in this module.
        enter.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        return enter

    return decorate


def _at_best(actor: Actor) -> Facts:
    me = frozenset({actor.id}) if actor.id else frozenset[UUID]()
    return Facts(owners=me, seats=me)


def key(request: HttpRequest) -> Key | None:
    """Sent twice under one `Idempotency-Key`, an act happens once; with another body it is refused."""
    value = request.headers.get(HEADER, "")
    if not value:
        return None
    if len(value) > LONGEST_KEY or not value.isprintable():
        raise Invalid(_("مفتاح عدم التكرار حتى 64 حرفًا."), code="key")
    return Key(f"api:{value}", {"to": f"{request.method} {request.path}", "body": _digest(request)})


def _digest(request: HttpRequest) -> str:
    if request.content_type != "multipart/form-data":
        return hashlib.sha256(request.body).hexdigest()
    digest = hashlib.sha256(json.dumps(sorted(request.POST.lists())).encode())
    for _name, upload in sorted(request.FILES.items()):
        for chunk in upload.chunks():  # type: ignore[union-attr]
            digest.update(chunk)
        upload.seek(0)  # type: ignore[union-attr]
    return digest.hexdigest()


@contextmanager
def under(place: str) -> Iterator[None]:
    """Fields that an operation names lie deeper in the body: `income` at `#/answers/income`."""
    try:
        yield
    except DomainError as error:
        error.fields = {f"{place}/{field}": said for field, said in error.fields.items()}
        raise


# --- pages of a list -----------------------------------------------------------------------------------


def position(cursor: str) -> tuple[str, str] | None:
    """The last row already seen, as its list's order and id; empty for the first page."""
    if not cursor:
        return None
    try:
        place, row_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error):
        raise _lost() from None
    if not isinstance(place, str) or not isinstance(row_id, str):
        raise _lost()
    return place, row_id


def after_moment(cursor: str) -> tuple[datetime, UUID] | None:
    return _typed(cursor, datetime.fromisoformat)


def after_day(cursor: str) -> tuple[date, UUID] | None:
    return _typed(cursor, date.fromisoformat)


def _typed[T](cursor: str, read: Callable[[str], T]) -> tuple[T, UUID] | None:
    found = position(cursor)
    if found is None:
        return None
    try:
        return read(found[0]), UUID(found[1])
    except ValueError:
        raise _lost() from None


def _lost() -> Invalid:
    return Invalid(_("موضع الصفحة غير صالح. ابدأ من أول القائمة."), code="cursor")


def cursor(place: date | datetime, row_id: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([place.isoformat(), str(row_id)]).encode()).decode()


def page(rows: Sequence[Any], limit: int, place: Callable[[Any], date | datetime]) -> Mapping[str, Any]:
    """`rows` holds one more than the page where another follows; nothing is ever counted."""
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return {"items": shown, "next": cursor(place(last), last.id) if last is not None else None}


def limited(request: HttpRequest, what: str, *, limit: int, window: timedelta) -> None:
    """On addresses open to all: so many from one place in a while, counted for every worker."""
    place = f"{request.organisation.id}|{request.META.get('REMOTE_ADDR', '')}"  # type: ignore[attr-defined]
    if not throttle.allowed_for_good(f"api.{what}", place, limit=limit, window=window):
        raise NotYet(_("محاولات كثيرة. أعد المحاولة بعد قليل."), code="throttled")
