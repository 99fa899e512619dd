import silah.foundation.kernel.clock
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.sealed
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=20)),
                ("name", silah.foundation.tenancy.sealed.SealedText(purpose="stored_file.name")),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("salt", models.BinaryField(max_length=16)),
                ("digest", models.BinaryField(max_length=32)),
                ("owner_id", models.UUIDField(null=True)),
                ("is_health", models.BooleanField(default=False)),
                ("stored_by_kind", models.CharField(max_length=12)),
                ("stored_by_id", models.UUIDField(null=True)),
                ("stored_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("is_kept", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_kept", False)),
                        fields=["organisation_id", "stored_at"],
                        name="stored_file_unkept",
                    )
                ],
            },
        ),
        Scoped("StoredFile"),
    ]
