"""The log-in library's forms in our words, and drawn like every other form."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from silah.doors import second_step
from silah.foundation.organisations import sign_ins

LABELS = {
    "login": _("اسم الدخول"),
    "password": _("كلمة المرور"),
    "oldpassword": _("كلمة المرور الحالية"),
    "password1": _("كلمة المرور الجديدة"),
    "password2": _("كلمة المرور الجديدة مرة أخرى"),
    "code": _("الرمز"),
}
HINTS = {
    "password1": _("عشرة أحرف على الأقل، وليست من الكلمات الشائعة."),
    "code": _("ستة أرقام من تطبيق الرموز، أو أحد رموز الاسترداد."),
}


class Spoken(forms.BaseForm):
    """Labels and hints from the tables above; nothing is written inside the boxes themselves."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.help_text = HINTS.get(name, "")
            field.error_messages["required"] = _("نرجو كتابة %(what)s.") % {"what": LABELS[name]}
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["dir"] = "ltr"


class LoginForm(Spoken, account.LoginForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Spoken, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Spoken, account.ChangePasswordForm):  # type: ignore[misc]
    def clean(self) -> Any:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "password2" in self.errors and (cleaned or {}).get("password2") is None:
            self.errors.pop("password2")
            self.add_error("password2", _("كلمتا المرور الجديدتان مختلفتان."))
        given = self.user.given_until is not None
        if given and self.data.get("password1") == self.data.get("oldpassword"):
            self.add_error("password1", _("نرجو اختيار كلمة مرور غير المؤقتة."))
        return cleaned


class Recorded(mfa.BaseAuthenticateForm):  # type: ignore[misc]
    """A code that is refused leaves its trace: who gets so far knows the password."""

    reason = "code"

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError as refusal:
            reason, typed = _reason(refusal, self.reason), self.data.get("code", "")
            if reason != "too_many" and (found := second_step.by_recovery_code(self.user.pk, typed)):
                self.authenticator = found
                return str(typed)
            sign_ins.refused(self.user.pk, reason)
            raise


def _reason(refusal: ValidationError, otherwise: str) -> str:
    return "too_many" if refusal.code == "too_many_login_attempts" else otherwise


class AuthenticateForm(Spoken, Recorded, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(Spoken, Recorded, mfa.ReauthenticateForm):  # type: ignore[misc]
    reason = "confirming"


class ActivateForm(Spoken, totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("ستة أرقام تظهر في التطبيق بعد إضافة الحساب إليه.")

    def clean_code(self) -> str:
        code = str(super().clean_code())
        second_step.spend(self.user.pk, code)
        context.request.session[second_step.SET_UP_HERE] = True  # who sets it up here has shown it here
        return code
