"""The evidence paper: each clause of the policy with what proves it over a period."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .parts import Day, Fact, Letter

State = Literal["proven", "violated", "idle", "gap", "absent"]


@dataclass(frozen=True)
class Exceptional:
    """A case that departs from the clause, by its reference alone; `explained` is empty while nobody has."""

    case: str
    what: str
    explained: str = ""


@dataclass(frozen=True)
class ClauseEvidence:
    number: str
    words: str
    state: State
    reading: str = ""
    control: str = ""
    setting: str = ""
    missing: str = ""
    figures: tuple[Fact, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence(Letter):
    kind: ClassVar[str] = "evidence"

    policy: str
    version: str
    minutes: str
    since: Day
    until: Day
    clauses: tuple[ClauseEvidence, ...]
    notes: tuple[str, ...] = ()
