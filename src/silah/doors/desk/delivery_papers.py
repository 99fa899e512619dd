"""The order to pay and the receiver's proof, as archival Arabic papers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors import paper
from silah.doors.desk.delivery_acts import may_print
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission
from silah.foundation.files import queries as files
from silah.foundation.journal import reading
from silah.foundation.kernel import clock, money
from silah.foundation.kernel.amount_words import in_words
from silah.foundation.kernel.errors import NotAllowed, NotFound
from silah.foundation.ui import letters
from silah.foundation.ui.filters import moment
from silah.journey.delivery import queries, words
from silah.journey.delivery.queries import DeliveryView
from silah.policy import queries as policy
from silah.policy.pack import Pack

NOT_YET = frozenset({"due", "returned", "cancelled"})


@desk(Permission.VIEW_DELIVERIES)
def order(request: Request, delivery_id: UUID) -> HttpResponse:
    """Holds the whole account, so opening it is noted on its own."""
    by, view, pack = _opened(request, delivery_id)
    if view.kind == "hand_over" or view.state in NOT_YET:
        raise NotFound()
    reading.note_part(by, queries.receiver(by, delivery_id), "account")
    return paper.pdf(
        letters.print_letter(_order(request, view, pack)), f"order-{view.reference.replace('/', '-')}.pdf"
    )


@desk(Permission.VIEW_DELIVERIES)
def receipt(request: Request, delivery_id: UUID) -> HttpResponse:
    _by, view, pack = _opened(request, delivery_id)
    if view.receipt is None:
        raise NotFound()
    return paper.pdf(
        letters.print_letter(_receipt(view, pack)), f"receipt-{view.reference.replace('/', '-')}.pdf"
    )


@desk(Permission.VIEW_DELIVERIES)
def signed(request: Request, delivery_id: UUID) -> HttpResponse:
    """The picture of the signed receipt, as it was stored."""
    by, view, _pack = _opened(request, delivery_id)
    if view.receipt is None or view.receipt.file_id is None:
        raise NotFound()
    found = files.open_file(by, view.receipt.file_id)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(request: Request, delivery_id: UUID) -> tuple[Actor, DeliveryView, Pack]:
    by = request.actor
    row = queries.row(by, delivery_id)
    if not may_print(by):
        raise NotAllowed(_("هذا الإجراء ليس من صلاحيتك."))
    reading.note(by, row.support_request)
    return by, queries.delivery(by, delivery_id), policy.pack_of(row.support_request.policy_version_id)


def _order(request: Request, view: DeliveryView, pack: Pack) -> letters.PaymentOrder:
    to_centre = view.kind == "pay_provider"
    facts = [letters.Fact(_("صاحب الطلب"), view.applicant)] if to_centre else []
    if view.bank_reference:
        facts.append(letters.Fact(_("رقم الحوالة"), view.bank_reference, code=True))
    return letters.PaymentOrder(
        house=paper.letterhead(pack),
        heading=paper.heading(
            _("أمر صرف"), view.reference, demo=paper.is_demo(), at=view.approved_at or view.prepared_at
        ),
        request_reference=view.case_reference,
        decision_reference=view.decision_reference,
        payee=view.partner if to_centre else view.applicant,
        iban="" if to_centre else queries.payee_number(request.actor, view.id),
        bank="",
        amount=money.with_unit(view.amount),
        amount_in_words=_("فقط %(words)s لا غير") % {"words": in_words(view.amount)},
        purpose=purpose(view),
        prepared_by=letters.Signatory(view.prepared_by, _("أعدّه"), _mark(view.prepared_at)),
        approved_by=letters.Signatory(view.approved_by, _("اعتمده"), _mark(view.approved_at)),
        facts=tuple(facts),
    )


def purpose(view: DeliveryView) -> str:
    if view.times == 1:
        return view.service
    return _("%(service)s، الدفعة %(n)s من %(all)s") % {
        "service": view.service,
        "n": view.number,
        "all": view.times,
    }


def _mark(when: datetime | None) -> str:
    """By one's own log-in, at that moment; empty leaves a line to sign on."""
    return _("بالدخول الشخصي، %(when)s") % {"when": moment(when)} if when else ""


def _receipt(view: DeliveryView, pack: Pack) -> letters.DeliveryProof:
    receipt = view.receipt
    if receipt is None:
        raise NotFound()
    given = [what for what in view.contents if what not in view.lacking]
    items = tuple(letters.Delivered(what, "1") for what in given) or (
        letters.Delivered(purpose(view), "1", money.with_unit(view.amount)),
    )
    notes = tuple(_("لم يكن في السلة: %(what)s") % {"what": what} for what in view.lacking)
    witness = (letters.Signatory(receipt.witnessed_by, _("شاهد")),) if receipt.witnessed_by else ()
    return letters.DeliveryProof(
        house=paper.letterhead(pack),
        heading=paper.heading(_("إثبات تسليم"), view.reference, demo=paper.is_demo(), at=receipt.proven_at),
        request_reference=view.case_reference,
        decision_reference=view.decision_reference,
        items=items,
        delivered_on=paper.day(clock.day_of(receipt.proven_at)),
        place="",
        delivered_by=letters.Signatory(receipt.handed_by or _("من صفحة صاحب الطلب"), _("سلّمه")),
        received=letters.Signature(
            name=view.applicant,
            kind=str(words.METHODS_SHORT[receipt.method]),
            strength=str(words.STRENGTHS[receipt.method]),
            signed_at=moment(receipt.proven_at),
            witness=receipt.witnessed_by,
        ),
        witnesses=witness,
        notes=notes,
    )


urlpatterns = [
    path("delivery/<uuid:delivery_id>/order.pdf", order, name="delivery_order"),
    path("delivery/<uuid:delivery_id>/receipt.pdf", receipt, name="delivery_receipt"),
    path("delivery/<uuid:delivery_id>/signed/", signed, name="delivery_signed"),
]
