"""Beginnings of names are indexed as their words are: each with whose it is, of two, three, four and six letters.

By trigrams, half a dozen lists of every association's people and one of all one's own were laid beside each other.
Where the first of the names that begin with what was typed are enough, nothing else is read.
A name with a slip is looked for by its other words before its words are taken as beginnings: of four words and more
that finds few, and among those whoever bears all of them as beginnings stands alone.
"""

from importlib import import_module
from typing import Any

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import F, Func

BEGINNINGS = """
CREATE FUNCTION silah_own_beginnings(organisation_id uuid, words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT right(organisation_id::text, 12) || left(word, letters)
    FROM unnest(string_to_array(btrim(words), ' ')) AS word CROSS JOIN unnest(ARRAY[2, 3, 4, 6]) AS letters
    WHERE length(word) >= letters
);
"""
# `words` as LIKE asks for them: «% محم%».
NAMED = """silah_own_beginnings(p.organisation_id, p.name_search) @> begun
                AND p.organisation_id IS NOT DISTINCT FROM here AND p.name_search LIKE ALL (words)"""
BEGUN = """ARRAY(
        SELECT right(here::text, 12) || left(word, CASE WHEN length(word) < 4 THEN 3 WHEN length(word) < 6 THEN 4 ELSE 6 END)
        FROM (SELECT btrim(word, '% ') AS word FROM unnest(words) AS word) AS each WHERE length(word) > 1
    )"""
FIND = f"""
CREATE OR REPLACE FUNCTION silah_search_parties(longest text, others text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    here CONSTANT uuid := nullif(current_setting('silah.organisation', true), '')::uuid;
    words CONSTANT text[] := longest || others;
    begun CONSTANT text[] := {BEGUN};
BEGIN
    RETURN QUERY SELECT p.id FROM people_party AS p WHERE {NAMED}
    ORDER BY p.name_folded, p.id LIMIT most;
END $$;
CREATE OR REPLACE FUNCTION silah_first_parties(words text[], most integer, few integer, many integer, steps integer)
RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    here CONSTANT uuid := nullif(current_setting('silah.organisation', true), '')::uuid;
    low CONSTANT text := substr(words[1], 2, greatest(length(words[1]) - 2, 0));
    high CONSTANT text := low || chr(1114111);
    begun CONSTANT text[] := {BEGUN};
    named uuid[];
    walked uuid[];
BEGIN
    walked := ARRAY(
        SELECT near.id FROM (
            SELECT p.id, p.name_search FROM people_party AS p WHERE p.organisation_id = here
                AND p.name_search COLLATE "C" >= low AND p.name_search COLLATE "C" < high
            ORDER BY p.name_search COLLATE "C", p.id LIMIT steps / 10
        ) AS near WHERE near.name_search LIKE ALL (words) LIMIT most + 1
    );
    IF cardinality(walked) > most THEN
        RETURN QUERY SELECT unnest(walked[:most]) UNION ALL SELECT NULL::uuid;
        RETURN;
    END IF;
    named := ARRAY(
        SELECT p.id FROM (
            SELECT p.id, p.name_search FROM people_party AS p WHERE {NAMED}
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
                SELECT p.id FROM people_party AS p WHERE {NAMED}
                ORDER BY p.name_search NOT LIKE low || '%', p.name_search COLLATE "C", p.id LIMIT most
            );
        END IF;
    END IF;
    RETURN QUERY SELECT unnest(named[:most]) UNION ALL SELECT NULL::uuid;
END $$;
"""
BUT_FOR_A_WORD = """
DROP FUNCTION silah_parties_but_for_a_word(text[], integer);
CREATE FUNCTION silah_parties_but_for_a_word(words text[], begun text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT found.id FROM (
        SELECT named.*, bool_or(named.fits) OVER () AS one_fits FROM (
            SELECT DISTINCT p.id, p.name_search, p.name_search LIKE ALL (begun) AS fits
            FROM unnest(words) WITH ORDINALITY AS missing (word, place)
            CROSS JOIN (SELECT nullif(current_setting('silah.organisation', true), '')::uuid AS id) AS here
            CROSS JOIN LATERAL (
                SELECT silah_own_words(here.id, string_agg(each.word, ' ')) AS others
                FROM unnest(words) WITH ORDINALITY AS each (word, place) WHERE each.place <> missing.place
            ) AS asked
            JOIN people_party AS p ON p.organisation_id IS NOT DISTINCT FROM here.id
                AND silah_own_words(p.organisation_id, p.name_search) @> asked.others
        ) AS named
    ) AS found
    WHERE found.fits OR NOT found.one_fits
    ORDER BY similarity(found.name_search, array_to_string(words, ' ')) DESC, found.id LIMIT most
$$;
REVOKE ALL ON FUNCTION silah_parties_but_for_a_word(text[], text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_parties_but_for_a_word(text[], text[], integer) TO silah_app;
"""


def _of(name: str) -> Any:
    return import_module(f"silah.people.migrations.{name}")


BY_TRIGRAMS, IN_ORDER = _of("0005_finding_by_several_words"), _of("0008_the_first_in_order")
FOUND_BEFORE = BY_TRIGRAMS.FIND.format(by_index=BY_TRIGRAMS.SEVERAL) + IN_ORDER.FIND.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
BUT_FOR_A_WORD_BEFORE = f"""
DROP FUNCTION silah_parties_but_for_a_word(text[], text[], integer);
{_of("0009_words_of_ones_own").FIND}
REVOKE ALL ON FUNCTION silah_parties_but_for_a_word(text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_parties_but_for_a_word(text[], integer) TO silah_app;
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0009_words_of_ones_own")]
    operations = [
        migrations.RunSQL(BEGINNINGS, "DROP FUNCTION silah_own_beginnings(uuid, text)"),
        AddIndexConcurrently(
            "Party",
            django.contrib.postgres.indexes.GinIndex(
                Func(F("organisation_id"), F("name_search"), function="silah_own_beginnings"),
                name="party_own_beginnings",
            ),
        ),
        migrations.RunSQL(FIND, FOUND_BEFORE),
        migrations.RunSQL(BUT_FOR_A_WORD, BUT_FOR_A_WORD_BEFORE),
    ]
