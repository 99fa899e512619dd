"""`python -m silah.config.worker`: carries out the tasks that operations deferred."""

import os


def main() -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    from silah.config import database, preflight

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
    with database.available():
        django.setup()
        from silah.foundation.tenancy import patience

        patience.be(patience.TASKS)
        preflight.check()
        connection.close()
        call_command("procrastinate", "worker", "--concurrency=2")


if __name__ == "__main__":
    main()
