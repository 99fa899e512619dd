"""The Arabic words for the codes that contacts and messages hold."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# An entry outlives the pack it was made under, so its sentence has words of its own for each channel.
CHANNELS: dict[str, str | Promise] = {
    "interview": _("مقابلة"),
    "phone": _("اتصال هاتفي"),
    "social": _("وسائل التواصل الاجتماعي"),
    "letters": _("خطاب"),
    "request_service": _("خدمات الطلب"),
    "volunteering": _("خدمة التطوع"),
    "website": _("الموقع الإلكتروني"),
    "office_representative": _("مندوب المكتب"),
}
VISITOR_WORDS: dict[str, str | Promise] = {
    "yes": _("نعم"),
    "no": _("لا"),
    "not_asked": _("لم يُسأل"),
}
TEMPLATES: dict[str, str | Promise] = {
    "login_code": _("رمز الدخول"),
    "signing_code": _("رمز التوقيع"),
    "delivery_code": _("رمز الاستلام"),
    "receipt": _("وصلنا طلبك"),
    "missing_items": _("ما بقي ليكتمل الطلب"),
    "window": _("موعد الرد"),
    "window_hold": _("موعد الرد المحجوز إلى يومه"),
    "window_ceiling": _("آخر موعد للرد"),
    "delayed": _("الاعتذار عن التأخر"),
    "window_changed": _("تغيّر موعد الرد"),
    "window_changed_hold": _("تغيّر موعد الرد المحجوز"),
    "window_changed_ceiling": _("تغيّر آخر موعد للرد"),
    "referral": _("إحالة السؤال"),
    "referral_answered": _("الجواب عن السؤال المُحال"),
    "accepted": _("الرد بالقبول"),
    "refused": _("الرد بالاعتذار"),
    "corrected": _("تصحيح خطأ مادي"),
    "appeal_received": _("وصول الاعتراض"),
    "appeal_decided": _("الرد على الاعتراض"),
    "iban_needed": _("طلب ما يلزم للصرف"),
    "delivered": _("إنجاز الطلب"),
    "rating_invitation": _("دعوة إلى التقييم"),
    "mobile_changed": _("طلب تغيير الجوال"),
    "iban_changed": _("طلب تغيير بيانات مسجَّلة"),
    "spouse_signature": _("طلب توقيع"),
}
STATES: dict[str, str | Promise] = {
    "queued": _("في الانتظار"),
    "sent": _("خرجت"),
    "withheld": _("لم تُرسل، نموذج تجريبي"),
    "unreachable": _("لا رقم آمن"),
    "failed": _("تعذّر إرسالها"),
    "sealed": _("خطاب يُقرأ بعد الدخول"),
}


def channel(code: str) -> str:
    return str(CHANNELS.get(code, code))


def template(code: str) -> str:
    return str(TEMPLATES.get(code, code))
