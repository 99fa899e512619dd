"""Every party has one file, opened after a search: P1."""

from __future__ import annotations

from itertools import combinations, groupby
from typing import ClassVar
from uuid import UUID

from django.db.models import CharField, Count, Exists, Func, OuterRef, QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.people import words
from silah.people.models import NotSame, Party
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, register
from silah.policy.pack import Pack


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
        doubles = _doubles(by, period)
        total = opened.count()
        single = opened.exclude(id__in=[party.id for party in doubles])
        return Figures(
            total=total,
            good=single.count(),
            lines=(*_by_type(opened, pack), (_("ملفات متشابهة لم يُنظر فيها"), str(len(doubles)))),
            breaches=tuple(_breach(party) for party in doubles),
            samples=Samples(lambda: (_sample(party) for party in single.order_by("-created_at")[:3])),
        )


def _by_type(opened: QuerySet[Party], pack: Pack) -> list[tuple[str, str]]:
    named = {**words.TYPES, "beneficiary": pack.terms.party.singular}
    kinds = opened.annotate(kind=Func("types", function="unnest", output_field=CharField()))
    counts = kinds.order_by().values_list("kind").annotate(n=Count("id")).order_by("kind")
    return [(_("ملفات جديدة: %(type)s") % {"type": named[kind]}, str(n)) for kind, n in counts]


def _doubles(by: Actor, period: Period) -> list[Party]:
    """Same folded name and birth date, not told apart by two ids nor by an employee's word: two statements."""
    rows = Party.objects.filter(
        organisation_id=by.organisation_id, birth_date__isnull=False, created_at__lt=period.ends_at
    )
    like = rows.filter(name_folded=OuterRef("name_folded"), birth_date=OuterRef("birth_date"))
    files = rows.filter(Exists(like.exclude(id=OuterRef("id")))).order_by("name_folded", "birth_date", "id")
    told = _told_apart(by)
    found: dict[UUID, Party] = {}
    for _same, group in groupby(files, key=lambda party: (party.name_folded, party.birth_date)):
        found |= {two.id: two for one, two in combinations(group, 2) if _alike(one, two, told)}
    return list(found.values())


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
