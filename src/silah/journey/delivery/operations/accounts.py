"""The account money goes to: the original seen by one employee, confirmed by another."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock, iban
from silah.foundation.kernel.errors import Conflict, Invalid, Malformed, NotYet
from silah.foundation.kernel.text import clean, fold_name
from silah.foundation.tenancy import lookup_hash, lookup_hashes
from silah.journey.delivery import events
from silah.journey.delivery.models import IBAN, Entitlement, Kind, PayeeAccount
from silah.people.models import Party

WORDS = {
    "country": gettext_lazy("رقم الآيبان السعودي يبدأ بالحرفين SA."),
    "length": gettext_lazy("رقم الآيبان السعودي 24 خانة تبدأ بالحرفين SA."),
    "checksum": gettext_lazy("رقم الآيبان غير صحيح. راجع الأرقام كما في كشف الحساب."),
}


@operation(Permission.CHANGE_CONTACT_POINT)
def propose_account(
    party: Party, number: str, owner_name: str, *, by: Actor, original_seen: bool
) -> PayeeAccount:
    """Only for somebody whose request for money was accepted; the holder's name must be hers."""
    Party.objects.select_for_update(no_key=True).get(id=party.id)
    _accepted_first(party)
    found = _parsed(number)
    _refuse_faults(party, owner_name, original_seen)
    old = in_use(party)
    if old is not None and bytes(old.iban_hash) in lookup_hashes(IBAN, found):
        raise Conflict(fields={"iban": _("هذا هو الحساب المسجَّل الآن.")}, code="same_account")
    _waiting(party).update(ended_at=clock.now())
    account = PayeeAccount.objects.create(
        party=party,
        iban=found,
        iban_hash=lookup_hash(IBAN, found),
        owner_name=clean(owner_name),
        original_seen=True,
        proposed_by_id=cast(UUID, by.membership_id),  # the table lets staff alone come here
        proposed_at=clock.now(),
    )
    happened = events.AccountProposed(
        account=account.id, original_seen=True, replaces=old.id if old else None
    )
    record(happened, on=party, by=by, clause="H7")
    return account


def _first_hand(account: PayeeAccount, *, by: Actor) -> Facts:
    return Facts(first_hands=frozenset({account.proposed_by_id}))


@operation(Permission.APPROVE_CONTACT_POINT, facts=_first_hand)
def approve_account(account: PayeeAccount, *, by: Actor) -> PayeeAccount:
    """A second employee; the account before it ends with this."""
    row = _waiting_row(account)
    now, old = clock.now(), in_use(row.party)
    if old is not None:
        old.ended_at = now
        old.save(update_fields=["ended_at"])
    row.approved_by_id, row.in_use_from = by.membership_id, now
    row.save(update_fields=["approved_by", "in_use_from"])
    happened = events.AccountApproved(account=row.id, replaced=old.id if old else None)
    record(happened, on=row.party, by=by, clause="H7")
    return row


@operation(Permission.APPROVE_CONTACT_POINT, facts=_first_hand)
def decline_account(account: PayeeAccount, *, by: Actor) -> PayeeAccount:
    row = _waiting_row(account)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(events.AccountDeclined(account=row.id), on=row.party, by=by, clause="H7")
    return row


def in_use(party: Party) -> PayeeAccount | None:
    return PayeeAccount.objects.filter(party=party, in_use_from__isnull=False, ended_at=None).first()


def _waiting(party: Party) -> QuerySet[PayeeAccount]:
    return PayeeAccount.objects.filter(party=party, in_use_from=None, ended_at=None)


def _waiting_row(account: PayeeAccount) -> PayeeAccount:
    Party.objects.select_for_update(no_key=True).get(id=account.party_id)
    row = PayeeAccount.objects.select_related("party").get(id=account.id)
    if row.in_use_from is not None or row.ended_at is not None:
        raise Conflict(_("بُتّ في هذا الحساب من قبل."), code="already_settled")
    return row


def _accepted_first(party: Party) -> None:
    owed = Entitlement.objects.filter(
        support_request__applicant=party, kind=Kind.PAYMENT_ORDER, ended_at=None
    )
    if not owed.exists():
        raise NotYet(_("لا يُطلب رقم الحساب إلا بعد قبول الطلب."), code="not_accepted")


def _refuse_faults(party: Party, owner_name: str, original_seen: bool) -> None:
    wrong = {}
    if not original_seen:
        wrong["original_seen"] = _("لا يُسجَّل الحساب إلا بعد الاطلاع على أصل الهوية.")
    if fold_name(owner_name) != fold_name(party.full_name):
        wrong["owner_name"] = _("اسم صاحب الحساب يخالف اسم صاحب الطلب.")
    if wrong:
        raise Invalid(fields=wrong)


def _parsed(number: str) -> str:
    try:
        return iban.parse(number)
    except Malformed as error:
        sentence = WORDS.get(error.code, _("رقم الآيبان غير صحيح. راجع الأرقام كما في كشف الحساب."))
        raise Invalid(fields={"iban": str(sentence)}) from None
