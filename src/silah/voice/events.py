"""What the history says of ratings: that one was invited, and that an invitation was used. No more."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event


@event("voice.invited")
@dataclass(frozen=True)
class Invited:
    invitation: UUID
    occasion: str

    def sentence(self) -> str:
        return _("دُعي إلى تقييم الخدمة، والتقييم حق لا واجب")


@event("voice.invitation_used")
@dataclass(frozen=True)
class InvitationUsed:
    """On the association, without request or person: nothing here says whose."""

    def sentence(self) -> str:
        return _("وصل تقييم للخدمة")


@event("voice.declined")
@dataclass(frozen=True)
class Declined:
    def sentence(self) -> str:
        return _("اعتذر أحد المدعوين عن التقييم")
