"""`entitlement_decision` has the same columns: one of the two is enough."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_proven")]
    operations = [
        migrations.RunSQL(
            "DROP INDEX delivery_entitlement_decision_id_own",
            "CREATE INDEX delivery_entitlement_decision_id_own"
            " ON delivery_entitlement (organisation_id, decision_id)",
        )
    ]
