"""What a migration adds to a scoped table that Django cannot say by itself.

The database key becomes (organisation_id, id); references become composite, because a plain foreign
key is checked past row security and would accept another association's row; policies show only the
association that the transaction named; the application's role gets the rights it needs and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

from silah.foundation.tenancy.models import ScopedForeignKey

OWN = "organisation_id = nullif(current_setting('silah.organisation', true), '')::uuid"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"
NO_DELETE = "SELECT, INSERT, UPDATE"


def app_role() -> str:
    return getattr(settings, "DATABASE_APP_ROLE", "silah_app")


class Scoped(Operation):
    """Follows a `CreateModel`; `grants` are the application's rights on the table."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, *, grants: str = EVERYTHING) -> None:
        self.name = name
        self.grants = grants

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that Django's models know of changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        schema_editor.execute(
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey",'
            f' ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (organisation_id, id)'
        )
        if ("organisations", "organisation") in to_state.models:
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_organisation"'
                " FOREIGN KEY (organisation_id) REFERENCES organisations_organisation (id)"
            )
        for sql in _references(model):
            schema_editor.execute(sql)
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        # Not FORCE: the owner's own functions search across the index that row security would hide.
        schema_editor.execute(f'CREATE POLICY own ON "{table}" USING ({OWN}) WITH CHECK ({OWN})')
        schema_editor.execute(f'GRANT {self.grants} ON "{table}" TO {app_role()}')

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The table itself goes with the `CreateModel` that this follows."""

    def describe(self) -> str:
        return f"Key, references, policies and grants of {self.name}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.name], {"grants": self.grants}


class ScopedReference(Operation):
    """Follows an `AddField` of a ScopedForeignKey to a table that is already scoped."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, field: str) -> None:
        self.name = name
        self.field = field

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that Django's models know of changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        for sql in _references(model, only=self.field):
            schema_editor.execute(sql)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Constraint and index go with the column."""

    def describe(self) -> str:
        return f"Composite reference {self.name}.{self.field}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.name, self.field], {}


def _references(model: type[Model], only: str | None = None) -> Iterator[str]:
    table = model._meta.db_table
    for field in model._meta.local_fields:
        if not isinstance(field, ScopedForeignKey) or (only and field.name != only):
            continue
        target = field.remote_field.model._meta.db_table
        yield (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_own"'
            f' FOREIGN KEY (organisation_id, "{field.column}") REFERENCES "{target}" (organisation_id, id)'
        )
        yield f'CREATE INDEX "{table}_{field.column}_own" ON "{table}" (organisation_id, "{field.column}")'
