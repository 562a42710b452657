"""Documents of interviews and calls: what those say who are asked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from whofor.errors import Sentence
from whofor.intake.normalise import infer_date_rule, parse_date
from whofor.intake.voices.json_tree import JsonObject, text_at
from whofor.intake.voices.raw_voice import RawVoice, single
from whofor.intake.voices.reading_log import ReadingLog
from whofor.intake.voices.speakers import answers_of, who_asks
from whofor.intake.voices.turns import Transcript, Turn, joined_turns
from whofor.model.voice import SourceKind
from whofor.model.voice_reading import ShapeSureness, VoiceNoteCode

__all__ = ["Conversation", "fireflies_transcript", "gong_transcripts", "voices_of"]

_FACTS = ("job_title", "industry", "size", "country", "company")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A transcript with what is known of it beside its turns.

    Attributes:
        source: Name of the source.
        kind: Kind of source.
        place: The file.
        title: Title of its shape, for people.
        sure: How sure the shape is.
        staff: Speakers who are of the house that asks.
        day: Day on which it was held; NaN where not known.
    """

    source: str
    kind: SourceKind
    place: str
    title: str
    sure: ShapeSureness = ShapeSureness.FROM_MEMORY
    staff: frozenset[str] = field(default_factory=frozenset[str])
    day: float = math.nan


def voices_of(
    transcript: Transcript, of: Conversation, log: ReadingLog, interviewers: Iterable[str] = ()
) -> list[RawVoice]:
    """Return what those say who are asked, a document for each turn.

    Args:
        transcript: The conversation.
        of: What is known of it.
        log: Takes counts and notes.
        interviewers: Names of those who ask; by default who asks most questions.
    """
    log.opened(of.source, of.place, of.title, of.sure)
    asks = (of.staff & set(transcript.speakers)) or who_asks(transcript, interviewers)
    if not transcript.speakers:
        what = Sentence("Speakers are not told apart, so that all is taken for what was answered")
        log.note(VoiceNoteCode.SPEAKERS_UNKNOWN, of.source, what, of.place)
    elif not asks and len(transcript.speakers) > 1:
        what = Sentence("Nobody asks, so that all speakers are taken for people who were asked: name the interviewer")
        log.note(VoiceNoteCode.SPEAKERS_UNKNOWN, of.source, what, of.place)
    elif asks and not of.staff:
        turns = [turn.speaker in asks for turn in transcript.turns]
        what = Sentence("Who asks is taken for the interviewer: {n:,} of {of:,} turns", n=sum(turns), of=len(turns))
        log.note(VoiceNoteCode.INTERVIEWER, of.source, what, of.place)
    like = RawVoice(
        of.source,
        of.kind,
        of.place,
        single(""),
        tool=transcript.about.get("tool", ""),
        day=_day(transcript.about.get("day", ""), of.day),
        language=transcript.about.get("language", ""),
        attributes={name: transcript.about[name] for name in _FACTS if name in transcript.about},
    )
    return answers_of(transcript, like, asks, log)


def _day(text: str, otherwise: float) -> float:
    day = parse_date(text, infer_date_rule({text: 1})) if text else None
    return otherwise if day is None else float(math.floor(day))


def fireflies_transcript(rows: Sequence[JsonObject]) -> Transcript | None:
    """Return a transcript of Fireflies, from its sentences.

    Example:
        >>> said = ((1, "Bob", "Slow."), (0, "Ann", "So?"))
        >>> rows = [{"index": n, "speaker_name": who, "text": text} for n, who, text in said]
        >>> [(turn.speaker, turn.text) for turn in fireflies_transcript(rows).turns]
        [('Ann', 'So?'), ('Bob', 'Slow.')]
    """
    ordered = sorted(rows, key=_number)
    turns = [
        Turn(_speaker(row), text_at(row, "text") or text_at(row, "raw_text"), n) for n, row in enumerate(ordered, 1)
    ]
    joined = joined_turns(turns)
    return Transcript(joined) if joined else None


def _speaker(row: JsonObject) -> str:
    key = text_at(row, "speaker_id")
    return text_at(row, "speaker_name") or (f"Speaker {key}" if key else "")


def _number(row: JsonObject) -> float:
    for key in ("index", "start_time"):
        value = row.get(key)
        if isinstance(value, int | float):
            return float(value)
    return 0.0


def gong_transcripts(rows: Sequence[JsonObject], place: str) -> list[tuple[Transcript, Conversation]]:
    """Return the calls of Gong, each with what is known of it.

    Args:
        rows: The calls.
        place: The file.
    """
    found: list[tuple[Transcript, Conversation]] = []
    for number, row in enumerate(rows, start=1):
        names, staff = _parties(row)
        turns: list[Turn] = []
        monologues = row.get("transcript")
        for one in cast("list[object]", monologues) if isinstance(monologues, list) else ():
            if isinstance(one, dict):
                said = cast("JsonObject", one)
                key = text_at(said, "speakerId")
                turns.append(Turn(names.get(key) or f"Speaker {key}", _sentences(said), len(turns) + 1))
        joined = joined_turns(turns)
        if joined:
            place_of_call = f"{place}:{number}"
            call = Conversation(
                "calls",
                SourceKind.PRIVATE,
                place_of_call,
                "Gong",
                ShapeSureness.PUBLIC_CODE,
                frozenset(staff),
                _day(text_at(row, "metaData", "started"), math.nan),
            )
            found.append((Transcript(joined), call))
    return found


def _parties(row: JsonObject) -> tuple[Mapping[str, str], set[str]]:
    """Return the names of speakers by their keys, and the names of those of the own house, where a call tells."""
    parties = row.get("parties")
    names: dict[str, str] = {}
    staff: set[str] = set()
    for one in cast("list[object]", parties) if isinstance(parties, list) else ():
        if isinstance(one, dict):
            party = cast("JsonObject", one)
            name = text_at(party, "name")
            names[text_at(party, "speakerId")] = name
            if text_at(party, "affiliation").lower() == "internal" and name:
                staff.add(name)
    return names, staff


def _sentences(said: JsonObject) -> str:
    each = said.get("sentences")
    rows = cast("list[object]", each) if isinstance(each, list) else []
    return " ".join(text_at(cast("JsonObject", row), "text") for row in rows if isinstance(row, dict))
