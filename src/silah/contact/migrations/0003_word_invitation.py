import django.db.models.deletion
import silah.foundation.kernel.clock
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0002_rounds"),
        ("organisations", "0002_across"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordInvitation",
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
                ("token", silah.foundation.tenancy.sealed.SealedText(purpose="word_invitation.token")),
                ("token_hash", models.BinaryField(max_length=32)),
                ("sent_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.contact",
                    ),
                ),
                (
                    "sent_by",
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
                        fields=("organisation_id", "token_hash"), name="word_invitation_token"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation_id", "contact"),
                        name="word_invitation_standing",
                    ),
                ],
            },
        ),
        Scoped("WordInvitation"),
    ]
