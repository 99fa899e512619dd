"""Pages looked at while something is wrong: what status, how long it took, whether a person can read why."""

from __future__ import annotations

import re
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

ARABIC = re.compile(r"[\u0621-\u064a]{3}")
EVERY = 0.4  # seconds


@dataclass
class Looking:
    """Opens these addresses in turn for as long as it is held."""

    addresses: list[str]
    statuses: Counter[int] = field(default_factory=Counter)
    inhuman: int = 0  # answers of a failure without a sentence in Arabic
    slowest: float = 0.0
    sentence: str = ""  # the heading of one of the pages that failed
    _ending: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._ending.set()
        self._thread.join(60)

    @property
    def failures(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500 or status == 0)

    def _look(self) -> None:
        while not self._ending.wait(EVERY):
            for address in self.addresses:
                begun = time.monotonic()
                status, text = _opened(address)
                self.slowest = max(self.slowest, time.monotonic() - begun)
                self.statuses[status] += 1
                if status >= 500:
                    self.inhuman += not ARABIC.search(text)
                    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)
                    self.sentence = heading[1].strip() if heading else self.sentence

    def told(self) -> str:
        counts = ", ".join(
            f"{count} × {status or 'nobody there'}" for status, count in sorted(self.statuses.items())
        )
        return f"{counts}, slowest {self.slowest:.1f} s, {self.inhuman} failures without a sentence «{self.sentence}»"


def _opened(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError:
        return 0, ""
