"""Papers: whose they are, when they are needed, how long they hold, how they may be met."""

from typing import Annotated, Literal

from pydantic import Field

from .questions import Condition
from .shape import Ident, Part, Positive, Words
from .vocabulary import Classification

Way = Literal["seen_at_office", "seen_by_representative", "by_video", "copy_kept"]


class NoExpiry(Part):
    kind: Literal["none"]


class ExpiryDate(Part):
    """Valid through the expiry date written on it."""

    kind: Literal["expiry_date"]


class MaxAge(Part):
    """Valid through this many days after its date of issue."""

    kind: Literal["max_age_days"]
    days: Positive


class CurrentTerm(Part):
    """Valid within the term that it names by its first and last day."""

    kind: Literal["current_term"]


Validity = Annotated[NoExpiry | ExpiryDate | MaxAge | CurrentTerm, Field(discriminator="kind")]


class CopyKept(Part):
    """A copy is kept only on a named legal ground, for so long after the request closes."""

    ground: Words
    keep_days: Positive


class Requirement(Part):
    id: Ident
    title: Words
    bring: Words
    for_whom: Literal["applicant", "agent", "spouse", "each_adult", "each_child", "breadwinner"]
    when: Condition | None = None
    validity: Validity
    met_by: tuple[Way, ...]
    copy_kept: CopyKept | None = None
    identity_paper: bool = False
    classification: Classification
    material: bool = False
    optional: bool = False
    """Asked for if there is one; its absence leaves the request complete."""
