"""«كيف نتواصل معك بأمان؟»: the answer is obeyed, not only kept."""

from __future__ import annotations

from silah.foundation.access import Actor
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.people_of_request import signer_of
from silah.people import operations as people

SAFE_CONTACT = "safe_contact"


def follow_contact(case: SupportRequest, by: Actor) -> None:
    said = case.answers.get(SAFE_CONTACT)
    if said:
        people.choose_contact(signer_of(case), said["way"], said.get("mobile"), by=by)
