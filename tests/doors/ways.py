"""One request's whole way, said once; and the doors through which it can be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, iban
from silah.foundation.tenancy import within
from silah.journey.decisions import operations as deciding
from silah.journey.decisions import queries as decisions
from silah.journey.delivery import operations as delivery
from silah.journey.delivery.models import Delivery
from silah.journey.requests import operations as requests
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.research import operations as research
from silah.journey.research.facts import Findings, Money, Person
from silah.journey.research.operations import Written
from silah.journey.verification import operations as verification
from silah.journey.verification import queries as matching
from silah.people.models import OneTimeCode, Party
from tests.api.program import Program
from tests.cast import WIDOW, herself, show, widows_request
from tests.journey.decisions.hall import COMMITTEE, everybody, item_of
from tests.journey.scene import Scene

BUDGET = 60_000_00
OPINION = "الأسرة بلا عائل، والحاجة قائمة."
INCOME = 1_500_00
AWARD = (2_000_00, 6)


class Way(Protocol):
    """The steps of one request. Each finds what it needs by itself, as whoever comes later would."""

    scene: Scene

    def submit(self, party: Party) -> UUID: ...
    def bring_papers(self, case: SupportRequest) -> None: ...
    def match(self, case: SupportRequest) -> None: ...
    def study(self, case: SupportRequest) -> None: ...
    def decide(self, case: SupportRequest) -> None: ...
    def reply(self, case: SupportRequest) -> None: ...
    def deliver(self, case: SupportRequest) -> None: ...


def travel(way: Way, party: Party) -> SupportRequest:
    """From the first answer to the proof; what follows each step follows it at once."""
    case_id = way.submit(party)
    for step in (way.bring_papers, way.match, way.study):
        step(_case(way, case_id))
        follow(way.scene)
    with clock.travel(clock.now() + timedelta(days=20)):
        for step in (way.decide, way.reply, way.deliver):
            step(_case(way, case_id))
            follow(way.scene)
    return _case(way, case_id)


def _case(way: Way, case_id: UUID) -> SupportRequest:
    with within(way.scene.organisation_id):
        return SupportRequest.objects.select_related("applicant").get(id=case_id)


_done: set[int] = set()


def follow(scene: Scene) -> None:
    """The reactions that wait, in this very transaction, in the worker's order: the oldest first."""
    while waiting := list(
        ProcrastinateJob.objects.filter(status="todo").exclude(id__in=_done).order_by("id")
    ):
        for job in waiting:
            _done.add(job.id)
            app.tasks[job.task_name].func(**job.args)


# --- what is left behind ---------------------------------------------------------------------------------

IDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBERS = re.compile(r"\d{4}/\d{6}")
DIGESTS = re.compile(r"[0-9a-f]{64}")
MOMENTS = re.compile(r"T\d\d:\d\d[^\"']*")


def journal(scene: Scene, case: SupportRequest) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each entry's door, and all else it says but for what differs from one request to another."""
    with within(scene.organisation_id):
        subjects = (case.id, case.applicant_id)
        for entry in Entry.objects.filter(subject_id__in=subjects).order_by("recorded_at", "id"):
            data = {key: _plain(value) for key, value in entry.data.items()}
            yield (
                str(entry.door),
                (entry.subject_kind, entry.name, entry.clause, entry.role, entry.actor_kind, data),
            )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return MOMENTS.sub("", NUMBERS.sub("number", DIGESTS.sub("digest", IDS.sub("id", value))))
    return value


# --- by the operations themselves --------------------------------------------------------------------------


