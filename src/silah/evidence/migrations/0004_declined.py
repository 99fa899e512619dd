"""Invitations declined are counted among the events that figures are kept of: each association's own record is
judged again."""

from django.db import migrations

LAY = """
INSERT INTO evidence_figuretouch (id, organisation_id, kind, subject_id, laid_at)
SELECT gen_random_uuid(), organisation_id, 'organisation', organisation_id, clock_timestamp()
FROM evidence_figurestate
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_touches"), ("voice", "0002_sums")]
    operations = [migrations.RunSQL(LAY, migrations.RunSQL.noop)]
