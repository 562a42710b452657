"""What was read of the market's own words: counts per source, what was left out and why, notes for people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from whofor.model.vendor_page import VendorPage
from whofor.model.voice import VoiceDocument

__all__ = [
    "LeftOutReason",
    "LeftOutVoices",
    "ShapeSureness",
    "SourceReading",
    "VoiceNote",
    "VoiceNoteCode",
    "VoicesRead",
]


class ShapeSureness(StrEnum):
    """How sure it is that a source has this shape.

    `SEEN`: seen in a real file or in the vendor's documentation. `PUBLIC_CODE`: in public code that reads it.
    `FROM_MEMORY`: to be verified with a file. `DRAFTED`: told by the words of its headers and its values. `GIVEN`: by
    the user.
    """

    SEEN = "A"
    PUBLIC_CODE = "B"
    FROM_MEMORY = "C"
    DRAFTED = "drafted"
    GIVEN = "given"


class LeftOutReason(StrEnum):
    """Why a text is no document.

    `EMPTY`: nothing is written, or nothing but a link. `REMOVED`: by its author or a moderator. `DUPLICATE`: nearly the
    same text about the same tool is read already. `VENDOR_REPLY`: the answer of the vendor to a review. `STAFF`: of
    those who answer tickets. `BOT`: written by a program. `SYSTEM`: a notice of the software, as that somebody joined.
    `INTERVIEWER`: of the one who asks. `NOTHING_SAID`: a sound of assent. `UNREADABLE`: a row of another form.
    `NO_TEXT_COLUMN`: a row of a table that holds no texts.
    """

    EMPTY = "empty"
    REMOVED = "removed"
    DUPLICATE = "duplicate"
    VENDOR_REPLY = "vendor_reply"
    STAFF = "staff"
    BOT = "bot"
    SYSTEM = "system"
    INTERVIEWER = "interviewer"
    NOTHING_SAID = "nothing_said"
    UNREADABLE = "unreadable"
    NO_TEXT_COLUMN = "no_text_column"


@dataclass(frozen=True, slots=True)
class LeftOutVoices:
    """Texts of a source that are no documents, for one reason.

    Attributes:
        reason: The reason.
        count: Number of texts.
        examples: Some of them, persons masked, the first in the order of their letters; empty where they have no words.
    """

    reason: LeftOutReason
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What was read of one source: `read` is `used` and the sum of what was left out.

    Attributes:
        source: Its name, that of its documents.
        shapes: Shapes that its files have, as `G2 reviews, as its API gives them`, each with how sure that is.
        files: Names of the files.
        read: Number of texts read: rows, posts, turns, replies.
        used: Number of documents.
        people: Number of different people among them, as far as they are known; else of documents.
        left_out: What was left out, by reason.
        first_day: Day of the first document, in days since 1970-01-01; NaN where none is dated.
        last_day: Day of the last one.
        stars: Number of documents by their stars, rounded: 1, 2, 3, 4, 5.
        languages: Languages declared, with the number of documents; the empty one is not declared.
    """

    source: str
    shapes: tuple[tuple[str, ShapeSureness], ...]
    files: tuple[str, ...]
    read: int
    used: int
    people: int
    left_out: tuple[LeftOutVoices, ...] = ()
    first_day: float = math.nan
    last_day: float = math.nan
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    languages: tuple[tuple[str, int], ...] = ()


class VoiceNoteCode(StrEnum):
    """Kinds of notes on what was read."""

    DRAFTED_MAPPING = "drafted_mapping"
    UNSURE_SHAPE = "unsure_shape"
    NO_TEXT_COLUMN = "no_text_column"
    FILE_LEFT_OUT = "file_left_out"
    FILE_COPY = "file_copy"
    TOOL_FROM_NAME = "tool_from_name"
    UNKNOWN_STARS = "unknown_stars"
    UNKNOWN_DAYS = "unknown_days"
    PERSONAL_COLUMNS = "personal_columns"
    LONG_TEXTS = "long_texts"
    SPEAKERS_UNKNOWN = "speakers_unknown"
    INTERVIEWER = "interviewer"
    VENDOR_POSTS = "vendor_posts"
    ONE_AUTHOR = "one_author"
    ONE_WEEK = "one_week"
    COPIES = "copies"
    INCENTIVES = "incentives"
    NO_AUTHORS = "no_authors"


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """One thing that a reader of the results should know of what was read.

    Attributes:
        code: Its kind.
        source: The source; empty where it is about a file of none.
        text: What there is to know: an `errors.Sentence`, so that it can be written in another language.
        place: File, or row; empty where the whole source is meant.
    """

    code: VoiceNoteCode
    source: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class VoicesRead:
    """What people and vendors say, as read from files.

    Attributes:
        documents: The documents, by source and id; those of vendors' pages among them.
        pages: Vendors' pages, by vendor and place.
        sources: What was read of each source, by its name.
        notes: What a reader of the results should know, by source.
    """

    documents: tuple[VoiceDocument, ...]
    pages: tuple[VendorPage, ...]
    sources: tuple[SourceReading, ...]
    notes: tuple[VoiceNote, ...]
