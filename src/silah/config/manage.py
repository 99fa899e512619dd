"""`python -m silah.config.manage …`: Django's own commands, for developers (makemigrations, shell)."""

import os
import sys


def main() -> None:
    from django.core.management import execute_from_command_line

    from silah.config import database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
    with database.available():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
