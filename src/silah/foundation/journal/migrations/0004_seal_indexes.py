"""Made while people work: neither table is locked meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("journal", "0003_seals")]
    operations = [
        AddIndexConcurrently(
            "JournalHead",
            models.Index(
                fields=["organisation_id", "subject_kind", "subject_id"],
                condition=models.Q(number__gt=models.F("sealed_number")),
                name="journal_head_unsealed",
            ),
        ),
        AddIndexConcurrently(
            "Reading",
            models.Index(fields=["organisation_id", "quarter"], name="journal_reading_quarter"),
        ),
    ]
