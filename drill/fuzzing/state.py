"""Whether anything was written: the whole of the small database told in one number a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from silah.foundation.journal import verifying
from silah.foundation.tenancy import within
from tests.hostile.town import Town

# Counted or noted whatever becomes of an attempt.
NOTED = frozenset(
    {"django_session", "journal_reading", "organisations_throttle", "silah_cache", "django_migrations"}
)
# A refused attempt leaves its evidence.
EVIDENCE = frozenset({"journal_entry", "journal_journalhead"})
# Counted from what is written; whoever reads them first has what no round has counted yet counted in.
FIGURES = frozenset(f"evidence_figure{each}" for each in ("state", "touch", "share", "sum", "flaw"))
TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    " AND has_table_privilege(oid, 'SELECT') ORDER BY relname"
)
TOUCHED = (
    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
    " WHERE NOT relname = ANY(%s)"
)


class Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        return


class State:
    """Every case is undone, so one look at the beginning is what all others are compared with."""

    def __init__(self, town: Town) -> None:
        self.organisations = (town.office.organisation_id, town.clinic.organisation_id)
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.tables = [name for (name,) in cursor.fetchall() if name not in NOTED]
        # Where each row that is to be seen lies, and which transaction wrote it: a row written anew lies elsewhere.
        each = "(SELECT coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0) FROM {0})"
        self._query = "SELECT " + ", ".join(each.format(name) for name in self.tables)
        self.beginning = self._look()

    def touched(self) -> int:
        """Rows written so far, undone or not: while it stays, there is no need to look."""
        with connection.cursor() as cursor:
            cursor.execute(TOUCHED, [sorted(NOTED)])
            (count,) = cursor.fetchone()
        return int(count)

    def written(self) -> set[str]:
        """Tables that look otherwise than at the beginning."""
        names = self.tables * len(self.organisations)
        return {
            name for name, one, two in zip(names, self.beginning, self._look(), strict=True) if one != two
        }

    def _look(self) -> tuple[int, ...]:
        found: list[int] = []
        for organisation in self.organisations:
            with within(organisation), connection.cursor() as cursor:
                cursor.execute(self._query)
                found.extend(cursor.fetchone())
        return tuple(found)

    def broken(self) -> list[str]:
        """What would not hold at a commit, and what the chains of the journal say."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        told: list[str] = []
        for organisation in self.organisations:
            with within(organisation):
                told += [f"{link.kind} {link.number}: {link.why}" for link in verifying.verify()]
        return told
