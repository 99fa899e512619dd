"""What the policy proves by itself: its approval, its words, its officer's tools."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import hijri
from silah.policy import queries
from silah.policy.control import Control, Figures, Period, Sample, register
from silah.policy.models import PolicyVersion
from silah.policy.pack import Approved, Pack


def _published(by: Actor, period: Period) -> int:
    """A published version stays in force: its event counts from the day it happened on."""
    return Entry.objects.filter(
        organisation_id=by.organisation_id, name="policy.published", happened_at__lt=period.ends_at
    ).count()


class OfVersion(Control):
    """Proven by the version in force itself."""

    events: ClassVar = ("policy.published",)

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        version = queries.in_force_at(by, period.ends_at)
        lines = self.lines(version, pack) if version else ()
        return Figures(
            total=1 if version else 0,
            good=1 if version else 0,
            events={"policy.published": _published(by, period)},
            lines=lines,
            samples=(
                (
                    Sample(
                        "policy_version",
                        version.id,
                        str(version.number),
                        _("الإصدار المعمول به"),
                        version.published_at,
                    ),
                )
                if version
                else ()
            ),
            missing=self.lacking(version, pack) if version else "",
        )

    def lines(self, version: PolicyVersion, pack: Pack) -> tuple[tuple[str, str], ...]:
        return ((_("الإصدار المعمول به"), str(version.number)),)

    def lacking(self, version: PolicyVersion, pack: Pack) -> str:
        return ""


@register
class Approval(OfVersion):
    name = "policy.approval"

    def setting(self, pack: Pack) -> str:
        if isinstance(pack.approval, Approved):
            return _("اعتمدها %(body)s بالمحضر %(minutes)s بتاريخ %(day)s") % {
                "body": pack.approval.body,
                "minutes": pack.approval.minutes,
                "day": hijri.both(pack.approval.date),
            }
        return _("معمول بها وينقصها سند الاعتماد")

    def lines(self, version: PolicyVersion, pack: Pack) -> tuple[tuple[str, str], ...]:
        if not version.approved or version.approved_on is None:
            return ()
        return (
            (_("المحضر"), version.minutes),
            (_("تاريخ الاعتماد"), hijri.both(version.approved_on)),
            (_("الموقّع"), version.signatory),
        )

    def lacking(self, version: PolicyVersion, pack: Pack) -> str:
        return "" if version.approved else _("معمول بها وينقصها سند الاعتماد")


@register
class Licensed(OfVersion):
    name = "policy.identity"

    def setting(self, pack: Pack) -> str:
        licence = pack.identity.licence
        if licence.number is None:
            return licence.absence or ""
        return _("مسجّلة لدى %(regulator)s برقم ترخيص %(number)s") % {
            "regulator": licence.regulator or "",
            "number": licence.number,
        }

    def lacking(self, version: PolicyVersion, pack: Pack) -> str:
        licence = pack.identity.licence
        return "" if licence.number else (licence.absence or _("لا ترخيص مسجّل"))


@register
class Words(OfVersion):
    name = "policy.terms"

    def setting(self, pack: Pack) -> str:
        return _("يُسمّى صاحب العلاقة في الصفحات والخطابات: «%(word)s»") % {
            "word": pack.terms.party.the_singular
        }


@register
class Toolkit(OfVersion):
    """The shelf is there; each document on it answers for itself."""

    name = "policy.toolkit"

    def setting(self, pack: Pack) -> str:
        return "، ".join(tool.title for tool in pack.toolkit)


class Tool(Control):
    """Proven by the document's own newest version; a sample proves nothing."""

    events: ClassVar = ("policy.tool_uploaded",)
    tool: ClassVar[str]

    def setting(self, pack: Pack) -> str:
        found = next((tool for tool in pack.toolkit if tool.id == self.tool), None)
        return found.title if found else ""

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        document = queries.tool_documents(by, period.ends_at).get(self.tool)
        if document is None or document.is_sample:
            return Figures(missing=_("لم يُرفع بعد"))
        return Figures(
            total=1,
            good=1,
            events={"policy.tool_uploaded": document.number},
            lines=((_("الإصدار"), str(document.number)), (_("سارٍ من"), hijri.both(document.effective_from))),
            samples=(
                Sample(
                    "tool_document", document.id, str(document.number), document.title, document.uploaded_at
                ),
            ),
        )


@register
class Bylaws(Tool):
    name = "policy.toolkit_bylaws"
    tool = "bylaws"


@register
class ResearchGuide(Tool):
    name = "policy.toolkit_research_guide"
    tool = "research_guide"


@register
class SupportGuide(Tool):
    name = "policy.toolkit_support_guide"
    tool = "support_guide"


@register
class CharityPolicies(Tool):
    name = "policy.toolkit_charity_policies"
    tool = "charity_policies"


@register
class OfficialInstructions(Tool):
    name = "policy.toolkit_official_instructions"
    tool = "official_instructions"
