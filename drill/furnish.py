"""`python -m drill.furnish PEOPLE`: in the installation of SILAH_DATA, who will call, printed as JSON.

An officer's log-in and tokens for programs, and people with a file, a mobile and an unsigned request each. The installation
is told that it is no demonstration, so that messages leave: to the provider that the drill names.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import psycopg

from bench.asked import SERVICE, SLUG, WIDOW

FIRST = ["نورة", "هيا", "سارة", "منيرة", "حصة", "لطيفة", "موضي", "الجوهرة", "عهود", "مشاعل"]
FATHER = ["سعد", "ناصر", "فهد", "تركي", "بندر", "راشد", "عايض", "مبارك"]
FAMILY = ["الحربي", "الدوسري", "العتيبي", "القحطاني", "المطيري", "السبيعي", "الشمري", "الغامدي"]
NAMES = [" ".join(words) for words in product(FIRST, FATHER, FAMILY)]
BORN = date(1985, 3, 1)
PASSWORD = "kalimat-al-tamrin-7"  # noqa: S105 - of an installation that is gone after the drill
PERSONS = 8_000_000  # national ids from here on are in no told or printed file


def main() -> None:
    from silah.config import embedded
    from silah.config.embedded import places

    data = Path(os.environ["SILAH_DATA"])
    with embedded.ensure_running(data):
        with psycopg.connect(places.url(data, "postgres"), autocommit=True) as connection:
            connection.execute("UPDATE organisations_installation SET demo = false")
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
        django.setup()
        print(json.dumps(_furnished(int(sys.argv[1]))))


def _furnished(people: int) -> dict[str, Any]:
    from bench.scenes import member
    from silah.foundation.access import Door
    from silah.foundation.organisations import queries as organisations
    from silah.foundation.organisations.tokens import issue_token
    from silah.foundation.tenancy import within

    found = organisations.by_slug(SLUG)
    assert found is not None
    officer = member(found.id, "relations_officer")
    with within(found.id):
        officer.user.set_password(PASSWORD)
        officer.user.given_until = None  # as if chosen by the officer
        officer.user.save(update_fields=["password", "given_until"])
        tokens = [issue_token(f"تمرين {place}", by=officer.actor(Door.DESK)).secret for place in range(4)]
        return {
            "slug": SLUG,
            "organisation": str(found.id),
            "tokens": tokens,
            "name": officer.user.username,
            "password": PASSWORD,
            "people": [_person(place, officer.actor(Door.DESK)) for place in range(people)],
        }


def _person(place: int, by: Any) -> dict[str, str]:
    from silah.doors.api.drafts import as_typed
    from silah.foundation.access import Actor, Door, Role
    from silah.foundation.kernel import national_id
    from silah.journey.requests import drafts
    from silah.people import operations

    identity, mobile = national_id.synthetic(PERSONS + place), f"+966500{place:06d}"
    party = operations.register_person(
        by=by,
        full_name=NAMES[place % len(NAMES)],
        national_id=identity,
        birth_date=BORN,
        place="quwayiyah",
        sex="female",
        mobile=mobile,
        confirmed_new=True,
    )
    herself = Actor(
        by.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=party.id, name=party.full_name
    )
    draft = drafts.begin(SERVICE, by=herself, party=party)
    draft = drafts.agree(draft, "privacy_notice", by=herself)
    service = drafts.service_of(draft)[1]
    for question, answer in WIDOW.items():
        typed = as_typed(service, question, answer)
        draft = drafts.answer(draft, question, typed, by=herself, expected_version=draft.version)
    return {"id": str(party.id), "mobile": mobile, "national_id": identity, "name": party.full_name}


if __name__ == "__main__":
    main()
