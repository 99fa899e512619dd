"""Files that may be one person's: computed when asked, so that a corrected number ends the alert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from silah.foundation.access import Actor
from silah.people import digests, words
from silah.people.models import ContactPoint, NotSame, Party
from silah.people.names import folded
from silah.people.queries.finding import PartyRow, row_of, similar_names
from silah.people.rules import Likeness, Traits, likeness, rank

CANDIDATES = 30


@dataclass(frozen=True)
class Match:
    """One file that may be the same person's, and why."""

    id: UUID
    person: PartyRow
    why: frozenset[Likeness]

    @property
    def reasons(self) -> list[str]:
        return [str(words.LIKENESSES[kind]) for kind in Likeness if kind in self.why]


def likely_matches(
    by: Actor,
    *,
    full_name: str,
    national_id: str | None = None,
    mobile: str | None = None,
    birth_date: date | None = None,
) -> list[Match]:
    """Shown before a second file is opened; likeliest first."""
    asked = Traits(folded(full_name), national_id, mobile, birth_date)
    return _matches(by, asked, full_name, but=frozenset())


def holder(by: Actor, party_id: UUID) -> list[Match]:
    """Whose file an identity number is in, to be shown beside what was typed."""
    rows = Party.objects.filter(organisation_id=by.organisation_id, id=party_id)
    return [Match(row.id, row_of(row), frozenset({Likeness.SAME_ID})) for row in rows]


def doubles_of(by: Actor, party: Party) -> list[Match]:
    """The alert on a file's page; pairs that somebody told apart stay away."""
    told = NotSame.objects.filter(organisation_id=by.organisation_id).filter(Q(first=party) | Q(second=party))
    apart = {each for pair in told.values_list("first_id", "second_id") for each in pair}
    mobiles = _mobiles([party.id])
    asked = Traits(party.name_folded, party.national_id, mobiles.get(party.id), party.birth_date)
    return _matches(by, asked, party.full_name, but=frozenset(apart | {party.id}))


def _matches(by: Actor, asked: Traits, full_name: str, but: frozenset[UUID]) -> list[Match]:
    rows = list(_candidates(by, asked, full_name).exclude(id__in=but))
    mobiles = _mobiles([row.id for row in rows])
    found = []
    for row in rows:
        traits = Traits(row.name_folded, row.national_id, mobiles.get(row.id), row.birth_date)
        if why := likeness(asked, traits):
            found.append(Match(row.id, row_of(row), why))
    return sorted(found, key=lambda match: rank(match.why))


def _candidates(by: Actor, asked: Traits, full_name: str) -> QuerySet[Party]:
    alike = Q(name_folded=asked.name) | Q(id__in=similar_names(full_name, CANDIDATES))
    if asked.national_id:
        alike |= Q(national_id_hash__in=digests.identities(asked.national_id))
    if asked.mobile:
        at = ContactPoint.objects.filter(
            organisation_id=by.organisation_id,
            value_hash__in=digests.mobiles(asked.mobile),
            kind="mobile",
            in_use_from__isnull=False,
            ended_at=None,
        )
        alike |= Q(id__in=list(at.values_list("party_id", flat=True)[:CANDIDATES]))
    return Party.objects.filter(Q(organisation_id=by.organisation_id) & alike)


def _mobiles(party_ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = ContactPoint.objects.filter(
        party_id__in=party_ids, kind="mobile", in_use_from__isnull=False, ended_at=None
    )
    return {party_id: str(number) for party_id, number in rows.values_list("party_id", "value")}
