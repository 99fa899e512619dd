"""What an accepted request is owed, where it goes, and the receiver's own proof that it came."""

from __future__ import annotations

from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import LookupHash, ScopedForeignKey, ScopedModel, SealedText
from silah.journey.decisions.models import Decision
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party


class Kind(models.TextChoices):
    PAYMENT_ORDER = "payment_order"
    HAND_OVER = "hand_over"
    PAY_PROVIDER = "pay_provider"


class Entitlement(ScopedModel):
    """What a decision grants: registered is not entitled, and entitled is not yet paid."""

    support_request = ScopedForeignKey(SupportRequest)
    decision = ScopedForeignKey(Decision)
    kind = models.CharField(max_length=14, choices=Kind)
    amount = models.PositiveBigIntegerField()  # halalas in all
    times = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # another decision took its place

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "decision"], name="entitlement_decision"),
            models.UniqueConstraint(
                fields=["organisation_id", "support_request"],
                condition=models.Q(ended_at=None),
                name="entitlement_standing_once",
            ),
        ]


IBAN = "payee_account.iban"  # what it is sealed and looked up for


class PayeeAccount(ScopedModel):
    """Where money may go: seen by one employee, confirmed by another, told to her known number."""

    party = ScopedForeignKey(Party)
    iban = SealedText(purpose=IBAN)
    iban_hash = LookupHash(purpose=IBAN, of="iban")
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
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "party"],
                condition=models.Q(in_use_from=None, ended_at=None),
                name="payee_account_waiting_once",
            ),
            models.CheckConstraint(
                condition=models.Q(in_use_from=None)
                | models.Q(approved_by__isnull=False, original_seen=True)
                & ~models.Q(approved_by=models.F("proposed_by")),
                name="payee_account_two_people",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "iban_hash"], name="payee_account_iban")]


class DeliveryState(models.TextChoices):
    DUE = "due"
    PREPARED = "prepared"  # one person has filled the order in
    APPROVED = "approved"  # another has approved it
    SENT = "sent"  # with the bank, the centre or in the receiver's hands; not proven yet
    RETURNED = "returned"  # came back; to be prepared again
    DELIVERED = "delivered"  # proven by the receiver
    CANCELLED = "cancelled"  # another decision took its place before it left


OPEN_STATES = [s for s in DeliveryState if s not in {DeliveryState.DELIVERED, DeliveryState.CANCELLED}]
LEFT_STATES = [DeliveryState.APPROVED, DeliveryState.SENT, DeliveryState.DELIVERED]


class Delivery(ScopedModel):
    """One hand-over or payment of an entitlement, with the employee who answers for it."""

    entitlement = ScopedForeignKey(Entitlement)
    support_request = ScopedForeignKey(SupportRequest)
    kind = models.CharField(max_length=14, choices=Kind)
    number = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    amount = models.PositiveBigIntegerField()
    due_on = models.DateField()
    owner = ScopedForeignKey(Membership, null=True)
    account = ScopedForeignKey(PayeeAccount, null=True)
    partner = models.CharField(max_length=40, blank=True)
    contents = models.JSONField(default=list)  # what a basket should hold
    lacking = models.JSONField(default=list)  # what of it was not there at the hand-over
    prepared_by = ScopedForeignKey(Membership, null=True)
    prepared_at = models.DateTimeField(null=True)
    approved_by = ScopedForeignKey(Membership, null=True)
    approved_at = models.DateTimeField(null=True)
    sent_by = ScopedForeignKey(Membership, null=True)
    sent_at = models.DateTimeField(null=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "entitlement", "number"], name="delivery_number"
            ),
            models.UniqueConstraint(  # orders and hand-overs are two series, each from 1
                fields=["organisation_id", "kind", "reference"],
                condition=~models.Q(reference=""),
                name="delivery_reference",
            ),
            # Money leaves by two people's hands; said without «or unknown», which a check would let pass.
            models.CheckConstraint(
                condition=models.Q(kind=Kind.HAND_OVER)
                | ~models.Q(state__in=LEFT_STATES)
                | models.Q(prepared_by__isnull=False, approved_by__isnull=False)
                & ~models.Q(approved_by=models.F("prepared_by")),
                name="delivery_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.PAY_PROVIDER)
                | models.Q(account=None) & (~models.Q(state__in=LEFT_STATES) | ~models.Q(partner="")),
                name="delivery_centre_not_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="delivered") | models.Q(delivered_at__isnull=False),
                name="delivery_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "state", "due_on"], name="delivery_state_due"),
            models.Index(fields=["organisation_id", "owner", "due_on"], name="delivery_owner_due"),
        ]


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
                condition=models.Q(method="code", witnessed_by=None)
                | models.Q(method="signature", file_id__isnull=False)
                | models.Q(method="witnessed", witnessed_by__isnull=False, handed_by__isnull=False)
                & ~models.Q(witnessed_by=models.F("handed_by")),
                name="proof_of_its_kind",
            ),
        ]
