"""The first of those whose names begin as was typed; a row without an id, after them, says that more are so called.

Mostly a name means few people, and they are found by their trigrams. Tens of thousands bear «محمد»: they were all
fetched and sorted to show twenty. Where more than `many` bear a name, two stretches of an index in the order of names
are walked now, each no further than `steps`: names that begin with what was typed, then all others. How many bear a
name depends on the name, so that no plan is kept for all.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Collate

FIND = """
CREATE FUNCTION silah_first_parties(words text[], most integer, few integer, many integer, steps integer)
RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    here CONSTANT uuid := nullif(current_setting('silah.organisation', true), '')::uuid;
    low CONSTANT text := substr(words[1], 2, greatest(length(words[1]) - 2, 0));
    high CONSTANT text := low || chr(1114111);
    longest CONSTANT text[] := ARRAY(SELECT word FROM unnest(words) AS word ORDER BY length(word) DESC);
    named uuid[];
    walked uuid[];
BEGIN
    named := ARRAY(
        SELECT p.id FROM (
            SELECT p.id, p.name_search FROM people_party AS p WHERE p.organisation_id = here
                AND p.name_search LIKE longest[1]
                AND p.name_search LIKE coalesce(longest[2], longest[1])
                AND p.name_search LIKE coalesce(longest[3], longest[1])
                AND p.name_search LIKE ALL (words)
            LIMIT many + 1
        ) AS p ORDER BY p.name_search NOT LIKE low || '%', p.name_search COLLATE "C", p.id
    );
    IF cardinality(named) <= few THEN
        RETURN QUERY SELECT unnest(named);
        RETURN;
    ELSIF cardinality(named) > many THEN
        walked := ARRAY(
            SELECT near.id FROM (
                SELECT p.id, p.name_search FROM people_party AS p WHERE p.organisation_id = here
                    AND p.name_search COLLATE "C" >= low AND p.name_search COLLATE "C" < high
                ORDER BY p.name_search COLLATE "C", p.id LIMIT steps
            ) AS near WHERE near.name_search LIKE ALL (words) LIMIT most
        );
        IF cardinality(walked) < most AND NOT EXISTS (
            SELECT FROM people_party AS p WHERE p.organisation_id = here
                AND p.name_search COLLATE "C" >= low AND p.name_search COLLATE "C" < high
            ORDER BY p.name_search COLLATE "C", p.id OFFSET steps LIMIT 1
        ) THEN
            walked := walked || ARRAY(
                SELECT near.id FROM (
                    SELECT p.id, p.name_search FROM people_party AS p WHERE p.organisation_id = here
                    ORDER BY p.name_search COLLATE "C", p.id LIMIT steps
                ) AS near
                WHERE near.name_search LIKE ALL (words) AND near.name_search NOT LIKE low || '%'
                LIMIT most - cardinality(walked)
            );
        END IF;
        named := walked;
        IF cardinality(walked) < most THEN
            named := ARRAY(
                SELECT p.id FROM people_party AS p WHERE p.organisation_id = here
                    AND p.name_search LIKE longest[1]
                    AND p.name_search LIKE coalesce(longest[2], longest[1])
                    AND p.name_search LIKE coalesce(longest[3], longest[1])
                    AND p.name_search LIKE ALL (words)
                ORDER BY p.name_search NOT LIKE low || '%', p.name_search COLLATE "C", p.id LIMIT most
            );
        END IF;
    END IF;
    RETURN QUERY SELECT unnest(named[:most]) UNION ALL SELECT NULL::uuid;
END $$;
REVOKE ALL ON FUNCTION silah_first_parties(text[], integer, integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_first_parties(text[], integer, integer, integer, integer) TO silah_app;
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0007_whole_words_first")]
    operations = [
        AddIndexConcurrently(
            "Party",
            models.Index(
                models.F("organisation_id"),
                Collate("name_search", "C"),
                models.F("id"),
                name="party_name_order",
            ),
        ),
        migrations.RunSQL(
            FIND, "DROP FUNCTION silah_first_parties(text[], integer, integer, integer, integer)"
        ),
    ]
