"""Requests that ended before a decision, and pages left half answered."""

from __future__ import annotations

from silah.doors.cli.demo import usual
from silah.doors.cli.demo.acts import asking, checking
from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.quwayiyah.families import aid, family
from silah.doors.cli.demo.story import Days, Step, chain_of


def steps(days: Days) -> list[Step]:
    withdrawn = family("withdrawn", 70, 40, aid(1500), portal=True, at_home=2, income=1200)
    silent = family("silent", 71, 97, aid(1500), marital="divorced", at_home=3, income=1100)
    by_officer = Applicant("qw", "begun", 72, marital="divorced", at_home=2, income=900)
    by_herself = Applicant("qw", "paused", 73, portal=True, at_home=4, income=1000)
    return [
        *chain_of(
            [
                *usual.asks(withdrawn, days),
                Step(days.at(33, 19), "withdrawn/withdraws", asking.withdraws(withdrawn.who)),
            ]
        ),
        *chain_of(
            [
                *usual.asks(silent, days),
                Step(
                    days.at(97, 10, 30), "silent/brings", checking.brings("silent", "officer", "national_id")
                ),
            ]
        ),
        *chain_of(
            [
                Step(days.at(5, 9), "begun/file", asking.file(by_officer, "officer2")),
                Step(days.at(5, 9, 30), "begun/draft", asking.begins(by_officer, 6, "officer2")),
            ]
        ),
        *chain_of(
            [
                Step(days.at(3, 19), "paused/file", asking.signs_up(by_herself)),
                Step(days.at(3, 19, 20), "paused/draft", asking.begins(by_herself, 4)),
            ]
        ),
    ]
