"""A whole pack: everything in which one association differs from another."""

from .clauses import Clause, PolicyText
from .contact import Channel, Tool
from .deciding import AppealBody, DecidingBody
from .declaration import Declaration
from .governance import Approval, Review
from .identity import Identity
from .messages import Messages
from .reply_window import ReplyWindow
from .satisfaction import Satisfaction
from .services import Service
from .shape import Part
from .terms import Terms


class Pack(Part):
    identity: Identity
    terms: Terms
    clauses: tuple[Clause, ...]
    text: PolicyText
    channels: tuple[Channel, ...]
    toolkit: tuple[Tool, ...]
    services: tuple[Service, ...]
    deciding: DecidingBody
    reply_window: ReplyWindow
    declaration: Declaration
    satisfaction: Satisfaction
    review: Review
    approval: Approval
    messages: Messages

    def clause(self, key: str) -> Clause:
        return next(clause for clause in self.clauses if clause.id == key)

    def service(self, key: str) -> Service:
        return next(service for service in self.services if service.id == key)

    def channel(self, key: str) -> Channel | None:
        """None when this association has no such channel."""
        return next((channel for channel in self.channels if channel.id == key), None)

    @property
    def appeal_body(self) -> AppealBody:
        return self.deciding.appeal_body
