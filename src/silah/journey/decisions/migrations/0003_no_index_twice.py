"""`Scoped` makes an index of every reference; where a named one of the same columns stands, that is enough."""

from django.db import migrations

TWICE = {
    "decisions_vote_membership_id_own": 'decisions_vote (organisation_id, "membership_id")',
    "decisions_reply_support_request_id_own": 'decisions_reply (organisation_id, "support_request_id")',
    "decisions_appeal_decision_id_own": 'decisions_appeal (organisation_id, "decision_id")',
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_rounds")]
    operations = [
        migrations.RunSQL(f"DROP INDEX {name}", f"CREATE INDEX {name} ON {what}")
        for name, what in TWICE.items()
    ]
