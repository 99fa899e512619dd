"""Rows of the history. None refers to another room's table, so nothing can cascade into it."""

from __future__ import annotations

from django.db import models

from silah.foundation.tenancy import LookupHash, ScopedModel


class JournalHead(ScopedModel):
    """The last link of one subject's chain; its row lock puts writers of that subject in line."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField(default=0)
    digest = models.BinaryField(max_length=32, default=bytes)
    sealed_number = models.PositiveIntegerField(default=0, db_default=0)  # how far a seal reaches

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "subject_kind", "subject_id"], name="journal_head_subject"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "subject_kind", "subject_id"],
                condition=models.Q(number__gt=models.F("sealed_number")),
                name="journal_head_unsealed",
            )
        ]


class Seal(ScopedModel):
    """How far the chains of many subjects stood, said once more in a file outside the database.

    `digest` is of that file's bytes, which name the seal before it.
    """

    number = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    subjects = models.PositiveIntegerField()
    readings_from = models.DateTimeField(null=True)  # quarters of the reading log: from, up to but without
    readings_to = models.DateTimeField()
    readings = models.PositiveIntegerField()
    previous_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="journal_seal_number")
        ]


class Compartment(models.TextChoices):
    OPEN = "open"
    HEALTH = "health"
    COMPLAINT = "complaint"


class Entry(ScopedModel):
    """One thing that happened. `canonical` is what was hashed; the columns derive from it."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=250)
    door = models.CharField(max_length=8)
    policy_version_id = models.UUIDField(null=True)
    clause = models.CharField(max_length=8, blank=True)
    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.OPEN)
    data = models.JSONField(default=dict)
    canonical = models.BinaryField()
    previous_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "subject_kind", "subject_id", "number"],
                name="journal_entry_number",
            )
        ]
        indexes = [
            models.Index(fields=["organisation_id", "name", "happened_at"], name="journal_entry_name"),
            models.Index(fields=["organisation_id", "actor_id", "recorded_at"], name="journal_entry_actor"),
        ]


class Reading(ScopedModel):
    """Somebody opened somebody's file: one row an actor, subject and quarter of an hour."""

    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField()
    role = models.CharField(max_length=250)
    door = models.CharField(max_length=8)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    quarter = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "subject_kind", "subject_id", "actor_id", "quarter"],
                name="journal_reading_once",
            )
        ]
        indexes = [
            models.Index(fields=["organisation_id", "actor_id", "quarter"], name="journal_reading_actor"),
            models.Index(fields=["organisation_id", "quarter"], name="journal_reading_quarter"),
        ]


class IdempotencyKey(ScopedModel):
    """What came of an act that was sent under a key, so that sending it again changes nothing."""

    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField()
    key = models.CharField(max_length=80)
    body_digest = LookupHash(purpose="idempotency.body")
    keyed = models.BooleanField(
        default=False, db_default=False
    )  # or a plain digest, from before it was keyed
    result_kind = models.CharField(max_length=80, blank=True)
    result_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "actor_kind", "actor_id", "key"], name="journal_idempotency_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "id"],
                condition=models.Q(keyed=False),
                name="journal_idempotency_plain",
            )
        ]
