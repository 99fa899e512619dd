"""Inviting, rating, declining. The one who rates is a visitor with a token, whoever is signed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.access.actor import visitor
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.kernel.text import clean
from silah.foundation.tenancy import lookup_hash, lookup_hashes
from silah.journey.requests.models import Participant, SupportRequest
from silah.people.models import Party
from silah.policy import queries as policy
from silah.policy.pack import RatingQuestion
from silah.voice import events, rules
from silah.voice.models import Rating, RatingInvitation, random_id

OPEN_FOR = timedelta(days=60)
LONGEST_COMMENT = 1000
PURPOSE = "rating_invitation.token"


def _own(case: SupportRequest, *, by: Actor, **_rest: object) -> Facts:
    people = Participant.objects.filter(support_request=case).values_list("party_id", flat=True)
    return Facts(owners=frozenset({case.applicant_id, *people}))


@operation(Permission.INVITE_RATING, facts=_own)
def invite(
    case: SupportRequest, *, by: Actor, party: Party | None = None, occasion: str = "outcome"
) -> RatingInvitation:
    """One invitation for each occasion; asked for by the person herself, as often as she likes."""
    person = _invited(case, by, party)
    if by.party_id is not None:
        occasion = "asked"
    earlier = RatingInvitation.objects.filter(support_request=case, party=person, occasion=occasion)
    if occasion != "asked" and earlier.exists():
        raise Conflict(_("أُرسلت دعوة التقييم من قبل."), code="already_invited")
    token = secrets.token_urlsafe(18)
    invitation = RatingInvitation.objects.create(
        support_request=case,
        party=person,
        occasion=occasion,
        token=token,
        token_hash=lookup_hash(PURPOSE, token),
        invited_at=clock.now(),
    )
    record(events.Invited(invitation=invitation.id, occasion=occasion), on=case, by=by, clause="D6.3")
    return invitation


@operation(Permission.RATE)
def rate(token: str, grades: Mapping[str, int | None], comment: str = "", *, by: Actor) -> None:
    """Any question may be left; at least one answer or a word. The actor written is nobody.

    Nothing is returned: what a key of idempotency keeps would tell the moment of a rating.
    """
    invitation = _open(token)
    case = invitation.support_request
    pack = policy.pack_of(case.policy_version_id)
    questions = pack.satisfaction.questions
    words = clean(comment)[:LONGEST_COMMENT]
    given = _checked(grades, questions, {grade.value for grade in pack.satisfaction.scale})
    if not any(value is not None for value in given.values()) and not words:
        raise Invalid(_("نرجو اختيار إجابة واحدة على الأقل أو كتابة رأيك."))
    rating = Rating(
        week=rules.week_of(clock.today()),
        service=case.service,
        office=case.office,
        policy_version_id=case.policy_version_id,
        procedure=[given[q.id] for q in questions if q.subject == "procedure"],
        provider=[given[q.id] for q in questions if q.subject == "provider"],
        answers=given,
        comment=words,
    )
    _close(invitation)
    _mix_in(rating)
    _record_nobody(events.InvitationUsed(), by)


@operation(Permission.RATE)
def decline(token: str, *, by: Actor) -> None:
    _close(_open(token))
    _record_nobody(events.Declined(), by)


def _invited(case: SupportRequest, by: Actor, party: Party | None) -> Party:
    """Of the request's own people; somebody signed in invites nobody but herself."""
    wanted = by.party_id or (party.id if party else case.applicant_id)
    if wanted == case.applicant_id:
        applicant: Party = case.applicant
        return applicant
    found = Participant.objects.filter(support_request=case, party_id=wanted).select_related("party").first()
    if found is None:
        raise NotFound()
    invited: Party = found.party
    return invited


def _record_nobody(happened: events.InvitationUsed | events.Declined, by: Actor) -> None:
    """On the association, by a visitor: no request, no person."""
    nobody = visitor(by.organisation_id)
    record(happened, on=("organisation", by.organisation_id), by=nobody, clause="D6.3")


def _mix_in(rating: Rating) -> None:
    """The week's like ratings are written anew with it, in any order and under new ids.

    A row written alone would carry, in the database's own columns, the number of the transaction that
    closed the invitation; written together, none of them says which is new.
    """
    with connection.cursor() as cursor:
        # As wide as the sums that the table's triggers write: two that hold one of them never wait for another.
        cell = f"{rating.organisation_id}|{rules.quarter_of(rating.week)}|{rating.office_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [cell])
    alike = Rating.objects.filter(week=rating.week, service=rating.service, office=rating.office)
    rows = [*alike, rating]
    alike.delete()
    secrets.SystemRandom().shuffle(rows)
    for row in rows:
        row.id = random_id()
    Rating.objects.bulk_create(rows)


def _close(invitation: RatingInvitation) -> None:
    RatingInvitation.objects.filter(id=invitation.id).update(closed=True)


def _open(token: str) -> RatingInvitation:
    """The unused invitation, locked; used, declined, old and unknown tokens are told alike."""
    row = (
        RatingInvitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("support_request__office")
        .filter(
            token_hash__in=lookup_hashes(PURPOSE, token), closed=False, invited_at__gt=clock.now() - OPEN_FOR
        )
        .first()
    )
    if row is None:
        raise NotFound(_("هذا الرابط غير صالح أو استُعمل من قبل. التقييم متاح لك دائمًا من صفحة طلبك."))
    return row


def _checked(
    grades: Mapping[str, int | None], questions: tuple[RatingQuestion, ...], scale: set[int]
) -> dict[str, int | None]:
    wrong = {
        question.id: _("اختر من الإجابات المعروضة.")
        for question in questions
        if grades.get(question.id) is not None and grades[question.id] not in scale
    }
    if wrong:
        raise Invalid(fields=wrong)
    return {question.id: grades.get(question.id) for question in questions}
