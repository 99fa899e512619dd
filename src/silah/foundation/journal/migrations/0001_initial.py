import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
from django.db import migrations, models
from silah.foundation.tenancy.scoping import APPEND_ONLY, NO_DELETE, Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
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
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("name", models.CharField(max_length=60)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.UUIDField(null=True)),
                ("role", models.CharField(max_length=250)),
                ("door", models.CharField(max_length=8)),
                ("policy_version_id", models.UUIDField(null=True)),
                ("clause", models.CharField(blank=True, max_length=8)),
                (
                    "compartment",
                    models.CharField(
                        choices=[("open", "Open"), ("health", "Health"), ("complaint", "Complaint")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("canonical", models.BinaryField()),
                ("previous_digest", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "name", "happened_at"], name="journal_entry_name"
                    ),
                    models.Index(
                        fields=["organisation_id", "actor_id", "recorded_at"], name="journal_entry_actor"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "subject_kind", "subject_id", "number"),
                        name="journal_entry_number",
                    )
                ],
            },
        ),
        Scoped("Entry", grants=APPEND_ONLY),
        migrations.CreateModel(
            name="IdempotencyKey",
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
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.UUIDField()),
                ("key", models.CharField(max_length=80)),
                ("body_digest", models.BinaryField(max_length=32)),
                ("result_kind", models.CharField(blank=True, max_length=80)),
                ("result_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "actor_kind", "actor_id", "key"),
                        name="journal_idempotency_once",
                    )
                ],
            },
        ),
        Scoped("IdempotencyKey", grants=NO_DELETE),
        migrations.CreateModel(
            name="JournalHead",
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
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("number", models.PositiveIntegerField(default=0)),
                ("digest", models.BinaryField(default=bytes, max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "subject_kind", "subject_id"), name="journal_head_subject"
                    )
                ],
            },
        ),
        Scoped("JournalHead", grants=NO_DELETE),
        migrations.CreateModel(
            name="Reading",
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
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.UUIDField()),
                ("role", models.CharField(max_length=250)),
                ("door", models.CharField(max_length=8)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("quarter", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "actor_id", "quarter"], name="journal_reading_actor"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "subject_kind", "subject_id", "actor_id", "quarter"),
                        name="journal_reading_once",
                    )
                ],
            },
        ),
        Scoped("Reading", grants=APPEND_ONLY),
    ]
