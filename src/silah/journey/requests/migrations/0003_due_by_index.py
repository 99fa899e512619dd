"""What the rounds of the clock look for, each by an index that holds no more than what may become due."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

SILENT = models.Q(stage="submitted", expiry_announced_at=None)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests", "0002_no_index_twice")]
    operations = [
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                "organisation_id",
                "policy_version",
                Coalesce("reminded_at", "last_item_at", "submitted_at"),
                condition=SILENT,
                name="support_request_quiet",
            ),
        ),
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                "organisation_id",
                "policy_version",
                Coalesce("last_item_at", "submitted_at"),
                condition=SILENT,
                name="support_request_unheard",
            ),
        ),
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                fields=["organisation_id", "policy_version", "expiry_announced_at"],
                condition=models.Q(stage="submitted", expiry_announced_at__isnull=False),
                name="support_request_announced",
            ),
        ),
        AddIndexConcurrently(
            "SupportRequest",
            models.Index(
                fields=["organisation_id", "ceiling_on"],
                condition=models.Q(
                    overdue_noted_at=None,
                    stage__in=["complete", "decided", "studied", "submitted", "verified"],
                ),
                name="support_request_not_noted",
            ),
        ),
    ]
