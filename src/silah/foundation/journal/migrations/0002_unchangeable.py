"""The database itself refuses to change history, whoever asks: one function, one trigger pair a table."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION silah_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: it is history', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


def refuse(table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER unchangeable BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION silah_refuse_change();"
            f"CREATE TRIGGER untruncatable BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION silah_refuse_change();",
            f"DROP TRIGGER unchangeable ON {table}; DROP TRIGGER untruncatable ON {table};",
        )
    ]


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION silah_refuse_change()"),
        *refuse("journal_entry"),
        *refuse("journal_reading"),
    ]
