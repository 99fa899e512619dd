"""Found by the log-in they belong to; made while people work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("organisations", "0005_sessions")]
    operations = [
        AddIndexConcurrently(
            "Session",
            models.Index(fields=["user"], condition=models.Q(user__isnull=False), name="session_user"),
        ),
    ]
