"""A sitting's minutes as an archival paper, in the words of its page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.doors import paper
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import with_unit
from silah.foundation.ui import letters
from silah.foundation.ui.filters import clock_time, moment
from silah.journey.decisions.queries import ItemView, SittingView
from silah.policy.pack import Pack


def letter(view: SittingView, pack: Pack, *, demo: bool) -> letters.Minutes:
    held = clock.day_of(view.held_at)
    recorded = view.recorded_at or view.held_at
    return letters.Minutes(
        house=paper.letterhead(pack),
        heading=letters.Heading(
            title=_("محضر جلسة"),
            reference=view.number,
            day=paper.day(held),
            issued_at=recorded,
            demo=demo,
        ),
        body=pack.terms.deciding_body.name,
        number=view.number,
        held_on=paper.day(held),
        place=view.place or "—",
        opened=str(clock_time(view.held_at)),
        recorded=str(moment(recorded)),
        quorum=_quorum(view),
        attendance=tuple(
            letters.Attendee(each.name, each.kind_words, each.state_words) for each in view.attendance
        ),
        items=tuple(_item(item) for item in view.items),
        recusals=tuple(
            letters.Recusal(str(item.number), member, ground, alternate)
            for item in view.items
            for member, ground, alternate in item.recusals
        ),
        confirmations=tuple(
            letters.Signatory(each.name, each.kind_words, _mark(each.confirmed_how))
            for each in view.attendance
            if each.state == "present"
        ),
        budget=letters.Budget(with_unit(view.granted), with_unit(view.budget), with_unit(view.left)),
        notes=(_counts(view), *view.corrections),
    )


def _item(item: ItemView) -> letters.AgendaItem:
    return letters.AgendaItem(
        number=str(item.number),
        reference=item.reference,
        applicant=item.applicant,
        asked=item.service,
        recommendation=item.recommended or "—",
        outcome=item.outcome_words or _("للجلسة التالية"),
        reason="، ".join(item.reasons) or item.left_words,
        votes=item.votes or "—",
        amount=item.amount,
        period=item.period,
    )


def _quorum(view: SittingView) -> str:
    """Whole sitting; who stood outside which item is told item by item."""
    regular = [seat.membership_id for seat in view.seats if seat.kind != "alternate"]
    there = {each.membership_id for each in view.attendance if each.state == "present"}
    present = sum(1 for who in regular if who in there)
    alternates = len(there) - present
    return _("الحاضرون من أصحاب المقاعد %(present)s من %(seats)s، ومن الاحتياطيين %(alternates)s") % {
        "present": present,
        "seats": len(regular),
        "alternates": alternates,
    }


def _mark(how: str) -> str:
    return {"login": _("مصادقة بالدخول الشخصي"), "scan": _("توقيع على نسخة ورقية محفوظة")}.get(how, "")


def _counts(view: SittingView) -> str:
    return _(
        "القبول %(yes)s، والقبول الجزئي %(part)s، والاعتذار %(no)s، وما بقي للجلسة التالية %(left)s."
    ) % {
        "yes": view.count("accept"),
        "part": view.count("accept_in_part"),
        "no": view.count("reject"),
        "left": view.count(""),
    }
