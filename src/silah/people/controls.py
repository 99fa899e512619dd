"""Every party has one file, opened after a search: P1."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import ClassVar
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.people import words
from silah.people.models import NotSame, Party
from silah.policy.control import Breach, Control, Figures, Period, Sample, counted, register
from silah.policy.pack import Pack

GROUPS = 200


@register
class Parties(Control):
    """Breaks where two files look like one person's and nobody has compared them."""

    name = "people.parties"
    events: ClassVar = ("people.party_registered",)

    def setting(self, pack: Pack) -> str:
        return _(
            "لكل طرف ملف واحد، ويُبحث بالاسم والهوية والجوال قبل فتح أي ملف. الأطراف الآن: %(party)s."
        ) % {"party": pack.terms.party.plural}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        opened = Party.objects.filter(
            organisation_id=by.organisation_id,
            created_at__gte=period.begins_at,
            created_at__lt=period.ends_at,
        )
        doubles = _doubles(by)
        total = opened.count()
        return Figures(
            total=total,
            good=max(total - len(doubles), 0),
            events=counted(by, self.events, period),
            lines=(*_by_type(opened), (_("ملفات متشابهة لم يُنظر فيها"), str(len(doubles)))),
            breaches=tuple(_breach(party) for party in doubles),
            samples=tuple(_sample(party) for party in opened.order_by("-created_at")[:3]),
        )


def _by_type(opened: QuerySet[Party]) -> list[tuple[str, str]]:
    counts = Counter(kind for kinds in opened.values_list("types", flat=True) for kind in kinds)
    return [(_("ملفات جديدة: %(type)s") % {"type": words.TYPES[kind]}, str(n)) for kind, n in counts.items()]


def _doubles(by: Actor) -> list[Party]:
    """Same folded name and birth date, not told apart by two ids nor by an employee's word."""
    same = (
        Party.objects.filter(organisation_id=by.organisation_id, birth_date__isnull=False)
        .values("name_folded", "birth_date")
        .annotate(files=Count("id"))
        .filter(files__gt=1)
        .values_list("name_folded", "birth_date")[:GROUPS]
    )
    told = _told_apart(by)
    found = []
    for name, born in same:
        files = Party.objects.filter(
            organisation_id=by.organisation_id, name_folded=name, birth_date=born
        ).order_by("id")
        found += [two for one, two in combinations(files, 2) if _alike(one, two, told)]
    return list({party.id: party for party in found}.values())


def _alike(one: Party, two: Party, told: frozenset[tuple[UUID, UUID]]) -> bool:
    both_known = one.national_id_hash is not None and two.national_id_hash is not None
    return not both_known and (one.id, two.id) not in told


def _told_apart(by: Actor) -> frozenset[tuple[UUID, UUID]]:
    rows = NotSame.objects.filter(organisation_id=by.organisation_id)
    return frozenset(rows.values_list("first_id", "second_id"))


def _breach(party: Party) -> Breach:
    sentence = _("ملف يشبه ملفًا آخر في الاسم وتاريخ الميلاد، ولم يقارن بينهما أحد")
    return Breach(party.row_kind(), party.id, "likely_double", sentence, party.created_at)


def _sample(party: Party) -> Sample:
    return Sample(
        party.row_kind(), party.id, party.file_number or "—", _("فُتح ملف بعد البحث"), party.created_at
    )
