"""What the applicant is told before the first personal question, consents to, and signs."""

from typing import Annotated

from pydantic import Field

from .shape import Part, Positive, Words
from .vocabulary import RoleId


class HealthConsent(Part):
    """Given by each person for herself, apart from any other consent."""

    version: Positive
    words: Words
    readers: Annotated[tuple[RoleId, ...], Field(min_length=1)]


class Declaration(Part):
    version: Positive
    words: Words
    privacy_version: Positive
    privacy_notice: Words
    health: HealthConsent
