"""Channels through which people come, and the officer's tools."""

from typing import Literal

from .shape import Part, Words
from .vocabulary import Accepts, ChannelId, ToolId


class Channel(Part):
    id: ChannelId
    name: Words
    clause: Words
    active: bool
    hours: Words
    accepts: tuple[Accepts, ...]


class Tool(Part):
    id: ToolId
    title: Words
    clause: Words
    kind: Literal["document", "form"]
