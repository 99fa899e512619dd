"""What an accepted request is owed, where it goes, and the receiver's own proof that it came."""

from __future__ import annotations

from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, SealedText
from silah.journey.decisions.models import Decision
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party


class Entitlement(ScopedModel):
    """What a decision grants: registered is not entitled, and entitled is not yet paid."""

    support_request = ScopedForeignKey(SupportRequest)
    decision = ScopedForeignKey(Decision)
    kind = models.CharField(max_length=14)  # payment_order, hand_over, pay_provider
    amount = models.PositiveBigIntegerField()  # halalas in all
    times = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "decision"], name="entitlement_decision")
        ]


class PayeeAccount(ScopedModel):
    """Where money may go: seen by one employee, confirmed by another, told to her known number."""

    party = ScopedForeignKey(Party)
    iban = SealedText(purpose="payee_account.iban")
    iban_hash = models.BinaryField(max_length=32)
    owner_name = models.CharField(max_length=200)
    original_seen = models.BooleanField(default=False)
    proposed_by = ScopedForeignKey(Membership)
    proposed_at = models.DateTimeField()
    approved_by = ScopedForeignKey(Membership, null=True)
    in_use_from = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "party"],
                condition=models.Q(in_use_from__isnull=False, ended_at=None),
                name="payee_account_in_use",
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "iban_hash"], name="payee_account_iban")]


class DeliveryState(models.TextChoices):
    DUE = "due"
    PREPARED = "prepared"  # one person has filled it in
    APPROVED = "approved"  # another has approved it
    SENT = "sent"  # with the bank, the centre or the carrier
    RETURNED = "returned"  # came back; to be prepared again
    DELIVERED = "delivered"  # proven by the receiver


OPEN_STATES = [s for s in DeliveryState if s is not DeliveryState.DELIVERED]


class Delivery(ScopedModel):
    """One hand-over or payment of an entitlement, with the employee who answers for it."""

    entitlement = ScopedForeignKey(Entitlement)
    support_request = ScopedForeignKey(SupportRequest)
    number = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    amount = models.PositiveBigIntegerField()
    due_on = models.DateField()
    owner = ScopedForeignKey(Membership, null=True)
    account = ScopedForeignKey(PayeeAccount, null=True)
    partner = models.CharField(max_length=40, blank=True)
    contents = models.JSONField(default=list)
    prepared_by = ScopedForeignKey(Membership, null=True)
    prepared_at = models.DateTimeField(null=True)
    approved_by = ScopedForeignKey(Membership, null=True)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "entitlement", "number"], name="delivery_number"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="delivery_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="delivered") | models.Q(delivered_at__isnull=False),
                name="delivery_dated",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "state", "due_on"], name="delivery_state_due")]


class Proof(ScopedModel):
    """The receiver says it came: by a code of her own, her signature, or before a witness."""

    delivery = ScopedForeignKey(Delivery)
    method = models.CharField(max_length=10)  # code, signature, witnessed
    received_by = ScopedForeignKey(Party)
    handed_by = ScopedForeignKey(Membership, null=True)
    witnessed_by = ScopedForeignKey(Membership, null=True)
    file_id = models.UUIDField(null=True)
    proven_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)  # the transfer came back after all

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "delivery"],
                condition=models.Q(voided_at=None),
                name="proof_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(method="witnessed") | models.Q(witnessed_by__isnull=False),
                name="proof_witness_named",
            ),
        ]
