"""Made while people rate: the table is not locked meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("voice", "0003_counted")]
    operations = [
        AddIndexConcurrently(
            "Rating",
            models.Index(
                fields=["organisation_id", "id"],
                include=["week"],
                condition=models.Q(comment__holds=True),
                name="rating_comments",
            ),
        ),
    ]
