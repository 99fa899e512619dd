"""How seldom a process looks for what nobody holds any more.

Now and then the collector walks every object there is, and some page waits for it; a loaded application is a hundred
and forty thousand that stay for good. They are set aside, and what pages leave behind is looked through a few pages at
a time: ten times as seldom costs no less, and each process keeps ten megabytes of it meanwhile.
"""

from __future__ import annotations

import gc

YOUNG = 5_000  # objects made and not gone again: about a megabyte


def settle() -> None:
    """Once everything is loaded; in a process that forks workers, before it does: that one collects nothing."""
    if gc.isenabled():
        gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
