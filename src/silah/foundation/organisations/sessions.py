"""Sessions in the database: whose each is, since when, and that none lives longer than it may, whatever is done.

A page begins with the session, so it is read by a statement that is worked out once, and whose log-in it is comes
with it. The end is written on the row with every change of it: whoever reads the row asks nothing further.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Session, User
from silah.foundation.tenancy import Asked, prepared

BEGUN = "begun"  # in the session: which log-in, and since when
BROWSER = "browser"


class SessionStore(db.SessionStore):
    """`holder`, once the session was read: whose log-in it belongs to, where it belongs to one."""

    holder: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Any:
        found = _kept.first(self.session_key) if self.session_key else None
        if found is None or found.expire_date <= clock.now():
            self._session_key = None
            return None
        self.holder = found.user
        return found

    def create_model_instance(self, data: Any) -> Session:
        """`data` is what is about to be written: the moment a log-in began is noted in it here, once."""
        begun = _begun(data)
        row = cast(Session, super().create_model_instance(data))
        row.user_id, row.seen_at = data.get(SESSION_KEY), clock.now()
        row.began_at, row.browser = begun, data.get(BROWSER, "")
        row.expire_date = row.seen_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if begun is not None:
            row.expire_date = min(row.expire_date, begun + timedelta(hours=settings.DESK_HOURS))
        return row

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=clock.now()).delete()


def _begun(data: Any) -> datetime | None:
    """Since when this log-in is in; another one in the same browser begins anew."""
    who = data.get(SESSION_KEY)
    if who is None:
        data.pop(BEGUN, None)
        return None
    if data.get(BEGUN, {}).get("who") != who:
        data[BEGUN] = {"who": who, "at": clock.now().isoformat()}
    return datetime.fromisoformat(data[BEGUN]["at"])


@dataclass(frozen=True)
class Open:
    """A session as its owner sees it. `mark` names it on a page: the key itself stands nowhere."""

    mark: str
    browser: str
    began_at: datetime | None
    seen_at: datetime | None
    here: bool


def open_sessions(user_id: UUID, here: str | None) -> list[Open]:
    """Of one log-in, the one in use first, then the latest; `here` is its key."""
    rows = [
        Open(_mark(row.session_key), row.browser, row.began_at, row.seen_at, row.session_key == here)
        for row in _of(user_id).order_by(F("seen_at").desc(nulls_last=True), "expire_date")
    ]
    return sorted(rows, key=lambda each: not each.here)


def end(user_id: UUID, mark: str) -> int:
    """How many were ended: none where it has ended meanwhile, or is another's."""
    keys = [row.session_key for row in _of(user_id) if constant_time_compare(_mark(row.session_key), mark)]
    return Session.objects.filter(session_key__in=keys).delete()[0]


def end_all(user_id: UUID, *, but: str | None = None) -> int:
    return Session.objects.filter(user_id=user_id).exclude(session_key=but or "").delete()[0]


def keep_newest(user_id: UUID, here: str | None) -> int:
    """No more at once than `SESSIONS_AT_ONCE`, this one among them: those begun first are ended."""
    others = _of(user_id).exclude(session_key=here or "")
    newest = others.order_by(F("began_at").desc(nulls_last=True))
    beyond = newest.values_list("session_key", flat=True)[max(0, settings.SESSIONS_AT_ONCE - 1) :]
    return Session.objects.filter(session_key__in=list(beyond)).delete()[0]


def _of(user_id: UUID) -> QuerySet[Session]:
    return Session.objects.filter(user_id=user_id, expire_date__gt=clock.now())


def _mark(key: str) -> str:
    return salted_hmac("organisations.session", key, algorithm="sha256").hexdigest()[:32]


def asked(key: str) -> Asked:
    """For a page that reads more beside it."""
    return _kept.asked(key)


@prepared
def _kept(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key).select_related("user")
