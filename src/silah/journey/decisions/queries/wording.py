"""A decision in the words that people read."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from silah.foundation.kernel.money import count_noun, with_unit
from silah.journey.decisions.models import Decision, Words
from silah.journey.decisions.words import ACCEPTANCE_REASONS
from silah.policy.pack import Pack, Service


def reasons(codes: Sequence[str], words: Words | None, service: Service) -> tuple[str, ...]:
    """What the person is told: the policy's sentence for each code, then what was written for her."""
    known = {reason.id: reason.sentence for reason in service.reasons}
    said = [known[code] if code in known else str(ACCEPTANCE_REASONS.get(code, code)) for code in codes]
    if words is not None and words.text:
        said.append(words.text)
    return tuple(said)


def reason_text(row: Decision, service: Service) -> str:
    return "، ".join(part.rstrip(".") for part in reasons(row.reason_codes, row.reason_words, service))


def months(count: int) -> str:
    return count_noun(count, _("شهر واحد"), _("شهران"), _("أشهر"), _("شهرًا"), _("شهر"))


def amount(each: int | None, payments: int) -> str:
    """Empty where nothing is granted."""
    if each is None:
        return ""
    if payments <= 1:
        return with_unit(each)
    times = count_noun(payments, _("دفعة واحدة"), _("دفعتان"), _("دفعات"), _("دفعة"), _("دفعة"))
    return _("%(each)s لكل دفعة، %(times)s، مجموعها %(total)s") % {
        "each": with_unit(each),
        "times": times,
        "total": with_unit(each * payments),
    }


def period(count: int | None) -> str:
    return _("المدة: %(months)s") % {"months": months(count)} if count else ""


def body(row: Decision, pack: Pack) -> str:
    """Who decided, as the policy calls it."""
    return pack.appeal_body.name if row.body == "appeal" else pack.terms.deciding_body.name


def clause(pack: Pack, key: str) -> str:
    found = next((one for one in pack.clauses if one.id == key), None)
    return found.text if found is not None and found.text else ""
