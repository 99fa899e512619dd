"""Seals, and how far one reaches; every column has a default of the database's own, so no row is rewritten."""

from django.db import migrations, models

import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
from silah.foundation.tenancy.scoping import APPEND_ONLY, Scoped

UNCHANGEABLE = """
CREATE TRIGGER unchangeable BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION silah_refuse_change();
CREATE TRIGGER untruncatable BEFORE TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION silah_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_unchangeable")]
    operations = [
        migrations.AddField(
            "JournalHead", "sealed_number", models.PositiveIntegerField(default=0, db_default=0)
        ),
        migrations.CreateModel(
            name="Seal",
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
                ("sealed_at", models.DateTimeField()),
                ("subjects", models.PositiveIntegerField()),
                ("readings_from", models.DateTimeField(null=True)),
                ("readings_to", models.DateTimeField()),
                ("readings", models.PositiveIntegerField()),
                ("previous_digest", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "number"), name="journal_seal_number")
                ],
            },
        ),
        Scoped("Seal", grants=APPEND_ONLY),
        migrations.RunSQL(
            UNCHANGEABLE,
            "DROP TRIGGER unchangeable ON journal_seal; DROP TRIGGER untruncatable ON journal_seal",
        ),
    ]
