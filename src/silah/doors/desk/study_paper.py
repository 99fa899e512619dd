"""The case study as an archival paper: facts, the numbers line by line, then the opinion."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.doors import paper
from silah.foundation.kernel import clock, money
from silah.foundation.ui import letters
from silah.journey.research import words
from silah.journey.research.facts import Findings, Money
from silah.journey.research.queries import StudyView
from silah.policy.pack import Assessment, Pack


def letter(study: StudyView, pack: Pack, *, demo: bool) -> letters.CaseStudy:
    """`pack` is the one the request was made under. Health notes are there only if the reader may open them."""
    issued = study.submitted_at or study.saved_at
    return letters.CaseStudy(
        house=paper.letterhead(pack),
        heading=letters.Heading(
            title=_("دراسة حالة"),
            reference=study.reference,
            day=paper.day(clock.day_of(issued)),
            issued_at=issued,
            demo=demo,
        ),
        request_reference=study.reference,
        asked=pack.service(study.service).title,
        study_kind=study.kind_words,
        facts=tuple(_sections(study)),
        opinion=tuple(line for line in study.opinion.splitlines() if line.strip()),
        recommendation=recommended(study, pack),
        researcher=letters.Signatory(
            study.researcher,
            _("باحث اجتماعي"),
            mark=_("رُفعت بدخوله الشخصي") if study.submitted_at else "",
        ),
        file_number=study.file_number,
        visited_on=paper.day(study.visited_on) if study.visited_on else None,
        income=_income(study.findings, study.studied) if study.studied.need else None,
    )


def recommended(study: StudyView, pack: Pack) -> str:
    if not study.recommendation:
        return _("لم تُكتب التوصية بعد")
    if study.recommendation == words.Recommendation.REJECT:
        reason = pack.service(study.service).reason(study.reason).label if study.reason else ""
        return f"{study.recommendation_words}: {reason}" if reason else study.recommendation_words
    months = money.count_noun(study.months or 0, _("شهر واحد"), _("شهران"), _("أشهر"), _("شهرًا"), _("شهر"))
    return _("%(what)s: %(amount)s، ومدة الاستحقاق %(months)s") % {
        "what": study.recommendation_words,
        "amount": money.with_unit(study.amount or 0),
        "months": months,
    }


def _sections(study: StudyView) -> list[letters.Section]:
    found = study.findings
    parts = [
        letters.Section(_("صاحب الطلب"), facts=(letters.Fact(_("الاسم"), study.applicant),)),
        letters.Section(_("السكن"), facts=_housing(found)),
    ]
    if found.people:
        parts.insert(1, letters.Section(_("أفراد الأسرة وحاجاتهم"), table=_people(found)))
    if found.expenses:
        parts.append(letters.Section(_("المصروفات في الشهر"), facts=_amounts(found)))
    if found.needs:
        parts.append(letters.Section(_("حاجات الأسرة"), text=(found.needs,)))
    if study.health:
        parts.append(letters.Section(_("ملاحظات صحية"), text=tuple(study.health.splitlines())))
    return parts


def _housing(found: Findings) -> tuple[letters.Fact, ...]:
    rows = (
        (_("البيئة"), words.ENVIRONMENTS.get(found.housing.environment)),
        (_("نوع السكن"), words.DWELLINGS.get(found.housing.dwelling)),
        (_("ملكية السكن"), words.OWNERSHIPS.get(found.housing.ownership)),
        (_("حال السكن"), found.housing.condition),
    )
    return tuple(letters.Fact(label, str(value or _("لم يُذكر"))) for label, value in rows)


def _people(found: Findings) -> letters.Table:
    return letters.Table(
        columns=(_("الاسم"), _("الصلة"), _("العمر"), _("العمل أو الدراسة"), _("حاجاته")),
        rows=tuple(
            (
                each.name,
                str(words.RELATIONS.get(each.relation, each.relation)),
                str(words.GROUPS.get(each.group, each.group)),
                each.work or "—",
                each.needs or "—",
            )
            for each in found.people
        ),
    )


def _amounts(found: Findings) -> tuple[letters.Fact, ...]:
    return tuple(
        letters.Fact(str(words.EXPENSES[kind]), money.with_unit(line.amount))
        for kind, line in found.expenses.items()
    )


def _income(found: Findings, numbers: Assessment) -> letters.Income:
    need = numbers.need
    if need is None:
        raise ValueError("no income per head")
    taken = {line.id: line for line in numbers.lines}
    obligations = tuple(
        letters.Line(
            line.title,
            money.with_unit(line.value if isinstance(line.value, int) else 0),
            _source(found.obligations[kind]),
        )
        for kind in found.obligations
        if (line := taken.get(kind))
    )
    return letters.Income(
        income=tuple(
            letters.Line(str(words.INCOME_SOURCES[kind]), money.with_unit(line.amount), _source(line))
            for kind, line in found.income.items()
        ),
        income_total=money.with_unit(found.income_total),
        obligations=obligations,
        obligations_total=money.with_unit(need.recognised),
        members=f"{need.weighted // 100}.{need.weighted % 100:02d}",
        per_head=money.with_unit(need.per_head),
        measure=taken["per_head"].sentence,
    )


def _source(line: Money) -> str:
    return "، ".join(part for part in (line.note, line.proof) if part)
