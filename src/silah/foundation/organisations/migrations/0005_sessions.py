"""Sessions say whose they are and since when. The table is the one they always lay in, so nobody is signed out.

Django's own application made it where this database is older than this step; columns that may stay empty are added
without a look at the rows, and a process of the version before goes on writing the others.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = """
CREATE TABLE IF NOT EXISTS django_session (
    session_key varchar(40) NOT NULL PRIMARY KEY,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS django_session_session_key_c0390e0f_like
    ON django_session (session_key varchar_pattern_ops);
CREATE INDEX IF NOT EXISTS django_session_expire_date_a5c62663 ON django_session (expire_date);
ALTER TABLE django_session
    ADD COLUMN user_id uuid NULL,
    ADD COLUMN began_at timestamp with time zone NULL,
    ADD COLUMN seen_at timestamp with time zone NULL,
    ADD COLUMN browser varchar(60) DEFAULT '' NOT NULL;
"""
BACK = """
ALTER TABLE django_session
    DROP COLUMN user_id, DROP COLUMN began_at, DROP COLUMN seen_at, DROP COLUMN browser;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_kin")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("began_at", models.DateTimeField(null=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("browser", models.CharField(blank=True, db_default="", max_length=60)),
                    ],
                    options={"db_table": "django_session"},
                )
            ],
        )
    ]
