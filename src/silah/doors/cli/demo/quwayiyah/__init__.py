"""Three months of the cooperative of القويعية."""

from __future__ import annotations

from typing import Any

from silah.doors.cli.demo import usual
from silah.doors.cli.demo.acts import deciding
from silah.doors.cli.demo.acts.deciding import Otherwise
from silah.doors.cli.demo.acts.rounds import round_of_the_day
from silah.doors.cli.demo.quwayiyah import families, reception, today, turns, unfinished, widow
from silah.doors.cli.demo.story import Days, Step, Story, chain_of
from silah.doors.cli.demo.usual import Sitting, Way
from silah.foundation.organisations import operations as house
from silah.policy import operations as policy

FIRST, SECOND, THIRD = Sitting(66), Sitting(38), Sitting(12)
PLACE = "قاعة الاجتماعات في مقر الجمعية"
TURNS = (
    widow.steps,
    turns.kin,
    turns.returned,
    turns.stale_paper,
    turns.mismatch,
    turns.unclear,
    turns.reversed_on_appeal,
    turns.evicted,
)
_tried = deciding.tries("dalal", "officer", "phone", "no_answer")


def steps(days: Days, *, short: bool = False) -> list[Step]:
    """`short` leaves out the families that only fill the sittings."""
    return [
        *_first_sitting(days, families.some(families.first(), short=short)),
        *_second_sitting(days, families.some(families.second(), short=short)),
        *_third_sitting(days),
        *turns.unconfirmed(days),
        *unfinished.steps(days),
        *reception.steps(days),
        *_staff(days),
        *today.steps(days),
        *_words(days, families.some([*families.first(), *families.second()], short=short)),
    ]


def _held(
    days: Days,
    sitting: Sitting,
    cases: list[Step],
    *,
    budget: int,
    confirm: tuple[str, ...],
    absent: tuple[str, ...] = (),
    otherwise: dict[str, Otherwise] | None = None,
) -> list[Step]:
    """The cases, and the sitting once all of them are studied."""
    name, day = sitting.name, sitting.day
    studied = tuple(step.name for step in cases if step.name.endswith("/studied"))
    opens = deciding.opens_sitting(days.at(day, 9, 30), budget, PLACE)
    recorded = deciding.records_sitting(name, absent=absent, otherwise=otherwise)
    return [
        *cases,
        *chain_of(
            [
                Step(days.at(day + 1, 8, 30), name, opens, studied),
                Step(days.at(day, 12), f"{name}/recorded", recorded),
                Step(days.at(day - 1, 13), f"{name}/confirmed", deciding.confirms_minutes(name, *confirm)),
                Step(days.at(day - 1, 14), f"{name}/leave", round_of_the_day),
            ]
        ),
    ]


def _first_sitting(days: Days, ways: list[Way]) -> list[Step]:
    cases = [step for way in ways for step in _whole(way, days, FIRST)]
    cases += turns.without_food(days, FIRST)
    basket = next(way for way in ways if way.key == "haya")
    cases += usual.is_served(basket, days, 30, number=2)
    confirm = ("chair", "member1", "member2", "member4")
    return _held(days, FIRST, cases, budget=40_000, confirm=confirm, absent=("member3",))


def _second_sitting(days: Days, ways: list[Way]) -> list[Step]:
    """Twenty-eight requests; a cousin stays out, an alternate sits in; one votes against one of them."""
    cases = [step for way in ways for step in _whole(way, days, SECOND)]
    for turn in TURNS:
        cases += turn(days, SECOND)
    confirm = ("member1", "alternate1", "member3", "chair")
    against = {"mansur": Otherwise(against=("member4",))}
    return _held(days, SECOND, cases, budget=60_000, confirm=confirm, otherwise=against)


def _third_sitting(days: Days) -> list[Step]:
    dalal, yusuf = families.third()
    cases = [
        *turns.late(days, THIRD),
        *usual.until_study(dalal, days),
        *_whole(yusuf, days, THIRD),
        *chain_of(
            [
                Step(days.at(8, 12), "dalal/try", _tried, (f"{THIRD.name}/leave",)),
                Step(days.at(4, 12), "dalal/hears", deciding.receives("dalal", "officer", how="phone")),
            ]
        ),
    ]
    confirm = ("chair", "member1", "member3", "member4")
    return _held(days, THIRD, cases, budget=30_000, confirm=confirm, absent=("member2",))


def _whole(way: Way, days: Days, sitting: Sitting) -> list[Step]:
    refused = way.found.recommendation == "reject"
    ends = usual.hears(way, days, sitting) if refused else usual.granted(way, days, sitting)
    return [*usual.until_study(way, days), *ends]


def _staff(days: Days) -> list[Step]:
    """One officer leaves, another takes over what he had in hand. One guide is shown as a sample."""
    return [
        Step(days.at(20, 14), "leaves", _leaves),
        Step(days.at(98, 12), "sample", _sample),
    ]


def _leaves(story: Story) -> Any:
    member, successor = story.row("staff/officer3"), story.row("staff/officer2")
    return house.end_membership(member, by=story.staff("admin"), successor=successor)


def _sample(story: Story) -> Any:
    return policy.upload_tool(
        "research_guide",
        "نموذج من دليل خدمات البحث الاجتماعي، للعرض وحده",
        by=story.staff("board"),
        effective_from=story.today(),
        text="هذا نص للعرض لا يُعتد به. يُرفع مكانه دليل الجمعية بعد اعتماده.",
        is_sample=True,
    )


GRADES = {
    "fatimah": (5, 4, 5, 5, 5),
    "turki": (4, 3, 4, 5, 4),
    "haya": (5, 5, 5, 5, 5),
    "aishah": (4, 4, 5, 4, 5),
    "ghazi": (3, 2, 3, 4, 3),
    "latifah": (5, 4, 4, 5, 5),
    "bandar": (),
    "amal": (4, 4, 4, 5, 4),
    "hind": (5, 3, 4, 5, 5),
    "waleed": (4, 4, 3, 5, 4),
    "abeer": (5, 5, 5, 5, 5),
    "asma": (),
    "saud": (5, 4, 5, 5, 4),
    "mansur": (2, 2, 3, 4, 3),
    "unclear": (5, 4, 5, 5, 5),
    "appeal": (3, 2, 2, 4, 4),
    "najla": (),
}
COMMENTS = {"ghazi": "أتمنى بيان طريقة الحساب قبل التقديم.", "haya": "جزاكم الله خيرًا على حسن الاستقبال."}


def _words(days: Days, ways: list[Way]) -> list[Step]:
    """Invited after the outcome, most of them answer some days later; some would rather not."""
    known = {way.key: way for way in (*ways, turns.UNCLEAR, turns.APPEAL)}
    early = {way.key for way in families.first()}
    told: list[Step] = []
    for number, (key, grades) in enumerate(GRADES.items()):
        if key in known:
            day = (52 if key in early else 27) - number % 3
            told += usual.says(known[key], days, day, grades, COMMENTS.get(key, ""))
    return told
