"""Writes to people's files, one function a verb."""

from silah.people.operations.codes import issue_code, use_code
from silah.people.operations.consents import give_consent, withdraw_consent
from silah.people.operations.households import add_household_member, form_household, leave_household
from silah.people.operations.mobiles import (
    approve_mobile,
    choose_contact,
    decline_mobile,
    hold_file,
    propose_mobile,
    set_contact_safety,
)
from silah.people.operations.parties import (
    correct_party,
    declare_kinship,
    number_file,
    register_person,
    say_not_same,
)

__all__ = [
    "add_household_member",
    "approve_mobile",
    "choose_contact",
    "correct_party",
    "declare_kinship",
    "decline_mobile",
    "form_household",
    "give_consent",
    "hold_file",
    "issue_code",
    "leave_household",
    "number_file",
    "propose_mobile",
    "register_person",
    "say_not_same",
    "set_contact_safety",
    "use_code",
    "withdraw_consent",
]
