"""The codes of referrals and studies, and what each is called."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class ReferralState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    ANSWERED = "answered"  # waits for the person's own word
    CLEAR = "clear"
    UNCONFIRMED = "unconfirmed"  # answered; she could not be reached to say that it is clear


REFERRAL_STATES = {
    ReferralState.SENT: _("تنتظر من يستلمها"),
    ReferralState.ACCEPTED: _("استُلمت وقيد الإجابة"),
    ReferralState.ANSWERED: _("أُجيب، وننتظر تأكيد الوضوح"),
    ReferralState.CLEAR: _("أُجيب واتضح"),
    ReferralState.UNCONFIRMED: _("أُجيب ولم يُؤكَّد"),
}
WAITING = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
OPEN = WAITING | {ReferralState.ANSWERED}

TRY_CHANNELS = {
    "phone": _("اتصال هاتفي"),
    "message": _("رسالة"),
    "visit": _("مقابلة أو زيارة"),
    "representative": _("عن طريق مندوب المكتب"),
}

STUDY_KINDS = {
    "desk": _("بحث مكتبي"),
    "field": _("بحث ميداني"),
    "follow_up": _("بحث تتبعي"),
}


class Recommendation(StrEnum):
    ACCEPT = "accept"
    PARTIAL = "partial"
    REJECT = "reject"


RECOMMENDATIONS = {
    Recommendation.ACCEPT: _("القبول"),
    Recommendation.PARTIAL: _("القبول الجزئي"),
    Recommendation.REJECT: _("الاعتذار"),
}

RELATIONS = {
    "spouse": _("زوج أو زوجة"),
    "son": _("ابن"),
    "daughter": _("ابنة"),
    "parent": _("أب أو أم"),
    "sibling": _("أخ أو أخت"),
    "other": _("غير ذلك"),
}
GROUPS = {"adult": _("بالغ"), "child": _("دون الثامنة عشرة")}

INCOME_SOURCES = {
    "salary": _("راتب"),
    "pension": _("معاش التقاعد"),
    "gosi": _("التأمينات الاجتماعية"),
    "social_security": _("الضمان الاجتماعي"),
    "citizen_account": _("حساب المواطن"),
    "rehabilitation": _("التأهيل الشامل"),
    "charities": _("جمعيات أخرى"),
    "benefactor": _("محسن"),
    "property": _("عقار"),
    "livestock": _("ماشية أو مزرعة أو مركبة أجرة"),
    "other": _("مصدر آخر"),
}
EXPENSES = {
    "electricity": _("الكهرباء"),
    "water": _("الماء"),
    "internet": _("الاتصالات"),
    "transport": _("النقل"),
    "health": _("العلاج"),
    "food": _("الغذاء"),
    "education": _("التعليم"),
    "other": _("غير ذلك"),
}
ENVIRONMENTS = {
    "city": _("مدينة"),
    "governorate": _("محافظة"),
    "village": _("قرية"),
    "hijra": _("هجرة"),
    "desert": _("بادية"),
}
DWELLINGS = {
    "popular": _("بيت شعبي"),
    "flat": _("شقة"),
    "floor": _("دور"),
    "villa": _("فيلا"),
    "annex": _("ملحق"),
    "tent": _("بيت شعر أو صندقة"),
}
OWNERSHIPS = {
    "own": _("ملك لصاحب الطلب"),
    "spouse": _("ملك للزوج أو الزوجة"),
    "parent": _("ملك للأب أو الأم"),
    "heirs": _("ملك للورثة"),
    "rent": _("إيجار"),
    "endowment": _("وقف أو سكن خيري"),
}
