"""Interviews: eight people of the planted groups, asked open questions, who answer with facts, opinions and wishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from whofor.example.draws import Draws
from whofor.example.voices.cast import MadeNames, MadePerson, role_of
from whofor.example.voices.said import PlantedGrade, PlantedKind, Said, joined
from whofor.example.voices.wordings import Decks, Language, cast_table, table
from whofor.example.world import AS_OF

__all__ = ["MadeInterview", "MadeTurn", "draw_interviews", "interview_files"]

_IN_OTHER_LANGUAGE = 3
"""Of eight interviews the last three are in the other language, so that each corpus has both."""
_FORMS = ("md", "vtt", "txt", "srt")
_FACTS_FIRST = 3
"""Facts told about the first pain; of the others one less."""
_SECONDS_A_WORD = 0.4
"""About 150 words a minute, a usual pace of speech."""


@dataclass(frozen=True, slots=True)
class MadeTurn:
    """What one person says before the other speaks again.

    Attributes:
        asks: Whether it is the interviewer.
        said: What is said; a question is a sentence of topic `question`.
    """

    asks: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class MadeInterview:
    """One interview.

    Attributes:
        path: Path of its file, whose ending tells its form.
        language: Its language.
        day: Its day.
        interviewer: Name of who asks.
        person: Who answers.
        turns: What is said, in order.
    """

    path: str
    language: Language
    day: date
    interviewer: str
    person: MadePerson
    turns: tuple[MadeTurn, ...]


def draw_interviews(seed: int, language: Language, names: MadeNames, decks: Decks) -> tuple[MadeInterview, ...]:
    """Draw the interviews, in the order of their days.

    Args:
        seed: Seed of the draws.
        language: Language of most of them.
        names: Where names come from.
        decks: Where texts come from.
    """
    draws = Draws(seed, 105)
    respondents: list[dict[str, Any]] = table("interviews")["respondent"]
    interviewer = names.next()
    other: Language = "fr" if language == "en" else "en"
    days = sorted(draws.whole(len(respondents), 10, 80).tolist(), reverse=True)
    made: list[MadeInterview] = []
    for i, asked in enumerate(respondents):
        spoken = language if i < len(respondents) - _IN_OTHER_LANGUAGE else other
        name = names.next()
        person = MadePerson(name, role_of(name, asked["role"], spoken), asked["sector"], asked["size"])
        path = f"interviews/{i + 1:02d}_{asked['sector'].lower().replace(' ', '_')}.{_FORMS[i % len(_FORMS)]}"
        turns = _turns(asked, spoken, decks)
        made.append(MadeInterview(path, spoken, AS_OF - timedelta(days=days[i]), interviewer, person, turns))
    return tuple(made)


def _turns(asked: dict[str, Any], language: Language, decks: Decks) -> tuple[MadeTurn, ...]:
    """Return a whole conversation: who they are, what hurts, what does not, what works, what they would do."""

    def ask(name: str, key: str = "") -> MadeTurn:
        texts = table("interviews")[name][key][language] if key else table("interviews")[name][language]
        question = Said("", PlantedKind.NEUTRAL, "question")
        return MadeTurn(True, (decks.of(f"{name}/{key}/{language}", texts, question),))

    def answer(*said: Said) -> MadeTurn:
        return MadeTurn(False, said)

    plain = Said("", PlantedKind.NEUTRAL, "context", grade=PlantedGrade.FACT)
    wished = Said("", PlantedKind.WISH, "hypothetical", grade=PlantedGrade.HYPOTHETICAL)
    turns = [ask("opening"), answer(*(Said(text, plain.kind, plain.topic) for text in asked["intro"][language]))]
    for k, key in enumerate(asked["pains"]):
        turns += [ask("question", key), answer(decks.pain(key, language, "spoken"))]
        for _ in range(_FACTS_FIRST - 1 - min(k, 1)):
            turns += [ask("more"), answer(decks.pain(key, language, "spoken"))]
    turns += [ask("question", asked["denied"]), answer(_denial(asked["denied"], language, decks))]
    turns.append(ask("good"))
    turns.append(
        answer(decks.praise(asked["praised"], language, "spoken"))
        if asked["praised"]
        else answer(decks.of(f"plain/{language}", table("interviews")["plain"][language], plain))
    )
    hypothetical = table("interviews")["hypothetical"][language]
    turns += [ask("future"), answer(*(decks.of(f"hypothetical/{language}", hypothetical, wished) for _ in range(2)))]
    turns += [ask("closing"), answer(decks.neutral("filler", language, "spoken", "filler"))]
    return tuple(turns)


def _denial(key: str, language: Language, decks: Decks) -> Said:
    """Return the answer of somebody who was asked for a pain and has none."""
    aspect = cast_table()["pain"][key]["aspect"]
    said = Said("", PlantedKind.PRAISE, "denial", aspect, contrary=key, grade=PlantedGrade.OPINION)
    return decks.of(f"denial/{key}/{language}", table("interviews")["denial"][key][language], said)


def interview_files(interviews: tuple[MadeInterview, ...]) -> dict[str, bytes]:
    """Return the transcripts by path, each in the form that its ending tells."""
    return {interview.path: _WRITERS[interview.path.rpartition(".")[2]](interview).encode() for interview in interviews}


def _timed(interview: MadeInterview) -> list[tuple[float, float, str, str]]:
    """Return start and end in seconds, speaker and text of each turn."""
    lines: list[tuple[float, float, str, str]] = []
    at = 3.0
    for turn in interview.turns:
        text = joined(turn.said)
        end = at + len(text.split()) * _SECONDS_A_WORD + 1.0
        lines.append((at, end, interview.interviewer if turn.asks else interview.person.name, text))
        at = end + 0.5
    return lines


def _clock(seconds: float, decimal: str = ".") -> str:
    milliseconds = round(seconds * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{decimal}{rest:03d}"


def _above(interview: MadeInterview) -> list[str]:
    """Return what an interviewer notes above a transcript, a line each."""
    person = interview.person
    facts = (interview.interviewer, person.role, person.sector, person.size, interview.day.isoformat())
    colon = "\N{NO-BREAK SPACE}:" if interview.language == "fr" else ":"
    labels: list[str] = table("interviews")["above"][interview.language]
    return [f"{label}{colon} {fact}" for label, fact in zip(labels, facts, strict=True)]


def _vtt(interview: MadeInterview) -> str:
    cues = [
        f"{_clock(start)} --> {_clock(end)}\n<v {speaker}>{text}</v>\n"
        for start, end, speaker, text in _timed(interview)
    ]
    return "\n".join(["WEBVTT\n", "\n".join(["NOTE", *_above(interview), ""]), *cues])


def _srt(interview: MadeInterview) -> str:
    return "\n".join(
        f"{k}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{speaker}: {text}\n"
        for k, (start, end, speaker, text) in enumerate(_timed(interview), start=1)
    )


def _txt(interview: MadeInterview) -> str:
    turns = [
        f"{speaker}  {int(start) // 60}:{int(start) % 60:02d}\n{text}\n"
        for start, _, speaker, text in _timed(interview)
    ]
    return "\n".join([*_above(interview), "", *turns])


def _md(interview: MadeInterview) -> str:
    turns = [f"**{speaker}:** {text}\n" for _, _, speaker, text in _timed(interview)]
    return "\n".join(["# Interview\n", *_above(interview), "", *turns])


_WRITERS: dict[str, Callable[[MadeInterview], str]] = {"vtt": _vtt, "srt": _srt, "txt": _txt, "md": _md}
