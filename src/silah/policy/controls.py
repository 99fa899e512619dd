"""What the policy proves by itself: its approval, its words, its officer's tools."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import hijri
from silah.policy import queries
from silah.policy.control import Control, Figures, Period, Sample, register
from silah.policy.models import PolicyVersion
from silah.policy.pack import Approved, Pack


class OfVersion(Control):
    """Proven by the version in force itself, and by the journal's entry of its publication."""

    events: ClassVar = ("policy.published",)

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        version = queries.in_force_at(by, period.ends_at)
        if version is None:
            return Figures()
        return Figures(
            total=1,
            good=1,
            events={
                "policy.published": int(cast(Any, version).told)
            },  # in force long after the day it was published
            lines=self.lines(version, pack),
            samples=(
                Sample(
                    "policy_version",
                    version.id,
                    str(version.number),
                    _("الإصدار المعمول به"),
                    version.published_at,
                ),
            ),
            missing=self.lacking(version, pack),
        )

    def lines(self, version: PolicyVersion, pack: Pack) -> tuple[tuple[str, str], ...]:
        return ((_("الإصدار المعمول به"), str(version.number)),)

    def lacking(self, version: PolicyVersion, pack: Pack) -> str:
        return ""


@register
class Approval(OfVersion):
    name = "policy.approval"

    def in_force(self, by: Actor, pack: Pack, period: Period) -> str:
        """Minutes given at publication stand with the version, though the pack's own text has none."""
        version = queries.in_force_at(by, period.ends_at)
        if version is None or not version.approved or version.approved_on is None:
            return self.setting(pack)
        return _("اعتُمد الإصدار %(number)s بالمحضر %(minutes)s بتاريخ %(day)s") % {
            "number": version.number,
            "minutes": version.minutes,
            "day": hijri.both(version.approved_on),
        }

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
            (_("جهة الاعتماد"), version.approval_body or "—"),
            (_("المحضر"), version.minutes),
            (_("تاريخ الاعتماد"), hijri.both(version.approved_on)),
            (_("الموقّع"), version.signatory or "—"),
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
        words = {"party": pack.terms.party.the_singular, "handled": pack.terms.handled.the_singular}
        said = _("يُسمّى صاحب العلاقة: «%(party)s»") % words
        return (
            said
            if pack.terms.party == pack.terms.handled
            else said + _("، وفي خطوات التعامل: «%(handled)s»") % words
        )


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
        document = queries.tool_document(by, self.tool, period.ends_at)
        title = self.setting(pack)
        if document is None:
            return Figures(
                missing=_("لم يُرفع بعد. ينقص: رفع «%(title)s» من «السياسة والأدوات».") % {"title": title}
            )
        if document.is_sample:
            return Figures(
                missing=_(
                    "لم يُرفع بعد، والمرفوع نموذج للتجربة لا يُثبت به بند. ينقص: رفع «%(title)s» المعتمد."
                )
                % {"title": title}
            )
        return Figures(
            total=1,
            good=1,
            events={"policy.tool_uploaded": document.number},
            lines=(
                (_("الإصدار"), str(document.number)),
                (_("سارٍ من"), hijri.both(document.effective_from)),
                (_("جهة الاعتماد"), document.approved_by or _("غير مسجّلة")),
            ),
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
