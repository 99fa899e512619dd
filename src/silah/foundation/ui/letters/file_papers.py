"""Papers of one person's file: what was declared and signed, the case study, the printed journal."""

from dataclasses import dataclass
from typing import ClassVar

from .parts import Day, Letter, Section, Signatory


@dataclass(frozen=True)
class Signature:
    """`kind` says how (code, drawn, paper before a witness), `strength` what that proves.

    `drawing` is the text of an SVG picture of the drawn signature.
    """

    name: str
    kind: str
    strength: str
    signed_at: str
    capacity: str = ""
    witness: str = ""
    drawing: str = ""


@dataclass(frozen=True, kw_only=True)
class Declaration(Letter):
    """`sections` are exactly the data signed, in the order they were shown."""

    kind: ClassVar[str] = "declaration"

    request_reference: str
    service: str
    sections: tuple[Section, ...]
    declaration: str
    signatures: tuple[Signature, ...]
    snapshot_hash: str
    policy_version: str
    voided: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    amount: str
    source: str = ""


@dataclass(frozen=True)
class Income:
    """Income per head, line by line, with each total as it was computed."""

    income: tuple[Line, ...]
    income_total: str
    obligations: tuple[Line, ...]
    obligations_total: str
    members: str
    per_head: str
    measure: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseStudy(Letter):
    kind: ClassVar[str] = "case_study"

    request_reference: str
    asked: str
    study_kind: str
    facts: tuple[Section, ...]
    opinion: tuple[str, ...]
    recommendation: str
    researcher: Signatory
    file_number: str = ""
    visited_on: Day | None = None
    income: Income | None = None


@dataclass(frozen=True)
class Moment:
    happened: str
    sentence: str
    role: str
    clause: str = ""
    recorded: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline(Letter):
    """A case's journal without names: `role` is the office held then, never a person."""

    kind: ClassVar[str] = "timeline"

    request_reference: str
    service: str
    state: str
    moments: tuple[Moment, ...]
    policy_version: str
    digest: str
