"""Passwords that somebody else made end; recovery codes lie hashed. Both new, so no row is looked at."""

import django.db.models.deletion
import silah.foundation.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_sessions_by_login")]
    operations = [
        migrations.AddField("User", "given_until", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
