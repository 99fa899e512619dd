"""Made while replies are written: the table is not locked meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("decisions", "0003_no_index_twice")]
    operations = [
        AddIndexConcurrently(
            "Reply",
            models.Index(
                fields=["organisation_id", "closed_at"],
                condition=models.Q(closed_as="tried"),
                name="reply_tried",
            ),
        ),
    ]
