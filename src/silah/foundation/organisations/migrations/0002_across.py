"""The one question that crosses associations: where does this log-in work?"""

from django.db import migrations

WORK_PLACES = """
CREATE FUNCTION silah_work_places(login uuid) RETURNS TABLE (slug varchar, name varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.slug, o.name
    FROM organisations_membership AS m JOIN organisations_organisation AS o ON o.id = m.organisation_id
    WHERE m.user_id = login AND m.left_at IS NULL
    ORDER BY o.name
$$;
REVOKE ALL ON FUNCTION silah_work_places(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_work_places(uuid) TO silah_app;
CREATE INDEX organisations_membership_user ON organisations_membership (user_id);
"""
BACK = "DROP INDEX organisations_membership_user; DROP FUNCTION silah_work_places(uuid)"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunSQL(WORK_PLACES, BACK)]
