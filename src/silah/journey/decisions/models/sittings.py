"""A sitting of the committee: its agenda, who came, who stood outside which item, how each voted."""

from __future__ import annotations

from django.db import models

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel
from silah.journey.decisions.models.committee import Committee
from silah.journey.requests.models import SupportRequest


class Sitting(ScopedModel):
    committee = ScopedForeignKey(Committee)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    budget = models.BigIntegerField()  # halalas
    number = models.CharField(max_length=20, null=True)  # taken when the decisions are recorded
    opened_by = ScopedForeignKey(Membership)
    opened_at = models.DateTimeField(default=clock.now)
    recorded_by = ScopedForeignKey(Membership, null=True)
    recorded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    minutes_version = models.PositiveIntegerField(default=1)  # a confirmation counts for one version
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "number"],
                condition=models.Q(number__isnull=False),
                name="sitting_number",
            ),
            models.UniqueConstraint(
                fields=["organisation_id"], condition=models.Q(recorded_at=None), name="sitting_open_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-held_at"], name="sitting_day")]


class ItemState(models.TextChoices):
    PENDING = "pending"
    DECIDED = "decided"
    LEFT = "left"  # on the next agenda: deferring is no outcome
    UNDONE = "undone"


class AgendaItem(ScopedModel):
    """One request before the committee, with how many votes its outcome had."""

    sitting = ScopedForeignKey(Sitting)
    support_request = ScopedForeignKey(SupportRequest)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.PENDING)
    why_left = models.CharField(max_length=20, blank=True)  # not_reached, no_quorum, declaration, undone
    seats = models.PositiveSmallIntegerField(null=True)
    present = models.PositiveSmallIntegerField(null=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    by_chair = models.BooleanField(default=False)  # a tie that the chair settled

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sitting", "support_request"], name="agenda_item_once"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "sitting", "number"], name="agenda_item_number"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "support_request"],
                condition=models.Q(state="pending"),
                name="agenda_item_pending_once",
            ),
        ]


class Attendance(ScopedModel):
    sitting = ScopedForeignKey(Sitting)
    membership = ScopedForeignKey(Membership)
    kind = models.CharField(max_length=10)  # the seat held that day
    state = models.CharField(max_length=8)  # present, excused, absent

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sitting", "membership"], name="attendance_once"
            )
        ]


class Recusal(ScopedModel):
    """A member outside one item: may present it, then leaves; `alternate` stepped in, if one was there."""

    agenda_item = ScopedForeignKey(AgendaItem)
    membership = ScopedForeignKey(Membership)
    ground = models.CharField(max_length=16)  # researcher, entered, kin, own_wish
    alternate = ScopedForeignKey(Membership, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "agenda_item", "membership"], name="recusal_once"
            )
        ]


class Vote(ScopedModel):
    agenda_item = ScopedForeignKey(AgendaItem)
    membership = ScopedForeignKey(Membership)
    choice = models.CharField(max_length=8)  # for, against, abstain: to the outcome that was put

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "agenda_item", "membership"], name="vote_once")
        ]
        indexes = [models.Index(fields=["organisation_id", "membership"], name="vote_member")]


class MinutesConfirmation(ScopedModel):
    """A member's word that the minutes say what happened: at log-in, or a signed scan."""

    sitting = ScopedForeignKey(Sitting)
    membership = ScopedForeignKey(Membership)
    minutes_version = models.PositiveIntegerField()
    method = models.CharField(max_length=8)  # login, scan
    file_id = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sitting", "membership", "minutes_version"],
                name="minutes_confirmation_once",
            )
        ]
