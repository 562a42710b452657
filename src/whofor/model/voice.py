"""What people say, in their own words: documents with their source, author and parts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PartRole", "SourceKind", "TextPart", "VoiceDocument"]


class SourceKind(StrEnum):
    """Kinds of sources, the most telling first.

    `INTERVIEW`: somebody was asked in person. `PRIVATE`: talk that was not meant for the public, as tickets, calls and
    chats of a team. `PUBLIC`: reviews and posts. `VENDOR`: what those say who sell.
    """

    INTERVIEW = "interview"
    PRIVATE = "private"
    PUBLIC = "public"
    VENDOR = "vendor"


class PartRole(StrEnum):
    """What a part of a document was asked for, or stands for.

    `TITLE` and `BODY` of any text; `PROS`, `CONS` and `WISH` as a form asks for them; `BENEFITS`: the problems that are
    solved; `ADVICE` to others who consider it; `MOTIVE`: why it was bought, or what was left for it; `ALTERNATIVES`
    that were considered; `ANSWER` to a question that was asked.
    """

    TITLE = "title"
    BODY = "body"
    PROS = "pros"
    CONS = "cons"
    WISH = "wish"
    BENEFITS = "benefits"
    ADVICE = "advice"
    MOTIVE = "motive"
    ALTERNATIVES = "alternatives"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class TextPart:
    """One part of a document.

    Attributes:
        role: What it was asked for.
        text: What is said; persons are masked in it.
        question: The question that was asked; empty where none was.
    """

    role: PartRole
    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class VoiceDocument:
    """One text by one author: a review, a post, an answer, a turn of a conversation.

    Attributes:
        id: What it is told apart by: a hash of its source, author and text, the same in any order of rows.
        source: Name of the source, as `g2` or the name of a folder.
        kind: Kind of source.
        parts: Its texts, in order.
        tool: The tool that it is about; empty where not known.
        author: Keyed hash of its author, 16 hexadecimal digits; empty where not known. Never the name.
        day: Days since 1970-01-01; NaN where not known.
        stars: 1 to 5; NaN where there are none.
        language: Language as declared by the source, as `fr`; empty where not declared.
        attributes: What is known of the author or the text, as `role` and `industry`: pairs of name and value.
        place: Where it stands, for people: file and row, or link.
    """

    id: str
    source: str
    kind: SourceKind
    parts: tuple[TextPart, ...]
    tool: str = ""
    author: str = ""
    day: float = math.nan
    stars: float = math.nan
    language: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    place: str = ""

    @property
    def person(self) -> str:
        """Who says it, as far as people can be told apart: the author, else the document itself."""
        return self.author or self.id
