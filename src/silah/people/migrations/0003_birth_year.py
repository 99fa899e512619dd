"""The year alone, where nobody asked for the day: an empty column, added without touching a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_finding")]

    operations = [
        migrations.AddField(
            model_name="party", name="birth_year", field=models.PositiveSmallIntegerField(null=True)
        )
    ]
