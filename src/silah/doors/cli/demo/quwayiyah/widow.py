"""A widow in a hijra: no telephone of her own, a paper missing, a name to correct. Her brother asks too."""

from __future__ import annotations

from typing import Any

from silah.doors.cli.demo import usual
from silah.doors.cli.demo.acts import asking, checking, deciding, serving
from silah.doors.cli.demo.people import Applicant, child
from silah.doors.cli.demo.quwayiyah.families import aid
from silah.doors.cli.demo.story import Days, Step, Story, chain_of
from silah.doors.cli.demo.usual import Sitting, Way
from silah.journey.requests import operations as requests
from silah.people import operations as people

WRITTEN, RIGHT = "نورة سعد محمد العتيبي", "نورة سعد حمد العتيبي"
BROTHER = "سلطان سعد حمد العتيبي"
LATE_HUSBAND = "ناصر عبدالله العتيبي"

WIDOW = Applicant(
    "qw", "widow", 40, place="hijra", at_home=4, income=1100, name=WRITTEN, mobile_of=41,
    children=(
        child("فهد", LATE_HUSBAND, "2012-03-04"),
        child("مها", LATE_HUSBAND, "2014-09-17", "نظارة طبية ومتابعة عند طبيب العيون"),
        child("ريم", LATE_HUSBAND, "2017-01-30"),
        child("سعد", LATE_HUSBAND, "2020-06-11", "حليب خاص بوصفة طبية"),
    ),
    more={"safe_contact": {"way": "office"}},
)  # fmt: skip
WAY = Way(WIDOW, 71, aid(3000, visit=True), officer="rep", how="seen_by_representative")
HIS = Way(
    Applicant("qw", "brother", 41, sex="male", marital="married", place="hijra", at_home=5, income=2100, name=BROTHER),
    62,
    aid(2000),
    officer="rep",
    channel="office_representative",
    how="seen_by_representative",
)  # fmt: skip


def steps(days: Days, sitting: Sitting) -> list[Step]:
    key, on_paper = WIDOW.key, days.exactly(73, 16)
    hers = [
        Step(days.at(71, 9), f"{key}/file", asking.file(WIDOW, "rep")),
        Step(days.at(71, 9, 10), f"{key}/unsafe", _shares_her_telephone),
        Step(
            days.at(71, 9, 40),
            f"{key}/asked",
            asking.asks(WIDOW, "rep", channel="office_representative", method="fingerprint", at=on_paper),
        ),
        Step(days.at(71, 10), f"{key}/told", asking.explains(key, "missing", "rep", "representative")),
        Step(days.at(71, 10, 30), f"{key}/brings", _all_but_one()),
        Step(days.at(61, 10, 30), f"{key}/certificate", checking.brings(key, "rep", how=WAY.how)),
        Step(days.at(60, 10), f"{key}/corrected", _corrects_her_name),
        Step(
            days.at(59, 11),
            f"{key}/matches",
            checking.matches(key, "officer2", found={"name": (RIGHT, "verified_taken")}),
        ),
        Step(days.at(59, 11, 30), f"{key}/checked", checking.finishes_matching(key, "officer2")),
        *usual.is_studied(WAY, days, after=17),
        Step(days.at(sitting.told, 12), f"{key}/hears", deciding.receives(key, "rep", how="in_person"), (f"{sitting.name}/leave",)),
        Step(days.at(sitting.told, 12, 30), f"{key}/explained", asking.explains(key, "decision", "rep", "representative")),
        Step(days.at(sitting.told - 1, 12), f"{key}/account", serving.gives_account(WIDOW, "rep")),
        Step(days.at(sitting.told - 2, 12), f"{key}/prepared", serving.prepares(key)),
        Step(days.at(sitting.told - 2, 13), f"{key}/sent", serving.sends(key)),
        Step(days.at(sitting.told - 4, 13), f"{key}/arrives", serving.is_witnessed(key)),
    ]  # fmt: skip
    return [*chain_of(hers), *usual.until_study(HIS, days), *usual.granted(HIS, days, sitting)]


def _all_but_one() -> Any:
    return checking.brings(WIDOW.key, "rep", but=("death_certificate",), how=WAY.how)


def _shares_her_telephone(story: Story) -> Any:
    """What is written to it others read: nothing is sent there, somebody goes or calls at a time she named."""
    party = story.row(WIDOW.file)
    people.set_contact_safety(party, by=story.staff("rep"), safe=False)
    return party


def _corrects_her_name(story: Story) -> Any:
    """The original was seen: one of her forefathers was written wrongly. What she signed stands as it is."""
    by, party = story.staff("officer2"), story.row(WIDOW.file)
    requests.correct_on_record(story.row(f"{WIDOW.key}/asked"), "name", RIGHT, by=by)
    return people.correct_party(party, by=by, changes={"full_name": RIGHT}, expected_version=party.version)
