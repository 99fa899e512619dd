"""Fills a new installation with the demonstration; says on every run how to log in."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.conf import settings
from django.db import connection

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
    _all_at_once(known, short)
    print(told.words(known))


def _all_at_once(known: Kept, short: bool) -> None:
    """Each association by a process of its own: neither waits for the other's."""
    connection.close()  # a connection does not survive being shared
    with ProcessPoolExecutor(len(STORIES), mp_context=get_context("fork")) as hands:
        for hand in [hands.submit(tell, slug, known, short) for slug in STORIES]:
            hand.result()


def tell(slug: str, known: Kept, short: bool) -> None:
    days = Days(known.today)
    with quickly():
        story = Story(slug, ground.association(slug, days))
        script = STORIES[slug](days, short=short)
        story.tell([*ground.steps(slug, known, days), *rounds(days), *script])
    connection.close()
