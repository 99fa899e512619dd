"""What happens to an association and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access.actor import ROLE_NAMES, Role
from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri


@event("organisations.created")
@dataclass(frozen=True)
class OrganisationCreated:
    slug: str

    def sentence(self) -> str:
        return _("أُنشئت الجمعية في المنصة")


@event("organisations.member_invited")
@dataclass(frozen=True)
class MemberInvited:
    membership: UUID

    def sentence(self) -> str:
        return _("أُنشئ حساب دخول لعضو جديد في فريق العمل")


@event("organisations.member_joined")
@dataclass(frozen=True)
class MemberJoined:
    membership: UUID
    roles: tuple[str, ...]

    def sentence(self) -> str:
        roles = "، ".join(str(ROLE_NAMES[Role(role)]) for role in self.roles)
        return _("انضم إلى فريق العمل: %(roles)s") % {"roles": roles}


@event("organisations.password_renewed")
@dataclass(frozen=True)
class PasswordRenewed:
    membership: UUID

    def sentence(self) -> str:
        return _("أُعطي عضو في فريق العمل كلمة مرور جديدة")


RESET_REASONS = {
    "lost": gettext_lazy("ضاع الجوال ورموز الاسترداد"),
    "replaced": gettext_lazy("تبدّل الجوال"),
    "broken": gettext_lazy("تعطّل الجوال"),
}


@event("organisations.second_step_reset")
@dataclass(frozen=True)
class SecondStepReset:
    membership: UUID
    reason: str

    def sentence(self) -> str:
        return _("أُعيد ضبط الدخول بخطوتين لعضو في فريق العمل. السبب: %(reason)s") % {
            "reason": RESET_REASONS[self.reason]
        }


@event("organisations.member_roles_changed")
@dataclass(frozen=True)
class MemberRolesChanged:
    membership: UUID
    before: tuple[str, ...]
    after: tuple[str, ...]

    def sentence(self) -> str:
        roles = "، ".join(str(ROLE_NAMES[Role(role)]) for role in self.after)
        return _("تغيّرت الصلاحيات إلى: %(roles)s") % {"roles": roles}


@event("organisations.member_left")
@dataclass(frozen=True)
class MemberLeft:
    membership: UUID
    successor: UUID | None

    def sentence(self) -> str:
        return _("انتهت العضوية في فريق العمل، وانتقلت المهام إلى من يخلفه")


@event("organisations.office_opened")
@dataclass(frozen=True)
class OfficeOpened:
    office: UUID

    def sentence(self) -> str:
        return _("أُضيف مكتب جديد")


@event("organisations.holiday_set")
@dataclass(frozen=True)
class HolidaySet:
    day: date

    def sentence(self) -> str:
        return _("أُضيفت عطلة رسمية: %(day)s") % {"day": hijri.both(self.day)}


@event("organisations.holiday_lifted")
@dataclass(frozen=True)
class HolidayLifted:
    day: date

    def sentence(self) -> str:
        return _("أُلغيت عطلة: %(day)s") % {"day": hijri.both(self.day)}


@event("organisations.token_issued")
@dataclass(frozen=True)
class TokenIssued:
    token: UUID
    expires_on: date

    def sentence(self) -> str:
        return _("صدر رمز وصول لبرنامج، وينتهي في %(day)s") % {"day": hijri.both(self.expires_on)}


@event("organisations.token_revoked")
@dataclass(frozen=True)
class TokenRevoked:
    token: UUID

    def sentence(self) -> str:
        return _("أُلغي رمز وصول لبرنامج")
