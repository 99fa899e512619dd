"""How seldom a process that answers pages looks for what nobody holds any more.

Now and then the collector walks every object there is, and some page waits for it; a loaded application is a hundred
and forty thousand that stay for good. They are set aside, and what pages leave behind is looked through some hundred
pages at a time.
"""

from __future__ import annotations

import gc

YOUNG = 50_000  # objects made and not gone again: some ten megabytes


def settle() -> None:
    """Once everything is loaded; in a process that forks workers, before it does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
