"""Those still plain are found at once; made while people work, and empty once the night has passed."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("journal", "0005_keyed_bodies")]
    operations = [
        AddIndexConcurrently(
            "IdempotencyKey",
            models.Index(
                fields=["organisation_id", "id"],
                condition=models.Q(keyed=False),
                name="journal_idempotency_plain",
            ),
        ),
    ]
