from django.db import migrations, models

import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
from silah.foundation.tenancy.scoping import APPEND_ONLY, Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BoardRule",
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
                ("name", models.CharField(max_length=40)),
                ("value", models.IntegerField()),
                ("minutes", models.CharField(max_length=80)),
                ("decided_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "name", "-recorded_at"], name="policy_board_rule")
                ],
            },
        ),
        Scoped("BoardRule"),
        migrations.CreateModel(
            name="PolicyVersion",
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
                ("number", models.PositiveIntegerField()),
                ("schema_version", models.PositiveSmallIntegerField()),
                ("canonical", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                ("published_at", models.DateTimeField()),
                ("in_force_from", models.DateField()),
                ("approved", models.BooleanField()),
                ("approval_body", models.CharField(blank=True, max_length=80)),
                ("minutes", models.CharField(blank=True, max_length=80)),
                ("approved_on", models.DateField(null=True)),
                ("signatory", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "number"), name="policy_version_number"
                    )
                ],
            },
        ),
        Scoped("PolicyVersion", grants=APPEND_ONLY),
        migrations.CreateModel(
            name="ToolDocument",
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
                ("tool", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("effective_from", models.DateField()),
                ("approved_by", models.CharField(blank=True, max_length=120)),
                ("file_id", models.UUIDField(null=True)),
                ("text", models.TextField(blank=True)),
                ("is_sample", models.BooleanField(default=False)),
                ("uploaded_by", models.UUIDField()),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "tool", "number"), name="policy_tool_number"
                    )
                ],
            },
        ),
        Scoped("ToolDocument"),
    ]
