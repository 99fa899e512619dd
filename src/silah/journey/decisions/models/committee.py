"""A committee as it was formed: by which decision, with which seats, from when to when."""

from __future__ import annotations

from django.db import models

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel


class Committee(ScopedModel):
    """One formation decision; forming anew ends the one before, and both are kept."""

    formed_by = models.CharField(max_length=120)  # the reference of the formation decision
    formed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id"], condition=models.Q(ended_at=None), name="committee_standing"
            )
        ]


class SeatKind(models.TextChoices):
    CHAIR = "chair"
    MEMBER = "member"
    ALTERNATE = "alternate"


class CommitteeSeat(ScopedModel):
    """A person's seat; alternates step in by `position`."""

    committee = ScopedForeignKey(Committee)
    membership = ScopedForeignKey(Membership)
    kind = models.CharField(max_length=10, choices=SeatKind)
    position = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "committee", "membership"],
                condition=models.Q(ended_on=None),
                name="committee_seat_once",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "committee"],
                condition=models.Q(ended_on=None, kind="chair"),
                name="committee_one_chair",
            ),
        ]
