"""The codes of matching and what each is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

METHODS = {
    "original_seen": _("الاطلاع على الأصل"),
    "document_seen": _("مستند مقدَّم"),
    "register_queried": _("استعلام من جهة رسمية"),
    "by_video": _("مكالمة مرئية"),
    "by_phone": _("اتصال هاتفي"),
    "home_visit": _("زيارة في الموقع"),
}
MATCH, MISMATCH, UNREADABLE = "match", "mismatch", "unreadable"
RESULTS = {
    MATCH: _("مطابق"),
    MISMATCH: _("غير مطابق"),
    UNREADABLE: _("غير واضح"),
}
RESOLUTIONS = {
    "declared_corrected": _("صحّح صاحب الطلب ما صرّح به"),
    "verified_taken": _("اعتُمدت القيمة المتحقَّق منها"),
    "difference_explained": _("فُسّر الفرق وقُبل التفسير"),
}
