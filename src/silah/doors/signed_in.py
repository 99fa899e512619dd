"""Who is at the desk: the log-in whose session it is comes with the session's own row."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject


class SignedIn(AuthenticationMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _who(request))  # type: ignore[assignment]


def _who(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """As the framework decides it, without asking for the log-in again; whatever is not plain is left to it."""
    session = request.session
    holder: AbstractBaseUser | None = session.holder if auth.SESSION_KEY in session else None  # type: ignore[attr-defined]
    if (
        holder is not None
        and session[auth.SESSION_KEY] == str(holder.pk)
        and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and holder.is_active
        and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), holder.get_session_auth_hash())
    ):
        return holder
    return auth.get_user(request)
