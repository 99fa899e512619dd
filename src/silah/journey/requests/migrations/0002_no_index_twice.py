"""`draft_party` has the same columns: one of the two is enough."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "DROP INDEX requests_draft_party_id_own",
            "CREATE INDEX requests_draft_party_id_own ON requests_draft (organisation_id, party_id)",
        )
    ]
