"""Three words or more are found whole, before beginnings of words are looked for."""

from django.db import migrations

FIND = """
CREATE FUNCTION silah_parties_of_words(words text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id FROM people_party AS p
    WHERE p.organisation_id = nullif(current_setting('silah.organisation', true), '')::uuid
        AND to_tsvector('simple', coalesce(p.name_search, ''))
        @@ plainto_tsquery('simple', array_to_string(words, ' '))
    ORDER BY p.name_folded, p.id LIMIT most
$$;
REVOKE ALL ON FUNCTION silah_parties_of_words(text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_parties_of_words(text[], integer) TO silah_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_all_words_but_one")]
    operations = [migrations.RunSQL(FIND, "DROP FUNCTION silah_parties_of_words(text[], integer)")]
