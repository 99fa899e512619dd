"""Fills a new installation with the demonstration; says on every run how to log in."""

from __future__ import annotations

import sys

from django.conf import settings

from silah.doors.cli.demo import ground, injab, kept, quwayiyah, told
from silah.doors.cli.demo.acts.rounds import rounds
from silah.doors.cli.demo.kept import Kept
from silah.doors.cli.demo.quickly import quickly
from silah.doors.cli.demo.staff import logins
from silah.doors.cli.demo.story import Days, Story
from silah.foundation.organisations import installation

STORIES = {"qw": quwayiyah.steps, "ej": injab.steps}


def seed(*, short: bool = False) -> None:
    """Goes on from wherever an earlier run ended; a database that serves anybody for real is left alone."""
    if not installation.mark_as_demo():
        print(
            "silah: this database holds associations of its own: no demonstration is added", file=sys.stderr
        )
        return
    known = kept.load(settings.DATA, logins())
    with quickly():
        tell(known, short=short)
    print(told.words(known))


def tell(known: Kept, *, short: bool) -> None:
    days = Days(known.today)
    for slug, script in STORIES.items():
        story = Story(slug, ground.association(slug, days))
        story.tell([*ground.steps(slug, known, days), *rounds(days), *script(days, short=short)])
