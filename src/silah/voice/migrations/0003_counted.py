"""What was rated before there were sums is counted once. Whoever rates waits for that moment, readers do not."""

from importlib import import_module

from django.db import migrations

CARRY = import_module("silah.voice.migrations.0002_sums").CARRY
COUNT = [
    "LOCK TABLE voice_rating IN SHARE ROW EXCLUSIVE MODE",
    "DELETE FROM voice_ratingsum",
    CARRY.format(rows="SELECT 1 AS times, * FROM voice_rating"),
]


class Migration(migrations.Migration):
    dependencies = [("voice", "0002_sums")]
    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
