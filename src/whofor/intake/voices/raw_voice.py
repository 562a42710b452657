"""What a reader finds: a text with its author as written, before persons are masked. It never leaves this package."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from whofor.model.voice import PartRole, SourceKind, TextPart

__all__ = ["RawVoice", "single"]


@dataclass(frozen=True, slots=True)
class RawVoice:
    """One text by one author, as a file has it.

    Attributes:
        source: Name of the source.
        kind: Kind of source.
        place: Where it stands, for people.
        parts: Its texts as written.
        tool: The tool that it is about, as written.
        author: By what its author is told apart: a name, an address, a key.
        people: Names of its author.
        others: Names of those who take part in the same conversation.
        day: Days since 1970-01-01; NaN where not known.
        stars: 1 to 5; NaN where there are none.
        language: Language as declared.
        attributes: Attribute -> value as written.
        may_sell: Whether it may be the post of a vendor: reviews are by clients, answers by those who were asked.
    """

    source: str
    kind: SourceKind
    place: str
    parts: tuple[TextPart, ...]
    tool: str = ""
    author: str = ""
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    day: float = math.nan
    stars: float = math.nan
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    may_sell: bool = False

    @property
    def text(self) -> str:
        """All that is said, a line for each part."""
        return "\n".join(part.text for part in self.parts)


def single(text: str, role: PartRole = PartRole.BODY, question: str = "") -> tuple[TextPart, ...]:
    """Return one part."""
    return (TextPart(role, text, question),)
