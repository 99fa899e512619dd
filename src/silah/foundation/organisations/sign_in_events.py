"""What happens to a log-in of staff: who came in and how, who was refused, what was changed about it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.journal.events import event

WAYS = {
    "password": gettext_lazy("دخول بكلمة المرور"),
    "app": gettext_lazy("دخول بكلمة المرور ورمز التطبيق"),
    "recovery": gettext_lazy("دخول بكلمة المرور ورمز استرداد"),
}
REASONS = {
    "password": gettext_lazy("رُدّ دخول: كلمة المرور غير صحيحة"),
    "code": gettext_lazy("رُدّ دخول: كلمة المرور صحيحة، ورمز الخطوة الثانية غير صحيح"),
    "confirming": gettext_lazy("رُدّ تأكيد الدخول قبل تغيير في الحساب"),
    "unlocking": gettext_lazy("رُدّ فتح مكتب مقفل: كلمة المرور غير صحيحة"),
    "too_many": gettext_lazy("رُدّ دخول: محاولات كثيرة متتابعة"),
    "given_ended": gettext_lazy("رُدّ دخول: انتهت مدة كلمة المرور المؤقتة"),
}
CHANGES = {
    "password": gettext_lazy("غيّر صاحب الحساب كلمة مروره"),
    "second_step_on": gettext_lazy("فُعّل الدخول بخطوتين"),
    "second_step_off": gettext_lazy("أُوقف الدخول بخطوتين"),
    "recovery_codes": gettext_lazy("أُنشئت رموز استرداد جديدة، وبطل ما قبلها"),
}


@event("organisations.signed_in")
@dataclass(frozen=True)
class SignedIn:
    membership: UUID
    way: str

    def sentence(self) -> str:
        return str(WAYS[self.way])


@event("organisations.signed_out")
@dataclass(frozen=True)
class SignedOut:
    membership: UUID

    def sentence(self) -> str:
        return _("خروج من الحساب")


@event("organisations.sign_in_refused")
@dataclass(frozen=True)
class SignInRefused:
    membership: UUID
    reason: str

    def sentence(self) -> str:
        return str(REASONS[self.reason])


@event("organisations.sign_in_changed")
@dataclass(frozen=True)
class SignInChanged:
    membership: UUID
    change: str

    def sentence(self) -> str:
        return str(CHANGES[self.change])


@event("organisations.sessions_ended")
@dataclass(frozen=True)
class SessionsEnded:
    membership: UUID
    count: int

    def sentence(self) -> str:
        return _("أُنهي دخول مفتوح على جهاز آخر (العدد: %(count)s)") % {"count": self.count}
