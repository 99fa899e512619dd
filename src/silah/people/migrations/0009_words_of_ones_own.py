"""The words of names are indexed together with whose they are: «محمد» of this association is a word of its own.

Of a million people a hundred thousand bear a word, and a large association is a list as long: both were walked for
whoever is in all of them. Now a word's list holds this association's people and nobody else; that they are its own is
asked in words that no other index answers, so that the list of all its people is not laid beside.
"""

from importlib import import_module

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import F, Func

WORDS = """
CREATE FUNCTION silah_own_words(organisation_id uuid, words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN string_to_array(ltrim(replace(' ' || ltrim(words), ' ', ' ' || right(organisation_id::text, 12))), ' ');
"""
FIND = """
CREATE OR REPLACE FUNCTION silah_parties_of_words(words text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH here AS (SELECT nullif(current_setting('silah.organisation', true), '')::uuid AS id),
    found AS MATERIALIZED (
        SELECT p.id, p.name_folded FROM people_party AS p
        WHERE p.organisation_id IS NOT DISTINCT FROM (SELECT here.id FROM here)
            AND silah_own_words(p.organisation_id, p.name_search)
            @> (SELECT silah_own_words(here.id, array_to_string(words, ' ')) FROM here)
    )
    SELECT found.id FROM found ORDER BY found.name_folded, found.id LIMIT most
$$;
CREATE OR REPLACE FUNCTION silah_parties_but_for_a_word(words text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT found.id FROM (
        SELECT DISTINCT p.id, p.name_search FROM unnest(words) WITH ORDINALITY AS missing (word, place)
        CROSS JOIN (SELECT nullif(current_setting('silah.organisation', true), '')::uuid AS id) AS here
        CROSS JOIN LATERAL (
            SELECT silah_own_words(here.id, string_agg(each.word, ' ')) AS others
            FROM unnest(words) WITH ORDINALITY AS each (word, place) WHERE each.place <> missing.place
        ) AS asked
        JOIN people_party AS p ON p.organisation_id IS NOT DISTINCT FROM here.id
            AND silah_own_words(p.organisation_id, p.name_search) @> asked.others
    ) AS found
    ORDER BY similarity(found.name_search, array_to_string(words, ' ')) DESC, found.id LIMIT most
$$;
"""
BEFORE = "".join(
    import_module(f"silah.people.migrations.{name}").FIND.replace(
        "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
    )
    for name in ("0006_all_words_but_one", "0007_whole_words_first")
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0008_the_first_in_order")]
    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION silah_own_words(uuid, text)"),
        AddIndexConcurrently(
            "Party",
            django.contrib.postgres.indexes.GinIndex(
                Func(F("organisation_id"), F("name_search"), function="silah_own_words"),
                name="party_own_words",
            ),
        ),
        migrations.RunSQL(FIND, BEFORE),
        RemoveIndexConcurrently("Party", "party_name_words"),
    ]
