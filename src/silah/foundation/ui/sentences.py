"""A sentence is looked up once a process. Ours are Arabic already: each was sought in every catalogue, in each
of its plural forms, at every use, some hundreds of times a page."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

MOST = 16_384  # more than we say; what is translated elsewhere by a value is forgotten in its turn


def keep() -> None:
    """What a catalogue says never changes while the process runs. Which one is spoken is asked at each sentence, and
    a thread of ours answers one request at a time: the framework's own place for it is also made for coroutines."""
    active = threading.local()
    look_up = trans_real.gettext

    @lru_cache(MOST, typed=True)  # what is marked safe is said as safe
    def said(_catalogue: Any, sentence: str) -> str:
        return look_up(sentence)

    def gettext(message: str) -> str:
        return said(getattr(active, "value", None), message)

    trans_real._active = active  # type: ignore[attr-defined]
    trans_real.gettext = translation._trans.gettext = gettext  # type: ignore[attr-defined]
