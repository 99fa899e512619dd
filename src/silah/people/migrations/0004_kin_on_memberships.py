"""What was declared before is carried to the memberships; a declaration is never taken back."""

from django.db import migrations

CARRY = """
UPDATE organisations_membership AS m SET kin = k.parties
FROM (SELECT organisation_id, membership_id, array_agg(party_id) AS parties FROM people_kinship GROUP BY 1, 2) AS k
WHERE k.organisation_id = m.organisation_id AND k.membership_id = m.id
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_birth_year"), ("organisations", "0004_kin")]
    operations = [migrations.RunSQL(CARRY, migrations.RunSQL.noop)]
