"""What is known of a stored file; its bytes lie encrypted in the association's folder."""

from __future__ import annotations

from django.db import models

from silah.foundation.kernel import clock
from silah.foundation.tenancy import ScopedModel, SealedText


class StoredFile(ScopedModel):
    """`kind` is what it is (a paper of the pack, a signature, minutes); `purpose` what it was stored for."""

    kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    name = SealedText(purpose="stored_file.name")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=32)  # of salt and bytes: erasing the row erases what it proves
    owner_id = models.UUIDField(null=True)  # the party whose paper it is
    is_health = models.BooleanField(default=False)
    stored_by_kind = models.CharField(max_length=12)
    stored_by_id = models.UUIDField(null=True)
    stored_at = models.DateTimeField(default=clock.now)
    is_kept = models.BooleanField(default=False)  # the sweep saw that something refers to it

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation_id", "stored_at"],
                condition=models.Q(is_kept=False),
                name="stored_file_unkept",
            )
        ]
