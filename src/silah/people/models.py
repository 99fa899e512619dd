"""Parties, their households, how they are reached, and what they agreed to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Collate

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import LookupHash, ScopedForeignKey, ScopedModel, SealedText


class PartyType(models.TextChoices):
    BENEFICIARY = "beneficiary"
    SUPPORTER = "supporter"
    VOLUNTEER = "volunteer"
    PARTNER = "partner"
    INTERNAL = "internal"
    OTHER = "other"


class MaritalStatus(models.TextChoices):
    MARRIED = "married"
    WIDOWED = "widowed"
    DIVORCED = "divorced"
    ABANDONED = "abandoned"
    SINGLE = "single"


class Party(ScopedModel):
    """A person or body that the association deals with. A name alone never merges two of them."""

    types = ArrayField(models.CharField(max_length=14), default=list)
    is_body = models.BooleanField(default=False)
    full_name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200)  # the strict tier, for finding likely doubles
    name_search = models.CharField(max_length=400)  # the wide tier, for looking people up
    national_id = SealedText(purpose="party.national_id", null=True)
    national_id_hash = LookupHash(purpose="party.national_id", of="national_id", null=True)
    birth_date = models.DateField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)  # Gregorian; all that was said of a child's age
    sex = models.CharField(max_length=6, blank=True)  # female, male
    marital_status = models.CharField(max_length=10, blank=True, choices=MaritalStatus)
    place = models.CharField(max_length=60, blank=True)
    file_number = models.CharField(max_length=20, null=True)
    registered_at = models.DateTimeField(null=True)
    no_smartphone = models.BooleanField(default=False)
    cannot_travel = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "national_id_hash"],
                condition=models.Q(national_id_hash__isnull=False),
                name="party_national_id",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "file_number"],
                condition=models.Q(file_number__isnull=False),
                name="party_file_number",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "name_folded"], name="party_name_folded"),
            # Of the many who bear a name, the first in its order.
            models.Index(
                models.F("organisation_id"),
                Collate("name_search", "C"),
                models.F("id"),
                name="party_name_order",
            ),
            # Read by the search functions alone: trigram operators are not leakproof, so row security
            # would keep an ordinary query from using them.
            GinIndex(
                fields=["organisation_id", "name_search"],
                opclasses=["uuid_ops", "gin_trgm_ops"],
                name="party_name_search",
            ),
            GinIndex(
                models.Func(models.F("organisation_id"), models.F("name_search"), function="silah_own_words"),
                name="party_own_words",
            ),
            GinIndex(
                models.Func(
                    models.F("organisation_id"), models.F("name_search"), function="silah_own_beginnings"
                ),
                name="party_own_beginnings",
            ),
        ]


class NotSame(ScopedModel):
    """Somebody looked at two like files and said they are two people: the alert does not come back."""

    first = ScopedForeignKey(Party)  # the smaller id
    second = ScopedForeignKey(Party)
    said_by = ScopedForeignKey(Membership)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "first", "second"], name="not_same_pair")
        ]


class Household(ScopedModel):
    head = ScopedForeignKey(Party)
    place = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)


class HouseholdMember(ScopedModel):
    """One person's place in a household; leaving is dated, not deleted."""

    household = ScopedForeignKey(Household)
    party = ScopedForeignKey(Party)
    relation = models.CharField(max_length=20)  # head, spouse, son, daughter, parent, sibling, other
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "household", "party"],
                condition=models.Q(left_at=None),
                name="household_member_once",
            )
        ]


SAFE = "safe"


class ContactPoint(ScopedModel):
    """A number messages may go to. Several people may share one; a person has one of a kind in use at a time.

    By `mobile` she is known, and codes go to it; `safe` takes her messages instead, where she chose so.
    """

    party = ScopedForeignKey(Party)
    kind = models.CharField(max_length=10, default="mobile")
    value = SealedText(purpose="contact_point.value")
    value_hash = LookupHash(purpose="contact_point.value", of="value")
    is_safe = models.BooleanField(default=True)
    proposed_by = ScopedForeignKey(Membership, null=True)
    original_seen = models.BooleanField(default=False)
    approved_by = ScopedForeignKey(Membership, null=True)
    created_at = models.DateTimeField(default=clock.now)
    in_use_from = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "party", "kind"],
                condition=models.Q(in_use_from__isnull=False, ended_at=None),
                name="contact_point_in_use",
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "value_hash"], name="contact_point_value")]


class Consent(ScopedModel):
    """Given once for one purpose and text; withdrawing is a date beside it."""

    party = ScopedForeignKey(Party)
    purpose = models.CharField(max_length=30)  # privacy_notice, health
    policy_version_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    witnessed_by = ScopedForeignKey(Membership, null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "party", "purpose"], name="consent_party")]


class OneTimeCode(ScopedModel):
    """A code on its way to a mobile. Codes for log-in, signing and delivery never stand for each other."""

    purpose = models.CharField(max_length=10)  # login, sign, delivery, spouse
    party = ScopedForeignKey(Party, null=True)
    mobile = SealedText(purpose="one_time_code.mobile")
    mobile_hash = LookupHash(purpose="contact_point.value", of="mobile")
    code = SealedText(purpose="one_time_code.code")
    subject_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=20, blank=True)  # what the message calls it by
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "mobile_hash", "purpose"], name="one_time_code_mobile")
        ]


class Kinship(ScopedModel):
    """An employee's own declaration that somebody is kin; it bars from deciding that person's requests."""

    membership = ScopedForeignKey(Membership)
    party = ScopedForeignKey(Party)
    relation = models.CharField(max_length=40, blank=True)
    declared_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "membership", "party"], name="kinship_once")
        ]
