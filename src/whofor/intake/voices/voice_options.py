"""Options of reading what people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whofor.intake.voices.facts import TitleReader
from whofor.intake.voices.tools import ToolNames
from whofor.intake.voices.voice_shapes import VoiceShape, known_shapes

__all__ = ["VoiceOptions"]


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How texts are read.

    Attributes:
        tools: Names of tools, each with the pattern that finds it; see `ToolNames`.
        titles: Reads job titles into attributes: level and department.
        shapes: The user's own shapes, which go before the packaged ones.
        interviewers: Names of those who ask in interviews; by default who asks most questions.
        staff: Names of people of vendors: what they write is kept as that of vendors.
    """

    tools: Mapping[str, str] = field(default_factory=dict[str, str])
    titles: TitleReader | None = None
    shapes: tuple[VoiceShape, ...] = ()
    interviewers: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()

    @property
    def tool_names(self) -> ToolNames:
        """The names of tools, ready to be found."""
        return ToolNames(self.tools)

    @property
    def all_shapes(self) -> tuple[VoiceShape, ...]:
        """The user's own shapes and the packaged ones."""
        return (*self.shapes, *known_shapes())
