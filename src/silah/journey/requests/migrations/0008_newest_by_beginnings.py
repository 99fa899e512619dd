"""People whose names begin so are found by the beginnings of names, as in the search for people."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("silah.journey.requests.migrations.0007_newest_of_a_name").FIND
PEOPLE = import_module("silah.people.migrations.0010_beginnings_of_ones_own")
BY_TRIGRAMS = """WHERE p.organisation_id = here
                AND p.name_search LIKE longest[1]
                AND p.name_search LIKE coalesce(longest[2], longest[1])
                AND p.name_search LIKE coalesce(longest[3], longest[1])
                AND p.name_search LIKE ALL (words)"""
BY_BEGINNINGS = f"WHERE {PEOPLE.NAMED}"
LONGEST = (
    "longest CONSTANT text[] := ARRAY(SELECT word FROM unnest(words) AS word ORDER BY length(word) DESC);"
)
BEGUN = f"begun CONSTANT text[] := {PEOPLE.BEGUN};"
AGAIN = BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
FIND = (
    AGAIN.replace(BY_TRIGRAMS, BY_BEGINNINGS)
    .replace(LONGEST, BEGUN)
    .replace("SET plan_cache_mode = force_custom_plan", "SET enable_seqscan = off")
)


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0007_newest_of_a_name"),
        ("people", "0010_beginnings_of_ones_own"),
    ]
    operations = [migrations.RunSQL(FIND, AGAIN)]
