"""Django had made an index of a membership's log-in already; the second, equal one cost every write and served none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_across")]
    operations = [
        migrations.RunSQL(
            "DROP INDEX organisations_membership_user",
            "CREATE INDEX organisations_membership_user ON organisations_membership (user_id)",
        )
    ]
