"""For every control: what proves its clause, and what breaks it behind the operations' back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from silah.contact import operations as contact
from silah.contact.models import Contact
from silah.contact.operations.contacts import Asked
from silah.foundation.access.actor import operator, timer, visitor
from silah.foundation.kernel import clock, national_id
from silah.foundation.tenancy import writing
from silah.journey.decisions.models import Reply, Vote
from silah.journey.decisions.operations import receive
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.requests.operations import advance, witness_signature
from silah.journey.requests.stages import Stage
from silah.journey.research import operations as research
from silah.journey.research import queries as studies
from silah.journey.research.models import Referral
from silah.journey.verification import operations as verification
from silah.journey.verification import queries as sheets
from silah.journey.verification.models import Match, TruthCheck
from silah.people import operations as people
from silah.people.models import Party
from silah.policy.models import PolicyVersion
from silah.policy.operations import publish, upload_tool
from silah.policy.pack import load
from tests import cast
from tests.journey.decisions import hall
from tests.journey.decisions.test_replies import herself, released
from tests.journey.delivery import store
from tests.journey.scene import Scene
from tests.policy.pack.third import PACKS
from tests.voice import guests

Act = Callable[[Scene], object]


@dataclass(frozen=True)
class Break:
    """`clause` of the pack that names the control; the acts happen in this order."""

    clause: str
    prove: Act
    spoil: Act
    pack: str = "quwayiyah"


def nothing(scene: Scene) -> None:
    """The published version proves it."""


def unknown_version(scene: Scene) -> None:
    """A version laid past the operation: no entry tells of its publication."""
    last = PolicyVersion.objects.order_by("-number").first()
    assert last is not None
    last.pk, last.number, last.published_at = None, last.number + 1, clock.now()
    last.id = PolicyVersion._meta.get_field("id").get_default()
    with writing():  # another's transaction: what this one remembers of the policy is old
        last.save(force_insert=True)


def without_approval(scene: Scene) -> None:
    bare = scene.pack.model_copy(update={"approval": load(PACKS / "quwayiyah").approval})
    publish(bare, by=operator(scene.organisation_id))


def without_licence(scene: Scene) -> None:
    licence = scene.pack.identity.licence.model_copy(update={"number": None, "absence": "لم يُسجَّل الترخيص"})
    identity = scene.pack.identity.model_copy(update={"licence": licence})
    publish(scene.pack.model_copy(update={"identity": identity}), by=operator(scene.organisation_id))


def tool(clause: str, name: str) -> Break:
    def upload(scene: Scene, **more: bool) -> None:
        today = clock.today()
        upload_tool(name, "الدليل", by=scene.actor("reem"), effective_from=today, text="نص", **more)

    return Break(clause, upload, lambda scene: upload(scene, is_sample=True))


def received(channel: str) -> Act:
    def receive_visitor(scene: Scene) -> None:
        by = scene.actor("salma")
        asked = [Asked("متى؟", "غدًا.")]
        made = contact.log_contact(by=by, channel=channel, questions=asked, party=cast.widow(scene))
        if channel == "phone":
            born = date(1980, 3, 9)
            contact.verify_caller(made, by=by, national_id=national_id.synthetic(1), birth_date=born)
        contact.record_visitor_word(made, by=by, enough_time=True, courteous=True, by_own_hand=True)
        contact.close_contact(made, by=by)

    return receive_visitor


def promise_broken(channel: str) -> Act:
    def break_promise(scene: Scene) -> None:
        with clock.travel(clock.now() - timedelta(days=9)):
            due = [Asked("متى؟", due_on=clock.today())]
            contact.log_contact(by=scene.actor("salma"), channel=channel, questions=due)

    return break_promise


def likely_double(scene: Scene) -> None:
    given = {"full_name": "فاطمة أحمد العتيبي", "birth_date": date(1980, 1, 1)}
    people.register_person(by=scene.actor("salma"), **given)  # type: ignore[arg-type]
    people.register_person(by=visitor(scene.organisation_id), **given)  # type: ignore[arg-type]


def moved_once(scene: Scene) -> None:
    advance(cast.widows_request(scene), Stage.WITHDRAWN, by=timer(scene.organisation_id))


def loose_contact(scene: Scene) -> None:
    """Somebody came; nobody wrote who, or what for."""
    with clock.travel(clock.now() - timedelta(days=2)):
        made = contact.log_contact(by=scene.actor("salma"), channel="interview")
        contact.close_contact(made, by=scene.actor("salma"))


def at_home(scene: Scene) -> None:
    case = cast.widows_request(scene)
    for item in RequirementItem.objects.filter(support_request=case).select_related("support_request"):
        cast.show(item, scene.actor("salma"), how="seen_by_representative")


def made_to_travel(scene: Scene) -> None:
    Party.objects.update(cannot_travel=True)
    RequirementItem.objects.filter(requirement="national_id").update(how="seen_at_office")


def came_twice(scene: Scene) -> None:
    party = cast.widow(scene)
    cast.widows_request(scene, party)
    SupportRequest.objects.update(stage=Stage.CLOSED)
    cast.widows_request(scene, party)


def sent_to_paper(scene: Scene) -> None:
    other = cast.widows_request(scene, cast.person(scene, "هدى صالح الشمري", 2), signed=False)
    witness_signature(other, other.applicant, by=scene.actor("salma"))


def form_altered(scene: Scene) -> None:
    row = Declaration.objects.get()
    row.snapshot["answers"][0][1] = "سؤال آخر"
    row.save()


def all_stages(stage: Stage) -> Act:
    return lambda scene: SupportRequest.objects.update(stage=stage)


def went_on_incomplete(scene: Scene) -> None:
    SupportRequest.objects.update(stage=Stage.VERIFIED)
    RequirementItem.objects.filter(requirement="national_id").update(state="missing")


def went_on_unsigned(scene: Scene) -> None:
    SupportRequest.objects.update(stage=Stage.STUDIED)
    Declaration.objects.update(voided_at=clock.now())


def matched(scene: Scene) -> None:
    """One request matched and signed; another, still at its beginning, was signed by the operation."""
    cast.widows_request(scene)
    case, by = scene.case(), scene.actor("salma")
    for row in sheets.sheet(by, case).fields:
        verification.match_field(case, row.field, by=by, method="original_seen", result="match")
    verification.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
    verification.finish_matching(case, by=by)
    hall.sign(case)


def made_clear(scene: Scene) -> None:
    referral = research.refer(scene.case(), by=scene.actor("salma"), questions=["متى الرد؟"])
    by = scene.actor("nouf")
    waiting = studies.referral(by, referral.id).waiting
    research.answer_referral(referral, {each.id: "خلال أسبوعين على الأقل." for each in waiting}, by=by)
    research.confirm_clarity(referral, by=scene.actor("salma"), clear=True)


def due_yesterday(scene: Scene) -> None:
    Referral.objects.update(due_on=clock.today() - timedelta(days=1))


def reply_received(scene: Scene) -> None:
    cast.complete_request(scene)  # told her window by the operation
    hall.form(scene)
    case, reply = released(scene)
    receive(reply, "portal", by=herself(scene, case))


def committee_decided(scene: Scene) -> None:
    cast.complete_request(scene)
    hall.form(scene)
    hall.decided(scene)


def late_delivery(scene: Scene) -> None:
    with clock.travel(clock.now() - timedelta(days=40)):
        store.entitled(scene)


def invited(scene: Scene) -> None:
    guests.rated(scene, case=guests.told(scene))
    SupportRequest.objects.update(stage_since=clock.now() - timedelta(hours=2))


def not_invited(scene: Scene) -> None:
    forgotten = guests.told(scene)
    SupportRequest.objects.filter(id=forgotten.id).update(stage_since=clock.now() - timedelta(hours=2))


BREAKS = {
    "policy.terms": Break("TTL", nothing, unknown_version),
    "policy.toolkit": Break("T0", nothing, unknown_version),
    "policy.approval": Break("A1", nothing, without_approval, "injab"),
    "policy.identity": Break("A4", nothing, without_licence, "injab"),
    "policy.toolkit_bylaws": tool("T1", "bylaws"),
    "policy.toolkit_research_guide": tool("T2", "research_guide"),
    "policy.toolkit_support_guide": tool("T3", "support_guide"),
    "policy.toolkit_charity_policies": tool("T5", "charity_policies"),
    "policy.toolkit_official_instructions": tool("T6", "official_instructions"),
    "people.parties": Break("P1", cast.widow, likely_double),
    "journal.mechanism": Break("P4", moved_once, loose_contact),
    "contact.channels": Break(
        "C0", received("interview"), lambda scene: Contact.objects.update(channel="carrier_pigeon")
    ),
    "contact.interview": Break("C1", received("interview"), promise_broken("interview")),
    "contact.phone": Break("C2", received("phone"), promise_broken("phone")),
    "contact.social": Break("C3", received("social"), promise_broken("social")),
    "contact.reception": Break(
        "H1", received("interview"), lambda scene: Contact.objects.update(courteous="no")
    ),
    "requests.form": Break("T4", cast.widows_request, form_altered),
    "requests.ask_once": Break("D1", came_twice, lambda scene: SupportRequest.objects.update(known_count=0)),
    "requests.electronic": Break("D2", cast.widows_request, sent_to_paper),
    "requests.from_place": Break("D4", at_home, made_to_travel),
    "requests.request_service": Break(
        "C5", cast.widows_request, lambda scene: SupportRequest.objects.update(channel="letters")
    ),
    "requests.ordered_steps": Break("H0", cast.complete_request, all_stages(Stage.DECIDED)),
    "requests.completeness": Break("H2a", cast.complete_request, went_on_incomplete),
    "requests.declaration": Break("H4b", cast.complete_request, went_on_unsigned),
    "requests.registration": Break(
        "H6", cast.complete_request, lambda scene: Party.objects.update(file_number=None)
    ),
    "verification.matching": Break(
        "H2b", matched, lambda scene: Match.objects.update(result="mismatch", resolution="")
    ),
    "verification.validity": Break(
        "H2c",
        cast.complete_request,
        lambda scene: RequirementItem.objects.update(state="accepted", valid_when_presented=False),
    ),
    "verification.truth": Break("H4a", matched, lambda scene: TruthCheck.objects.all().delete()),
    "research.referral": Break("H3", made_clear, due_yesterday),
    "decisions.deciding_body": Break("H5a", committee_decided, lambda scene: Vote.objects.all().delete()),
    "decisions.reply": Break("H5b", reply_received, lambda scene: Reply.objects.all().delete()),
    "decisions.reply_window": Break(
        "H5c",
        reply_received,
        lambda scene: Reply.objects.update(ceiling_on=clock.today() - timedelta(days=1)),
    ),
    "delivery.service": Break("H7", store.delivered, late_delivery),
    "voice.rating_right": Break("D6.3", invited, not_invited),
}
