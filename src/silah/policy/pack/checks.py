"""Rules between parts, which no single shape can hold."""

from collections.abc import Iterator

from .model import Pack
from .problems import Problem


def check(pack: Pack, known_controls: frozenset[str] | None) -> Iterator[Problem]:
    return iter(())
