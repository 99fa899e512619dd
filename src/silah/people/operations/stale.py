"""Two people, one file: who changed what since the page was opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel.errors import Conflict
from silah.foundation.organisations import queries as organisations
from silah.people import words
from silah.people.models import Party


class Stale(Conflict):
    """`current` holds the values that stand now, to be shown beside what was typed."""

    default_code = "stale"

    def __init__(self, who: str, current: dict[str, Any]) -> None:
        named = "، ".join(str(words.FIELDS[field]) for field in current)
        message = _("غيّر %(who)s هذه البيانات بعد فتحك الصفحة: %(fields)s.") % {"who": who, "fields": named}
        said = _("القيمة الآن بعد تعديل %(who)s: %(value)s")
        super().__init__(
            message,
            fields={field: said % {"who": who, "value": shown(value)} for field, value in current.items()},
        )
        self.who, self.current = who, current


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("نعم") if value else _("لا")
    return str(value) if value not in (None, "") else _("لم يُذكر")


def refuse_stale(by: Actor, party: Party, changes: Mapping[str, Any], expected_version: int) -> None:
    """Different fields changed by two people at once do no harm; the same field asks again."""
    if party.version == expected_version:
        return
    entries = Entry.objects.filter(
        subject_kind="party",
        subject_id=party.id,
        name="people.party_corrected",
        data__version__gt=expected_version,
    ).order_by("number")
    since = list(entries)
    touched = {field for entry in since for field in entry.data["fields"]} & set(changes)
    if not touched:
        return
    last = since[-1]
    names = organisations.member_names(by, [last.actor_id] if last.actor_id else [])
    who = names.get(last.actor_id, _("صاحب الملف")) if last.actor_id else _("صاحب الملف")
    raise Stale(who, {field: getattr(party, field) for field in sorted(touched)})
