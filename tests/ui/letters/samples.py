"""One full sample of every letter, from two associations with a licence and without."""

from dataclasses import replace
from datetime import UTC, datetime

from silah.foundation.ui.letters import (
    AgendaItem,
    Answer,
    Appeal,
    Approval,
    ApprovalStep,
    Attendee,
    Budget,
    CaseStudy,
    ClauseEvidence,
    Day,
    Decision,
    Declaration,
    Delivered,
    DeliveryProof,
    Evidence,
    Exceptional,
    Fact,
    Heading,
    Income,
    Letter,
    Letterhead,
    Line,
    Minutes,
    MissingItem,
    Moment,
    PaymentOrder,
    Receipt,
    Recusal,
    Section,
    Signatory,
    Signature,
    Table,
    Timeline,
    Verification,
    WindowNotice,
)

BARE = Letterhead(association="جمعية الوادي", discreet_name="الوادي")
FULL = Letterhead(
    association="جمعية واحة الخير",
    discreet_name="الواحة",
    legal_form="جمعية أهلية",
    regulator="المركز الوطني لتنمية القطاع غير الربحي",
    licence="1234",
    contact="هاتف 0115550100، شارع الملك عبدالعزيز",
)
TODAY = Day("26/05/1447 هـ", "17/11/2025 م")
FLOOR = Day("10/06/1447 هـ", "01/12/2025 م")
CEILING = Day("26/06/1447 هـ", "17/12/2025 م")
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<path d="M190 40 C160 5 150 55 120 30 S80 10 60 40 S20 50 10 20" fill="none" stroke="#111" '
    'stroke-width="2"/></svg>'
)


def heading(title: str, reference: str = "1447-000123", *, demo: bool = False) -> Heading:
    return Heading(
        title=title,
        reference=reference,
        day=TODAY,
        issued_at=datetime(2025, 11, 17, 8, 30, tzinfo=UTC),
        demo=demo,
        verification=Verification("K7QF-2M9X", "https://silah.example/v/K7QF-2M9X"),
    )


CLAUSE = "إبلاغ طالب الدعم بالقبول أو الرفض مع إيضاح الأسباب"

receipt = Receipt(
    house=FULL,
    heading=heading("إشعار باستلام طلب"),
    addressee="نورة سعد الحربي",
    request_reference="1447-000123",
    asked="مساعدة في إيجار السكن",
    submitted=TODAY,
    missing=(
        MissingItem("شهادة الوفاة", "للزوج", "يُطّلع على الأصل في المكتب"),
        MissingItem("تعريف مدرسي", "للابن سعد", "صورة عبر البوابة"),
    ),
    next_step="بعد وصول ما ينقص يكتمل الطلب، ثم نبلغك بموعد الرد.",
    contact="0115550100 من الأحد إلى الخميس",
)
window_notice = WindowNotice(
    house=FULL,
    heading=heading("إشعار بموعد الرد", demo=True),
    addressee="نورة سعد الحربي",
    request_reference="1447-000123",
    asked="مساعدة في إيجار السكن",
    studied_by="لجنة البحث",
    complete_on=TODAY,
    earliest=FLOOR,
    latest=CEILING,
    least="أسبوعين",
    contact="0115550100",
)
accepted = Decision(
    house=FULL,
    heading=heading("الرد على الطلب"),
    addressee="نورة سعد الحربي",
    request_reference="1447-000123",
    asked="مساعدة في إيجار السكن",
    outcome="accept",
    decided_by="لجنة البحث",
    decided_on=FLOOR,
    decision_reference="1447-12/7",
    clause=CLAUSE,
    clause_reference="H5b",
    amount="12,000.00 ريال",
    amount_in_words="اثنا عشر ألف ريال",
    period="سنة، على دفعتين",
    next_step="نحتاج إلى رقم الآيبان باسم صاحب الطلب لإتمام الصرف.",
    appeal=Appeal(CEILING, "مجلس الإدارة", "يُقبل الاعتراض في المكتب أو عبر البوابة أو بالاتصال بنا."),
    contact="0115550100",
)
in_part = replace(
    accepted,
    outcome="accept_in_part",
    not_granted="قسط الكهرباء، لأن الفاتورة مدفوعة.",
    reasons=("دخل الأسرة يغطي جزءًا من الإيجار.",),
)
rejected = replace(
    accepted,
    outcome="reject",
    amount="",
    amount_in_words="",
    period="",
    next_step="",
    reasons=("نصيب الفرد من الدخل 1,450.00 ريال، وهو أعلى من الحد المعتمد 750.00 ريال.",),
)
upheld = replace(
    accepted,
    heading=heading("الرد على الاعتراض"),
    decided_by="لجنة الاعتراضات",
    decision_reference="1447-000004",
    reasons=("تبيّن أن الإيجار الثابت بعقد موثّق لم يُخصم من الدخل.",),
    appeal=None,
    answer=Answer("1447-000004", upheld=True, earlier="1447-12/7"),
)
dismissed = replace(
    rejected,
    heading=heading("الرد على الاعتراض"),
    decided_by="لجنة الاعتراضات",
    decision_reference="1447-000005",
    reasons=("أُعيد حساب الدخل بعد خصم الإيجار، وبقي نصيب الفرد أعلى من الحد.",),
    appeal=None,
    answer=Answer("1447-000005", upheld=False, earlier="1447-12/7"),
)


