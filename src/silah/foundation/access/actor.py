"""The one who acts: made by a door from the session and the address, never from a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    RELATIONS_OFFICER = "relations_officer"
    SOCIAL_RESEARCHER = "social_researcher"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_SECRETARY = "committee_secretary"
    MANAGER = "manager"
    OFFICE_REPRESENTATIVE = "office_representative"
    DELIVERY_OFFICER = "delivery_officer"
    QUALITY_MANAGER = "quality_manager"
    BOARD_SECRETARY = "board_secretary"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    BENEFICIARY = "beneficiary"
    VISITOR = "visitor"
    TIMER = "timer"


ROLE_NAMES = {
    Role.RELATIONS_OFFICER: _("موظف العلاقات"),
    Role.SOCIAL_RESEARCHER: _("باحث اجتماعي"),
    Role.COMMITTEE_MEMBER: _("عضو لجنة"),
    Role.COMMITTEE_SECRETARY: _("مقرر اللجنة"),
    Role.MANAGER: _("مدير معتمِد"),
    Role.OFFICE_REPRESENTATIVE: _("مندوب مكتب"),
    Role.DELIVERY_OFFICER: _("مسؤول التسليم"),
    Role.QUALITY_MANAGER: _("مدير الجودة"),
    Role.BOARD_SECRETARY: _("أمين سر المجلس"),
    Role.ADMINISTRATOR: _("مدير النظام"),
    Role.OPERATOR: _("مشغّل المنصة"),
    Role.BENEFICIARY: _("صاحب الطلب"),
    Role.VISITOR: _("زائر"),
    Role.TIMER: _("النظام"),
}

STAFF_ROLES = tuple(
    role for role in Role if role not in {Role.BENEFICIARY, Role.VISITOR, Role.TIMER, Role.OPERATOR}
)


class Door(StrEnum):
    PORTAL = "portal"
    DESK = "desk"
    API = "api"
    JOBS = "jobs"
    CLI = "cli"


@dataclass(frozen=True)
class Actor:
    """`id` is a membership's for staff, a party's for a beneficiary, none for a visitor or a timer."""

    organisation_id: UUID
    roles: frozenset[Role]
    door: Door
    id: UUID | None = None
    name: str = field(default="", compare=False)
    office_id: UUID | None = None
    kin: frozenset[UUID] = field(default=frozenset(), compare=False)  # parties, by a member's own declaration

    @property
    def kind(self) -> str:
        if Role.BENEFICIARY in self.roles:
            return "party"
        if Role.TIMER in self.roles or Role.VISITOR in self.roles or self.id is None:
            return "nobody"
        return "membership"

    @property
    def is_staff(self) -> bool:
        return self.kind == "membership"

    @property
    def membership_id(self) -> UUID | None:
        return self.id if self.is_staff else None

    @property
    def staff_id(self) -> UUID:
        """The membership's id, where a permission has already made sure that staff acts."""
        if self.membership_id is None:
            raise RuntimeError("this act is for staff alone, and its permission let somebody else in")
        return self.membership_id

    @property
    def party_id(self) -> UUID | None:
        return self.id if self.kind == "party" else None

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def timer(organisation_id: UUID) -> Actor:
    return Actor(organisation_id, frozenset({Role.TIMER}), Door.JOBS)


def visitor(organisation_id: UUID, door: Door = Door.PORTAL) -> Actor:
    return Actor(organisation_id, frozenset({Role.VISITOR}), door)


def operator(organisation_id: UUID) -> Actor:
    return Actor(organisation_id, frozenset({Role.OPERATOR}), Door.CLI)
