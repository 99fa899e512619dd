"""Who came, called and wrote without asking for support; and what the association stands by as an answer."""

from __future__ import annotations

from typing import Any

from silah.contact.operations.contacts import Asked
from silah.doors.cli.demo.acts import talking
from silah.doors.cli.demo.quwayiyah.families import first
from silah.doors.cli.demo.story import Days, Step, Story
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations

ANSWERS = {
    "window": (
        "متى يصل الرد؟",
        "تحتاج الدراسة أسبوعين على الأقل من يوم اكتمال الطلب، ونسعى إلى ألا يزيد الرد على ثلاثين يومًا، وتصلك المواعيد مكتوبة.",
    ),
    "papers": (
        "ما الأوراق المطلوبة؟",
        "الهوية وسجل الأسرة وما يثبت الدخل، وعقد الإيجار إن وُجد. نطّلع على الأصل ونعيده، ولا نصوّر الهوية.",
    ),
    "who": ("من يقرر في الطلب؟", "يدرسه الباحث الاجتماعي، ثم تقرر فيه لجنة البحث، ويصلك القرار بسببه."),
    "object": ("هل لي أن أعترض؟", "نعم، مجانًا، خلال ثلاثين يومًا من وصول الرد، وينظر فيه غير من اتخذ القرار."),
    "phone": (
        "هل يلزم جوال باسمي؟",
        "لا يلزم. وإن لم يكن لك جوال آمن نتواصل معك في المكتب أو عن طريق المندوب.",
    ),
    "fees": ("هل للخدمة رسوم؟", "كل خدماتنا مجانية، ولا يأخذ موظف ولا مندوب شيئًا مقابلها."),
}
TEN = (
    ("متى يصل الرد على الطلب؟", "window"),
    ("ما الأوراق التي أحضرها؟", "papers"),
    ("من الذي يقرر؟", "who"),
    ("هل أستطيع الاعتراض إن رُفض؟", "object"),
    ("جوالي باسم أخي، هل يصلح؟", "phone"),
    ("هل أدفع شيئًا؟", "fees"),
)
PLAIN = (
    Asked("هل تخدمون هجرة بعيدة؟", answer="نعم، كل هجر المحافظة، ويصلها المندوب كل أسبوع."),
    Asked("هل يُحسب حساب المواطن من الدخل؟", answer="نعم، يُحسب ضمن دخل الأسرة."),
)
PROMISED = ("هل يُقبل مشهد قديم من التأمينات؟", "متى يزور المندوب هجرتنا؟")


def steps(days: Days) -> list[Step]:
    told = [
        Step(days.at(99, 12), f"answer/{key}", talking.approves_answer(key, *words))
        for key, words in ANSWERS.items()
    ]
    kept = {
        9: "يُقبل ما لم تمضِ عليه تسعون يومًا يوم تقديمه.",
        10: "يزورها صباح كل ثلاثاء، ويمكن حجز موعد معه بالاتصال بنا.",
    }
    by_phone = [Asked("متى تفتحون؟", answer="من الأحد إلى الخميس، من الثامنة صباحًا إلى الثالثة عصرًا.")]
    public = [
        Asked(
            "أين موقع المكتب؟", answer="في القويعية، في مقر الجمعية، من الثامنة إلى الثالثة.", in_public=True
        )
    ]
    hers = [Asked("أين وصل طلبي؟", answer="طلبك عند الباحث الاجتماعي، والموعد كما في الرسالة.")]
    return [
        *told,
        Step(days.at(45, 10), "ten", _ten_questions),
        Step(days.at(44, 12), "ten/kept", talking.keeps_promises("ten", "officer", kept), ("ten",)),
        Step(days.at(41, 11), "unnamed", talking.comes("phone", "officer2", by_phone, minutes=2, word=False)),
        Step(days.at(80, 11), "caller", talking.calls(first()[0].who, "officer", hers)),
        Step(days.at(28, 13), "public", talking.comes("social", "officer2", public, word=False)),
        *(
            Step(days.at(day, 12), f"visit/{day}", _visit(day, officer))
            for day, officer in ((90, "officer"), (70, "officer2"), (50, "officer"), (24, "officer2"))
        ),
        Step(days.at(1, 11), "promised", _promised_for_later),
    ]


def _ten_questions(story: Story) -> Any:
    """Six answered from what was approved, two in free words, two promised with a date."""
    answers = {key: story.row(f"answer/{key}").id for key in ANSWERS}
    lines = [Asked(words, approved_answer=answers[key]) for words, key in TEN]
    lines += [*PLAIN, *(Asked(words, due_on=_in_working_days(story, 2)) for words in PROMISED)]
    act = talking.comes("interview", "officer", lines, visitor_name="زائر يسأل عن أسرته", minutes=35)
    return act(story)


def _visit(day: int, officer: str) -> Any:
    asked = [Asked("هل بقي شيء على طلبي؟", answer="لا ينقصه شيء، ونتواصل معك عند صدور الرد.")]
    if day == 50:
        asked = [Asked("كيف أقدّم من الهجرة؟", answer="يكتب المندوب طلبك عندك، ويطّلع على أوراقك ويعيدها.")]
    return talking.comes("interview", officer, asked, minutes=8 + day % 7)


def _promised_for_later(story: Story) -> Any:
    """Somebody's question that waits for its answer today."""
    lines = [Asked("هل تشمل السلة حليب الرضّع؟", due_on=_in_working_days(story, 2))]
    return talking.comes("interview", "officer", lines, visitor_name="أم رضيع", minutes=10)(story)


def _in_working_days(story: Story, number: int) -> Any:
    return organisations.calendar(story.staff("officer")).add_working_days(clock.today(), number)
