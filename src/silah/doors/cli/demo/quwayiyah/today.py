"""What waits for somebody today: one thing at least for every role."""

from __future__ import annotations

from typing import Any

from silah.doors.cli.demo import usual
from silah.doors.cli.demo.acts import asking, checking, deciding, serving, studying, talking
from silah.doors.cli.demo.quwayiyah import families, turns
from silah.doors.cli.demo.quwayiyah.families import aid, family
from silah.doors.cli.demo.story import Days, Step, Story, chain_of
from silah.foundation.kernel import phone
from silah.people import operations as people

STUDIED = 9  # days ago: too late for the last sitting


def steps(days: Days) -> list[Step]:
    return [*_agenda(days), *_on_the_way(days), *_lacking(days), *_loose_ends(days)]


def _agenda(days: Days) -> list[Step]:
    """Studied, and on the agenda of the next sitting; the first is soon due."""
    ways = [
        family("soon", 80, 28, aid(2500), at_home=5, income=1900),
        family("next1", 81, 22, aid(2000), portal=True, how="by_video", at_home=3, income=1400),
        family(
            "next2",
            82,
            20,
            aid(1500),
            sex="male",
            marital="married",
            at_home=4,
            income=2100,
            officer="officer2",
        ),
        family("next3", 83, 18, aid(2000), place="mizal", at_home=4, income=1700, researcher="researcher2"),
    ]
    cases = [
        step
        for way in ways
        for step in chain_of(
            [*usual.until_checked(way, days), *usual.is_studied(way, days, way.asked - STUDIED)]
        )
    ]
    studied = tuple(f"{way.key}/studied" for way in ways)
    opened = deciding.opens_sitting(days.at(-2), 40_000, "مقر الجمعية")
    return [*cases, Step(days.at(1, 9), "sitting/next", opened, studied)]


def _on_the_way(days: Days) -> list[Step]:
    """To match, to study, in study."""
    returning = family("again", 1, 6, aid(2000), returning="fatimah", at_home=4, income=1500)
    matching = family("match", 84, 7, aid(1500), place="hasat", at_home=3, income=1200, officer="officer2")
    waiting = family("verified", 85, 10, aid(1500), portal=True, at_home=2, income=900)
    begun = family("instudy", 86, 13, aid(2500), place="hijra", at_home=6, income=1500)
    study = Step(days.at(8, 13), "instudy/study", studying.begins_study(begun.who, "researcher2"))
    return [
        *chain_of([*usual.asks(returning, days), *usual.completes(returning, days)]),
        *chain_of([*usual.asks(matching, days), *usual.completes(matching, days)]),
        *usual.until_checked(waiting, days),
        *chain_of([*usual.until_checked(begun, days), study]),
    ]


def _lacking(days: Days) -> list[Step]:
    """A paper missing, a signature missing."""
    paper = family("paper", 87, 9, aid(1500), at_home=3, income=1000)
    unsigned = family("unsigned", 88, 4, aid(1500), portal=True, at_home=1, income=800).who
    brings = checking.brings("paper", but=("death_certificate",))
    return [
        *chain_of([*usual.asks(paper, days), Step(days.at(8, 10, 30), "paper/brings", brings)]),
        *chain_of(
            [
                Step(days.at(4, 9), "unsigned/file", asking.signs_up(unsigned)),
                Step(days.at(4, 9, 40), "unsigned/asked", asking.asks_herself(unsigned, signs=False)),
            ]
        ),
    ]


def _loose_ends(days: Days) -> list[Step]:
    """A question handed over, a payment to approve, an account to confirm, an objection to assign."""
    unclear = talking.is_unclear("next1", ("هل يلزم حضوري للجلسة؟",), "window")
    grounds = "دخلنا نقص هذا الشهر بعد توقف الراتب، وأطلب النظر في حالنا من جديد."
    dalal = families.third()[0].who
    return [
        Step(days.at(1, 14), "next1/unclear", unclear, ("next1/studied",)),
        Step(days.at(1, 12), "mobile", _asks_for_another_number),
        *chain_of(
            [
                Step(days.at(3, 12), "dalal/account", serving.gives_account(dalal), ("dalal/hears",)),
                Step(days.at(2, 12, 30), "dalal/prepared", serving.prepares("dalal")),
            ]
        ),
        Step(days.at(2, 13), "late/account", serving.proposes_account(turns.LATE.who), ("late/hears",)),
        Step(days.at(3, 20), "yusuf/objects", deciding.objects("yusuf", grounds), ("yusuf/hears",)),
    ]


def _asks_for_another_number(story: Story) -> Any:
    party = story.row("amal/file")
    return people.propose_mobile(
        party, phone.synthetic(19_999), by=story.staff("officer"), original_seen=True
    )
