"""What every part of a pack has in common: frozen, and closed to keys nobody knows."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Part(BaseModel):
    """Numbers in a pack are whole: money in halalas, weights in hundredths. No part has a float."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


NOT_BLANK = r"\S"
Ident = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words = Annotated[str, StringConstraints(pattern=NOT_BLANK)]
Halalas = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(gt=0)]
