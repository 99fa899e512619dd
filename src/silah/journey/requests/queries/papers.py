"""Papers of a request as pages show them, and what is missing in plain Arabic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.journey.requests import gaps, parts, words
from silah.journey.requests.gaps import MissingItem
from silah.journey.requests.models import RequirementItem
from silah.journey.requests.queries.rows import case_row, sees_titles
from silah.journey.services import catalogue
from silah.policy.pack import Requirement
from silah.policy.pack.papers import dates_needed
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class ItemView:
    """`version` goes back with whatever is done to it."""

    id: UUID
    version: int
    requirement: str
    title: str
    bring: str
    party_id: UUID | None
    whose: str
    state: str
    state_words: str
    how: str
    how_words: str
    presented_on: date | None
    issued_on: date | None
    expires_on: date | None
    valid_when_presented: bool | None
    reason: str
    reason_words: str
    ways: tuple[str, ...]
    ways_words: str  # each way it may be met; a copy with its ground and how long it is kept
    dates_needed: tuple[str, ...]
    may_upload: bool
    optional: bool
    sensitive: bool
    identity_paper: bool
    promised: str
    file_id: UUID | None
    seen_by_id: UUID | None


def items(by: Actor, case_id: UUID) -> list[ItemView]:
    case = case_row(by, case_id)
    service = catalogue.service(pack_of(case.policy_version_id), case.service)
    rows = parts.papers.once(by.organisation_id, case_id)
    titled = sees_titles(by, case)
    return [_view(item, service.requirement(item.requirement), titled) for item in rows]


def missing(by: Actor, case_id: UUID) -> list[MissingItem]:
    case = case_row(by, case_id)
    return gaps.missing(case, sealed=not sees_titles(by, case))


def _view(item: RequirementItem, requirement: Requirement, titled: bool) -> ItemView:
    hidden = item.sensitive and not titled
    reasons = {**words.REFUSALS, **words.EXEMPTIONS}
    return ItemView(
        id=item.id,
        version=item.version,
        requirement="" if hidden else item.requirement,
        title=str(words.SENSITIVE_PAPER) if hidden else requirement.title,
        bring="" if hidden else requirement.bring,
        party_id=item.party_id,
        whose=item.party.full_name if item.party else "",
        state=item.state,
        state_words=str(words.STATES[item.state]),
        how=item.how,
        how_words=str(words.HOW.get(item.how, "")),
        presented_on=item.presented_on,
        issued_on=item.issued_on,
        expires_on=item.expires_on,
        valid_when_presented=item.valid_when_presented,
        reason=item.reason,
        reason_words=str(reasons.get(item.reason, "")),
        ways=requirement.met_by,
        ways_words=_ways(requirement),
        dates_needed=dates_needed(requirement.validity),
        may_upload=requirement.copy_kept is not None,
        optional=item.optional,
        sensitive=item.sensitive,
        identity_paper=requirement.identity_paper,
        promised=item.promised,
        file_id=None if hidden else item.file_id,
        seen_by_id=item.seen_by_id,
    )


def _ways(requirement: Requirement) -> str:
    kept = requirement.copy_kept
    said = [str(words.HOW[way]) for way in requirement.met_by if way != "copy_kept"]
    if kept is not None:
        parts = {"how": words.HOW["copy_kept"], "ground": kept.ground, "days": kept.keep_days}
        said.append(_("%(how)s (سندها: %(ground)s، وتُحذف بعد إغلاق الطلب بأيام: %(days)s)") % parts)
    return "، ".join(said)
