"""What waits for me besides requests: each line with how many, by when, and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from silah.contact import queries as contacts
from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel import clock
from silah.journey.decisions.queries.due import replies_due
from silah.journey.delivery import queries as delivery
from silah.journey.research import queries as research
from silah.people import queries as people

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Duty:
    """`by_when` is the earliest day among them, where they have one."""

    words: str
    count: int
    url: str
    by_when: date | None = None

    @property
    def late(self) -> bool:
        return self.by_when is not None and self.by_when < clock.today()


def duties(by: Actor, base: str) -> list[Duty]:
    """What has a day first, the nearest before the others; nothing that waits for nobody."""
    found = [duty for part in PARTS for duty in part(by, base) if duty.count]
    return sorted(found, key=lambda duty: duty.by_when or date.max)


def _promises(by: Actor, base: str) -> Iterator[Duty]:
    due = contacts.promises_due(by)
    yield Duty(_("وعودي بالجواب"), due.standing, f"{base}contacts/promises/", due.first_on)
    open_still = contacts.left_open(by)
    yield Duty(_("تواصل سجّلته ولم يُنهَ"), open_still, f"{base}contacts/?state=open")


def _replies(by: Actor, base: str) -> Iterator[Duty]:
    if can(by, Permission.REPLY):
        due = replies_due(by)
        yield Duty(_("ردود حان إبلاغها"), due.to_tell, f"{base}replies/", due.tell_by)
        yield Duty(_("ردود خرجت وأتابع وصولها"), due.not_arrived, f"{base}replies/")


def _referrals(by: Actor, base: str) -> Iterator[Duty]:
    if not can(by, Permission.CONFIRM_CLARITY):
        return
    due = research.referrals_due(by)
    if can(by, Permission.ANSWER_REFERRAL):
        yield Duty(_("إحالات تنتظر جوابًا"), due.to_answer, f"{base}referrals/?show=waiting", due.answer_by)
    yield Duty(_("إحالات أُجيبت ولم يُؤكَّد وضوحها"), due.to_confirm, f"{base}referrals/?show=answered")


def _second_looks(by: Actor, base: str) -> Iterator[Duty]:
    if not can(by, Permission.APPROVE_CONTACT_POINT):
        return
    mobiles = [point for point in people.waiting_mobiles(by) if point.proposed_by_id != by.membership_id]
    yield Duty(_("أرقام جوال تنتظر موظفًا ثانيًا"), len(mobiles), f"{base}people/")
    if can(by, Permission.VIEW_DELIVERIES):
        accounts = len(delivery.accounts_to_approve(by))
        yield Duty(_("حسابات بنكية تنتظر موظفًا ثانيًا"), accounts, f"{base}delivery/")


def _unreached(by: Actor, base: str) -> Iterator[Duty]:
    if can(by, Permission.TELL):
        count = contacts.unreachable_count(by, LATELY)
        yield Duty(_("رسائل لم تصل، فيلزم الاتصال"), count, f"{base}outbox/?state=unreachable")


PARTS: tuple[Callable[[Actor, str], Iterator[Duty]], ...] = (
    _promises,
    _replies,
    _referrals,
    _second_looks,
    _unreached,
)
