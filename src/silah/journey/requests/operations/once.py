"""A second open request for the same service is refused, with the way to the one that is open."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import Conflict
from silah.journey.requests.once import open_request
from silah.people import operations as people
from silah.people.models import Party


class AlreadyOpen(Conflict):
    """`request_id` is the open request, for a link to whoever may see it."""

    default_code = "open_request"

    def __init__(self, request_id: UUID, reference: str) -> None:
        super().__init__(
            _(
                "لهذه الخدمة طلب مفتوح رقمه %(number)s، ولم يصدر الرد عليه بعد. يُتابَع الطلب نفسه، ويُعدَّل فيه ما تغيّر."
            )
            % {"number": reference}
        )
        self.request_id = request_id


def refuse_second_open(applicant: Party, service: str, by: Actor, *, told: bool = True) -> None:
    """Her file is locked first, so that two presses at one moment are one after the other.

    Not `told` which: an agent whose deed nobody has seen learns nothing of her other requests.
    """
    people.hold_file(applicant)
    found = open_request(applicant.id, service, by)
    if found is not None and not told:
        message = _("تعذّر إكمال الطلب من هنا بهذه البيانات. ما كُتب محفوظ، ونرجو الاتصال بنا لنكمله معًا.")
        raise Conflict(message, code="call_us")
    if found is not None:
        raise AlreadyOpen(found.id, found.reference or "")
