"""Reads: the whole policy or one clause with what proves it, and a case without a name."""

from silah.evidence.queries.cases import NamelessCase, nameless
from silah.evidence.queries.listed import Listed, ListedBreach
from silah.evidence.queries.report import (
    BEFORE_POLICY,
    TWELVE_MONTHS,
    ClauseEvidence,
    Report,
    as_json,
    clause,
    first_published_at,
    last_twelve_months,
    period_of,
    report,
)
from silah.policy.control import Period

__all__ = [
    "BEFORE_POLICY",
    "TWELVE_MONTHS",
    "ClauseEvidence",
    "Listed",
    "ListedBreach",
    "NamelessCase",
    "Period",
    "Report",
    "as_json",
    "clause",
    "first_published_at",
    "last_twelve_months",
    "nameless",
    "period_of",
    "report",
]
