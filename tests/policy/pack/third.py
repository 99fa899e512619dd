"""A third, invented association: other channels, two approvers, a ceiling, another word for the person.

`write_third(root)` writes its pack to `root/third`, over a copy of the shared base in `root/base`.
"""

import shutil
from pathlib import Path

PACKS = Path(__file__).parents[3] / "packs"

CLAUSES: dict[str, tuple[str, str]] = {
    "TTL": ("سياسة خدمة المنتفعين", "policy.terms"),
    "P1": ("تنظم هذه السياسة علاقة الجمعية بالمنتفعين والداعمين", "people.parties"),
    "P4": ("وكل تواصل مع المنتفع مسجل", "journal.mechanism"),
    "C0": ("قنوات التواصل مع المنتفعين", "contact.channels"),
    "C2": ("الاتصال الهاتفي", "contact.phone"),
    "C5": ("صفحات الطلب", "requests.request_service"),
    "T0": ("أدوات موظف المنتفعين", "policy.toolkit"),
    "T3": ("دليل الدعم", "policy.toolkit_support_guide"),
    "T4": ("نموذج الطلب", "requests.form"),
    "H0": ("تسير معاملة المنتفع على هذه الخطوات", "requests.ordered_steps"),
    "H1": ("استقبال المنتفع والإجابة عن أسئلته", "contact.reception"),
    "H2a": ("التأكد من اكتمال المعلومات", "requests.completeness"),
    "H2b": ("ومطابقتها", "verification.matching"),
    "H2c": ("وصلاحيتها يوم تقديمها", "verification.validity"),
    "H3": ("إحالة من لم تتضح له الخطوات إلى الباحث", "research.referral"),
    "H4a": ("التحقق من صحة البيانات", "verification.truth"),
    "H4b": ("وتوقيع صاحبها عليها", "requests.declaration"),
    "H5a": ("يُرفع الطلب إلى المدير العام", "decisions.deciding_body"),
    "H5b": ("ويُرد عليه بالقبول أو الاعتذار", "decisions.reply"),
    "H5c": ("خلال مدة لا تزيد على أسبوعين", "decisions.reply_window"),
    "H6": ("تسجيل الطلب متى اكتمل", "requests.registration"),
    "H7": ("تقديم الخدمة", "delivery.service"),
}
ABSENT = (
    *("P2", "P3", "P5", "P6", "G1", "G2", "G3", "G4", "D1", "D2", "D3", "D4", "D5", "D6"),
    *("D6.1", "D6.2", "D6.3", "D6.4", "D6.5", "C1", "C3", "C4", "C6", "C7", "C8", "T1", "T2", "T5", "T6"),
    *("A1", "A2", "A3", "A4"),
)
HEADING = "الخطوات"

