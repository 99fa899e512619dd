"""Codes of this room and the Arabic that says them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OUTCOMES = {
    "accept": _("قبول"),
    "accept_in_part": _("قبول جزئي"),
    "reject": _("اعتذار"),
}
BODIES = {"committee": _("لجنة"), "management": _("الإدارة"), "appeal": _("جهة الاعتراض")}
SEATS = {"chair": _("رئيس اللجنة"), "member": _("عضو"), "alternate": _("عضو احتياطي")}
ATTENDANCE = {"present": _("حضور"), "excused": _("اعتذار عن الحضور"), "absent": _("غياب")}
GROUNDS = {
    "researcher": _("الانفراد بدراسة الحالة"),
    "entered": _("إدخال الطلب نيابة عن صاحبه"),
    "kin": _("قرابة مصرّح بها"),
    "own_wish": _("رغبة العضو"),
    "decided": _("المشاركة في القرار"),
    "filed": _("كتابة الاعتراض نيابة عن صاحبه"),
}
WHY_LEFT = {
    "not_reached": _("لم يُنظر فيه"),
    "no_quorum": _("لم يكتمل النصاب فيه"),
    "declaration": _("الإقرار غير قائم"),
    "moved_on": _("لم يعد الطلب بانتظار القرار"),
}
AS_RECOMMENDED = "as_recommended"
ACCEPTANCE_REASONS = {AS_RECOMMENDED: _("ثبت الاستحقاق في دراسة الحالة")}
UNDO_REASONS = {
    "typing": _("خطأ في التسجيل"),
    "new_fact": _("ظهرت معلومة مؤثرة"),
    "procedure": _("خلل في الإجراء"),
}
CORRECTIONS = {
    "amount": _("خطأ في رقم المبلغ"),
    "months": _("خطأ في المدة"),
    "reason": _("خطأ في ذكر السبب"),
}
DELEGATION_REASONS = {
    "leave": _("إجازة"),
    "mission": _("مهمة عمل"),
    "sickness": _("ظرف صحي"),
    "other": _("سبب آخر"),
}
MODES = {
    "inform": _("إبلاغ داخل المدة"),
    "hold": _("يُحجز الرد إلى بدء المدة"),
    "ceiling": _("حدّ أقصى فقط"),
    "free": _("بلا مدة"),
}
STANDINGS = {
    "within": _("داخل المدة"),
    "early_with_reason": _("مبكر بسبب"),
    "early": _("مبكر بلا سبب"),
    "late": _("متأخر"),
}
RECEIVED_HOW = {
    "portal": _("بالاطلاع عليه في صفحة الطلب"),
    "in_person": _("بالتسلّم في المكتب"),
    "phone": _("بالإبلاغ هاتفيًا"),
    "letter": _("بتسلّم الخطاب وتوقيعه"),
}
TRY_CHANNELS = {
    "phone": _("اتصال هاتفي"),
    "sms": _("رسالة نصية"),
    "visit": _("زيارة"),
    "letter": _("خطاب"),
    "representative": _("مندوب المكتب"),
}
TRY_RESULTS = {
    "no_answer": _("لا إجابة"),
    "wrong_number": _("رقم غير صحيح"),
    "call_later": _("طلب معاودة الاتصال"),
}
DELAYS = {
    "sitting_moved": _("تأجل موعد الجلسة"),
    "quorum": _("لم يكتمل النصاب"),
    "study_open": _("احتاجت الدراسة وقتًا أطول"),
    "workload": _("كثرة الطلبات في هذه المدة"),
}
APPEAL_OUTCOMES = {"upheld": _("قُبل الاعتراض"), "dismissed": _("بقي القرار على حاله")}
