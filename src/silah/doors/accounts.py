"""Staff log-in by django-allauth: the pages we route, and where each leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from silah.doors import browsers, second_step
from silah.doors.jobs import sign_ins as refusals
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations import recovery_codes, sessions, sign_ins
from silah.foundation.organisations.sessions import BROWSER

TOLD = {
    "account/messages/password_changed.txt": _("تغيّرت كلمة المرور."),
    "mfa/messages/totp_activated.txt": _("صار الدخول بخطوتين."),
    "mfa/messages/totp_deactivated.txt": _("أُوقف الدخول بخطوتين."),
    "mfa/messages/recovery_codes_generated.txt": _("هذه رموز الاسترداد الجديدة، وبطل ما قبلها."),
}

CHANGES = {
    "account/email/password_changed": "password",
    "mfa/email/totp_activated": "second_step_on",
    "mfa/email/totp_deactivated": "second_step_off",
    "mfa/email/recovery_codes_generated": "recovery_codes",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("هذا الحساب موقوف."),
        "enter_current_password": _("كلمة المرور الحالية غير صحيحة."),
        "incorrect_code": _("الرمز غير صحيح."),
        "incorrect_password": _("كلمة المرور غير صحيحة."),
        "invalid_login": _("اسم الدخول أو كلمة المرور غير صحيح."),
        "too_many_login_attempts": _("محاولات كثيرة. نرجو الانتظار خمس دقائق ثم إعادة المحاولة."),
        "username_password_mismatch": _("اسم الدخول أو كلمة المرور غير صحيح."),
        "rate_limited": _("محاولات كثيرة. نرجو الانتظار قليلًا ثم إعادة المحاولة."),
        "given_password_ended": _("انتهت مدة كلمة المرور المؤقتة. تُطلب كلمة جديدة من مدير النظام."),
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the log-in alone: an installation answers to as many host names as it has associations."""
        return str(credentials.get("username", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            refusals.refused(str(credentials.get("username", "")), "too_many")
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A password that somebody else made opens for a week: told only to whoever has typed it right."""
        user = super().authenticate(request, **credentials)
        if user is not None and user.given_until is not None and user.given_until < clock.now():
            sign_ins.refused(user.pk, "given_ended")
            raise self.validation_error("given_password_ended")
        return user

    def set_password(self, user: Any, password: str) -> None:
        user.given_until = None  # from now on it is her own
        super().set_password(user, password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        reason = "confirming" if request.user.is_authenticated else "password"
        refusals.refused(str(credentials.get("username", "")), reason)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Whoever comes in is written down, and the oldest of too many open sessions is ended."""
        way = second_step.way_in(request)
        super().login(request, user)
        request.session[BROWSER] = browsers.named(request.headers.get("User-Agent", ""))
        sessions.keep_newest(user.pk, request.session.session_key)
        sign_ins.signed_in(user.pk, way)

    def logout(self, request: HttpRequest) -> None:
        who = request.user.pk
        super().logout(request)
        if who is not None:
            sign_ins.signed_out(who)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """What the library would tell its owner by mail is written into the history of the log-in."""
        if (change := CHANGES.get(template_prefix)) is None:
            return
        if change == "password" and context.request is not None:
            sessions.end_all(user.pk, but=context.request.session.session_key)
        if change == "second_step_off":
            recovery_codes.discard(user.pk)
        sign_ins.changed(user.pk, change)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are invited; nobody signs up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """In our words, and only what somebody needs to be told."""
        if message_template in TOLD:
            messages.success(request, TOLD[message_template])


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("الرمز غير صحيح. نرجو التأكد من ساعة الجوال ثم كتابة الرمز الظاهر الآن."),
        "cannot_delete_authenticator": _("لا يمكن إيقاف الدخول بخطوتين لهذا الحساب."),
        "cannot_generate_recovery_codes": _("يلزم تفعيل الدخول بخطوتين أولًا."),
    }

    def encrypt(self, text: str) -> str:
        return second_step.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_step.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        roles = sign_ins.roles_held(authenticator.user_id)
        return not second_step.demanded(roles)

    def get_totp_issuer(self) -> str:
        """What the phone's list of codes shows: it discloses nothing."""
        return "Silah"


def confirmed_anew(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who has just shown again who she is goes on in a session of a new key: the old one opens less."""

    @wraps(view)
    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            request.session.cycle_key()
        return response

    return enter


def leaving_nothing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The browser of whoever logged out keeps nothing of it, in whichever tab."""

    @wraps(view)
    def leave(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        if response.status_code == 302:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    return leave


def home(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The host's own page: what this is; for who works here, one's desk or a choice of desks."""
    if not request.user.is_authenticated:
        return render(request, "account/front.html")
    places = organisations.work_places(request.user.pk)
    if len(places) == 1:
        return redirect(f"/{places[0].slug}/desk/")
    return render(request, "account/places.html", {"places": places})


home.silah_access = "public"  # type: ignore[attr-defined]
