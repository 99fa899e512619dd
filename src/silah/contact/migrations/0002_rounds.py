"""Which associations have a message whose time has come: asked once a minute, answered by the owner's function."""

from django.db import migrations

DUE = """
CREATE FUNCTION silah_associations_with_messages_due(now timestamptz) RETURNS TABLE (organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT m.organisation_id FROM contact_message AS m
    WHERE m.state = 'queued' AND m.next_try_at <= now
$$;
REVOKE ALL ON FUNCTION silah_associations_with_messages_due(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_associations_with_messages_due(timestamptz) TO silah_app;
"""
BACK = "DROP FUNCTION silah_associations_with_messages_due(timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial")]
    operations = [migrations.RunSQL(DUE, BACK)]
