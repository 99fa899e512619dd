"""What happens to the policy itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri
from silah.foundation.kernel.money import count_noun


@event("policy.published")
@dataclass(frozen=True)
class PolicyPublished:
    version: UUID
    number: int
    approved: bool
    approved_on: date | None

    def sentence(self) -> str:
        if self.approved_on is None:
            return _("نُشر الإصدار %(number)s من السياسة: معمول به وينقصه سند الاعتماد") % {
                "number": self.number
            }
        return _("نُشر الإصدار %(number)s من السياسة، معتمدًا بتاريخ %(day)s") % {
            "number": self.number,
            "day": hijri.both(self.approved_on),
        }


@event("policy.board_rule_set")
@dataclass(frozen=True)
class BoardRuleSet:
    rule: UUID
    name: str
    value: int
    decided_on: date

    def sentence(self) -> str:
        days = count_noun(self.value, _("يوم واحد"), _("يومان"), _("أيام"), _("يومًا"), _("يوم"))
        return _("حدّد مجلس الإدارة الموعد الأقصى للرد: %(days)s، بتاريخ %(day)s") % {
            "days": days,
            "day": hijri.both(self.decided_on),
        }


@event("policy.tool_uploaded")
@dataclass(frozen=True)
class ToolUploaded:
    document: UUID
    tool: str
    number: int
    effective_from: date

    def sentence(self) -> str:
        return _("رُفع الإصدار %(number)s من إحدى أدوات موظف العلاقات") % {"number": self.number}
