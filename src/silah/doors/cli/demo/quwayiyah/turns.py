"""What does not go the usual way: each of these happens once in the story."""

from __future__ import annotations

from typing import Any

from silah.doors.cli.demo import usual
from silah.doors.cli.demo.acts import asking, checking, deciding, serving, studying, talking
from silah.doors.cli.demo.acts.rounds import round_of_the_day
from silah.doors.cli.demo.acts.studying import Found
from silah.doors.cli.demo.quwayiyah.families import aid, family
from silah.doors.cli.demo.story import Days, Step, Story, chain_of
from silah.doors.cli.demo.usual import Sitting
from silah.journey.decisions.operations import Proposal
from silah.people import operations as people

UNCLEAR = family("unclear", 46, 64, aid(2500), portal=True, how="by_video", at_home=5, income=1800)
APPEAL = family(
    "appeal",
    48,
    61,
    Found("reject", reason="above_ceiling", rent_left_out=True),
    portal=True,
    how="by_video",
    at_home=2,
    income=2600,
    rent=1200,
)
LATE = family("late", 49, 64, aid(2000, visit=True), place="hijra", at_home=4, income=1300)


def kin(days: Days, sitting: Sitting) -> list[Step]:
    """The cousin of a member, who says so and stays out."""
    way = family("cousin", 42, 63, aid(2500), at_home=5, income=1900)
    return chain_of(
        [
            *usual.until_study(way, days),
            Step(days.at(50, 12), "cousin/kin", _says_he_is_kin),
            *usual.granted(way, days, sitting),
        ]
    )


def _says_he_is_kin(story: Story) -> Any:
    return people.declare_kinship(story.row("cousin/file"), "ابن عم", by=story.staff("member2"))


def returned(days: Days, sitting: Sitting) -> list[Step]:
    """The bank sends the money back; it is paid again to an account that takes it."""
    way = family("returned", 43, 62, aid(3000), at_home=6, income=1700, officer="officer2")
    key, who = way.key, way.who
    return chain_of(
        [
            *usual.until_study(way, days),
            *usual.hears(way, days, sitting),
            Step(days.at(sitting.told - 1, 12), f"{key}/account", serving.gives_account(who, "officer2")),
            Step(days.at(sitting.told - 2, 12), f"{key}/prepared", serving.prepares(key)),
            Step(days.at(sitting.told - 2, 13), f"{key}/sent", serving.sends(key)),
            Step(days.at(sitting.told - 5, 9), f"{key}/returned", serving.returns(key, "number_wrong")),
            Step(
                days.at(sitting.told - 6, 12),
                f"{key}/account2",
                serving.gives_account(who, "officer2", another=True),
            ),
            Step(days.at(sitting.told - 6, 12, 30), f"{key}/prepared2", serving.prepares(key)),
            Step(days.at(sitting.told - 6, 13), f"{key}/sent2", serving.sends(key)),
            Step(days.at(sitting.told - 8, 13), f"{key}/arrives", serving.arrives(key)),
        ]
    )


def stale_paper(days: Days, sitting: Sitting) -> list[Step]:
    """A statement too old on the day it was shown, refused with its reason, and renewed."""
    way = family("stale", 44, 66, aid(2000), at_home=4, income=1600)
    old = days.day(66 + 130)
    return chain_of(
        [
            *usual.asks(way, days),
            Step(
                days.at(64, 10, 30),
                "stale/old",
                checking.brings("stale", "officer", "income_statement", issued_on=old),
            ),
            Step(days.at(60, 10, 30), "stale/brings", checking.brings("stale")),
            *usual.is_checked(way, days, after=8),
            *usual.is_studied(way, days, after=12),
            *usual.granted(way, days, sitting),
        ]
    )


def mismatch(days: Days, sitting: Sitting) -> list[Step]:
    """What she said of her income and what the register says differ, and the difference is settled."""
    way = family("mismatch", 45, 63, aid(1500), at_home=3, income=1500)
    seen = {"income": ("1,850 ريالًا", "verified_taken")}
    return chain_of(
        [
            *usual.asks(way, days),
            *usual.completes(way, days),
            Step(days.at(59, 11), "mismatch/matches", checking.matches("mismatch", "officer", found=seen)),
            Step(days.at(59, 12), "mismatch/checked", checking.finishes_matching("mismatch")),
            *usual.is_studied(way, days),
            *usual.granted(way, days, sitting),
        ]
    )


def unclear(days: Days, sitting: Sitting) -> list[Step]:
    """«غير واضح لي» on her page: answered, and clear to her now."""
    way = UNCLEAR
    asked = ("من يدرس طلبي؟", "هل أحتاج إلى الحضور بنفسي؟")
    answer = "يدرسه الباحث الاجتماعي ثم تنظر فيه لجنة البحث، ولا يلزم الحضور: يكفي اتصال مرئي."
    handed_over = talking.is_unclear("unclear", asked, "window")
    return [
        *usual.until_study(way, days),
        *usual.granted(way, days, sitting),
        *chain_of(
            [
                Step(days.at(61, 14), "unclear/asks", handed_over, ("unclear/brings",)),
                Step(days.at(60, 12), "unclear/answered", talking.answers_referral("unclear/asks", answer)),
                Step(days.at(59, 15), "unclear/clear", talking.is_clear_now("unclear", "unclear/asks")),
            ]
        ),
    ]


