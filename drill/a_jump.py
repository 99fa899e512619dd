"""`python -m drill.a_jump`: in the installation of SILAH_DATA, the application's clock jumps back an hour in the middle
of the work, and later goes its way. Prints what was seen as JSON.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

from drill import inside
from drill.provider import Provider

HOUR = timedelta(hours=1)


def jump(provider: Provider, organisation_id: Any) -> dict[str, Any]:
    from bench.scenes import member
    from drill.furnish import BORN, NAMES, PERSONS
    from silah.contact import messages
    from silah.contact.models import Message
    from silah.foundation.access import Door
    from silah.foundation.access.actor import timer, visitor
    from silah.foundation.journal import seals, verifying
    from silah.foundation.kernel import clock, national_id
    from silah.foundation.tenancy import within
    from silah.people import operations

    now, by, anyone = clock.now(), timer(organisation_id), visitor(organisation_id)
    officer = member(organisation_id, "relations_officer").actor(Door.DESK)
    mobile = "+966500000001"
    with within(organisation_id), clock.travel(now):
        party = operations.register_person(
            by=officer,
            full_name=NAMES[-1],
            national_id=national_id.synthetic(PERSONS + 900_000),
            birth_date=BORN,
            confirmed_new=True,
        )
        code = operations.issue_code("login", mobile, by=anyone)
        sent = messages.send(
            "mobile_changed",
            by=by,
            values={"day": clock.today()},
            about=("party", party.id),
            to_mobile=mobile,
        )
        seals.seal_if_due(by)
    with within(organisation_id), clock.travel(now - HOUR):
        operations.use_code("login", mobile, code.code, by=anyone)
        corrected = operations.correct_party(
            party, by=officer, changes={"place": "quwayiyah"}, expected_version=party.version
        )
        seals.seal_if_due(by)
    inside.round_of_messages(by, now - HOUR)
    early = len(provider.taken[str(sent.id)])
    for minutes in (1, 2, 3):
        inside.round_of_messages(
            by, now + timedelta(minutes=minutes) + timedelta(hours=12)
        )  # past any quiet hours
    with within(organisation_id):
        broken = [link.why for link in chain(verifying.verify(), seals.verify())]
        state = Message.objects.get(id=sent.id).state
    return {
        "broken": broken[:3],
        "corrected": corrected.place,
        "early": early,
        "once": len(provider.taken[str(sent.id)]),
        "state": state,
    }


if __name__ == "__main__":
    inside.told(jump)
