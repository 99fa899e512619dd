"""A sentence is looked up once a process. Ours are Arabic already: each was sought in every catalogue, in each
of its plural forms, at every use, some hundreds of times a page."""

from __future__ import annotations

import threading
from functools import lru_cache

from django.conf import settings
from django.utils.translation import trans_real

MOST = 16_384  # more than we say; what is translated elsewhere by a value is forgotten in its turn


def keep() -> None:
    """What a catalogue says never changes while the process runs. Which one is spoken is asked at each sentence, and
    a thread of ours answers one request at a time: the framework's own place for it is also made for coroutines."""
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    for language, _name in settings.LANGUAGES:
        catalogue = trans_real.translation(language)
        catalogue.gettext = lru_cache(MOST)(catalogue.gettext)  # type: ignore[method-assign]
