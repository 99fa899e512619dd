"""Inviting, rating, declining. The one who rates is a visitor with a token, whoever is signed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.access.actor import visitor
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.kernel.text import clean
from silah.foundation.tenancy import lookup_hash
from silah.journey.requests.models import Participant, SupportRequest
from silah.people.models import Party
from silah.policy import queries as policy
from silah.policy.pack import RatingQuestion
from silah.voice import events, rules
from silah.voice.models import Rating, RatingInvitation

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
    person = party or case.applicant
    if occasion != "asked":
        earlier = RatingInvitation.objects.filter(
            support_request=case, party=person, occasion=occasion
        ).first()
        if earlier is not None:
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
    record(events.Invited(occasion=occasion), on=case, by=by, clause="D6.3")
    return invitation


@operation(Permission.RATE)
def rate(token: str, grades: Mapping[str, int | None], comment: str = "", *, by: Actor) -> Rating:
    """Any question may be left; at least one answer or a word. The actor written is nobody."""
    invitation = _open(token)
    case = invitation.support_request
    pack = policy.pack_of(case.policy_version_id)
    questions = pack.satisfaction.questions
    words = clean(comment)[:LONGEST_COMMENT]
    given = _checked(grades, questions, {grade.value for grade in pack.satisfaction.scale})
    if not any(value is not None for value in given.values()) and not words:
        raise Invalid(_("اختر إجابة واحدة على الأقل أو اكتب رأيك."))
    week = rules.week_of(clock.today())
    rating = Rating.objects.create(
        week=week,
        service=case.service,
        office=case.office,
        policy_version_id=case.policy_version_id,
        procedure=[given[q.id] for q in questions if q.subject == "procedure"],
        provider=[given[q.id] for q in questions if q.subject == "provider"],
        answers=given,
        comment=words,
    )
    RatingInvitation.objects.filter(id=invitation.id).update(used_week=week)
    record(
        events.InvitationUsed(),
        on=("organisation", by.organisation_id),
        by=visitor(by.organisation_id),
        clause="D6.3",
    )
    return rating


@operation(Permission.RATE)
def decline(token: str, *, by: Actor) -> None:
    invitation = _open(token)
    RatingInvitation.objects.filter(id=invitation.id).update(declined_week=rules.week_of(clock.today()))
    record(
        events.Declined(),
        on=("organisation", by.organisation_id),
        by=visitor(by.organisation_id),
        clause="D6.3",
    )


def _open(token: str) -> RatingInvitation:
    """The unused invitation, locked; used, declined, old and unknown tokens are told alike."""
    row = (
        RatingInvitation.objects.select_for_update()
        .filter(
            token_hash=lookup_hash(PURPOSE, token),
            used_week=None,
            declined_week=None,
            invited_at__gt=clock.now() - OPEN_FOR,
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
