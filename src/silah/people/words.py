"""The Arabic words for the codes that people's rows hold."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from silah.people.rules import Likeness

Word = str | Promise

TYPES: dict[str, Word] = {
    "beneficiary": _("مستفيد"),
    "supporter": _("داعم"),
    "volunteer": _("متطوع"),
    "partner": _("شريك"),
    "internal": _("إدارة داخلية"),
    "other": _("طرف آخر"),
}
SEXES: dict[str, Word] = {"female": _("أنثى"), "male": _("ذكر")}
MARITAL: dict[str, Word] = {
    "single": _("لم يسبق الزواج"),
    "married": _("متزوج"),
    "widowed": _("أرمل"),
    "divorced": _("مطلق"),
    "abandoned": _("مهجور"),
    "prisoner_family": _("أسرة سجين"),
}
MARITAL_OF_A_WOMAN: dict[str, Word] = {
    "married": _("متزوجة"),
    "widowed": _("أرملة"),
    "divorced": _("مطلقة"),
    "abandoned": _("مهجورة"),
}
RELATIONS: dict[str, Word] = {
    "head": _("عائل الأسرة"),
    "spouse": _("الزوج أو الزوجة"),
    "son": _("ابن"),
    "daughter": _("ابنة"),
    "parent": _("أب أو أم"),
    "sibling": _("أخ أو أخت"),
    "other": _("قريب آخر"),
}
CONTACT_WAYS: dict[str, Word] = {
    "message": _("رسالة على جواله المسجَّل"),
    "call": _("اتصال على جواله المسجَّل، بلا رسائل"),
    "other_mobile": _("رسالة على رقم آخر اختاره"),
    "office": _("يراجع المكتب بنفسه، بلا رسائل"),
}
PURPOSES: dict[str, Word] = {
    "privacy_notice": _("بيان الخصوصية"),
    "health": _("استعمال البيانات الصحية"),
}
LIKENESSES: dict[Likeness, Word] = {
    Likeness.SAME_ID: _("رقم الهوية نفسه"),
    Likeness.SAME_NAME: _("الاسم نفسه"),
    Likeness.NEAR_NAME: _("اسم قريب منه"),
    Likeness.SAME_MOBILE: _("الجوال نفسه"),
    Likeness.SAME_BIRTH_DATE: _("تاريخ الميلاد نفسه"),
}
FIELDS: dict[str, Word] = {
    "full_name": _("الاسم"),
    "national_id": _("رقم الهوية"),
    "birth_date": _("تاريخ الميلاد"),
    "sex": _("الجنس"),
    "marital_status": _("الحالة الاجتماعية"),
    "place": _("مكان السكن"),
    "no_smartphone": _("بلا هاتف ذكي"),
    "cannot_travel": _("يصعب الحضور"),
    "types": _("الصفة"),
}


def marital(status: str, sex: str) -> str:
    words = MARITAL_OF_A_WOMAN if sex == "female" else {}
    return str(words.get(status) or MARITAL.get(status, ""))
