"""The quality manager's word on an exception: it stays listed, with its reason."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, SealedText


class ExplainedException(ScopedModel):
    """One breach of one clause by one record, explained once."""

    clause = models.CharField(max_length=8)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    code = models.CharField(max_length=40)
    reason = SealedText(purpose="explained_exception.reason")
    explained_by = ScopedForeignKey(Membership)
    explained_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "clause", "subject_kind", "subject_id", "code"],
                name="exception_explained_once",
            )
        ]


class FigureTouch(ScopedModel):
    """A record that changed since the figures were put right; laid by triggers in the change's own transaction."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    laid_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "figure touches"


class FigureShare(ScopedModel):
    """What one record adds to the figures: day → name → how many; and when time alone may change it."""

    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    adds = models.JSONField(default=dict)
    turns_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind", "subject_id"], name="figure_share_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "turns_at"],
                condition=models.Q(turns_at__isnull=False),
                name="figure_share_turns",
            )
        ]


class Grain(models.TextChoices):
    DAY = "day"
    MONTH = "month"
    EVER = "ever"  # what belongs to no day of its own


class FigureSum(ScopedModel):
    """The shares of one day, or of one month, together."""

    grain = models.CharField(max_length=5, choices=Grain)
    starts_on = models.DateField()
    sums = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "grain", "starts_on"], name="figure_sum_once")
        ]


class FigureFlaw(ScopedModel):
    """One exception of one control, with the record it is kept with."""

    control = models.CharField(max_length=60)
    root_kind = models.CharField(max_length=40)
    root_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    code = models.CharField(max_length=60)
    reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(null=True)
    day = models.DateField(null=True)  # none: in every period
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "control", "day"], name="figure_flaw_day"),
            models.Index(fields=["organisation_id", "root_kind", "root_id"], name="figure_flaw_root"),
            models.Index(fields=["organisation_id", "subject_id"], name="figure_flaw_subject"),
        ]


class FigureState(ScopedModel):
    """How far the figures of an association reach, and what the last full recount found."""

    as_of = models.DateTimeField(null=True)
    recounted_at = models.DateTimeField(null=True)
    differing = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id"], name="figure_state_once")]
