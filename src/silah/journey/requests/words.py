"""The Arabic words for the codes that a request's rows hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

HOW = {
    "seen_at_office": _("بالاطلاع على الأصل في المكتب"),
    "seen_by_representative": _("باطلاع المندوب على الأصل"),
    "by_video": _("باتصال مرئي"),
    "copy_kept": _("بنسخة محفوظة"),
}
REFUSALS = {
    "expired": _("انتهت مدتها قبل تقديمها"),
    "too_old": _("مضى على تاريخها أكثر مما يُقبل"),
    "not_current_term": _("ليست لهذا الفصل الدراسي"),
    "unreadable": _("غير واضحة"),
    "not_the_person": _("ليست لصاحب الطلب أو من تخصه"),
    "incomplete": _("ينقصها جزء أو توقيع"),
    "mismatch": _("بياناتها تخالف ما في الطلب"),
    "lack": _("وُجد فيها نقص بعد المراجعة"),
}
EXEMPTIONS = {
    "not_applicable": _("لا تنطبق على هذه الحالة"),
    "already_on_file": _("في الملف ما يغني عنها"),
    "proven_by_researcher": _("أثبتها الباحث في زيارته"),
    "cannot_be_had": _("يتعذر الحصول عليها"),
}
STATES = {
    "missing": _("لم تُقدَّم بعد"),
    "presented": _("قُدّمت"),
    "accepted": _("طوبقت وقُبلت"),
    "refused": _("لم تُقبل"),
    "exempt": _("أُعفي منها"),
}
METHODS = {
    "code": _("توقيع برمز أُرسل إلى الجوال"),
    "drawn": _("توقيع مرسوم على الشاشة"),
    "paper": _("توقيع على الورق بشهادة موظف"),
    "fingerprint": _("بصمة بشهادة موظف"),
}
STRENGTHS = {
    "code_confirmed": _("مؤكد برمز"),
    "drawn": _("مرسوم"),
    "witnessed": _("مشهود عليه"),
}
STRENGTH_OF = {"code": "code_confirmed", "drawn": "drawn", "paper": "witnessed", "fingerprint": "witnessed"}
ROLES = {
    "applicant": _("صاحب الطلب"),
    "agent": _("ينوب عن صاحب الطلب بوكالة أو ولاية"),
    "spouse": _("الطرف الآخر من الزوجين"),
    "dependant": _("من أفراد الأسرة"),
}
PAUSES = {
    "waiting_item": _("بانتظار ورقة منك"),
    "waiting_visit": _("بانتظار موعد زيارة تختاره"),
    "waiting_answer": _("بانتظار جوابك عن سؤال"),
    "asked_by_applicant": _("بطلب منك"),
}
WINDOW_REASONS = {
    "complete": _("اكتمل الطلب"),
    "lack_named": _("وُجد نقص في الأوراق"),
    "pause_ended": _("انتهى انتظار ما طلبناه منك"),
    "holiday_changed": _("تغيّرت أيام العطل الرسمية"),
    "answer_changed": _("تغيّرت إجابة في طلبك"),
}
CLOSINGS = {
    "refused": _("وصل الرد بالاعتذار، ومضت مدة الاعتراض ولا اعتراض ينتظر جوابًا"),
    "delivered": _("سُلّم ما تقرّر وأثبت المستلم وصوله، ومضت مدة الاعتراض"),
}
TOPICS = {
    "window": _("متى يصل الرد ومن يدرس الطلب"),
    "declaration": _("الإقرار وما يعنيه"),
    "decision": _("القرار وحق الاعتراض"),
    "missing": _("ما ينقص الطلب"),
}
WAYS = {
    "page": _("من صفحة الطلب"),
    "phone": _("بالهاتف"),
    "face_to_face": _("حضوريًّا"),
    "representative": _("عن طريق المندوب"),
}
SOURCES = {
    "applicant": _("صاحب الطلب"),
    "agent": _("من ينوب عن صاحب الطلب"),
    "writer": _("كتبه غيره وهو معه"),
    "officer": _("كتبه الموظف نيابةً عن صاحب الطلب"),
    "earlier": _("معروف من قبل"),
}
SENSITIVE_PAPER = _("ورقة محفوظة الخصوصية")
