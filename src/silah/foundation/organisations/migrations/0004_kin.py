"""Whose kin a member declared to be, on the membership that every page reads anyway."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_one_index_of_logins")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="kin",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, db_default=models.Value("{}")
            ),
        ),
    ]
