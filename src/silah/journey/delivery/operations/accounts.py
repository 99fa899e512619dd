"""The account money goes to: the original seen by one employee, confirmed by another."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock, iban
from silah.foundation.kernel.errors import Conflict, Invalid, Malformed, NotYet
from silah.foundation.kernel.text import clean, fold_name
from silah.foundation.tenancy import lookup_hash
from silah.journey.delivery import events
from silah.journey.delivery.models import Entitlement, PayeeAccount
from silah.people.models import Party

PURPOSE = "payee_account.iban"
WORDS = {
    "length": gettext_lazy("رقم الآيبان السعودي 24 خانة تبدأ بـ SA."),
    "checksum": gettext_lazy("رقم الآيبان غير صحيح. راجع الأرقام كما في كشف الحساب."),
}


@operation(Permission.CHANGE_CONTACT_POINT)
def propose_account(
    party: Party, number: str, owner_name: str, *, by: Actor, original_seen: bool
) -> PayeeAccount:
    """Only for somebody whose request was accepted; the holder's name must be hers."""
    if not Entitlement.objects.filter(support_request__applicant=party).exists():
        raise NotYet(_("لا يُطلب رقم الحساب إلا بعد قبول الطلب."), code="not_accepted")
    found = _parsed(number)
    wrong = {}
    if not original_seen:
        wrong["original_seen"] = _("لا يُسجَّل الحساب إلا بعد الاطلاع على أصل الهوية.")
    if fold_name(owner_name) != fold_name(party.full_name):
        wrong["owner_name"] = _("اسم صاحب الحساب يخالف اسم صاحب الطلب.")
    if wrong:
        raise Invalid(fields=wrong)
    account = PayeeAccount.objects.create(
        party=party,
        iban=found,
        iban_hash=lookup_hash(PURPOSE, found),
        owner_name=clean(owner_name),
        original_seen=True,
        proposed_by_id=by.membership_id,
        proposed_at=clock.now(),
    )
    record(events.AccountProposed(account=account.id, original_seen=True), on=party, by=by, clause="H7")
    return account


def _first_hand(account: PayeeAccount, *, by: Actor) -> Facts:
    return Facts(first_hands=frozenset({account.proposed_by_id}))


@operation(Permission.APPROVE_CONTACT_POINT, facts=_first_hand)
def approve_account(account: PayeeAccount, *, by: Actor) -> PayeeAccount:
    """A second employee; the account before it ends, and a notice goes to the number known before."""
    row = PayeeAccount.objects.select_for_update().get(id=account.id)
    if row.in_use_from is not None or row.ended_at is not None:
        raise Conflict(_("أُكّد هذا الحساب أو أُلغي من قبل."))
    now = clock.now()
    before = PayeeAccount.objects.filter(party=row.party, in_use_from__isnull=False, ended_at=None).first()
    if before is not None:
        before.ended_at = now
        before.save(update_fields=["ended_at"])
    row.approved_by_id = by.membership_id
    row.in_use_from = now
    row.save(update_fields=["approved_by", "in_use_from"])
    happened = events.AccountApproved(account=row.id, replaced=before.id if before else None)
    record(happened, on=row.party, by=by, clause="H7")
    return row


def _parsed(number: str) -> str:
    try:
        return iban.parse(number)
    except Malformed as error:
        sentence = WORDS.get(error.code, _("رقم الآيبان غير صحيح. راجع الأرقام كما في كشف الحساب."))
        raise Invalid(fields={"iban": str(sentence)}) from None
