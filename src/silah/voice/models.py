"""Invitations to rate, and ratings. Nothing in a rating leads back to an invitation, a request or a moment."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from silah.foundation.organisations.models import Office
from silah.foundation.tenancy import LookupHash, ScopedForeignKey, ScopedModel, SealedJSON, SealedText
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party


def random_id() -> UUID:
    """Not the ordered id of other rows: its order would tell who answered after whom."""
    return uuid4()


class RatingInvitation(ScopedModel):
    """One person, one occasion, one token that opens the form once. Declining is as good as answering."""

    support_request = ScopedForeignKey(SupportRequest)
    party = ScopedForeignKey(Party)
    occasion = models.CharField(max_length=10)  # outcome, appeal, delivery, asked
    token = SealedText(purpose="rating_invitation.token")
    token_hash = LookupHash(purpose="rating_invitation.token", of="token")
    invited_at = models.DateTimeField()
    # Answered or declined, and when, is not kept: a week with one answer would name who gave it.
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "token_hash"], name="rating_invitation_token"),
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "party", "occasion"],
                condition=~models.Q(occasion="asked"),
                name="rating_invitation_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "invited_at"], name="rating_invitation_day")]


class Rating(ScopedModel):
    """What somebody thought, in a week, of a service at an office."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    week = models.DateField()
    service = models.CharField(max_length=40)
    office = ScopedForeignKey(Office, null=True)
    policy_version_id = models.UUIDField()
    procedure = ArrayField(models.SmallIntegerField(null=True), default=list)
    provider = ArrayField(models.SmallIntegerField(null=True), default=list)
    answers = SealedJSON(purpose="rating.answers")
    comment = SealedText(purpose="rating.comment", default="")

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "week"], name="rating_week"),
            # A page of comments, in the order of ids that say nothing.
            models.Index(
                fields=["organisation_id", "id"],
                include=["week"],
                condition=models.Q(comment__holds=True),
                name="rating_comments",
            ),
        ]


class RatingSum(ScopedModel):
    """What the ratings of one quarter, office and policy version come to, by name (`voice.sums`).

    Triggers of the ratings' table keep it, in the same transaction and whoever writes to it.
    """

    quarter = models.DateField()  # its first day
    office = ScopedForeignKey(Office, null=True)
    policy_version_id = models.UUIDField()  # which questions, in which order
    sums = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "quarter", "office", "policy_version_id"],
                nulls_distinct=False,
                name="rating_sum_once",
            )
        ]
