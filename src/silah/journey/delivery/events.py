"""From an acceptance to the receiver's proof, in ids, dates and amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri
from silah.foundation.kernel.money import with_unit

PROOFS = {
    "code": gettext_lazy("برمز أُرسل إلى الجوال المسجَّل"),
    "signature": gettext_lazy("بالتوقيع"),
    "witnessed": gettext_lazy("بحضور شاهد"),
}
RETURN_REASONS = {
    "account_closed": gettext_lazy("الحساب مغلق"),
    "name_differs": gettext_lazy("اسم صاحب الحساب مختلف"),
    "number_wrong": gettext_lazy("رقم الحساب غير صحيح"),
    "not_found": gettext_lazy("تعذّر الوصول إلى المستلم"),
    "other": gettext_lazy("سبب آخر"),
}


SEND_BACK_REASONS = {
    "account": gettext_lazy("الحساب أو الجهة"),
    "amount": gettext_lazy("المبلغ"),
    "papers": gettext_lazy("المستندات"),
}


@event("delivery.entitled")
@dataclass(frozen=True)
class Entitled:
    entitlement: UUID
    decision: UUID
    kind: str
    amount: int
    times: int
    ends_on: date

    def sentence(self) -> str:
        return _("ثبت الاستحقاق: %(amount)s، حتى %(day)s") % {
            "amount": with_unit(self.amount),
            "day": hijri.both(self.ends_on),
        }


@event("delivery.account_proposed")
@dataclass(frozen=True)
class AccountProposed:
    account: UUID
    original_seen: bool
    replaces: UUID | None

    def sentence(self) -> str:
        if self.replaces is None:
            return _("سُجّل رقم حساب لصرف الدعم، وينتظر تأكيد موظف ثانٍ")
        return _("طُلب تغيير رقم الحساب بعد الاطلاع على أصل الهوية، وينتظر تأكيد موظف ثانٍ")


@event("delivery.account_approved")
@dataclass(frozen=True)
class AccountApproved:
    account: UUID
    replaced: UUID | None

    def sentence(self) -> str:
        if self.replaced is None:
            return _("أكّد موظف ثانٍ رقم الحساب")
        return _("تغيّر رقم الحساب بتأكيد موظف ثانٍ")


@event("delivery.account_declined")
@dataclass(frozen=True)
class AccountDeclined:
    account: UUID

    def sentence(self) -> str:
        return _("لم يؤكد الموظف الثاني رقم الحساب")


@event("delivery.prepared")
@dataclass(frozen=True)
class Prepared:
    delivery: UUID
    amount: int

    def sentence(self) -> str:
        return _("أُعدّ أمر بمبلغ %(amount)s") % {"amount": with_unit(self.amount)}


@event("delivery.approved")
@dataclass(frozen=True)
class Approved:
    delivery: UUID
    amount: int

    def sentence(self) -> str:
        return _("اعتمد شخص ثانٍ أمرًا بمبلغ %(amount)s") % {"amount": with_unit(self.amount)}


@event("delivery.sent_back")
@dataclass(frozen=True)
class SentBack:
    delivery: UUID
    reason: str

    def sentence(self) -> str:
        return _("أعاد الشخص الثاني الأمر إلى الإعداد، لمراجعة: %(reason)s") % {
            "reason": SEND_BACK_REASONS[self.reason]
        }


@event("delivery.sent")
@dataclass(frozen=True)
class Sent:
    delivery: UUID

    def sentence(self) -> str:
        return _("نُفّذ الأمر، وينتظر إثبات الاستلام")


@event("delivery.handed_over")
@dataclass(frozen=True)
class HandedOver:
    delivery: UUID
    items: int
    lacking: int

    def sentence(self) -> str:
        if self.lacking:
            return _("سُلّمت السلة باليد وفيها نقص، وينتظر إثبات الاستلام")
        return _("سُلّم المطلوب باليد كاملًا، وينتظر إثبات الاستلام")


@event("delivery.returned")
@dataclass(frozen=True)
class Returned:
    delivery: UUID
    reason: str

    def sentence(self) -> str:
        return _("عاد ما أُرسل: %(reason)s. أُعيد فتح التسليم") % {"reason": RETURN_REASONS[self.reason]}


@event("delivery.code_issued", quiet={})
@dataclass(frozen=True)
class DeliveryCodeIssued:
    delivery: UUID
    code: UUID

    def sentence(self) -> str:
        return _("أُرسل رمز الاستلام")


@event("delivery.proven")
@dataclass(frozen=True)
class Proven:
    delivery: UUID
    proof: UUID
    method: str

    def sentence(self) -> str:
        return _("أثبت المستلم وصول الخدمة %(how)s") % {"how": PROOFS[self.method]}


@event("delivery.owner_changed")
@dataclass(frozen=True)
class OwnerChanged:
    delivery: UUID
    owner: UUID

    def sentence(self) -> str:
        return _("انتقلت متابعة التسليم إلى موظف آخر")
