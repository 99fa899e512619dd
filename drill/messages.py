"""The provider of messages is down for a day: everything waits, and then goes out once."""

from __future__ import annotations

import json
from collections.abc import Iterator

from drill.a_day import MESSAGES
from drill.findings import Drill, Finding


def run(drill: Drill) -> Iterator[Finding]:
    here = drill.populated("messages")
    try:
        with here.up():
            here.asked("-m", "drill.furnish", "0")
            seen = json.loads(here.asked("-m", "drill.a_day").splitlines()[-1])
        yield Finding(
            "the provider is down for a day",
            f"{MESSAGES} messages, a provider that answers 500 for 24 hours of a moved clock, then works",
            f"{seen['refused']} tries refused, each on record; {seen['once']} went out exactly once, the last"
            f" {seen['hours']:.1f} hours after it worked again; {seen['states']}",
            seen["once"] == seen["accepted"] == MESSAGES and seen["tries"] == seen["refused"] + MESSAGES,
        )
    finally:
        here.remove()
