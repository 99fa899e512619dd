"""A list in an index's condition is told differently once the index was made again from what was told: by a restored
dump, or by a table filled with its indexes laid aside. Said stage by stage, it is the same every time."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests", "0003_due_by_index")]
    operations = [
        RemoveIndexConcurrently("SupportRequest", "support_request_not_noted"),
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                fields=["organisation_id", "ceiling_on"],
                condition=models.Q(overdue_noted_at=None)
                & (
                    models.Q(stage="complete")
                    | models.Q(stage="decided")
                    | models.Q(stage="studied")
                    | models.Q(stage="submitted")
                    | models.Q(stage="verified")
                ),
                name="support_request_to_note",
            ),
        ),
    ]
