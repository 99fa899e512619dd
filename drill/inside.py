"""For a program that works inside an installation, as its worker does: beside a provider, and ready to work."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from drill.provider import Provider


def told(work: Callable[[Provider, Any], dict[str, Any]]) -> None:
    """Prints as JSON what `work` saw: with a provider, in the installation of SILAH_DATA, for its largest association."""
    with Provider() as provider:
        os.environ |= provider.environment()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
        from silah.config import database

        with database.available():
            import django

            django.setup()
            from bench.asked import SLUG
            from silah.foundation.organisations import queries as organisations

            found = organisations.by_slug(SLUG)
            assert found is not None
            print(json.dumps(work(provider, found.id)))


def round_of_messages(by: Any, moment: Any) -> None:
    """As the worker does it each minute."""
    from silah.doors.jobs.rounds import ROUNDS
    from silah.foundation.kernel import clock

    with clock.travel(moment):
        if by.organisation_id in ROUNDS["messages"].due():
            for step in ROUNDS["messages"].steps:
                step(by)
