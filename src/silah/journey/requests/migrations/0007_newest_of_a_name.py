"""The newest requests of people whose names begin so, who are too many to be asked for one by one.

Where more than `many` bear such a name, some of the newest requests are theirs: no more than `steps` of those are
looked at. Else, and where that shows too few, they are sorted.
"""

from django.db import migrations

FIND = """
CREATE FUNCTION silah_newest_requests(words text[], most integer, many integer, steps integer)
RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    here CONSTANT uuid := nullif(current_setting('silah.organisation', true), '')::uuid;
    longest CONSTANT text[] := ARRAY(SELECT word FROM unnest(words) AS word ORDER BY length(word) DESC);
    most_people integer := many + 1;
    named uuid[];
    theirs uuid[];
BEGIN
    FOR each_try IN 1..2 LOOP
        named := ARRAY(
            SELECT p.id FROM people_party AS p WHERE p.organisation_id = here
                AND p.name_search LIKE longest[1]
                AND p.name_search LIKE coalesce(longest[2], longest[1])
                AND p.name_search LIKE coalesce(longest[3], longest[1])
                AND p.name_search LIKE ALL (words)
            LIMIT most_people
        );
        IF cardinality(named) < coalesce(most_people, cardinality(named) + 1) THEN
            RETURN QUERY SELECT r.id FROM requests_supportrequest AS r
            WHERE r.organisation_id = here AND r.applicant_id = ANY (named)
            ORDER BY r.submitted_at DESC, r.id DESC LIMIT most;
            RETURN;
        END IF;
        theirs := ARRAY(
            SELECT near.id FROM (
                SELECT r.id, r.applicant_id, r.submitted_at FROM requests_supportrequest AS r
                WHERE r.organisation_id = here ORDER BY r.submitted_at DESC, r.id DESC LIMIT steps
            ) AS near
            CROSS JOIN LATERAL (
                SELECT p.name_search FROM people_party AS p
                WHERE p.organisation_id = here AND p.id = near.applicant_id OFFSET 0
            ) AS applicant
            WHERE applicant.name_search LIKE ALL (words)
            ORDER BY near.submitted_at DESC, near.id DESC LIMIT most
        );
        IF cardinality(theirs) >= most THEN
            RETURN QUERY SELECT unnest(theirs);
            RETURN;
        END IF;
        most_people := NULL;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION silah_newest_requests(text[], integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silah_newest_requests(text[], integer, integer, integer) TO silah_app;
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0006_unanswered_by_index"), ("people", "0008_the_first_in_order")]
    operations = [
        migrations.RunSQL(FIND, "DROP FUNCTION silah_newest_requests(text[], integer, integer, integer)")
    ]
