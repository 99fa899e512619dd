"""Which associations have a reply whose moment has come: asked by the round, answered by the owner's function."""

from django.db import migrations

DUE = """
CREATE FUNCTION silah_associations_with_replies_due(now timestamptz) RETURNS TABLE (organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT r.organisation_id FROM decisions_reply AS r
    WHERE r.released_at IS NULL AND r.cancelled_at IS NULL AND r.release_at <= now
$$;
REVOKE ALL ON FUNCTION silah_associations_with_replies_due(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_associations_with_replies_due(timestamptz) TO silah_app;
"""
BACK = "DROP FUNCTION silah_associations_with_replies_due(timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]
    operations = [migrations.RunSQL(DUE, BACK)]
