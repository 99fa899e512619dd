"""What was decided on one request, by whom, and what it rests on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, SealedText
from silah.journey.decisions.models.sittings import AgendaItem
from silah.journey.requests.models import SupportRequest


class Words(ScopedModel):
    """Free words about a person, apart from every row that must stay: erasing them leaves those whole."""

    text = SealedText(purpose="decision.words", null=True)
    erased_at = models.DateTimeField(null=True)


class Outcome(models.TextChoices):
    ACCEPT = "accept"
    ACCEPT_IN_PART = "accept_in_part"
    REJECT = "reject"


class Instance(models.TextChoices):
    FIRST = "first"
    APPEAL = "appeal"


class Decision(ScopedModel):
    """One outcome. `amount` is that of each of `payments`, within `months`; together they are the grant."""

    support_request = ScopedForeignKey(SupportRequest)
    instance = models.CharField(max_length=6, choices=Instance, default=Instance.FIRST)
    body = models.CharField(max_length=10)  # committee, management, appeal
    outcome = models.CharField(max_length=14, choices=Outcome)
    amount = models.BigIntegerField(null=True)  # halalas
    months = models.PositiveSmallIntegerField(null=True)
    payments = models.PositiveSmallIntegerField(default=0)
    reason_codes = ArrayField(models.CharField(max_length=40), default=list)
    reason_words = ScopedForeignKey(Words, null=True)
    clause = models.CharField(max_length=8)
    reference = models.CharField(max_length=30, blank=True)
    agenda_item = ScopedForeignKey(AgendaItem, null=True)
    decided_by = ScopedForeignKey(Membership, null=True)  # the one person, where one decided
    recorded_by = ScopedForeignKey(Membership)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    final_at = models.DateTimeField(null=True)  # minutes confirmed, or at once where no minutes are needed
    corrects = ScopedForeignKey("self", null=True)  # a material error in an outcome already told
    correction = models.CharField(max_length=40, blank=True)
    follows = ScopedForeignKey("self", null=True)  # the decision that the appeal was against
    undone_at = models.DateTimeField(null=True)
    undone_by = ScopedForeignKey(Membership, null=True)
    undo_reason = models.CharField(max_length=40, blank=True)
    superseded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def total(self) -> int:
        """Halalas granted altogether; nothing where it was refused."""
        return (self.amount or 0) * self.payments

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "instance"],
                condition=models.Q(undone_at=None, superseded_at=None),
                name="decision_standing_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reason_codes__len__gt=0)
                | models.Q(reason_words__isnull=False) & ~models.Q(outcome=Outcome.REJECT),
                name="decision_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.REJECT, amount=None, months=None, payments=0)
                | models.Q(amount__gt=0, months__gt=0, payments__gt=0) & ~models.Q(outcome=Outcome.REJECT),
                name="decision_amount_and_period",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "decided_at"], name="decision_day")]
