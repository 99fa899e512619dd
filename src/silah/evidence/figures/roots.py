"""Whose figures a change touches: the record itself, and those that are judged by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from silah.contact.models import Contact, Question
from silah.evidence.figures.shares import events
from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.journey.decisions.models import AgendaItem, Reply
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.research.models import Referral
from silah.people.models import Party

Roots = dict[str, set[UUID]]
REQUEST, PARTY, ORGANISATION = "support_request", "party", "organisation"
# Rows that hang from another row which hangs from the record.
THROUGH: dict[str, tuple[str, Any, str]] = {
    "agenda_item": (REQUEST, AgendaItem, "support_request_id"),
    "reply": (REQUEST, Reply, "support_request_id"),
    "question": ("contact", Question, "contact_id"),
}


def touched(by: Actor, changed: Iterable[tuple[str, UUID]]) -> Roots:
    """All that must be judged anew where these changed."""
    found: Roots = defaultdict(set)
    for kind, subject_id in changed:
        found[kind].add(subject_id)
    for kind, (root, model, column) in THROUGH.items():
        rows = model.objects.filter(organisation_id=by.organisation_id, id__in=found.get(kind, ()))
        if found.get(kind):
            found[root] |= set(rows.values_list(column, flat=True))
    _people(by, found)
    return {kind: ids for kind, ids in found.items() if ids}


def _people(by: Actor, found: Roots) -> None:
    """A file is judged beside its namesakes, and a request by its people and by their other requests."""
    own = SupportRequest.objects.filter(organisation_id=by.organisation_id)
    if found[PARTY]:
        alike = Party.objects.filter(
            organisation_id=by.organisation_id,
            id__in=found[PARTY],
            name_folded=OuterRef("name_folded"),
            birth_date=OuterRef("birth_date"),
        )
        about = Participant.objects.filter(organisation_id=by.organisation_id, party__in=found[PARTY])
        found[REQUEST] |= set(about.values_list("support_request_id", flat=True))
        names = Party.objects.filter(organisation_id=by.organisation_id, id__in=found[PARTY])
        every = Party.objects.filter(
            organisation_id=by.organisation_id, name_folded__in=names.values("name_folded")
        )
        found[PARTY] |= set(every.filter(Exists(alike)).values_list("id", flat=True))
    if not found[REQUEST] and not found[PARTY]:
        return
    asking = set(own.filter(id__in=found[REQUEST]).values_list("applicant_id", flat=True))
    theirs = own.filter(applicant_id__in=asking | found[PARTY])
    found[REQUEST] |= set(theirs.values_list("id", flat=True))
    found[PARTY] |= asking


def every(by: Actor) -> Roots:
    """All that any figure could come from."""
    here = {"organisation_id": by.organisation_id}
    found: Roots = defaultdict(set)
    for kind, model in (
        (REQUEST, SupportRequest),
        (PARTY, Party),
        ("contact", Contact),
        ("referral", Referral),
    ):
        found[kind] = set(model._default_manager.filter(**here).values_list("id", flat=True))
    found[ORGANISATION] = {by.organisation_id}
    names = {name.partition("/")[0] for name in events()}
    told = Entry.objects.filter(**here, name__in=names).filter(~Q(subject_kind__in=list(found)))
    for kind, subject_id in told.values_list("subject_kind", "subject_id").distinct():
        found[kind].add(subject_id)
    return found
