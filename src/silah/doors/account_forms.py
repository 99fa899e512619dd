"""The log-in library's forms in our words, and drawn like every other form."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

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
        return cleaned


class AuthenticateForm(Spoken, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(Spoken, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateForm(Spoken, totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("ستة أرقام تظهر في التطبيق بعد إضافة الحساب إليه.")