def agenda(count: int) -> tuple[AgendaItem, ...]:
    return tuple(
        AgendaItem(
            number=str(n),
            reference=f"1447-{n:06d}",
            applicant=f"صاحب الطلب رقم {n}",
            asked="سلة غذائية",
            recommendation="القبول",
            outcome="قبول",
            reason="الدخل دون الحد المعتمد، والسكن بالإيجار.",
            votes="بالإجماع",
            amount="1,850.00 ريال",
            period="ثلاثة أشهر",
        )
        for n in range(1, count + 1)
    )


minutes = Minutes(
    house=FULL,
    heading=heading("محضر جلسة", "م-1447-12"),
    body="لجنة البحث",
    number="12 لعام 1447 هـ",
    held_on=FLOOR,
    place="مقر الجمعية",
    opened="09:00",
    recorded="الأربعاء 25 نوفمبر 2026م، 10:40",
    quorum="النصاب ثلاثة من خمسة، وحضر أربعة.",
    attendance=(
        Attendee("عبدالله ناصر العتيبي", "رئيس اللجنة", "حاضر"),
        Attendee("سارة خالد الدوسري", "عضو", "حاضرة"),
        Attendee("فهد محمد القحطاني", "عضو", "حاضر، وتنحّى عن البند 7"),
        Attendee("منى علي الشهري", "عضو بديل", "حاضرة في البند 7"),
    ),
    recusals=(Recusal("7", "فهد محمد القحطاني", "قرابة معلنة", "منى علي الشهري"),),
    items=agenda(28),
    budget=Budget("52,950.00 ريال", "60,000.00 ريال", "7,050.00 ريال"),
    confirmations=(
        Signatory("عبدالله ناصر العتيبي", "رئيس اللجنة", "أُكّد بالدخول إلى النظام يوم 10/06/1447 هـ"),
        Signatory("سارة خالد الدوسري", "عضو"),
        Signatory("فهد محمد القحطاني", "عضو"),
        Signatory("منى علي الشهري", "مقرر اللجنة"),
    ),
)
approval = Approval(
    house=BARE,
    heading=heading("قرار الإدارة", "ق-1447-31"),
    request_reference="1447-000045",
    applicant="الزوجان: سعد وهند",
    asked="دعم تكاليف العلاج",
    recommendation="القبول في حدود السقف المعتمد",
    outcome="قبول الطلب",
    amount="15,000.00 ريال",
    amount_in_words="خمسة عشر ألف ريال",
    period="يُصرف للمركز مباشرة",
    reasons=("التقرير الطبي سارٍ في يوم التقديم.", "عقد الزواج موثّق."),
    clause=CLAUSE,
    clause_reference="H5b",
    chain=(
        ApprovalStep("مدير الخدمات", "ماجد صالح", "10,000.00 ريال", "رفع بالموافقة", "", TODAY),
        ApprovalStep(
            "المدير التنفيذي",
            "ريم فهد",
            "20,000.00 ريال",
            "موافقة",
            "في الحدود",
            FLOOR,
            "بتفويض حتى 30/06/1447 هـ",
        ),
    ),
)
declaration = Declaration(
    house=BARE,
    heading=heading("نموذج طلب دعم وإقرار"),
    request_reference="1447-000123",
    service="مساعدة في إيجار السكن",
    sections=(
        Section(
            "صاحب الطلب",
            (
                Fact("الاسم كما في الهوية", "نورة سعد الحربي"),
                Fact("رقم الهوية", "1000000008", code=True),
                Fact("الجوال", "+966 55 000 0000", code=True),
            ),
        ),
        Section(
            "أفراد الأسرة",
            table=Table(
                ("الاسم", "الصلة", "الحاجة"), (("سعد", "ابن", "حقيبة مدرسية"), ("هند", "ابنة", "لا شيء"))
            ),
        ),
    ),
    declaration="أُقرّ بأن المعلومات التي قدّمتها صحيحة، وأتحمّل المسؤولية المباشرة عن صحتها. "
    "وإن أخطأتُ في شيء أو تغيّر حالي فسأخبر الجمعية لتصحيحه.",
    signatures=(
        Signature(
            "نورة سعد الحربي",
            "رمز أُرسل إلى الجوال",
            "متوسطة: رمز لمرة واحدة مع رقم الهوية وتاريخ الميلاد",
            "26/05/1447 هـ، 11:30",
            drawing=DRAWN,
        ),
    ),
    snapshot_hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    policy_version="3",
)
case_study = CaseStudy(
    house=FULL,
    heading=heading("دراسة حالة"),
    request_reference="1447-000123",
    file_number="1447-0098",
    asked="مساعدة في إيجار السكن",
    study_kind="ميدانية",
    visited_on=TODAY,
    facts=(Section("السكن", (Fact("النوع", "شقة بالإيجار"), Fact("الإيجار السنوي", "18,000.00 ريال"))),),
    income=Income(
        income=(
            Line("الضمان الاجتماعي", "1,980.00 ريال", "مشهد الضمان"),
            Line("حساب المواطن", "720.00 ريال", "صفحة الحساب"),
        ),
        income_total="2,700.00 ريال",
        obligations=(Line("الإيجار الشهري", "1,500.00 ريال", "عقد إيجار"),),
        obligations_total="1,500.00 ريال",
        members="3",
        per_head="400.00 ريال",
        measure="دون الحد المعتمد 750.00 ريال",
    ),
    opinion=("الأسرة متعاونة، والحاجة قائمة منذ وفاة العائل.",),
    recommendation="القبول بمبلغ 12,000.00 ريال لمدة سنة.",
    researcher=Signatory("خلود عبدالرحمن", "الباحثة الاجتماعية", "أُكّد بالدخول إلى النظام يوم 26/05/1447 هـ"),
)
payment_order = PaymentOrder(
    house=FULL,
    heading=heading("أمر صرف", "ص-1447-77"),
    request_reference="1447-000123",
    decision_reference="1447-12/7",
    payee="نورة سعد الحربي",
    iban="SA03 8000 0000 6080 1016 7519",
    bank="مصرف الراجحي",
    amount="6,000.00 ريال",
    amount_in_words="ستة آلاف ريال",
    purpose="الدفعة الأولى من إيجار السكن",
    period="من رجب إلى ذي الحجة 1447 هـ",
    prepared_by=Signatory("طلال حمد", "مسؤول التسليم", "أُعدّ يوم 26/05/1447 هـ"),
    approved_by=Signatory("ريم فهد", "المدير التنفيذي"),
)
delivery_proof = DeliveryProof(
    house=BARE,
    heading=heading("إثبات تسليم"),
    request_reference="1447-000123",
    decision_reference="1447-12/7",
    items=(Delivered("سلة غذائية", "2", "600.00 ريال"),),
    delivered_on=TODAY,
    place="مكتب الهجرة",
    received=Signature("نورة سعد الحربي", "بصمة على ورق", "أساسية: أمام شاهدين", "26/05/1447 هـ، 11:30"),
    delivered_by=Signatory("بندر عايض", "مندوب المكتب"),
    witnesses=(Signatory("تركي مساعد", "شاهد"), Signatory("جواهر فلاح", "شاهدة")),
)
evidence = Evidence(
    house=FULL,
    heading=heading("شواهد تطبيق السياسة"),
    policy="سياسة تنظيم العلاقة مع المستفيدين",
    version="3، سارية منذ 01/01/1447 هـ",
    minutes="محضر مجلس الإدارة الثاني، 27/09/1444 هـ",
    since=Day("26/05/1446 هـ", "28/11/2024 م"),
    until=TODAY,
    clauses=(
        ClauseEvidence(
            "H5c",
            "الرد عليه خلال مدة لا تقل عن أسبوعين",
            "violated",
            reading="الأسبوعان حد أدنى، والحد الأعلى من المجلس.",
            control="نافذة الرد",
            setting="14 يومًا على الأقل، و30 يومًا على الأكثر",
            figures=(Fact("الردود", "41"), Fact("في موعدها", "38"), Fact("متأخرة", "1")),
            exceptions=(
                Exceptional("1447-000087", "صدر الرد بعد الموعد بثلاثة أيام"),
                Exceptional("1447-000091", "رد مبكر", "حاجة عاجلة"),
            ),
            samples=("1447-000012", "1447-000013"),
        ),
        ClauseEvidence(
            "H1", "استقبال المراجع والإجابة عن أسئلته", "proven", figures=(Fact("الزيارات", "120"),)
        ),
        ClauseEvidence("D5", "تطوير الخدمة", "idle"),
        ClauseEvidence("T2", "دليل سياسة الدعم", "gap", missing="لم يُرفع بعد"),
        ClauseEvidence("C8", "مندوبو المكاتب", "absent"),
    ),
)
timeline = Timeline(
    house=FULL,
    heading=heading("سجل طلب"),
    request_reference="1447-000123",
    service="مساعدة في إيجار السكن",
    state="قُبل وصُرف",
    policy_version="3",
    moments=(
        Moment("26/05/1447 هـ، 11:30", "قُدّم الطلب", "صاحب الطلب", "D1"),
        Moment(
            "10/06/1447 هـ، 09:40",
            "قُبل الطلب بمبلغ 12,000.00 ريال",
            "لجنة البحث",
            "H5b",
            "10/06/1447 هـ، 12:00",
        ),
    ),
    digest="2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
)

EVERY: dict[str, Letter] = {
    "receipt": receipt,
    "window_notice": window_notice,
    "accepted": accepted,
    "in_part": in_part,
    "rejected": rejected,
    "upheld": upheld,
    "dismissed": dismissed,
    "minutes": minutes,
    "approval": approval,
    "declaration": declaration,
    "case_study": case_study,
    "payment_order": payment_order,
    "delivery_proof": delivery_proof,
    "evidence": evidence,
    "timeline": timeline,
}
