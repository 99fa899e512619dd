"""What happens to a person's file. Names, ids and numbers stay in erasable rows; entries carry ids alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.people import words

CODE_NAMES = {
    "login": _("الدخول"),
    "sign": _("التوقيع"),
    "delivery": _("الاستلام"),
    "spouse": _("توقيع الزوج أو الزوجة"),
}


@event("people.party_registered")
@dataclass(frozen=True)
class PartyRegistered:
    party: UUID
    types: tuple[str, ...]
    likely_shown: tuple[UUID, ...] = ()

    def sentence(self) -> str:
        if self.likely_shown:
            return _("فُتح ملف جديد بعد عرض الملفات المشابهة والتأكد من أنها لغيره")
        return _("فُتح ملف جديد بعد البحث، ولا ملف يشبهه")


@event("people.party_corrected")
@dataclass(frozen=True)
class PartyCorrected:
    party: UUID
    fields: tuple[str, ...]
    version: int

    def sentence(self) -> str:
        named = "، ".join(str(words.FIELDS[field]) for field in self.fields)
        return _("صُحّحت بيانات الملف: %(fields)s") % {"fields": named}


@event("people.said_not_same")
@dataclass(frozen=True)
class SaidNotSame:
    party: UUID
    other: UUID

    def sentence(self) -> str:
        return _("تأكد الموظف من أن ملفًا مشابهًا لشخص آخر")


@event("people.household_formed")
@dataclass(frozen=True)
class HouseholdFormed:
    household: UUID

    def sentence(self) -> str:
        return _("سُجّلت الأسرة")


@event("people.household_member_added")
@dataclass(frozen=True)
class HouseholdMemberAdded:
    household: UUID
    party: UUID
    relation: str

    def sentence(self) -> str:
        return _("أُضيف فرد إلى الأسرة: %(relation)s") % {"relation": words.RELATIONS[self.relation]}


@event("people.household_member_left")
@dataclass(frozen=True)
class HouseholdMemberLeft:
    household: UUID
    party: UUID

    def sentence(self) -> str:
        return _("لم يعد أحد الأفراد ضمن الأسرة، ويبقى تاريخه محفوظًا")


@event("people.mobile_proposed")
@dataclass(frozen=True)
class MobileProposed:
    party: UUID
    point: UUID
    old_point: UUID | None

    def sentence(self) -> str:
        return _("طُلب تغيير رقم الجوال بعد الاطلاع على أصل الهوية، وينتظر موظفًا ثانيًا")


@event("people.mobile_changed")
@dataclass(frozen=True)
class MobileChanged:
    party: UUID
    point: UUID
    old_point: UUID | None

    def sentence(self) -> str:
        return _("اعتمد موظف ثانٍ رقم الجوال الجديد")


@event("people.mobile_declined")
@dataclass(frozen=True)
class MobileDeclined:
    party: UUID
    point: UUID

    def sentence(self) -> str:
        return _("لم يُعتمد تغيير رقم الجوال، وبقي الرقم السابق")


@event("people.contact_safety_set")
@dataclass(frozen=True)
class ContactSafetySet:
    party: UUID
    safe: bool

    def sentence(self) -> str:
        return (
            _("يصلح الجوال للرسائل") if self.safe else _("لا تُرسل رسائل إلى هذا الجوال، حفاظًا على الخصوصية")
        )


@event("people.contact_chosen")
@dataclass(frozen=True)
class ContactChosen:
    party: UUID
    way: str

    def sentence(self) -> str:
        return _("اختيرت طريقة التواصل الآمنة: %(way)s") % {"way": words.CONTACT_WAYS[self.way]}


@event("people.code_issued", quiet={})
@dataclass(frozen=True)
class CodeIssued:
    code: UUID
    purpose: str

    def sentence(self) -> str:
        return _("أُصدر رمز %(purpose)s") % {"purpose": CODE_NAMES[self.purpose]}


@event("people.code_used", quiet={})
@dataclass(frozen=True)
class CodeUsed:
    code: UUID
    purpose: str

    def sentence(self) -> str:
        return _("أُدخل رمز %(purpose)s صحيحًا") % {"purpose": CODE_NAMES[self.purpose]}


@event("people.consent_given")
@dataclass(frozen=True)
class ConsentGiven:
    consent: UUID
    purpose: str
    witnessed: bool

    def sentence(self) -> str:
        given = _("أُعطيت الموافقة: %(purpose)s") % {"purpose": words.PURPOSES[self.purpose]}
        return _("%(given)s، على ورقة شهد عليها موظف") % {"given": given} if self.witnessed else given


@event("people.consent_withdrawn")
@dataclass(frozen=True)
class ConsentWithdrawn:
    party: UUID
    purpose: str

    def sentence(self) -> str:
        return _("سُحبت الموافقة: %(purpose)s") % {"purpose": words.PURPOSES[self.purpose]}


@event("people.kinship_declared")
@dataclass(frozen=True)
class KinshipDeclared:
    membership: UUID
    party: UUID

    def sentence(self) -> str:
        return _("أفصح موظف عن قرابة، فلا يشارك في قرار يخص هذا الملف")


@event("people.file_numbered")
@dataclass(frozen=True)
class FileNumbered:
    party: UUID
    number: str

    def sentence(self) -> str:
        return _("أُعطي الملف رقم %(number)s") % {"number": self.number}


@event("people.file_kept")
@dataclass(frozen=True)
class FileKept:
    """A returning person keeps the number she has."""

    party: UUID
    number: str

    def sentence(self) -> str:
        return _("ملف سابق: بقي رقمه %(number)s") % {"number": self.number}
