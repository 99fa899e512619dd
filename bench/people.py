"""An association as large as asked, through the operations themselves: the same every time it is made.

Requests stand at every stage, so that lists, figures and evidence have something to count.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from silah.doors.cli.demo import names
from silah.foundation.access.actor import timer
from silah.foundation.kernel import clock, national_id, phone
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Decision
from silah.journey.delivery.operations import entitle
from silah.journey.requests import queries as requests
from silah.journey.requests.operations import Signature, submit
from silah.people import operations as people
from silah.people.models import Party
from tests.cast import herself, signing_code, widows_draft
from tests.doors.ways import ByOperations
from tests.journey.decisions import hall
from tests.journey.scene import Scene, open_scene

BATCH = 25  # requests in one transaction
# Of each hundred people: how far the request of each has come.
STEPS = (("none", 10), ("submit", 15), ("bring_papers", 15), ("match", 10), ("study", 15), ("decide", 35))


@dataclass(frozen=True)
class Plan:
    number: int
    name: str
    sex: str
    born: date
    last: str


def plans(size: int, seed: str) -> Iterator[Plan]:
    dice = random.Random(f"silah bench {seed}")  # noqa: S311 - the same people every time, on purpose
    lasts = [step for step, share in STEPS for _one in range(share)]
    for number in range(1, size + 1):
        sex = dice.choice(["female", "female", "male"])
        first = names.full_name("qw", sex, dice.randrange(400))
        family = first.rsplit(" ", 1)
        name = f"{family[0]} {dice.choice(names.MEN)} {family[1]}"
        born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
        yield Plan(number, name, sex, born, dice.choice(lasts))


def open_association(slug: str) -> Scene:
    scene = open_scene("quwayiyah", slug)
    with within(scene.organisation_id):
        hall.form(scene)
    return scene


def fill(scene: Scene, size: int) -> None:
    """A batch in one transaction, its sitting three weeks later; goes on where an earlier run was cut."""
    made = list(plans(size, scene.slug))
    with within(scene.organisation_id):
        done = Party.objects.count()
    for start in range(done, size, BATCH):
        batch = made[start : start + BATCH]
        days_ago = 90 - 60 * start // size
        with clock.travel(clock.now() - timedelta(days=days_ago)), within(scene.organisation_id):
            _asked(scene, batch)
        with clock.travel(clock.now() - timedelta(days=days_ago - 20)), within(scene.organisation_id):
            _decided(scene)
        print(f"{scene.slug}: {start + len(batch)} of {size}", file=sys.stderr, flush=True)


def _asked(scene: Scene, batch: list[Plan]) -> None:
    steps = [step for step, _share in STEPS]
    way = ByOperations(scene)
    for plan in batch:
        party = _registered(scene, plan)
        if plan.last == "none":
            continue
        case = requests.case_row(scene.actor("salma"), _submitted(scene, party))
        for step in steps[2:5]:
            if steps.index(plan.last) >= steps.index(step):
                getattr(way, step)(case)
                case.refresh_from_db()


def _registered(scene: Scene, plan: Plan) -> Party:
    return people.register_person(
        by=scene.actor("salma"),
        full_name=plan.name,
        national_id=national_id.synthetic(plan.number),
        birth_date=plan.born,
        mobile=phone.synthetic(plan.number),
        sex=plan.sex,
        confirmed_new=True,
    )


def _submitted(scene: Scene, party: Party) -> Any:
    by, draft = herself(scene, party), widows_draft(scene, party)
    signature = Signature("code", signing_code(draft.id, party, by))
    return submit(draft, by=by, applicant=party, channel="request_service", signature=signature).id


def _decided(scene: Scene) -> None:
    """A part is left to the next sitting; of the others most are told, and half of those are served."""
    sitting = hall.open_sitting(scene, budget=10_000_000_00)
    items = hall.items(sitting)
    if not items:
        return
    now = items[: (len(items) * 3 + 3) // 4]
    hall.confirm(scene, hall.record(scene, sitting, unanimous=frozenset(item.id for item in now)))
    way, late = ByOperations(scene), timer(scene.organisation_id)
    for place, item in enumerate(now):
        if place % 4 == 0:
            continue
        case = requests.case_row(scene.actor("salma"), item.support_request_id)
        way.reply(case)
        entitle(Decision.objects.get(support_request=case), by=late)
        if place % 2:
            way.deliver(case)
