"""What was sent under a key is kept as a keyed digest. Rows from before say that theirs is plain; a round of the night
keys them. A constant default costs no look at the rows, and the version before goes on writing plain ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_seal_indexes")]
    operations = [
        migrations.AddField(
            model_name="idempotencykey",
            name="keyed",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
