"""People are found by three words of a name through the index, not by the longest alone.

Of a million people tens of thousands bear one word; each was fetched to look for the others. PostgreSQL sees in the
index what is asked by a LIKE of its own, and not what stands in a list. A word that was not given repeats the longest.
"""

from django.db import migrations

FIND = """
CREATE OR REPLACE FUNCTION silah_search_parties(longest text, others text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id FROM people_party AS p
    WHERE p.organisation_id = nullif(current_setting('silah.organisation', true), '')::uuid
      AND p.name_search LIKE longest
      {by_index}AND p.name_search LIKE ALL (others)
    ORDER BY p.name_folded, p.id LIMIT most
$$;
"""
SEVERAL = """AND p.name_search LIKE coalesce(others[1], longest)
      AND p.name_search LIKE coalesce(others[2], longest)
      """


class Migration(migrations.Migration):
    dependencies = [("people", "0004_kin_on_memberships")]
    operations = [migrations.RunSQL(FIND.format(by_index=SEVERAL), FIND.format(by_index=""))]
