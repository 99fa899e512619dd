"""`python -m silah.config.worker`: carries out the tasks that operations deferred."""

from __future__ import annotations

import os


def main() -> None:
    import django
    from django.db import connection

    from silah.config import database, preflight

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
    with database.available():
        django.setup()
        preflight.check()
        connection.close()
        work()


def work() -> None:
    """Until a signal asks to leave; everything is loaded already.

    The library would keep four connections open beside the one it listens with; one is enough between tasks, and
    it opens a second while both tasks end at once.
    """
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from silah.foundation.tenancy import patience

    patience.be(patience.TASKS)
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=2)
    with app.replace_connector(connector):
        app.run_worker(concurrency=2)


if __name__ == "__main__":
    main()
