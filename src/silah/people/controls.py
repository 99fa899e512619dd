"""Every party has one file, opened after a search: P1."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.people import words
from silah.people.models import NotSame, Party
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, chosen
from silah.policy.pack import Pack

NAMED = ("id", "name_folded", "birth_date", "national_id_hash", "created_at")


@register
class Parties(Judging):
    """Breaks where two files look like one person's and nobody has compared them."""

    name = "people.parties"
    events: ClassVar = ("people.party_registered",)
    roots = ("party",)
    found_by = (("party", Dated(Party, "created_at")),)
    sentences: ClassVar = {
        "likely_double": gettext_lazy("ملف يشبه ملفًا آخر في الاسم وتاريخ الميلاد، ولم يقارن بينهما أحد")
    }

    def setting(self, pack: Pack) -> str:
        return _(
            "لكل طرف ملف واحد، ويُبحث بالاسم والهوية والجوال قبل فتح أي ملف. الأطراف الآن: %(party)s."
        ) % {"party": pack.terms.party.plural}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """A double is one in every period from the day on which both files were there."""
        doubles = _doubles(by, ids)
        said = _("فُتح ملف بعد البحث")
        rows = chosen(Party.objects.filter(organisation_id=by.organisation_id), "id", ids)
        for party_id, at, types, file_number in rows.values_list("id", "created_at", "types", "file_number"):
            double = doubles.get(party_id)
            yield Judged(
                party_id,
                at,
                {"total": 1, **{f"by:{kind}": types.count(kind) for kind in types}},
                good=True,
                flaws=(double,) if double else (),
                sample=Sample("party", party_id, file_number or "—", said, at),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        named = {**words.TYPES, "beneficiary": pack.terms.party.singular}
        found = {name.removeprefix("by:"): count for name, count in n.items() if name.startswith("by:")}
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                *(
                    (_("ملفات جديدة: %(type)s") % {"type": named[kind]}, str(count))
                    for kind, count in sorted(found.items())
                    if count
                ),
                (_("ملفات متشابهة لم يُنظر فيها"), str(n["!likely_double"])),
            ),
        )


def _doubles(by: Actor, ids: Ids) -> dict[UUID, Flaw]:
    """Same folded name and birth date as an earlier file, not told apart by two ids nor by an employee's word."""
    born = Party.objects.filter(organisation_id=by.organisation_id, birth_date__isnull=False)
    like = born.filter(name_folded=OuterRef("name_folded"), birth_date=OuterRef("birth_date"))
    later = chosen(born, "id", ids).filter(Exists(like.filter(id__lt=OuterRef("id"))))
    found = list(later.values_list(*NAMED, named=True))
    alike: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in born.filter(name_folded__in={each.name_folded for each in found}).values_list(
        *NAMED, named=True
    ):
        alike[row.name_folded, row.birth_date].append(row)
    told = _told_apart(by, [each.id for each in found])
    doubles: dict[UUID, Flaw] = {}
    for row in found:
        group = alike[row.name_folded, row.birth_date]
        came = [clock.day_of(each.created_at) for each in group if _alike(each, row, told)]
        if came:
            since = max(clock.day_of(row.created_at), min(came))
            doubles[row.id] = Flaw(
                "likely_double", "party", row.id, at=row.created_at, since=since, ever=True
            )
    return doubles


def _alike(one: Any, two: Any, told: frozenset[tuple[UUID, UUID]]) -> bool:
    both_known = one.national_id_hash is not None and two.national_id_hash is not None
    return one.id < two.id and not both_known and (one.id, two.id) not in told


def _told_apart(by: Actor, ids: list[UUID]) -> frozenset[tuple[UUID, UUID]]:
    rows = NotSame.objects.filter(organisation_id=by.organisation_id, second__in=ids)
    return frozenset(rows.values_list("first_id", "second_id"))
