"""A published version of the policy never changes."""

from django.db import migrations

TABLE = "policy_policyversion"


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial"), ("journal", "0002_unchangeable")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER unchangeable BEFORE UPDATE OR DELETE ON {TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION silah_refuse_change();"
            f"CREATE TRIGGER untruncatable BEFORE TRUNCATE ON {TABLE}"
            " FOR EACH STATEMENT EXECUTE FUNCTION silah_refuse_change();",
            f"DROP TRIGGER unchangeable ON {TABLE}; DROP TRIGGER untruncatable ON {TABLE};",
        )
    ]
