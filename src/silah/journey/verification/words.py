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
# How a paper was shown.
WAYS = {
    "seen_at_office": _("اطُّلع على أصله في المكتب"),
    "seen_by_representative": _("اطُّلع على أصله عند المندوب"),
    "by_video": _("عُرض في مكالمة مرئية"),
    "copy_kept": _("حُفظت منه نسخة بسند"),
}
ITEM_STATES = {
    "missing": _("ناقص"),
    "presented": _("قُدّم وينتظر الاطلاع"),
    "accepted": _("مقبول"),
    "refused": _("رُدّ"),
    "exempt": _("معفى منه"),
}
