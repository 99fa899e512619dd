"""Arabic letters and papers as PDF. Build a letter from ready strings, then `print_letter(letter)`."""

from .deciding import AgendaItem, Approval, ApprovalStep, Attendee, Budget, Minutes, Recusal
from .file_papers import CaseStudy, Declaration, Income, Line, Moment, Signature, Timeline
from .handing_over import Delivered, DeliveryProof, PaymentOrder
from .parts import Day, Fact, Heading, Letter, Letterhead, Section, Signatory, Table, Verification
from .printing import print_letter, render
from .proof import ClauseEvidence, Evidence, Exceptional
from .replies import Answer, Appeal, Decision, MissingItem, Receipt, WindowNotice

__all__ = [
    "AgendaItem",
    "Answer",
    "Appeal",
    "Approval",
    "ApprovalStep",
    "Attendee",
    "Budget",
    "CaseStudy",
    "ClauseEvidence",
    "Day",
    "Decision",
    "Declaration",
    "Delivered",
    "DeliveryProof",
    "Evidence",
    "Exceptional",
    "Fact",
    "Heading",
    "Income",
    "Letter",
    "Letterhead",
    "Line",
    "Minutes",
    "MissingItem",
    "Moment",
    "PaymentOrder",
    "Receipt",
    "Recusal",
    "Section",
    "Signatory",
    "Signature",
    "Table",
    "Timeline",
    "Verification",
    "WindowNotice",
    "print_letter",
    "render",
]
