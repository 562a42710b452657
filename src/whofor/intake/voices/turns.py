"""Turns of a conversation: who says what, in the texts that programs and people write of interviews and calls."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whofor.intake.voices.words import is_one_of, table_of
from whofor.text import fold

__all__ = ["Transcript", "Turn", "joined_turns", "named_and_role", "transcript_of"]

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CUE = re.compile(rf"^\s*({_TIME})\s*-->\s*{_TIME}.*$")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>]{1,120})>(.*?)(?:</v>|$)", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]{0,200}>|<\d[\d:.]*>", re.IGNORECASE)
_LABEL = r"[^\W\d_][^:\n\[\]<>{}|]{0,59}?"
# `Anna:`, `**Anna (COO):**`, `[00:01:02] Anna:`, `Anna [00:01]:`, `- Anna:`
_NAMED = re.compile(
    rf"^\s*(?:[-*•>]\s+)?(?:[\[(]?{_TIME}[\])]?\s*[-–]?\s*)?(?:\*\*|__)?(?P<name>{_LABEL}|[QA]\d{{0,2}}|SPEAKER[_ ]\d+)"
    rf"(?:\s*[\[(]{_TIME}[\])])?\s*(?:\*\*|__)?\s*[::](?:\*\*|__)?(?:[ \t]+|$)(?P<text>.*)$",
    re.IGNORECASE,
)
# `Anna Schmidt  0:03`, `0:03 Anna Schmidt`, `Anna Schmidt (00:00:03)`, on a line of its own; the text is below it.
_ABOVE = re.compile(
    rf"^\s*(?:\*\*|#+\s*)?(?:(?P<name>{_LABEL}|SPEAKER[_ ]\d+)\s*(?:\*\*)?[\s,|·–-]*[\[(]?{_TIME}[\])]?"
    rf"|[\[(]?{_TIME}[\])]?[\s,|·–-]+(?P<behind>{_LABEL}|SPEAKER[_ ]\d+))(?:\*\*)?\s*$",
    re.IGNORECASE,
)
_STARTS_WITH_TIME = re.compile(rf"^\s*[\[(]?{_TIME}[\])]?\s*[-–]?\s*")
_ROLE = re.compile(
    r"^(?P<name>[^(,–]{1,60}?)\s*(?:\((?P<in>[^()]{2,80})\)|,\s+(?P<behind>.{2,80})|\s[–-]\s(?P<dash>.{2,80}))$"
)
_ABOUT = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\*\*)?(?P<key>[^\W\d_][^:\n]{1,40}?)(?:\*\*)?\s*:(?:\*\*)?\s*(?P<value>\S.{0,200})$"
)
_MOST_SPEAKERS = 15
_MOST_WORDS_OF_A_NAME = 6
_LINES_ABOVE = 25


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says until another one speaks.

    Attributes:
        speaker: Name or label of the speaker; empty where not known.
        text: What is said.
        place: Number of the turn, cue or paragraph, from 1.
    """

    speaker: str
    text: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation.

    Attributes:
        turns: Its turns, in order.
        about: What is said of it above the turns: `interviewer`, `job_title`, `day` …
        roles: Speaker -> role written beside the name.
    """

    turns: tuple[Turn, ...]
    about: Mapping[str, str] = field(default_factory=dict[str, str])
    roles: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers, in the order in which they first speak."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))


def transcript_of(text: str, ending: str = "") -> Transcript | None:
    """Return the turns of a transcript; `None` where a text is none.

    Args:
        text: The text of a file.
        ending: Its ending: `.vtt` and `.srt` are transcripts whoever speaks, others only where speakers are told apart.

    Example:
        >>> found = transcript_of("Ann: How do you plan?\\nBob (site manager): On paper.\\nIt takes hours.\\nAnn: Why?")
        >>> [(turn.speaker, turn.text) for turn in found.turns]
        [('Ann', 'How do you plan?'), ('Bob', 'On paper. It takes hours.'), ('Ann', 'Why?')]
        >>> dict(found.roles)
        {'Bob': 'site manager'}
        >>> transcript_of("A text: with a colon, and nobody who speaks.") is None
        True
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if ending in (".vtt", ".srt") or text.startswith("WEBVTT") or sum(1 for _ in _cue_lines(text)) > 1:
        return _finished(_of_cues(text), {})
    lines = [line for line in text.split("\n") if not is_one_of(line, "interview", "footers")]
    about, first = _about(lines)
    body = lines[first:]
    above = [_above_name(line) for line in body]
    named = [_named(line) for line in body]
    by_line, by_colon = Counter(filter(None, above)), Counter(found[0] for found in named if found)
    if _are_speakers(by_line, len(body)) and by_line.total() >= by_colon.total() / 2:
        return _finished(_below_names(body, above), about)
    if _are_speakers(by_colon, sum(1 for line in body if line.strip())):
        return _finished(_behind_names(body, named, by_colon), about)
    return None


def _are_speakers(counts: Counter[str], lines: int) -> bool:
    """Return whether labels are those of speakers: some, who speak again, on a good part of the lines."""
    known = sum(is_one_of(_bare(name), "interview", who) for name in counts for who in ("asks", "answers", "generic"))
    if not counts or len(counts) > _MOST_SPEAKERS:
        return False
    again = max(counts.values()) > 1 or known > 1
    return counts.total() > 1 and (len(counts) > 1 or known > 0) and again and counts.total() >= lines / 10


def _bare(name: str) -> str:
    """Return a label without its number: `Speaker 2`, `SPEAKER_01`, `Q1`."""
    return re.sub(r"[\s_#]*\d+$", "", name)


