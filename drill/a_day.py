"""`python -m drill.a_day`: in the installation of SILAH_DATA, a day on which the provider does not work, then one hour
on which it does. The clock of the application is moved; the machine's is left alone. Prints what was seen as JSON.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from drill import inside
from drill.provider import Provider

MESSAGES = 20
DOWN = timedelta(days=1)
STEP = timedelta(minutes=10)


def day(provider: Provider, organisation_id: Any) -> dict[str, Any]:
    from silah.contact import messages
    from silah.contact.models import Attempt, Message
    from silah.foundation.access.actor import timer
    from silah.foundation.kernel import clock
    from silah.foundation.kernel.ids import new_id
    from silah.foundation.tenancy import within

    begun, by = clock.now(), timer(organisation_id)
    with within(organisation_id):
        ours = [
            messages.send(
                "mobile_changed",
                by=by,
                values={"day": clock.today()},
                about=("party", new_id()),
                to_mobile=f"+966500{place:06d}",
            ).id
            for place in range(MESSAGES)
        ]
    provider.status = 500
    moment = begun
    while moment < begun + DOWN:
        inside.round_of_messages(by, moment)
        moment += STEP
    refused, provider.status = provider.calls, 200
    back_at = moment
    while moment < back_at + timedelta(hours=13) and not _all_sent(organisation_id, ours):
        inside.round_of_messages(by, moment)
        moment += STEP
    inside.round_of_messages(by, moment + timedelta(days=2))  # nothing leaves a second time
    with within(organisation_id):
        states = Counter(Message.objects.filter(id__in=ours).values_list("state", flat=True))
        tries = Attempt.objects.filter(message__in=ours).count()
        accepted = Attempt.objects.filter(message__in=ours, accepted=True).count()
    once = sum(len(provider.taken[str(each)]) == 1 for each in ours)
    hours = (moment - back_at) / timedelta(hours=1)
    return {
        "states": states,
        "refused": refused,
        "tries": tries,
        "accepted": accepted,
        "once": once,
        "hours": hours,
    }


def _all_sent(organisation_id: Any, ours: list[Any]) -> bool:
    from silah.contact.models import Message
    from silah.foundation.tenancy import within

    with within(organisation_id):
        return not Message.objects.filter(id__in=ours).exclude(state="sent").exists()


if __name__ == "__main__":
    inside.told(day)
