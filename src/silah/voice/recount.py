"""Counts every rating anew and holds the kept sums against it."""

from __future__ import annotations

import json

from django.db import connection

from silah.foundation.access import Actor

# One statement sees one moment: whoever rates meanwhile is in both or in neither.
DIFFERING = """
WITH counted AS (
    SELECT quarter, office_id, policy_version_id, jsonb_object_agg(name, n) AS sums FROM (
        SELECT date_trunc('quarter', week::timestamp)::date AS quarter, office_id, policy_version_id,
            adds.name, sum(adds.n) AS n
        FROM voice_rating, LATERAL voice_rating_adds(week, procedure, provider, comment) AS adds
        WHERE organisation_id = %(at)s GROUP BY 1, 2, 3, 4
    ) AS added GROUP BY 1, 2, 3
), kept AS (
    SELECT quarter, office_id, policy_version_id, sums FROM voice_ratingsum
    WHERE organisation_id = %(at)s AND sums <> '{}'
)
SELECT coalesce(k.quarter, c.quarter), coalesce(k.office_id, c.office_id),
    coalesce(k.policy_version_id, c.policy_version_id), coalesce(k.sums, '{}')::text, coalesce(c.sums, '{}')::text
FROM counted AS c FULL JOIN kept AS k
    ON k.quarter = c.quarter AND k.policy_version_id = c.policy_version_id
    AND coalesce(k.office_id::text, '') = coalesce(c.office_id::text, '')
WHERE k.sums IS DISTINCT FROM c.sums ORDER BY 1, 2, 3
"""
# What is missing is added, not the whole put in its place: somebody may have rated since.
PUT_RIGHT = """
INSERT INTO voice_ratingsum AS kept (id, organisation_id, quarter, office_id, policy_version_id, sums)
VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)
ON CONFLICT (organisation_id, quarter, office_id, policy_version_id)
DO UPDATE SET sums = voice_summed(kept.sums, EXCLUDED.sums)
"""
Differing = tuple[str, dict[str, int], dict[str, int]]  # where, as kept, as counted


def recount(by: Actor) -> list[Differing]:
    """What was kept and is not so; put right before this returns."""
    found: list[Differing] = []
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, {"at": by.organisation_id})
        for quarter, office, version, was, is_so in cursor.fetchall():
            kept, counted = json.loads(was), json.loads(is_so)
            missing = {name: counted.get(name, 0) - kept.get(name, 0) for name in {*kept, *counted}}
            found.append((f"ratings {quarter} {office or '-'}", kept, counted))
            cursor.execute(PUT_RIGHT, [by.organisation_id, quarter, office, version, json.dumps(missing)])
    return found
