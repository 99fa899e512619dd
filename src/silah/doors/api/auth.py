"""Who is asking: a program by its token, staff by their session, a beneficiary by hers."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from silah.doors import desk_lock, portal_session
from silah.doors.owed import owed
from silah.foundation.access import Actor, Door
from silah.foundation.access.actor import visitor
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.organisations import queries as organisations


class Token(HttpBearer):
    """`Authorization: Bearer …`. A token that is wrong is refused; no session stands in for it."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        actor = organisations.token_actor(token)
        if actor is None:
            raise AuthenticationError
        return actor


class Session(APIKeyCookie):
    """A session in a browser: what changes something needs the page's own mark (`X-CSRFToken`) too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor = self.authenticate(request, None)
        if actor is not None and check_csrf(request):
            raise NotAllowed(_("انتهت صلاحية الصفحة. افتحها من جديد ثم أعد الإرسال."), code="csrf")
        return actor


class StaffSession(Session):
    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        actor = organisations.staff_actor(request.user.pk, Door.API)
        if actor is not None and owed(request, actor):
            raise NotAllowed(_("بقي شيء في حسابك قبل العمل به. افتح المكتب من المتصفح أولًا."), code="account")
        if actor is not None and desk_lock.is_locked(request):
            raise NotAllowed(_("المكتب مقفل. اكتب كلمة المرور في صفحته أولًا."), code="locked")
        return actor


class PortalSession(Session):
    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        actor = portal_session.actor(request)
        return replace(actor, door=Door.API) if actor else None


STAFF = [Token(), StaffSession()]
STAFF_IN_PERSON = [StaffSession()]  # a program cannot make itself another token
STAFF_OR_HERSELF = [Token(), StaffSession(), PortalSession()]


def by(request: HttpRequest) -> Actor:
    """The actor; on an address open to all, nobody in particular."""
    return getattr(request, "auth", None) or visitor(request.organisation.id, Door.API)  # type: ignore[attr-defined]
