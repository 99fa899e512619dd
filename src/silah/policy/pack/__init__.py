"""An association's policy as data. Pure: no database, no framework."""

from .clauses import NO_CONTROL, Clause, PolicyText, TextPart
from .contact import Channel, Tool
from .deciding import AppealBody, ApproverStep, Committee, DecidingBody, Delegation, Management, Quorum
from .declaration import Declaration, HealthConsent
from .eligibility import Eligibility, NeedClass, Obligation, PerCapita, Rule, Weights
from .governance import Approval, Approved, NotRecorded, Review
from .identity import Identity, Licence, Office, Place, QuietHours, Territory
from .loading import load, problems
from .messages import SEALED, SHORT, Message, Messages
from .model import Pack
from .problems import PackInvalid, Problem
from .questions import Condition, Option, Question
from .reply_window import EarlyReason, Minutes, ReplyWindow
from .requirements import CopyKept, CurrentTerm, ExpiryDate, MaxAge, NoExpiry, Requirement, Validity
from .satisfaction import Grade, RatingQuestion, Satisfaction
from .services import Award, Delivery, Partner, RejectionReason, Service
from .terms import BodyName, Noun, Terms
from .versions import SCHEMA_VERSION, UnknownSchema, canonical, from_canonical
from .vocabulary import CLAUSE_IDS, ROLE_IDS

__all__ = [
    "CLAUSE_IDS",
    "NO_CONTROL",
    "ROLE_IDS",
    "SCHEMA_VERSION",
    "SEALED",
    "SHORT",
    "AppealBody",
    "Approval",
    "Approved",
    "ApproverStep",
    "Award",
    "BodyName",
    "Channel",
    "Clause",
    "Committee",
    "Condition",
    "CopyKept",
    "CurrentTerm",
    "DecidingBody",
    "Declaration",
    "Delegation",
    "Delivery",
    "EarlyReason",
    "Eligibility",
    "ExpiryDate",
    "Grade",
    "HealthConsent",
    "Identity",
    "Licence",
    "Management",
    "MaxAge",
    "Message",
    "Messages",
    "Minutes",
    "NeedClass",
    "NoExpiry",
    "NotRecorded",
    "Noun",
    "Obligation",
    "Office",
    "Option",
    "Pack",
    "PackInvalid",
    "Partner",
    "PerCapita",
    "Place",
    "PolicyText",
    "Problem",
    "Question",
    "QuietHours",
    "Quorum",
    "RatingQuestion",
    "RejectionReason",
    "ReplyWindow",
    "Requirement",
    "Review",
    "Rule",
    "Satisfaction",
    "Service",
    "Terms",
    "Territory",
    "TextPart",
    "Tool",
    "UnknownSchema",
    "Validity",
    "Weights",
    "canonical",
    "from_canonical",
    "load",
    "problems",
]
