"""Sessions in the database: whose each is, since when, and that none lives longer than it may, whatever is done.

A page begins with the session, so it is read by a statement that is worked out once. The end is written on the row
with every change of it: whoever reads the row asks nothing further.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Session
from silah.foundation.tenancy import prepared

BEGUN = "begun"  # in the session: which log-in, and since when
BROWSER = "browser"


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Any:
        found = _alive.first(self.session_key, clock.now()) if self.session_key else None
        if found is None:
            self._session_key = None
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


@prepared
def _alive(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
