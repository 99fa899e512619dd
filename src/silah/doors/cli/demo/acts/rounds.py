"""What happens by the clock, on each day of the story."""

from __future__ import annotations

from typing import Any

from silah.contact import tasks as contact
from silah.doors.cli.demo.ground import OPENED
from silah.doors.cli.demo.story import Days, Step, Story
from silah.foundation.access.actor import timer
from silah.journey.decisions import tasks as decisions
from silah.journey.delivery import tasks as delivery
from silah.journey.requests import timers as requests


def rounds(days: Days) -> list[Step]:
    """Every other morning of the story."""
    mornings = range(OPENED - 1, 0, -2)
    return [Step(days.exactly(day, 8, 5), f"round/{day}", round_of_the_day) for day in mornings]


def round_of_the_day(story: Story) -> Any:
    """The same that the worker's rounds call."""
    by = timer(story.operator.organisation_id)
    decisions.release_due(by)
    requests.run(by)
    decisions.note_overdue_appeals(by)
    decisions.close_refused(by)
    delivery.close_delivered(by)
    contact.deliver_due(by.organisation_id)