def _cue_lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n")[:200] if _CUE.match(line))


def _of_cues(text: str) -> list[Turn]:
    """Return the cues of WebVTT or SubRip as turns."""
    turns: list[Turn] = []
    speaker = ""
    for number, block in enumerate(re.split(r"\n[ \t]*\n", text)):
        lines = block.strip().split("\n")
        start = next((place for place, line in enumerate(lines) if _CUE.match(line)), None)
        if start is None:
            continue
        body = "\n".join(lines[start + 1 :])
        voices = _VOICE.findall(body)
        if voices:
            turns += [Turn(name.strip(), _without_tags(said), number) for name, said in voices]
            continue
        body = _without_tags(body)
        named = _NAMED.match(body.split("\n")[0])
        if named and len(named["name"].split()) <= _MOST_WORDS_OF_A_NAME:
            speaker = named["name"].strip()
            body = "\n".join((named["text"], *body.split("\n")[1:]))
        turns.append(Turn(speaker, body, number))
    counts = Counter(turn.speaker for turn in turns if turn.speaker)
    if counts and max(counts.values()) == 1 and len(counts) > _MOST_SPEAKERS:
        # Colons in what is said, no names.
        return [replace(turn, speaker="") for turn in turns]
    return turns


def _without_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()


def _about(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return what the lines above a transcript say of it, and the number of these lines."""
    about: dict[str, str] = {}
    keys = {fold(word): name for name, words in table_of("interview")["about"].items() for word in words}
    matches = [_ABOUT.match(line) for line in lines]
    # What comes again is the label of a speaker: `Interviewer: …`.
    again = Counter(fold(found["key"]).strip("*# ") for found in matches if found)
    end = 0
    for place, (line, found) in enumerate(zip(lines[:_LINES_ABOVE], matches, strict=False)):
        key = fold(found["key"]).strip("*# ") if found else ""
        if found and key in keys and again[key] == 1:
            about.setdefault(keys[key], found["value"].strip().strip("*"))
            end = place + 1
        elif line.strip() and not line.lstrip().startswith(("#", "---", "===", "*")):
            break
    return about, end


def _above_name(line: str) -> str:
    found = _ABOVE.match(line)
    name = (found["name"] or found["behind"] or "").strip().strip("*") if found else ""
    return name if 0 < len(name.split()) <= _MOST_WORDS_OF_A_NAME else ""


def _named(line: str) -> tuple[str, str] | None:
    """Return the label of a line and the text behind it; `None` where it has none."""
    found = _NAMED.match(line)
    if not found or len(found["name"].split()) > _MOST_WORDS_OF_A_NAME + 4 or "//" in found["text"][:2]:
        return None
    return found["name"].strip().strip("*"), found["text"].strip()


def _below_names(lines: Sequence[str], above: Sequence[str]) -> list[Turn]:
    turns: list[Turn] = []
    for line, name in zip(lines, above, strict=True):
        if name:
            turns.append(Turn(name, "", len(turns) + 1))
        elif turns:
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{_STARTS_WITH_TIME.sub('', line)}")
    return turns


def _behind_names(
    lines: Sequence[str], named: Sequence[tuple[str, str] | None], counts: Mapping[str, int]
) -> list[Turn]:
    turns: list[Turn] = []
    for line, found in zip(lines, named, strict=True):
        if found and _may_speak(found[0], counts):
            turns.append(Turn(found[0], found[1], len(turns) + 1))
        elif turns:
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{_STARTS_WITH_TIME.sub('', line)}")
    return turns


def _may_speak(name: str, counts: Mapping[str, int]) -> bool:
    """Return whether a label is that of a speaker: it comes again, or is short and begins with a capital."""
    return counts[name] > 1 or (len(name.split()) <= _MOST_WORDS_OF_A_NAME and not name[0].islower())


def _finished(turns: Iterable[Turn], about: Mapping[str, str]) -> Transcript | None:
    """Return the transcript, its turns joined, with the roles that stand beside names."""
    roles: dict[str, str] = {}
    plain: list[Turn] = []
    for turn in turns:
        name, role = named_and_role(turn.speaker)
        if role and not is_one_of(role, "interview", "asks"):
            roles.setdefault(name, role)
        elif role:
            about = {"interviewer": name, **about}
        plain.append(replace(turn, speaker=name))
    joined = joined_turns(plain)
    return Transcript(joined, about, roles) if joined else None


def named_and_role(label: str) -> tuple[str, str]:
    """Return the name and the role that a label holds.

    Example:
        >>> named_and_role("Anna Schmidt (COO)"), named_and_role("Paul, directeur"), named_and_role("Bob")
        (('Anna Schmidt', 'COO'), ('Paul', 'directeur'), ('Bob', ''))
    """
    found = _ROLE.match(label)
    if not found:
        return label, ""
    return found["name"].strip(), (found["in"] or found["behind"] or found["dash"]).strip()


def joined_turns(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return turns with those of one speaker that follow each other joined, and those that say nothing left out.

    Example:
        >>> turns = [Turn("A", "It is"), Turn("A", "slow."), Turn("B", " "), Turn("A", "Yes.")]
        >>> [turn.text for turn in joined_turns(turns)]
        ['It is slow. Yes.']
    """
    joined: list[Turn] = []
    for turn in turns:
        text = " ".join(turn.text.split())
        if not text:
            continue
        if joined and joined[-1].speaker == turn.speaker:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {text}")
        else:
            joined.append(replace(turn, text=text))
    return tuple(joined)
