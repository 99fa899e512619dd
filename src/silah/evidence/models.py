"""The quality manager's word on an exception: it stays listed, with its reason."""

from __future__ import annotations

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
