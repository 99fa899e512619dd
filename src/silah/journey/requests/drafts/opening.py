"""Beginning a draft, coming back to it, giving it up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotAllowed, NotFound
from silah.foundation.tenancy import Asked, prepared, within
from silah.journey.requests.drafts.reading import service_of
from silah.journey.requests.drafts.rows import locked
from silah.journey.requests.models import Draft
from silah.journey.services import catalogue
from silah.people.models import Party
from silah.policy.pack import Question, Service
from silah.policy.queries import current


def begin(service_id: str = "", *, by: Actor, party: Party | None = None, in_hand: bool = False) -> Draft:
    """An officer chooses whose request it is; nobody who acts becomes the applicant by default.

    `in_hand`: it will be sent in this very call, and is never kept as a draft.
    """
    if not can(by, Permission.START_REQUEST):
        raise NotAllowed(_("هذا الإجراء ليس من صلاحيتك."))
    version, pack = current(by)
    chosen = catalogue.service(pack, service_id) if service_id else None
    draft = Draft(
        party_id=by.party_id if by.party_id else (party.id if party and by.is_staff else None),
        author_id=by.membership_id,
        service=chosen.id if chosen else "",
        policy_version=version,
        expires_at=clock.now() + timedelta(days=pack.reply_window.unfinished.draft_days),
    )
    question = _service_question(service_of(draft)[1])
    if chosen and question:
        draft.answers = {question.id: chosen.id}
    draft.in_hand = in_hand
    if not in_hand:
        with within(by.organisation_id):
            draft.save()
    return draft


def hand_out_token(draft: Draft, *, by: Actor) -> str:
    """Resumes the draft before log-in; shown once, kept as a digest."""
    token = secrets.token_urlsafe(24)
    with locked(draft, by) as row:
        row.token_hash = _digest(token)
        row.save(update_fields=["token_hash"])
    return token


def resume(*, by: Actor, token: str = "", draft_id: UUID | None = None) -> Draft | None:
    """By its token before log-in; afterwards her newest, or the one named, never another's."""
    if token:
        return _alive(by).filter(token_hash=_digest(token), party=None, author=None).first()
    if by.id is None:
        return None
    own = (by.organisation_id, by.id, clock.now())
    if draft_id is not None:
        return (_an_officers_own if by.is_staff else _her_own).first(*own, draft_id)
    return (_an_officers_newest if by.is_staff else _her_newest).first(*own)


def drafts_of(by: Actor) -> list[Draft]:
    """An officer's, or her own, that can still be finished."""
    now = clock.now()
    return [row for asked in drafts_asked(by) for row in asked.read(*asked.args) if row.expires_at > now]


def drafts_asked(by: Actor) -> tuple[Asked, ...]:
    """For a page that shows more beside them."""
    if by.id is None:
        return ()
    return ((_an_officers if by.is_staff else _hers).asked(by.organisation_id, by.id),)


@prepared
def _hers(organisation_id: UUID, party_id: UUID) -> QuerySet[Draft]:
    rows = Draft.objects.filter(organisation_id=organisation_id, submitted_request_id=None)
    return rows.filter(party_id=party_id, author=None).select_related("party").order_by("-updated_at")


@prepared
def _an_officers(organisation_id: UUID, author_id: UUID) -> QuerySet[Draft]:
    rows = Draft.objects.filter(organisation_id=organisation_id, submitted_request_id=None)
    return rows.filter(author_id=author_id).select_related("party").order_by("-updated_at")


@prepared
def _her_newest(organisation_id: UUID, party_id: UUID, now: datetime) -> QuerySet[Draft]:
    return _hers.make(organisation_id, party_id).filter(expires_at__gt=now)[:1]


@prepared
def _her_own(organisation_id: UUID, party_id: UUID, now: datetime, draft_id: UUID) -> QuerySet[Draft]:
    return _hers.make(organisation_id, party_id).filter(expires_at__gt=now, id=draft_id)


@prepared
def _an_officers_newest(organisation_id: UUID, author_id: UUID, now: datetime) -> QuerySet[Draft]:
    return _an_officers.make(organisation_id, author_id).filter(expires_at__gt=now)[:1]


@prepared
def _an_officers_own(
    organisation_id: UUID, author_id: UUID, now: datetime, draft_id: UUID
) -> QuerySet[Draft]:
    return _an_officers.make(organisation_id, author_id).filter(expires_at__gt=now, id=draft_id)


def belongs_to(draft: Draft, party: Party, *, by: Actor) -> Draft:
    """She has said who she is: from now on the draft is hers, and its token opens nothing."""
    if by.party_id not in {None, party.id}:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    with locked(draft, by) as row:
        row.party, row.token_hash = party, None
        row.save(update_fields=["party", "token_hash"])
        return row


def discard(draft: Draft, *, by: Actor) -> None:
    with locked(draft, by) as row:
        row.delete()


def sweep(by: Actor) -> int:
    """Expired drafts go, and those whose request was sent more than a day ago."""
    mine = Draft.objects.filter(organisation_id=by.organisation_id)
    day_ago = clock.now() - timedelta(days=1)
    sent, _rows = mine.filter(submitted_request_id__isnull=False, updated_at__lte=day_ago).delete()
    old, _rows = mine.filter(expires_at__lte=clock.now()).delete()
    return sent + old


def _alive(by: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(
        organisation_id=by.organisation_id, expires_at__gt=clock.now(), submitted_request_id=None
    ).order_by("-updated_at")


def _service_question(service: Service) -> Question | None:
    return next((question for question in service.questions if question.type == "service"), None)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
