"""The clock jumps back an hour: histories keep their order, codes work, nothing is sent twice or lost."""

from __future__ import annotations

import json
from collections.abc import Iterator

from drill.findings import Drill, Finding


def run(drill: Drill) -> Iterator[Finding]:
    here = drill.populated("hour")
    try:
        with here.up():
            here.asked("-m", "drill.furnish", "0")
            seen = json.loads(here.asked("-m", "drill.a_jump").splitlines()[-1])
        yield Finding(
            "the clock jumps back an hour",
            "a file opened, a code issued, a message queued, a seal made; then an hour earlier the code used, the"
            " file corrected, a seal and a round",
            f"chains and seals broken: {seen['broken'] or 'none'}; the code worked, the correction stands; the message"
            f" went out {seen['once']} time once its moment came again ({seen['early']} before)",
            not seen["broken"]
            and seen["corrected"] == "quwayiyah"
            and (seen["once"], seen["early"], seen["state"]) == (1, 0, "sent"),
        )
    finally:
        here.remove()
