"""Letters to the applicant as Arabic PDF: her receipt, and the two dates of the reply."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors import paper
from silah.doors.decision_letter import letter as outcome_letter
from silah.doors.entry import portal
from silah.doors.portal.home import days_counted
from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotYet
from silah.foundation.ui.letters import MissingItem, Receipt, WindowNotice, print_letter
from silah.journey.decisions.queries import telling as decisions
from silah.journey.requests import queries as read
from silah.journey.requests.queries import CaseView
from silah.policy import queries as policy
from silah.policy.pack import Pack


@portal
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case, status = read.case(by, case_id), read.status(by, case_id)
    pack = policy.pack_of(case.policy_version_id)
    letter = Receipt(
        house=paper.letterhead(pack),
        heading=_heading(_("إشعار باستلام طلب"), case),
        addressee=case.applicant_name,
        request_reference=case.reference,
        asked=case.service_title,
        submitted=paper.day(clock.day_of(case.submitted_at)),
        missing=tuple(MissingItem(each.title, each.whose, each.bring) for each in status.missing),
        next_step=status.by_when if status.missing else f"{status.what_next} {status.by_when}",
        contact=contact_words(pack),
    )
    return paper.pdf(print_letter(letter), _name(case, 1))


@portal
def window(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case, told = read.case(by, case_id), read.window(by, case_id)
    if told is None or case.completed_at is None:
        raise NotYet(_("يصدر هذا الإشعار حين يكتمل الطلب."))
    pack = policy.pack_of(case.policy_version_id)
    letter = WindowNotice(
        house=paper.letterhead(pack),
        heading=_heading(_("إشعار بموعد الرد"), case),
        addressee=case.applicant_name,
        request_reference=case.reference,
        asked=case.service_title,
        studied_by=told.decided_by,
        complete_on=paper.day(clock.day_of(case.completed_at)),
        latest=paper.day(told.ceiling_on),
        earliest=paper.day(told.floor_on) if told.floor_on else None,
        least=days_counted(told.floor_days) if told.floor_on else "",
        held=told.mode == "hold",
        board_minutes=told.ceiling_minutes,
        contact=contact_words(pack),
    )
    return paper.pdf(print_letter(letter), _name(case, 2))


@portal
def decision(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The newest outcome that she has opened, with how and until when to object."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case(by, case_id)
    opened = [each for each in decisions.told(by, case_id) if each.received_at is not None]
    if not opened:
        raise NotYet(_("يصدر هذا الخطاب بعد فتح الرد."))
    pack = policy.pack_of(case.policy_version_id)
    found = outcome_letter(
        opened[0], case.reference, case.service_title, case.applicant_name, pack, demo=paper.is_demo()
    )
    return paper.pdf(print_letter(found), _name(case, 3))


def contact_words(pack: Pack) -> str:
    office = pack.identity.office
    return f"{office.phone}، {office.hours}"


def _name(case: CaseView, number: int) -> str:
    """Folders show it: a number and nothing else."""
    return f"{case.reference.replace('/', '-')}-{number}.pdf"


def _heading(title: str, case: CaseView) -> paper.Heading:
    return paper.heading(title, case.reference, demo=paper.is_demo())


urlpatterns = [
    path("requests/<uuid:case_id>/letters/decision/", decision, name="portal_decision_letter"),
    path("requests/<uuid:case_id>/letters/receipt/", receipt, name="portal_receipt"),
    path("requests/<uuid:case_id>/letters/window/", window, name="portal_window_notice"),
]
