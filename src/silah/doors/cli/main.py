"""The `silah` command: what an operator does. One module a noun, each with `arguments(parser)`.

`arguments` names the function to call by `parser.set_defaults(run=…)`; it is given the parsed arguments
and returns the exit status, or None for success. A refusal is raised as a domain error.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys

# These look after the database themselves and run without Django.
BARE = {
    "run": "serve pages and carry out tasks, until stopped",
    "upgrade": "bring the database to this version",
    "backup": "write everything but the keys into one verified file",
    "restore": "read such a file into an empty installation",
}
NOUNS = {
    "organisation": "add an association",
    "staff": "invite a member of staff",
    "pack": "check or publish a policy pack",
    "journal": "prove that history is unchanged",
    "keys": "change the keys that seal personal values",
    "evidence": "the state of each clause",
    "tasks": "tasks that fail",
}
NO_SUCH_TABLE = "42P01"


def main(arguments: list[str] | None = None) -> int:
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    known = commands()
    if name not in known:
        print(overview(known), file=sys.stdout if name in {"-h", "--help"} else sys.stderr)
        return 0 if name in {"-h", "--help"} else 2
    try:
        return _run(name, rest) if name in BARE else _run_with_django(name, rest)
    except refusals() as refusal:
        print(f"silah: {_words(refusal)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def refusals() -> tuple[type[Exception], ...]:
    """Asked for when something was raised: `silah run` stays for months and needs none of these."""
    from django.core.exceptions import ImproperlyConfigured

    from silah.config.backup.errors import BackupError
    from silah.config.embedded import ServerError
    from silah.foundation.kernel.errors import DomainError

    return DomainError, ServerError, BackupError, ImproperlyConfigured


def commands() -> dict[str, str]:
    """Every command this installation has, and what it is for."""
    return {name: use for name, use in (BARE | NOUNS).items() if importlib.util.find_spec(_module(name))}


def overview(known: dict[str, str]) -> str:
    lines = [f"  {name:<14}{use}" for name, use in known.items()]
    return "\n".join(["usage: silah COMMAND …", "", *lines, "", "silah COMMAND --help says more."])


def _module(name: str) -> str:
    return f"silah.doors.cli.{name}"


def _run(name: str, rest: list[str]) -> int:
    module = importlib.import_module(_module(name))
    parser = argparse.ArgumentParser(prog=f"silah {name}", description=(BARE | NOUNS)[name])
    module.arguments(parser)
    parsed = parser.parse_args(rest)
    return parsed.run(parsed) or 0


def _run_with_django(name: str, rest: list[str]) -> int:
    import django
    from django.db import ProgrammingError

    from silah.config import database, preflight

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
    with database.available():
        django.setup()
        preflight.check()
        try:
            return _run(name, rest)
        except ProgrammingError as error:
            if getattr(error.__cause__, "sqlstate", "") != NO_SUCH_TABLE:
                raise
            print("silah: this database is not set up yet; run `silah upgrade` first", file=sys.stderr)
            return 1


def _words(refusal: Exception) -> str:
    fields = getattr(refusal, "fields", {})
    said = " · ".join(f"{name}: {words}" for name, words in fields.items())
    return " · ".join(filter(None, [str(refusal), said])) or type(refusal).__name__


if __name__ == "__main__":
    raise SystemExit(main())
