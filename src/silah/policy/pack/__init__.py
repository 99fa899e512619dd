"""An association's policy as data. Pure: no database, no framework."""

from .clauses import NO_CONTROL, Clause, PolicyText, TextPart
from .conditions import Fact, Facts, Line, asked, explain, holds, with_couple
from .contact import Channel, Tool
from .deciding import AppealBody, ApproverStep, Committee, DecidingBody, Delegation, Management, Quorum
from .declaration import Declaration, HealthConsent
from .eligibility import Eligibility, NeedClass, Obligation, PerCapita, Rule, Weights
from .governance import Approval, Approved, NotRecorded, Review
from .identity import Identity, Licence, Office, Place, QuietHours, Territory
from .loading import load, problems
from .messages import SEALED, SHORT, Message, Messages, placeholders
from .model import Pack
from .need import Assessment, Household, Need, assess, declared, per_head
from .papers import PaperDates, dates_needed, last_valid_day, needed, valid_on
from .problems import PackInvalid, Problem
from .questions import Condition, Option, Question
from .reply_window import EarlyReason, Minutes, ReplyWindow, Unfinished
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
    "Assessment",
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
    "Fact",
    "Facts",
    "Grade",
    "HealthConsent",
    "Household",
    "Identity",
    "Licence",
    "Line",
    "Management",
    "MaxAge",
    "Message",
    "Messages",
    "Minutes",
    "Need",
    "NeedClass",
    "NoExpiry",
    "NotRecorded",
    "Noun",
    "Obligation",
    "Office",
    "Option",
    "Pack",
    "PackInvalid",
    "PaperDates",
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
    "Unfinished",
    "UnknownSchema",
    "Validity",
    "Weights",
    "asked",
    "assess",
    "canonical",
    "dates_needed",
    "declared",
    "explain",
    "from_canonical",
    "holds",
    "last_valid_day",
    "load",
    "needed",
    "per_head",
    "placeholders",
    "problems",
    "valid_on",
    "with_couple",
]
