"""Every address. The host's own pages first, then each association's three doors."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.urls import include, path, register_converter
from django.urls.converters import SlugConverter

from silah.doors import accounts, own_second_step, own_sessions
from silah.doors.health import health, ready
from silah.doors.middleware import HOST_PAGES
from silah.doors.watching import metrics

handler400 = "silah.doors.errors.bad_request"
handler403 = "silah.doors.errors.forbidden"
handler404 = "silah.doors.errors.not_found"
handler500 = "silah.doors.errors.broken"


class AssociationConverter(SlugConverter):
    """The first word of an association's addresses: never one of the host's own."""

    def to_python(self, value: str) -> str:
        if value in HOST_PAGES:
            raise ValueError(value)
        return super().to_python(value)


register_converter(AssociationConverter, "association")

urlpatterns = [
    path("", accounts.home, name="home"),
    path("health", health, name="health"),
    path("ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", accounts.leaving_nothing(account.logout), name="account_logout"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path(
        "accounts/reauthenticate/",
        accounts.confirmed_anew(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path("accounts/sessions/", own_sessions.own, name="own_sessions"),
    path("accounts/sessions/<slug:mark>/end/", own_sessions.ending, name="own_session_ending"),
    path("accounts/2fa/", mfa.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path(
        "accounts/2fa/reauthenticate/", accounts.confirmed_anew(mfa.reauthenticate), name="mfa_reauthenticate"
    ),
    path("accounts/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/needed/", own_second_step.needed, name="second_step_needed"),
    path("accounts/2fa/recovery/", own_second_step.codes, name="mfa_view_recovery_codes"),
    path("accounts/2fa/recovery/generate/", own_second_step.new_codes, name="mfa_generate_recovery_codes"),
    path("<association:slug>/desk/", include("silah.doors.desk.urls")),
    path("<association:slug>/api/v1/", include("silah.doors.api.urls")),
    path("<association:slug>/", include("silah.doors.portal.urls")),
]