def unconfirmed(days: Days) -> list[Step]:
    """Answered in time; nobody could be reached to say that it is clear."""
    answer = "الإيجار من الالتزامات التي تُخصم من الدخل، فيُحسب نصيب الفرد بعد خصمه."
    asked, told = ("كيف يُحسب نصيب الفرد؟",), "unconfirmed/asks"
    return chain_of(
        [
            Step(days.at(84, 15), told, talking.is_unclear("aishah", asked, "missing"), ("aishah/brings",)),
            Step(
                days.at(83, 12), "unconfirmed/answered", talking.answers_referral(told, answer, "researcher2")
            ),
            Step(days.at(80, 12), "unconfirmed/try1", talking.tries_to_confirm(told, "phone", "researcher2")),
            Step(
                days.at(77, 12), "unconfirmed/try2", talking.tries_to_confirm(told, "message", "researcher2")
            ),
            Step(days.at(60, 12), "unconfirmed/closed", talking.closes_unconfirmed(told, "researcher2")),
        ]
    )


def evicted(days: Days, sitting: Sitting) -> list[Step]:
    """A day that passes: her reply leaves before its floor, with the reason."""
    found = Found(amount=900, months=6, opinion="صدر حكم بإخلاء السكن، والأجرة تستغرق معظم الدخل.")
    more: dict[str, Any] = {"service": "rent", "urgent": True, "portal": True}
    way = family("evicted", 47, 46, found, at_home=4, income=2900, rent=1100, **more)
    return chain_of(
        [
            *usual.asks(way, days),
            *usual.completes(way, days, after=1),
            *usual.is_checked(way, days, after=2),
            *usual.is_studied(way, days, after=4),
            Step(
                days.at(sitting.day - 1, 13, 30),
                "evicted/early",
                deciding.releases_early("evicted", "set_date"),
                (f"{sitting.name}/confirmed",),
            ),
            *usual.granted(way, days, sitting),
        ]
    )


def without_food(days: Days, sitting: Sitting) -> list[Step]:
    """A need that cannot wait: the first of the two early replies."""
    way = family("urgent", 10, 76, aid(3000), urgent=True, at_home=8, income=900)
    return chain_of(
        [
            *usual.asks(way, days),
            *usual.completes(way, days, after=1),
            *usual.is_checked(way, days, after=2),
            *usual.is_studied(way, days, after=5),
            Step(
                days.at(sitting.day - 1, 13, 30),
                "urgent/early",
                deciding.releases_early("urgent", "urgent_need"),
                (f"{sitting.name}/confirmed",),
            ),
            *usual.granted(way, days, sitting),
        ]
    )


def reversed_on_appeal(days: Days, sitting: Sitting) -> list[Step]:
    """Refused because the study left the rent out; she objects, and another body sets it right."""
    way = APPEAL
    grounds = "لم يُحسب إيجار البيت، وقد أحضرت عقده. بعد خصمه يصبح نصيب الفرد أقل من الحد."
    words = "تبيّن أن الإيجار الثابت بعقد موثّق لم يُخصم من الدخل، وبعد خصمه يدخل نصيب الفرد في الحد المقرر."
    given = Proposal("accept", 1_500_00, 6, (), words)
    told = sitting.told
    return chain_of(
        [
            *usual.until_study(way, days),
            *usual.hears(way, days, sitting),
            Step(days.at(told - 4, 20), "appeal/objects", deciding.objects("appeal", grounds)),
            Step(days.at(told - 6, 10), "appeal/assigned", deciding.assigns_appeal("appeal", "manager")),
            Step(days.at(told - 11, 10), "appeal/upheld", deciding.upholds("appeal", "manager", given)),
            Step(days.at(told - 11, 11), "appeal/leave", round_of_the_day),
            Step(days.at(told - 13, 11), "appeal/hears2", deciding.receives("appeal")),
            Step(days.at(told - 14, 12), "appeal/account", serving.gives_account(way.who)),
            Step(days.at(told - 15, 12), "appeal/prepared", serving.prepares("appeal")),
            Step(days.at(told - 15, 13), "appeal/sent", serving.sends("appeal", approver="delivery2")),
            Step(days.at(told - 16, 13), "appeal/arrives", serving.arrives("appeal")),
        ]
    )


def late(days: Days, sitting: Sitting) -> list[Step]:
    """A study that took too long: she was called and told why, and the reply is late all the same."""
    way = LATE
    return chain_of(
        [
            *usual.asks(way, days),
            *usual.completes(way, days),
            *usual.is_checked(way, days),
            Step(days.at(56, 13), "late/study", studying.begins_study(way.who)),
            Step(
                days.at(20, 10),
                "late/delay",
                deciding.tells_delay("late", "officer", days.day(sitting.told), "study_open"),
            ),
            Step(
                days.at(20, 10, 30), "late/explained", asking.explains("late", "window", "officer", "phone")
            ),
            Step(days.at(15, 13), "late/studied", studying.finishes_study(way.who, way.found)),
            Step(
                days.at(4, 11),
                "late/hears",
                deciding.receives("late", "officer", how="phone"),
                (f"{sitting.name}/leave",),
            ),
        ]
    )
