"""Publishing a version, setting the board's figures, uploading the officer's guides."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.canonical import digest
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.policy import events
from silah.policy.models import BoardRule, PolicyVersion, ToolDocument
from silah.policy.pack import SCHEMA_VERSION, Approved, Pack, canonical
from silah.policy.queries import current_row, pack_of


@operation(Permission.PUBLISH_POLICY)
def publish(
    pack: Pack,
    *,
    by: Actor,
    minutes: str = "",
    approved_on: date | None = None,
    in_force_from: date | None = None,
) -> PolicyVersion:
    """A new immutable version. Minutes and date given here must agree with the pack's own record, if it has one."""
    approval = _approval(pack, minutes, approved_on)
    _one_at_a_time()
    text = canonical(pack)
    last = current_row(by)
    if last is not None and bytes(last.digest) == digest(text):
        raise Conflict(_("هذا الإصدار منشور من قبل كما هو."), code="already_published")
    version = PolicyVersion.objects.create(
        number=last.number + 1 if last else 1,
        schema_version=SCHEMA_VERSION,
        canonical=text,
        digest=digest(text),
        published_at=clock.now(),
        in_force_from=in_force_from or clock.today(),
        **approval,
    )
    happened = events.PolicyPublished(
        version=version.id,
        number=version.number,
        approved=version.approved,
        approved_on=version.approved_on,
    )
    record(
        happened, on=("organisation", by.organisation_id), by=by, clause="P5", policy_version_id=version.id
    )
    return version


@operation(Permission.SET_BOARD_RULE)
def set_board_rule(name: str, value: int, *, by: Actor, minutes: str, decided_on: date) -> BoardRule:
    """A figure outside the policy's text. The reply's ceiling may not fall below the policy's floor."""
    version = current_row(by)
    floor = pack_of(version.id).reply_window.earliest_after_days if version else 0
    if not minutes.strip():
        raise Invalid(fields={"minutes": _("نرجو كتابة رقم المحضر الذي حدّد المدة.")})
    if name != BoardRule.REPLY_CEILING_DAYS or not max(floor, 1) <= value <= 365:
        raise Invalid(fields={"value": _("المدة القصوى أيام لا تقل عن مدة السياسة ولا تزيد على سنة.")})
    rule = BoardRule.objects.create(
        name=name, value=value, minutes=minutes.strip(), decided_on=decided_on, recorded_at=clock.now()
    )
    happened = events.BoardRuleSet(rule=rule.id, name=name, value=value, decided_on=decided_on)
    record(happened, on=("organisation", by.organisation_id), by=by, clause="H5c")
    return rule


@operation(Permission.UPLOAD_TOOL)
def upload_tool(
    tool: str,
    title: str,
    *,
    by: Actor,
    effective_from: date,
    file_id: UUID | None = None,
    text: str = "",
    approved_by: str = "",
    is_sample: bool = False,
) -> ToolDocument:
    """A new version of one of the guides; the older stays readable. A sample never proves a clause."""
    version = current_row(by)
    known = {item.id for item in pack_of(version.id).toolkit} if version else set()
    if tool not in known:
        raise Invalid(fields={"tool": _("هذه الأداة ليست في سياسة الجمعية.")})
    if file_id is None and not text.strip():
        raise Invalid(fields={"file": _("نرجو إرفاق الملف أو كتابة نصه.")})
    _one_at_a_time()
    document = ToolDocument.objects.create(
        tool=tool,
        number=ToolDocument.objects.filter(tool=tool).count() + 1,
        title=title,
        effective_from=effective_from,
        approved_by=approved_by,
        file_id=file_id,
        text=text,
        is_sample=is_sample,
        uploaded_by=by.id or by.organisation_id,
        uploaded_at=clock.now(),
    )
    happened = events.ToolUploaded(
        document=document.id, tool=tool, number=document.number, effective_from=effective_from
    )
    record(happened, on=("organisation", by.organisation_id), by=by, clause="T0")
    return document


def _approval(pack: Pack, minutes: str, approved_on: date | None) -> dict[str, object]:
    recorded = pack.approval
    if isinstance(recorded, Approved):
        if (minutes and minutes != recorded.minutes) or (approved_on and approved_on != recorded.date):
            raise Invalid(fields={"minutes": _("رقم المحضر أو تاريخه يخالف ما في ملف السياسة.")})
        return {
            "approved": True,
            "approval_body": recorded.body,
            "minutes": recorded.minutes,
            "approved_on": recorded.date,
            "signatory": recorded.signatory,
        }
    if bool(minutes) != bool(approved_on):
        raise Invalid(fields={"minutes": _("رقم المحضر وتاريخه يُذكران معًا أو يُتركان معًا.")})
    return {"approved": bool(minutes), "minutes": minutes, "approved_on": approved_on}


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_setting('silah.organisation')))")