class ByOperations:
    """What every door must come to: nothing between the test and the rooms."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def submit(self, party: Party) -> UUID:
        with within(self.scene.organisation_id):
            return widows_request(self.scene, party).id

    def bring_papers(self, case: SupportRequest) -> None:
        with within(self.scene.organisation_id):
            for paper in papers(case):
                show(paper, self.scene.actor("salma"))

    def match(self, case: SupportRequest) -> None:
        by = self.scene.actor("salma")
        with within(self.scene.organisation_id):
            for row in matching.sheet(by, case).fields:
                verification.match_field(case, row.field, by=by, method="original_seen", result="match")
            for paper in presented(case):
                requests.accept_item(paper, by=by)
            verification.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
            verification.finish_matching(case, by=by)

    def study(self, case: SupportRequest) -> None:
        by = self.scene.actor("nouf")
        with within(self.scene.organisation_id):
            study = research.begin_study(case, by=by)
            research.submit_study(study, written(), by=by, expected_version=study.version)

    def decide(self, case: SupportRequest) -> None:
        secretary = self.scene.actor("ibrahim")
        with within(self.scene.organisation_id):
            held = clock.now() - timedelta(hours=1)
            sitting = deciding.open_sitting(by=secretary, held_at=held, budget=BUDGET)
            sitting = deciding.record_sitting(
                sitting,
                by=secretary,
                attendance=everybody(self.scene),
                unanimous=frozenset({item_of(sitting, case).id}),
                expected_version=sitting.version,
            )
            for who in COMMITTEE[:4]:
                deciding.confirm_minutes(
                    sitting, by=self.scene.actor(who), minutes_version=sitting.minutes_version
                )

    def reply(self, case: SupportRequest) -> None:
        with within(self.scene.organisation_id):
            officer = self.scene.actor("salma")
            (row,) = decisions.replies(officer, "ready", reference=case.reference or "").rows
            deciding.release(decisions.reply_row(officer, row.id), by=officer)
            reply = decisions.reply_row(officer, row.id)
            deciding.receive(reply, "portal", by=herself(self.scene, case.applicant))

    def deliver(self, case: SupportRequest) -> None:
        officer, abeer = self.scene.actor("salma"), self.scene.actor("abeer")
        with within(self.scene.organisation_id):
            account = delivery.propose_account(
                case.applicant, account_number(case), case.applicant.full_name, by=officer, original_seen=True
            )
            delivery.approve_account(account, by=abeer)
            delivery.prepare(part(case), by=abeer)
            delivery.approve(part(case), by=self.scene.actor("majed"))
            delivery.send(part(case), by=abeer, bank_reference="TR-1")
            delivery.issue_code(part(case), by=abeer)
            by = herself(self.scene, case.applicant)
            delivery.prove(part(case), "code", by=by, code=code_of("delivery", case.applicant_id))


# --- by the api -----------------------------------------------------------------------------------------------


class ByApi:
    """Every step a call: hers by her own session, each employee's by a token."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tokens: dict[str, Program] = {}

    def as_(self, who: str) -> Program:
        if who not in self.tokens:
            self.tokens[who] = Program.of(self.scene, who)
        return self.tokens[who]

    def hers(self, party: Party) -> Program:
        return Program.herself(self.scene, party.id, party.full_name)

    def submit(self, party: Party) -> UUID:
        program = self.hers(party)
        answers = {**WIDOW, "income": INCOME, "rent": 0, "persons": 3}
        body = {"service": "social_aid", "consents": ["privacy_notice"]}
        draft = program.post("drafts/", body, status=201)
        wanted = {step["id"] for step in draft["steps"] if not step["answered"]}
        given = {name: value for name, value in answers.items() if name in wanted}
        changed = {"changed": []} if "changed" in wanted else {}
        body = {"version": draft["version"], "answers": {**given, **changed}}
        draft = program.send("patch", f"drafts/{draft['id']}/", body)
        program.post(f"drafts/{draft['id']}/signing-code/", status=204)
        with within(self.scene.organisation_id):
            code = code_of("sign", party.id)
        body = {"channel": "request_service", "signature": {"method": "code", "code": code}}
        made = program.post(f"drafts/{draft['id']}/submission/", body, status=201, key="submit")
        return UUID(made["id"])

    def bring_papers(self, case: SupportRequest) -> None:
        program = self.as_("salma")
        for item in program.get(f"requests/{case.id}/items/")["items"]:
            if item["optional"] or item["state"] not in {"missing", "refused"}:
                continue
            body = {"how": "seen_at_office", "version": item["version"]}
            if "expires" in item["dates_needed"]:
                body["expires_on"] = (clock.today() + timedelta(days=400)).isoformat()
            if "issued" in item["dates_needed"]:
                body["issued_on"] = (clock.today() - timedelta(days=5)).isoformat()
            program.post(f"requests/{case.id}/items/{item['id']}/presentation/", body)

    def match(self, case: SupportRequest) -> None:
        program, path = self.as_("salma"), f"requests/{case.id}"
        for row in program.get(f"{path}/matching/")["fields"]:
            body = {"field": row["field"], "method": "original_seen", "result": "match"}
            program.post(f"{path}/matches/", {**body, "version": row["version"]}, status=201)
        for item in program.get(f"{path}/items/")["items"]:
            if item["state"] == "presented":
                program.post(f"{path}/items/{item['id']}/acceptance/", {"version": item["version"]})
        program.post(f"{path}/truth/", {"data_checked": True, "responsibility_explained": True})
        assert program.post(f"{path}/matching/closing/")["waiting"] == []

    def study(self, case: SupportRequest) -> None:
        program, path = self.as_("nouf"), f"requests/{case.id}/study/"
        study = program.post(path, status=201)
        body = {
            "version": study["version"],
            "findings": {
                "people": [{"name": "سعد فهد الحربي", "relation": "son", "group": "child"}],
                "income": {"social_security": {"amount": INCOME}},
            },
            "opinion": OPINION,
            "recommendation": "accept",
            "amount": AWARD[0],
            "months": AWARD[1],
        }
        program.post(f"{path}submission/", body)

    def decide(self, case: SupportRequest) -> None:
        program = self.as_("ibrahim")
        held = clock.now() - timedelta(hours=1)
        sitting = program.post("sittings/", {"held_at": held.isoformat(), "budget": BUDGET}, status=201)
        (item,) = [each for each in sitting["items"] if each["case_id"] == str(case.id)]
        body = {
            "version": sitting["version"],
            "attendance": [
                {"membership_id": str(who), "state": state} for who, state in everybody(self.scene).items()
            ],
            "unanimous": [item["id"]],
        }
        sitting = program.post(f"sittings/{sitting['id']}/record/", body)
        body = {"minutes_version": sitting["minutes_version"]}
        for who in COMMITTEE[:4]:
            self.as_(who).post(f"sittings/{sitting['id']}/confirmations/", body, status=201)

    def reply(self, case: SupportRequest) -> None:
        program = self.as_("salma")
        (row,) = [each for each in program.get("replies/")["items"] if each["case_id"] == str(case.id)]
        program.post(f"replies/{row['id']}/release/")
        told = self.hers(case.applicant).post(f"requests/{case.id}/outcome/receipt/", {"how": "portal"})
        assert told["decision"]["outcome"] == "accept"

    def deliver(self, case: SupportRequest) -> None:
        salma, abeer = self.as_("salma"), self.as_("abeer")
        name = case.applicant.full_name
        body = {"iban": account_number(case), "owner_name": name, "original_seen": True}
        account = salma.post(f"people/{case.applicant_id}/accounts/", body, status=201)
        abeer.post(f"accounts/{account['id']}/approval/")
        (row,) = salma.get(f"requests/{case.id}/deliveries/")["items"]
        path = f"deliveries/{row['id']}"
        abeer.post(f"{path}/preparation/")
        self.as_("majed").post(f"{path}/approval/")
        abeer.post(f"{path}/sending/", {"bank_reference": "TR-1"})
        abeer.post(f"{path}/code/", status=204)
        with within(self.scene.organisation_id):
            code = code_of("delivery", case.applicant_id)
        done = self.hers(case.applicant).post(f"{path}/proof/", {"method": "code", "code": code})
        assert done["state"] == "delivered"


# --- parts ------------------------------------------------------------------------------------------------------


def papers(case: SupportRequest) -> list[RequirementItem]:
    rows = RequirementItem.objects.filter(
        support_request=case, optional=False, state__in=("missing", "refused")
    )
    return list(rows.select_related("support_request").order_by("id"))


def presented(case: SupportRequest) -> list[RequirementItem]:
    rows = RequirementItem.objects.filter(support_request=case, state="presented")
    return list(rows.select_related("support_request").order_by("id"))


def written() -> Written:
    return Written(
        findings=Findings(
            people=(Person("سعد فهد الحربي", "son", "child"),), income={"social_security": Money(INCOME)}
        ),
        opinion=OPINION,
        recommendation="accept",
        amount=AWARD[0],
        months=AWARD[1],
    )


def account_number(case: SupportRequest) -> str:
    return iban.synthetic(case.applicant_id.int % 1000)


def part(case: SupportRequest) -> Delivery:
    return Delivery.objects.select_related("support_request").get(support_request=case)


def code_of(purpose: str, party_id: UUID) -> str:
    """As she reads it on her telephone."""
    rows = OneTimeCode.objects.filter(purpose=purpose, party_id=party_id)
    return str(rows.latest("created_at").code)
