"""The words a pack may use to name things the programme acts upon."""

from typing import Literal, get_args

CLAUSE_IDS: tuple[str, ...] = (
    *("TTL", "P1", "P2", "P3", "P4", "P5", "P6", "G1", "G2", "G3", "G4"),
    *("D1", "D2", "D3", "D4", "D5", "D6", "D6.1", "D6.2", "D6.3", "D6.4", "D6.5"),
    *("C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "T0", "T1", "T2", "T3", "T4", "T5", "T6"),
    *("H0", "H1", "H2a", "H2b", "H2c", "H3", "H4a", "H4b", "H5a", "H5b", "H5c", "H6", "H7"),
    *("A1", "A2", "A3", "A4"),
)

RoleId = Literal[
    "relations_officer",
    "social_researcher",
    "committee_member",
    "committee_secretary",
    "manager",
    "office_representative",
    "delivery_officer",
    "quality_manager",
    "board_secretary",
    "administrator",
]
ROLE_IDS: tuple[RoleId, ...] = get_args(RoleId)

ChannelId = Literal[
    "interview",
    "phone",
    "social",
    "letters",
    "request_service",
    "volunteering",
    "website",
    "office_representative",
]

ToolId = Literal[
    "bylaws",
    "research_guide",
    "support_guide",
    "support_request_form",
    "charity_policies",
    "official_instructions",
]

Accepts = Literal["inquiry", "support_request", "papers", "objection", "suggestion", "complaint"]
Classification = Literal["plain", "personal", "sensitive"]

FOR_WHOM, AGENT, WRITER = "for_whom", "agent", "writer"
"""«لمن هذا الطلب؟»: in one's own name for somebody else by a deed, or with her beside, writing what she says."""

_COUPLE = frozenset({"for_whom", "identity", "spouse"})

DERIVED_FACTS: dict[str, frozenset[str]] = {
    "wife.birth_date": _COUPLE,
    "husband.birth_date": _COUPLE,
}
"""Facts that no question asks in so many words, and the questions whose answers give them."""
