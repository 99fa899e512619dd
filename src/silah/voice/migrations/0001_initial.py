import django.contrib.postgres.fields
import django.db.models.deletion
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
import silah.voice.models
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=silah.voice.models.random_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("week", models.DateField()),
                ("service", models.CharField(max_length=40)),
                ("policy_version_id", models.UUIDField()),
                (
                    "procedure",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(null=True), default=list
                    ),
                ),
                (
                    "provider",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(null=True), default=list
                    ),
                ),
                ("answers", silah.foundation.tenancy.sealed.SealedJSON(purpose="rating.answers")),
                ("comment", silah.foundation.tenancy.sealed.SealedText(default="", purpose="rating.comment")),
                (
                    "office",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.office",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "week"], name="rating_week")],
            },
        ),
        Scoped("Rating"),
        migrations.CreateModel(
            name="RatingInvitation",
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
                ("occasion", models.CharField(max_length=10)),
                ("token", silah.foundation.tenancy.sealed.SealedText(purpose="rating_invitation.token")),
                ("token_hash", models.BinaryField(max_length=32)),
                ("invited_at", models.DateTimeField()),
                ("closed", models.BooleanField(default=False)),
                (
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "invited_at"], name="rating_invitation_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "token_hash"), name="rating_invitation_token"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("occasion", "asked"), _negated=True),
                        fields=("organisation_id", "support_request", "party", "occasion"),
                        name="rating_invitation_once",
                    ),
                ],
            },
        ),
        Scoped("RatingInvitation"),
    ]
