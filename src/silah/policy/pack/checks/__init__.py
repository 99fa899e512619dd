"""Rules between parts, which no single shape can hold. Each says where, what and how to mend it."""

from collections.abc import Iterator

from ..model import Pack
from ..problems import Problem
from . import clauses, deciding, identity, ids, messages, questions, services, wording


def check(pack: Pack, known_controls: frozenset[str] | None) -> Iterator[Problem]:
    yield from ids.unique(pack)
    yield from identity.check(pack)
    yield from clauses.check(pack, known_controls)
    yield from wording.check(pack)
    yield from services.check(pack)
    yield from questions.check(pack)
    yield from deciding.check(pack)
    yield from messages.check(pack)
