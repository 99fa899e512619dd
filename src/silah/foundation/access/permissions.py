"""Who may do what, on one page. Operations ask it; pages ask the same to show or hide a button.

Each rule is a pure predicate over the actor and the facts that the room hands over. A rule that needs
to know who entered a file, who researched it or whose kin he is reads it from `Facts`, because only
the room can know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID

from silah.foundation.access.actor import Actor, Role


@dataclass(frozen=True)
class Facts:
    """What the room knows of the row: ids of memberships, unless said otherwise."""

    owners: frozenset[UUID] = frozenset()  # the parties whose row it is
    seats: frozenset[UUID] | None = None  # who may act at this point; None where nobody is named
    barred: frozenset[UUID] = frozenset()  # sole researcher, who entered it, kin, who decided before
    first_hands: frozenset[UUID] = frozenset()  # who did the first half of a task for two people
    health_readers: frozenset[str] | None = None  # roles the pack lets open health answers
    within_limit: bool = True  # the amount is inside the approver's limit


NO_FACTS = Facts()
Rule = Callable[[Actor, Facts], bool]


class Permission(StrEnum):
    # reception
    LOG_CONTACT = auto()
    ANSWER_QUESTION = auto()
    VIEW_CONTACTS = auto()
    APPROVE_ANSWER = auto()
    HAND_ON_PROMISE = auto()
    # people
    REGISTER_PARTY = auto()
    VIEW_PARTY = auto()
    CORRECT_PARTY = auto()
    CHANGE_CONTACT_POINT = auto()
    APPROVE_CONTACT_POINT = auto()
    OPEN_NATIONAL_ID = auto()
    GIVE_CONSENT = auto()
    ISSUE_CODE = auto()
    USE_CODE = auto()
    # a request
    START_REQUEST = auto()
    SUBMIT_REQUEST = auto()
    VIEW_REQUEST = auto()
    OPEN_HEALTH = auto()
    PRESENT_ITEM = auto()
    CHANGE_ANSWER = auto()
    SIGN = auto()
    SEND_SIGNING_CODE = auto()
    WITNESS_SIGNATURE = auto()
    NAME_LACK = auto()
    MATCH_ITEM = auto()
    EXPLAIN = auto()
    WITHDRAW = auto()
    CLOSE = auto()
    TELL = auto()
    ADVANCE = auto()
    REGISTER = auto()
    HAND_ON_REQUEST = auto()
    # referral and study
    REFER = auto()
    ANSWER_REFERRAL = auto()
    CLOSE_REFERRAL = auto()
    CONFIRM_CLARITY = auto()
    STUDY = auto()
    HAND_ON_RESEARCH = auto()
    # deciding
    KEEP_COMMITTEE = auto()
    RECORD_SITTING = auto()
    CONFIRM_MINUTES = auto()
    DECIDE_AS_MANAGEMENT = auto()
    DELEGATE = auto()
    DECLARE_KIN = auto()
    REPLY = auto()
    RELEASE_EARLY = auto()
    OBJECT = auto()
    ASSIGN_APPEAL = auto()
    DECIDE_APPEAL = auto()
    CORRECT_DECISION = auto()
    # serving
    ENTITLE = auto()
    PREPARE_DELIVERY = auto()
    APPROVE_DELIVERY = auto()
    PROVE_DELIVERY = auto()
    HAND_ON_DELIVERY = auto()
    VIEW_DELIVERIES = auto()
    # voice
    INVITE_RATING = auto()
    RATE = auto()
    VIEW_RATINGS = auto()
    # policy, evidence, keeping house
    PUBLISH_POLICY = auto()
    UPLOAD_TOOL = auto()
    SET_BOARD_RULE = auto()
    READ_TOOLS = auto()
    VIEW_EVIDENCE = auto()
    EXPLAIN_EXCEPTION = auto()
    RECOUNT_FIGURES = auto()
    MANAGE_STAFF = auto()
    MANAGE_CALENDAR = auto()
    ISSUE_TOKEN = auto()
    REVOKE_TOKEN = auto()
    STORE_FILE = auto()
    READ_FILE = auto()
    SWEEP_FILES = auto()
    SEAL_JOURNAL = auto()
    VIEW_OUTBOX = auto()
    SEND_MESSAGE = auto()
    VIEW_DESK = auto()
    SIGN_IN = auto()


# --- predicates ------------------------------------------------------------------------------------


def role(*roles: Role) -> Rule:
    return lambda actor, facts: actor.has(*roles)


def owner(actor: Actor, facts: Facts) -> bool:
    return actor.party_id is not None and actor.party_id in facts.owners


def seated(actor: Actor, facts: Facts) -> bool:
    """Named for this very act, and not barred from it."""
    return (
        actor.membership_id is not None
        and facts.seats is not None
        and actor.membership_id in facts.seats
        and actor.membership_id not in facts.barred
    )


def not_barred(actor: Actor, facts: Facts) -> bool:
    return actor.membership_id not in facts.barred


def second_person(actor: Actor, facts: Facts) -> bool:
    return actor.membership_id not in facts.first_hands


def within_limit(actor: Actor, facts: Facts) -> bool:
    return facts.within_limit


def health_reader(actor: Actor, facts: Facts) -> bool:
    return facts.health_readers is None or not actor.roles.isdisjoint(facts.health_readers)


def anyone(actor: Actor, facts: Facts) -> bool:
    return True


def staff(actor: Actor, facts: Facts) -> bool:
    return actor.is_staff


def timer(actor: Actor, facts: Facts) -> bool:
    return actor.has(Role.TIMER)


def operator(actor: Actor, facts: Facts) -> bool:
    return actor.has(Role.OPERATOR)


def all_of(*rules: Rule) -> Rule:
    return lambda actor, facts: all(rule(actor, facts) for rule in rules)


def any_of(*rules: Rule) -> Rule:
    return lambda actor, facts: any(rule(actor, facts) for rule in rules)


# --- the table ---------------------------------------------------------------------------------------

_OFFICER = role(Role.RELATIONS_OFFICER)
_FRONT = role(Role.RELATIONS_OFFICER, Role.OFFICE_REPRESENTATIVE)
_RESEARCHER = role(Role.SOCIAL_RESEARCHER)
_CASE_READERS = role(
    Role.RELATIONS_OFFICER,
    Role.SOCIAL_RESEARCHER,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.MANAGER,
    Role.OFFICE_REPRESENTATIVE,
    Role.DELIVERY_OFFICER,
    Role.QUALITY_MANAGER,
    Role.BOARD_SECRETARY,
)

TABLE: dict[Permission, Rule] = {
    Permission.LOG_CONTACT: any_of(staff, role(Role.VISITOR, Role.BENEFICIARY)),
    Permission.ANSWER_QUESTION: role(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.OFFICE_REPRESENTATIVE
    ),
    Permission.VIEW_CONTACTS: staff,
    Permission.APPROVE_ANSWER: role(Role.QUALITY_MANAGER, Role.BOARD_SECRETARY),
    Permission.HAND_ON_PROMISE: timer,
    Permission.REGISTER_PARTY: any_of(_FRONT, _RESEARCHER, role(Role.VISITOR, Role.BENEFICIARY)),
    Permission.VIEW_PARTY: any_of(_CASE_READERS, owner),
    Permission.CORRECT_PARTY: any_of(_FRONT, _RESEARCHER, owner),
    Permission.CHANGE_CONTACT_POINT: _FRONT,
    Permission.APPROVE_CONTACT_POINT: all_of(
        role(Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.DELIVERY_OFFICER, Role.MANAGER),
        second_person,
    ),
    Permission.OPEN_NATIONAL_ID: role(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_SECRETARY, Role.DELIVERY_OFFICER
    ),
    Permission.GIVE_CONSENT: any_of(_FRONT, owner),
    Permission.ISSUE_CODE: any_of(staff, timer, role(Role.VISITOR, Role.BENEFICIARY)),
    Permission.USE_CODE: any_of(staff, role(Role.VISITOR, Role.BENEFICIARY)),
    Permission.START_REQUEST: any_of(_FRONT, role(Role.VISITOR, Role.BENEFICIARY)),
    Permission.SUBMIT_REQUEST: any_of(_FRONT, owner),
    Permission.VIEW_REQUEST: any_of(_CASE_READERS, owner),
    Permission.OPEN_HEALTH: any_of(all_of(_CASE_READERS, health_reader), owner),
    Permission.PRESENT_ITEM: any_of(_FRONT, _RESEARCHER, owner),
    Permission.CHANGE_ANSWER: any_of(_FRONT, owner),
    Permission.SIGN: owner,
    Permission.SEND_SIGNING_CODE: any_of(_FRONT, owner),
    Permission.WITNESS_SIGNATURE: _FRONT,
    Permission.NAME_LACK: any_of(_FRONT, _RESEARCHER),
    Permission.MATCH_ITEM: any_of(_FRONT, _RESEARCHER),
    Permission.EXPLAIN: any_of(_FRONT, _RESEARCHER, owner),
    Permission.WITHDRAW: any_of(_FRONT, owner),
    Permission.CLOSE: timer,
    Permission.TELL: any_of(_FRONT, owner, timer),
    Permission.ADVANCE: any_of(_CASE_READERS, owner, timer),
    Permission.REGISTER: any_of(_FRONT, _RESEARCHER, owner, timer),
    Permission.HAND_ON_REQUEST: timer,
    Permission.REFER: any_of(_FRONT, owner, role(Role.VISITOR)),
    Permission.ANSWER_REFERRAL: _RESEARCHER,
    Permission.CLOSE_REFERRAL: any_of(_RESEARCHER, timer),
    Permission.CONFIRM_CLARITY: any_of(_FRONT, _RESEARCHER, owner, timer),
    Permission.STUDY: all_of(_RESEARCHER, not_barred),
    Permission.HAND_ON_RESEARCH: timer,
    Permission.KEEP_COMMITTEE: role(Role.COMMITTEE_SECRETARY, Role.BOARD_SECRETARY),
    Permission.RECORD_SITTING: role(Role.COMMITTEE_SECRETARY),
    Permission.CONFIRM_MINUTES: all_of(role(Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY), seated),
    Permission.DECIDE_AS_MANAGEMENT: all_of(role(Role.MANAGER), seated, within_limit),
    Permission.DELEGATE: role(Role.MANAGER),
    Permission.DECLARE_KIN: staff,
    Permission.REPLY: any_of(_FRONT, _RESEARCHER, role(Role.COMMITTEE_SECRETARY, Role.MANAGER), timer),
    Permission.RELEASE_EARLY: role(Role.COMMITTEE_SECRETARY, Role.MANAGER, Role.RELATIONS_OFFICER),
    Permission.OBJECT: any_of(owner, _FRONT),
    Permission.ASSIGN_APPEAL: role(Role.BOARD_SECRETARY, Role.QUALITY_MANAGER, Role.MANAGER),
    Permission.DECIDE_APPEAL: all_of(_CASE_READERS, seated),
    Permission.CORRECT_DECISION: role(Role.COMMITTEE_SECRETARY, Role.MANAGER),
    Permission.ENTITLE: any_of(
        timer, role(Role.DELIVERY_OFFICER, Role.COMMITTEE_SECRETARY, Role.MANAGER), _FRONT
    ),
    Permission.PREPARE_DELIVERY: role(Role.DELIVERY_OFFICER, Role.OFFICE_REPRESENTATIVE),
    Permission.APPROVE_DELIVERY: all_of(role(Role.MANAGER, Role.DELIVERY_OFFICER), second_person, not_barred),
    Permission.PROVE_DELIVERY: any_of(role(Role.DELIVERY_OFFICER, Role.OFFICE_REPRESENTATIVE), owner),
    Permission.HAND_ON_DELIVERY: any_of(timer, role(Role.DELIVERY_OFFICER, Role.MANAGER)),
    Permission.VIEW_DELIVERIES: role(
        Role.DELIVERY_OFFICER,
        Role.OFFICE_REPRESENTATIVE,
        Role.RELATIONS_OFFICER,
        Role.SOCIAL_RESEARCHER,
        Role.MANAGER,
        Role.QUALITY_MANAGER,
    ),
    Permission.INVITE_RATING: any_of(timer, _FRONT, owner),
    Permission.RATE: anyone,
    Permission.VIEW_RATINGS: role(Role.QUALITY_MANAGER, Role.BOARD_SECRETARY),
    Permission.PUBLISH_POLICY: any_of(operator, role(Role.BOARD_SECRETARY)),
    Permission.UPLOAD_TOOL: role(Role.BOARD_SECRETARY, Role.QUALITY_MANAGER),
    Permission.SET_BOARD_RULE: any_of(operator, role(Role.BOARD_SECRETARY)),
    Permission.READ_TOOLS: staff,
    Permission.VIEW_EVIDENCE: any_of(
        operator, role(Role.QUALITY_MANAGER, Role.BOARD_SECRETARY, Role.ADMINISTRATOR, Role.MANAGER)
    ),
    Permission.EXPLAIN_EXCEPTION: role(Role.QUALITY_MANAGER),
    Permission.RECOUNT_FIGURES: any_of(operator, timer),
    Permission.MANAGE_STAFF: any_of(operator, role(Role.ADMINISTRATOR)),
    Permission.MANAGE_CALENDAR: any_of(operator, role(Role.ADMINISTRATOR, Role.BOARD_SECRETARY)),
    Permission.ISSUE_TOKEN: staff,
    Permission.REVOKE_TOKEN: any_of(operator, seated, role(Role.ADMINISTRATOR)),
    Permission.STORE_FILE: any_of(staff, role(Role.BENEFICIARY)),
    Permission.READ_FILE: any_of(_CASE_READERS, owner),
    Permission.SWEEP_FILES: timer,
    Permission.SEAL_JOURNAL: any_of(timer, operator),
    Permission.VIEW_OUTBOX: staff,
    Permission.SEND_MESSAGE: any_of(staff, owner, timer, role(Role.VISITOR)),
    Permission.VIEW_DESK: staff,
    Permission.SIGN_IN: any_of(staff, role(Role.VISITOR)),
}


def can(actor: Actor, permission: Permission, facts: Facts = NO_FACTS) -> bool:
    return TABLE[permission](actor, facts)
