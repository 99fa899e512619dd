"""What ratings come to is kept beside them by triggers: whoever writes a rating, figures are of that moment.

Statement by statement: a rating is written with its like (decision 0095), which would count each of them twice.
"""

from collections.abc import Iterator

import django.db.models.deletion
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped

# Without a path of its own it becomes part of the statement that calls it; it names nothing but pg_catalog's.
# 33 is `kernel.sealing.LEAST_BYTES`. A person's mean is in hundredths and rounded as Python rounds.
ADDS = """
CREATE FUNCTION voice_rating_adds(week date, procedure smallint[], provider smallint[], comment bytea)
RETURNS TABLE (name text, n bigint) LANGUAGE sql STABLE AS $$
    SELECT 'answered ' || to_char(week, 'YYYY-MM-DD'), 1::bigint
    UNION ALL SELECT 'comments', 1 WHERE octet_length(comment) > 33
    UNION ALL
    SELECT subject || part, CASE part WHEN ' people' THEN 1 ELSE round((100 * total)::float8 / people)::bigint END
    FROM (
        SELECT subject, count(grade) AS people, sum(grade) AS total
        FROM (
            SELECT 'procedure' AS subject, unnest(procedure) AS grade
            UNION ALL SELECT 'provider', unnest(provider)
        ) AS given GROUP BY subject HAVING count(grade) > 0
    ) AS subjects, (VALUES (' people'), (' total')) AS parts (part)
    UNION ALL
    SELECT subject || ' ' || (place - 1) || part, CASE part WHEN ' people' THEN 1 ELSE grade END
    FROM (
        SELECT 'procedure' AS subject, grade, place FROM unnest(procedure) WITH ORDINALITY AS a (grade, place)
        UNION ALL
        SELECT 'provider', grade, place FROM unnest(provider) WITH ORDINALITY AS b (grade, place)
    ) AS questions, (VALUES (' people'), (' total')) AS parts (part)
    WHERE grade IS NOT NULL
$$
"""
NO_ADDS = "DROP FUNCTION voice_rating_adds(date, smallint[], smallint[], bytea)"

SUMMED = """
CREATE FUNCTION voice_summed(one jsonb, other jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(key, n), '{}') FROM (
        SELECT key, sum(value::bigint) AS n
        FROM (SELECT * FROM jsonb_each_text(one) UNION ALL SELECT * FROM jsonb_each_text(other)) AS both_of_them
        GROUP BY key HAVING sum(value::bigint) <> 0
    ) AS summed
$$
"""
NO_SUMMED = "DROP FUNCTION voice_summed(jsonb, jsonb)"

# Rows are locked in one order, so that two statements never wait for one another.
CARRY = """
    INSERT INTO voice_ratingsum AS kept (id, organisation_id, quarter, office_id, policy_version_id, sums)
    SELECT gen_random_uuid(), organisation_id, quarter, office_id, policy_version_id, jsonb_object_agg(name, n)
    FROM (
        SELECT organisation_id, date_trunc('quarter', week::timestamp)::date AS quarter, office_id,
            policy_version_id, adds.name, sum(times * adds.n) AS n
        FROM ({rows}) AS rated,
            LATERAL voice_rating_adds(week, procedure, provider, comment) AS adds
        GROUP BY 1, 2, 3, 4, 5 HAVING sum(times * adds.n) <> 0
    ) AS added
    GROUP BY 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
    ON CONFLICT (organisation_id, quarter, office_id, policy_version_id)
    DO UPDATE SET sums = voice_summed(kept.sums, EXCLUDED.sums);
"""
COMES, GOES = "SELECT 1 AS times, * FROM comes", "SELECT -1 AS times, * FROM goes"
WHEN = {
    "INSERT": ("NEW TABLE AS comes", COMES),
    "DELETE": ("OLD TABLE AS goes", GOES),
    "UPDATE": ("NEW TABLE AS comes OLD TABLE AS goes", f"{COMES} UNION ALL {GOES}"),
}


def triggers() -> Iterator[migrations.RunSQL]:
    for event, (tables, rows) in WHEN.items():
        name = f"voice_rating_{event.lower()}_summed"
        yield migrations.RunSQL(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog, public, pg_temp AS $$
            BEGIN {CARRY.format(rows=rows)} RETURN NULL; END $$;
            CREATE TRIGGER {event.lower()}_summed AFTER {event} ON voice_rating
            REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
            """,
            f"DROP TRIGGER {event.lower()}_summed ON voice_rating; DROP FUNCTION {name}();",
        )


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial"), ("organisations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="RatingSum",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("quarter", models.DateField()),
                ("policy_version_id", models.UUIDField()),
                ("sums", models.JSONField(default=dict)),
                (
                    "office",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.office",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "quarter", "office", "policy_version_id"),
                        name="rating_sum_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        Scoped("RatingSum"),
        migrations.RunSQL(ADDS, NO_ADDS),
        migrations.RunSQL(SUMMED, NO_SUMMED),
        *triggers(),
    ]
