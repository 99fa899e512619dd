"""Requests whose latest day passed without a reply are counted from those that wait for one, not from all there ever
were."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests", "0005_the_list_by_index")]
    operations = [
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                fields=["organisation_id", "ceiling_on"],
                condition=models.Q(stage="complete")
                | models.Q(stage="decided")
                | models.Q(stage="studied")
                | models.Q(stage="verified"),
                name="support_request_unanswered",
            ),
        ),
    ]