FILES: dict[str, str] = {
    "pack.toml": """
slug = "th"
full_name = "جمعية وادي النماء"
short_name = "جمعية الوادي"
discreet_name = "مكتب الوادي"
sms_sender = "TH-OFFICE"
legal_form = "جمعية أهلية"
services = ["tools"]
licence = { number = "0000", regulator = "جهة مشرفة" }
office = { name = "مكتب المنتفعين", address = "الوادي", phone = "014 000 0010", hours = "كل يوم عمل" }
quiet_hours = { begin = 22:00:00, end = 07:00:00 }
[territory]
name = "الوادي"
outside = "نعتذر، فنحن نخدم أهل الوادي وحده."
places = [{ id = "wadi", name = "الوادي" }, { id = "upper_wadi", name = "أعلى الوادي" }]
""",
    "terms.toml": """
extends = "base"
[party]
singular = "منتفع"
singular_accusative = "منتفعًا"
dual = "منتفعان"
dual_oblique = "منتفعَين"
plural = "منتفعون"
plural_oblique = "منتفعين"
the_singular = "المنتفع"
the_dual = "المنتفعان"
the_dual_oblique = "المنتفعَين"
the_plural = "المنتفعون"
the_plural_oblique = "المنتفعين"
to_the_singular = "للمنتفع"
to_the_plural = "للمنتفعين"
dual_of = "منتفعا"
dual_oblique_of = "منتفعَي"
plural_of = "منتفعو"
plural_oblique_of = "منتفعي"
our_singular = "منتفعنا"
our_plural = "منتفعونا"
our_plural_oblique = "منتفعينا"
[deciding_body]
name = "المدير العام"
short = "المدير العام"
to = "إلى المدير العام"
for_the = "للمدير العام"
by = "من المدير العام"
gender = "masculine"
[roles]
relations_officer = "موظف المنتفعين"
""",
    "channels.toml": """
[phone]
name = "الاتصال الهاتفي"
clause = "C2"
active = true
hours = "كل يوم عمل"
accepts = ["inquiry", "support_request"]
[request_service]
name = "صفحات الطلب"
clause = "C5"
active = true
hours = "في كل وقت"
accepts = ["support_request", "papers"]
""",
    "toolkit.toml": """
support_guide = { title = "دليل الدعم", clause = "T3", kind = "document" }
support_request_form = { title = "نموذج الطلب", clause = "T4", kind = "form" }
""",
    "deciding.toml": """
kind = "management"
[[steps]]
id = "treasurer"
role = "manager"
title = "أمين الصندوق"
limit = 1_000_00
delegation = { allowed = false }
[[steps]]
id = "director"
role = "manager"
title = "المدير العام"
limit = 5_000_00
delegation = { allowed = true, limit = 2_000_00, max_days = 10 }
[appeal_body]
source = "association"
name = "لجنة المراجعة"
by = "من لجنة المراجعة"
seats = ["board_secretary", "quality_manager"]
object_within_days = 20
answer_within_working_days = 10
""",
    "reply_window.toml": """
ceiling_days = 14
ceiling_minutes = { number = "الخامس", date = 2025-02-10 }
mode = "ceiling"
starts = "last_item"
name_lack_within_working_days = 1
aimed_at = "موعد نسعى إليه"
promised = "موعد نلتزم به"
early_reasons = [
    { id = "urgent_need", label = "حاجة عاجلة" },
    { id = "set_date", label = "موعد يفوت" },
    { id = "study_complete", label = "اكتملت الدراسة" },
]
[unfinished]
draft_days = 10
remind_after_days = 5
announce_after_days = 20
end_after_days = 10
""",
    "messages.toml": """
extends = "base"
""",
    "approval.toml": """
recorded = true
minutes = "الخامس"
body = "مجلس الإدارة"
date = 2025-02-10
signatory = "سالم بن ناصر الوادي"
signatory_title = "رئيس مجلس الإدارة"
""",
    "services/tools.toml": """
source = "association"
kind = "aid"
unit = "household"
title = "أدوات العمل"
discreet_title = "خدمة الأسرة"
summary = "أدوات تعين الأسرة على كسبها."
who_for = "لأهل الوادي."
what_you_get = "أدوات تُستلم من المكتب."
questions = ["place", "service", "mobile", "code", "identity", "name", "persons", "income", "safe_contact", "papers"]
requirements = ["national_id", "income_statement"]
reasons = ["above_ceiling", "not_proven"]
award = { ceiling = 4_000_00, per = "once", times = 1, months = 12 }
delivery = { kind = "hand_over", within_working_days = 6, proofs = ["signature"] }
[eligibility.per_capita]
ceiling = 900_00
reason = "above_ceiling"
weights = { head = 100, adult = 100, child = 100 }
obligations = []
classes = [{ id = "first", label = "الأولى", up_to = 900_00 }, { id = "other", label = "الثانية" }]
""",
}
AS_THE_BASE = ("questions", "requirements", "reasons", "declaration", "satisfaction", "review")


def write_third(root: Path) -> Path:
    shutil.copytree(PACKS / "base", root / "base", dirs_exist_ok=True)
    folder = root / "third"
    (folder / "services").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for stem in AS_THE_BASE:
        (folder / f"{stem}.toml").write_text('extends = "base"\n', encoding="utf-8")
    (folder / "clauses.toml").write_text(_clauses(), encoding="utf-8")
    (folder / "text.toml").write_text(_text(), encoding="utf-8")
    (folder / "policy.txt").write_text(_policy(), encoding="utf-8")
    return folder


def _clauses() -> str:
    present = [
        f'["{name}"]\ntext = "{text}"\ncontrol = "{control}"\n' for name, (text, control) in CLAUSES.items()
    ]
    return "\n".join([*present, *(f'["{name}"]\nabsent = true\n' for name in ABSENT)])


def _text() -> str:
    parts = [f'    {{ kind = "clause", clause = "{name}" }},' for name in CLAUSES]
    parts.insert(list(CLAUSES).index("H0"), f'    {{ kind = "heading", words = "{HEADING}" }},')
    return "\n".join(["parts = [", *parts, "]", ""])


def _policy() -> str:
    lines = [f"- {text}" for text, _control in CLAUSES.values()]
    lines.insert(list(CLAUSES).index("H0"), HEADING)
    return "\n".join([*lines, ""])
