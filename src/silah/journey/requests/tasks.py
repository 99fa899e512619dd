"""What follows an event of a request: she is told, in words that disclose nothing, with the letter kept sealed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from silah.contact import messages
from silah.contact.models import Message
from silah.contact.templates import Values
from silah.foundation.access import Actor
from silah.foundation.access.actor import timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, hijri
from silah.foundation.organisations import queries as organisations
from silah.journey.requests import gaps, words
from silah.journey.requests.models import Declaration, Participant, SupportRequest, WindowNotice
from silah.journey.requests.operations.completing import compute, current_notice, recalculate_window
from silah.journey.requests.operations.handing import hand_on_request
from silah.journey.requests.operations.people_of_request import addressees
from silah.journey.requests.operations.rows import last_day
from silah.journey.requests.queries.window import window_of
from silah.journey.requests.stages import BEFORE_DECISION, OPEN, Stage
from silah.journey.services import agents, catalogue
from silah.policy.queries import current, pack_of


def send_receipt(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """The number at once, with what is missing in the letter; the other signer gets a link of his own."""
    case, by = _case(subject_id), timer(organisation_id)
    values = {
        **_values(case),
        "day": hijri.both(clock.day_of(case.submitted_at)),
        "missing": _missing(case) or _("لا ينقص الطلب شيء."),
    }
    _tell("receipt", case, by, entry_id, values)


def ask_other_signers(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """After a submission, or after a change that made the signatures void."""
    case, by = _case(subject_id), timer(organisation_id)
    signed = Declaration.objects.filter(support_request=case, voided_at=None).values("party_id")
    signers = Participant.objects.filter(support_request=case, must_sign=True).exclude(party_id__in=signed)
    if not agents.by_writer(case.answers):
        signers = signers.exclude(party=case.applicant)
    values = {
        "link": f"{organisations.address(by)}requests/{case.id}/sign/",
        "until": last_day(case),
    }
    for signer in signers.select_related("party"):
        if not _sent("spouse_signature", signer.party_id, case, entry_id):
            messages.send("spouse_signature", by=by, to_party=signer.party, values=values, about=_about(case))


def hand_on_requests(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """Somebody left: the requests they followed are the named successor's."""
    by, left = timer(organisation_id), Entry.objects.get(id=entry_id)
    successor = organisations.successor(by, left)
    if successor is None:
        return
    rows = SupportRequest.objects.filter(owner_id=subject_id, stage__in=OPEN)
    for row in rows.order_by("id"):
        hand_on_request(row, successor, by=by)


def send_missing(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """Something has become missing, or a week has passed."""
    case = _case(subject_id)
    lacking = _missing(case)
    if lacking:
        _tell("missing_items", case, timer(organisation_id), entry_id, {**_values(case), "missing": lacking})


def send_window(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """The two dates in both calendars, and who will study the request."""
    case = _case(subject_id)
    told = Entry.objects.get(id=entry_id)
    notice = WindowNotice.objects.get(id=UUID(told.data["notice"]))
    view = window_of(case)
    if view is None or view.notice_id != notice.id:
        return
    body = pack_of(case.policy_version_id).terms.deciding_body
    values: Values = {
        **_values(case),
        "earliest": notice.floor_on,
        "latest": notice.ceiling_on,
        "deciding_body": body.name,
        "to_deciding_body": body.to,
        "latest_is_called": view.latest_is_called,
        "reason": str(words.WINDOW_REASONS[notice.reason]),
    }
    by = timer(organisation_id)
    said = "window" if told.name == "requests.window_told" else "window_changed"
    _tell(_in_mode(by, said, view.mode), case, by, entry_id, values)


def recalculate_windows(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """A holiday came or went: whoever is promised another day hears of it, and both notices are kept."""
    by = timer(organisation_id)
    waiting = SupportRequest.objects.filter(
        organisation_id=organisation_id, stage__in=BEFORE_DECISION - {Stage.SUBMITTED}
    )
    for case in waiting.exclude(ceiling_on=None).order_by("id"):
        notice = current_notice(case)
        if notice and compute(case, by, notice.starts_on).ceiling_on != notice.ceiling_on:
            recalculate_window(case, by=by, reason="holiday_changed")


def _in_mode(by: Actor, template: str, mode: str) -> str:
    """Each mode has its own words; a version published before they were apart has the one text for all."""
    _version, pack = current(by)
    own = f"{template}_{mode}"
    return own if pack.messages.has(own) else template


# --- parts -------------------------------------------------------------------------------------------


def _case(subject_id: UUID) -> SupportRequest:
    return SupportRequest.objects.select_related("applicant").get(id=subject_id)


def _about(case: SupportRequest) -> tuple[str, UUID]:
    return ("support_request", case.id)


def _values(case: SupportRequest) -> dict[str, str]:
    service = catalogue.service(pack_of(case.policy_version_id), case.service)
    return {"reference": case.reference or "", "name": case.applicant.full_name, "service": service.title}


def _missing(case: SupportRequest) -> str:
    return "\n".join(f"• {gap.text}" for gap in gaps.missing(case))


def _tell(template: str, case: SupportRequest, by: Actor, entry_id: UUID, values: Values) -> None:
    for person in addressees(case, by):
        if _sent(template, person.id, case, entry_id):
            continue
        for sealed in (False, True):
            messages.send(template, by=by, to_party=person, values=values, about=_about(case), sealed=sealed)


def _sent(template: str, party_id: UUID, case: SupportRequest, entry_id: UUID) -> bool:
    """A task may run twice: what was queued after this entry was queued because of it."""
    since = Entry.objects.values_list("recorded_at", flat=True).get(id=entry_id)
    kind, case_id = _about(case)
    rows = Message.objects.filter(about_kind=kind, about_id=case_id, template=template, to_party_id=party_id)
    return rows.filter(created_at__gte=since).exists()
