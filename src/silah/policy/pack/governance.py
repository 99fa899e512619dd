"""Who reviews the policy and when; the record of its approval, or of the lack of one."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .shape import Part, Positive, Words
from .vocabulary import RoleId


class Review(Part):
    cycle_months: Positive
    owner: RoleId


class Approved(Part):
    recorded: Literal[True]
    minutes: Words
    body: Words
    date: date
    signatory: Words
    signatory_title: Words


class NotRecorded(Part):
    recorded: Literal[False]
    reason: Words


Approval = Annotated[Approved | NotRecorded, Field(discriminator="recorded")]
