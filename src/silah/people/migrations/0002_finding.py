"""Finding people by name. Trigram operators are not leakproof, so under row security the index would lie idle:
these functions are the owner's, read the association from the transaction's setting, and give ids alone."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION silah_search_parties(longest text, others text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id FROM people_party AS p
    WHERE p.organisation_id = nullif(current_setting('silah.organisation', true), '')::uuid
      AND p.name_search LIKE longest AND p.name_search LIKE ALL (others)
    ORDER BY p.name_folded, p.id LIMIT most
$$;
CREATE FUNCTION silah_similar_parties(name text, most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.similarity_threshold = 0.45 AS $$
    SELECT p.id FROM people_party AS p
    WHERE p.organisation_id = nullif(current_setting('silah.organisation', true), '')::uuid
      AND p.name_search % name
    ORDER BY similarity(p.name_search, name) DESC, p.id LIMIT most
$$;
REVOKE ALL ON FUNCTION silah_search_parties(text, text[], integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION silah_similar_parties(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_search_parties(text, text[], integer) TO silah_app;
GRANT EXECUTE ON FUNCTION silah_similar_parties(text, integer) TO silah_app;
"""
BACK = """
DROP FUNCTION silah_similar_parties(text, integer);
DROP FUNCTION silah_search_parties(text, text[], integer);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
