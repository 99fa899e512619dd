"""The Arabic words for the codes that deliveries hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "due": _("مستحق"),
    "prepared": _("بانتظار اعتماد شخص ثانٍ"),
    "approved": _("معتمد، بانتظار التنفيذ"),
    "sent": _("نُفّذ، بانتظار إثبات المستلم"),
    "returned": _("عاد، ويُعدّ من جديد"),
    "delivered": _("سُلّم وأثبته المستلم"),
    "cancelled": _("حلّ محله قرار آخر"),
}
TONES = {
    "due": "neutral",
    "prepared": "info",
    "approved": "info",
    "sent": "warning",
    "returned": "danger",
    "delivered": "success",
    "cancelled": "neutral",
}
# What it waits for, to whoever has no step of his own there.
NEXT = {
    "due": _("ينتظر إعداد أمر الصرف."),
    "approved": _("الأمر معتمد، وينتظر تنفيذه."),
    "sent": _("نُفّذ، ولا يُعدّ تامًّا حتى يثبته المستلم."),
    "returned": _("عاد ما أُرسل، وينتظر إعداده من جديد."),
    "cancelled": _("حلّ محله قرار آخر، فلا يُسلَّم."),
}
NEXT_IN_HAND = _("ينتظر تسليمه باليد.")
KINDS = {
    "payment_order": _("أمر صرف إلى حساب صاحب الطلب"),
    "hand_over": _("تسليم باليد"),
    "pay_provider": _("أمر صرف إلى الجهة المقدمة للخدمة"),
}
METHODS = {
    "code": _("رمز يصل إلى جوال المستلم"),
    "signature": _("توقيع المستلم على سند الاستلام"),
    "witnessed": _("بحضور موظف شاهد"),
}
METHODS_SHORT = {"code": _("رمز"), "signature": _("توقيع"), "witnessed": _("بحضور شاهد")}
# What each kind of proof is worth, on the paper that keeps it.
STRENGTHS = {
    "code": _("مؤكد برمز وصل إلى جوال المستلم وحده"),
    "signature": _("توقيع بخط المستلم على السند"),
    "witnessed": _("شهد عليه موظف حضر التسليم"),
}
