import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import uuid
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureTouch",
            fields=[
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("laid_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "figure touches",
            },
        ),
        migrations.CreateModel(
            name="FigureFlaw",
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
                ("control", models.CharField(max_length=60)),
                ("root_kind", models.CharField(max_length=40)),
                ("root_id", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("code", models.CharField(max_length=60)),
                ("reference", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField(null=True)),
                ("day", models.DateField(null=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "control", "day"], name="figure_flaw_day"),
                    models.Index(fields=["organisation_id", "root_kind", "root_id"], name="figure_flaw_root"),
                    models.Index(fields=["organisation_id", "subject_id"], name="figure_flaw_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureShare",
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
                ("subject_id", models.UUIDField()),
                ("adds", models.JSONField(default=dict)),
                ("turns_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("turns_at__isnull", False)),
                        fields=["organisation_id", "turns_at"],
                        name="figure_share_turns",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "kind", "subject_id"), name="figure_share_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureState",
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
                ("as_of", models.DateTimeField(null=True)),
                ("recounted_at", models.DateTimeField(null=True)),
                ("differing", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id",), name="figure_state_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureSum",
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
                (
                    "grain",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("ever", "Ever")], max_length=5
                    ),
                ),
                ("starts_on", models.DateField()),
                ("sums", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "grain", "starts_on"), name="figure_sum_once"
                    )
                ],
            },
        ),
        Scoped("FigureTouch"),
        Scoped("FigureShare"),
        Scoped("FigureSum"),
        Scoped("FigureFlaw"),
        Scoped("FigureState"),
        # A share is a few hundred bytes of names said again and again: compressed where it lies.
        migrations.RunSQL(
            "ALTER TABLE evidence_figureshare SET (toast_tuple_target = 256)",
            "ALTER TABLE evidence_figureshare RESET (toast_tuple_target)",
        ),
    ]
