"""Two months of Injab: couples, a chain of approvers, words that disclose nothing."""

from __future__ import annotations

from typing import Any

from silah.contact.operations.contacts import Asked
from silah.doors.cli.demo.acts import asking, deciding, serving, talking
from silah.doors.cli.demo.acts.rounds import round_of_the_day
from silah.doors.cli.demo.injab import couples
from silah.doors.cli.demo.injab.couples import Couple
from silah.doors.cli.demo.story import Days, Step, Story, chain_of
from silah.policy import operations as policy

AWAY = 44  # days ago the manager's leave began


def steps(days: Days, *, short: bool = False) -> list[Step]:
    """Nothing here only fills: a short telling is the whole."""
    return [
        *_delegated(days),
        *_refused(days),
        *_small(days),
        *_returning(days),
        *_waiting(days),
        *_reception(days),
        Step(days.at(98, 12), "sample", _sample),
    ]


def _delegated(days: Days) -> list[Step]:
    """The manager is away; his delegate decides within the limit he was given, and the centre is paid."""
    couple = Couple("maha", 1, 62, riyals=14_000)
    leave = deciding.delegates(
        "executive", "executive", "deputy", limit=15_000, first=days.day(AWAY), last=days.day(AWAY - 20)
    )
    return [
        Step(days.at(AWAY + 1, 9), "leave", leave),
        *chain_of(
            [
                *couples.until_study(couple, days, last_day=True),
                *couples.approved(couple, days, (42, "programmes"), (40, "deputy")),
                Step(days.at(40, 14), "maha/leave", round_of_the_day),
                *couples.hears(couple, days, 38),
                Step(
                    days.at(37, 12), "maha/explained", asking.explains("maha", "decision", "officer", "phone")
                ),
                *couples.centre_is_paid(couple, days, 36),
                Step(days.at(30, 20), "maha/says", talking.rates("maha", _grades(5, 4, 5, 5, 5))),
            ]
        ),
    ]


def _refused(days: Days) -> list[Step]:
    couple = Couple("rawan", 2, 52, reason="cycles_ended", cycles=3, place="ahsa")
    return chain_of(
        [
            *couples.until_study(couple, days),
            *couples.approved(couple, days, (31, "programmes")),
            Step(days.at(31, 14), "rawan/leave", round_of_the_day),
            *couples.hears(couple, days, 29),
            Step(days.at(26, 20), "rawan/says", talking.declines("rawan")),
        ]
    )


def _small(days: Days) -> list[Step]:
    """Within the first approver's own limit; not clear to her at first."""
    couple = Couple("lama", 3, 38, riyals=9_500, place="khobar", how="by_video")
    answer = "تُدفع المساهمة للمركز مباشرة، ولا تحتاجان إلى دفع شيء عنها."
    return [
        *chain_of(
            [
                *couples.until_study(couple, days),
                *couples.approved(couple, days, (18, "programmes")),
                Step(days.at(18, 14), "lama/leave", round_of_the_day),
                *couples.hears(couple, days, 16),
                *couples.centre_is_paid(couple, days, 14),
                Step(days.at(8, 20), "lama/says", talking.rates("lama", _grades(4, 4, 4, 5, 5))),
            ]
        ),
        *chain_of(
            [
                Step(
                    days.at(34, 20),
                    "lama/unclear",
                    talking.is_unclear("lama", ("لمن تُدفع المساهمة؟",), "window"),
                    ("lama/brings",),
                ),
                Step(days.at(33, 12), "lama/answered", talking.answers_referral("lama/unclear", answer)),
                Step(days.at(32, 20), "lama/clear", talking.is_clear_now("lama", "lama/unclear")),
            ]
        ),
    ]


def _returning(days: Days) -> list[Step]:
    """Withdrawn once, asked again later: what was known is not asked a second time."""
    first = Couple("jude1", 4, 90)
    again = Couple("jude", 4, 34, riyals=8_000, returning="jude1")
    return chain_of(
        [
            *couples.ask(first, days),
            Step(days.at(86, 19), "jude1/withdraws", asking.withdraws(first.wife)),
            *couples.until_study(again, days),
            *couples.approved(again, days, (15, "programmes")),
            Step(days.at(15, 14), "jude/leave", round_of_the_day),
            *couples.hears(again, days, 8),
            Step(days.at(2, 11), "jude/prepared", serving.prepares("jude", partner="centre_two")),
        ]
    )


def _waiting(days: Days) -> list[Step]:
    """Today: a spouse who has not signed, papers to compare, a study to write, two approvals."""
    first = Couple("amani", 5, 19, riyals=9_000)
    second = Couple("ghada", 6, 22, riyals=20_000, place="qatif")
    studied = chain_of(
        [*couples.until_study(second, days), *couples.approved(second, days, (3, "programmes"))]
    )
    draft = Couple("begun", 10, 2).wife
    return [
        *couples.until_study(first, days),
        *studied,
        *couples.ask(Couple("alone", 7, 6), days),
        *couples.until_complete(Couple("compare", 8, 5), days),
        *couples.until_checked(Couple("study", 9, 12, place="ahsa"), days),
        *chain_of(
            [
                Step(days.at(2, 19), "begun/file", asking.signs_up(draft)),
                Step(days.at(2, 19, 20), "begun/draft", asking.begins(draft, 5)),
            ]
        ),
    ]


def _reception(days: Days) -> list[Step]:
    asked = [Asked("ما شروط الخدمة؟", answer="هي مكتوبة في صفحة الخدمة، ونشرحها لك متى شئت.")]
    public = [Asked("كيف نقدّم؟", answer="من صفحة الطلب في أي وقت، أو بالحضور إلى المكتب.", in_public=True)]
    hers = [Asked("هل وصلت أوراقنا؟", answer="نعم، ولا ينقص الطلب شيء.")]
    promised = [Asked("هل يُقبل تقرير من خارج المنطقة؟", due_on=days.day(-3))]
    return [
        Step(days.at(60, 10), "visit/1", talking.comes("interview", "officer", asked, minutes=20)),
        Step(days.at(41, 10), "visit/2", talking.comes("interview", "officer2", asked, minutes=15)),
        Step(days.at(35, 11), "public", talking.comes("social", "officer2", public, word=False)),
        Step(
            days.at(45, 12),
            "caller",
            talking.calls(Couple("maha", 1, 62).wife, "officer", hers),
            ("maha/file",),
        ),
        Step(days.at(1, 11), "promised", talking.comes("interview", "officer", promised, minutes=9)),
    ]


def _grades(*values: int) -> dict[str, int]:
    questions = (
        "procedure_clear",
        "procedure_time",
        "procedure_effort",
        "provider_respect",
        "provider_answers",
    )
    return dict(zip(questions, values, strict=True))


def _sample(story: Story) -> Any:
    return policy.upload_tool(
        "support_guide",
        "نموذج من دليل سياسة الدعم، للعرض وحده",
        by=story.staff("board"),
        effective_from=story.today(),
        text="هذا نص للعرض لا يُعتد به. يُرفع مكانه دليل الجمعية بعد اعتماده.",
        is_sample=True,
    )
