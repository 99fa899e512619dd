import django.db.models.deletion
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExplainedException",
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
                ("clause", models.CharField(max_length=8)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("reason", silah.foundation.tenancy.sealed.SealedText(purpose="explained_exception.reason")),
                ("explained_at", models.DateTimeField()),
                (
                    "explained_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "clause", "subject_kind", "subject_id", "code"),
                        name="exception_explained_once",
                    )
                ],
            },
        ),
        Scoped("ExplainedException"),
    ]
