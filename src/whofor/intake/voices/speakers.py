"""Speakers of a conversation: who asks, and what the others answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from whofor.intake.voices.raw_voice import RawVoice
from whofor.intake.voices.reading_log import ReadingLog
from whofor.intake.voices.turns import Transcript, Turn, named_and_role
from whofor.intake.voices.words import is_one_of, names_of
from whofor.model.voice import PartRole, SourceKind, TextPart
from whofor.model.voice_reading import LeftOutReason
from whofor.text import fold, name_words

__all__ = ["answers_of", "is_generic", "who_asks"]

_SENTENCE = re.compile(r"[^.?!]*[.?!]+|[^.?!]+$")
_LONGEST_QUESTION = 600
"""Last characters of what was asked that are kept beside an answer."""
_NUMBER = re.compile(r"[\s_#]*\d+$")


def who_asks(transcript: Transcript, named: Iterable[str] = ()) -> frozenset[str]:
    """Return the speakers who ask: those named, else those labelled so, else the one who asks most questions.

    Of two who ask equally many, the one of whose sentences more are questions, then the one who speaks first. Nobody
    asks where there is one speaker.

    Args:
        transcript: The conversation.
        named: Names of interviewers, whole or in part.

    Example:
        >>> turns = [Turn("Ann", "How do you plan?"), Turn("Bob", "On paper. Why?"), Turn("Ann", "And then?")]
        >>> sorted(who_asks(Transcript(tuple(turns))))
        ['Ann']
    """
    speakers = transcript.speakers
    told = [*named, *([transcript.about["interviewer"]] if "interviewer" in transcript.about else [])]
    given = {speaker for speaker in speakers if any(_is_called(speaker, name) for name in told)}
    if given and given != set(speakers):
        return frozenset(given)
    if len(speakers) < 2:
        return frozenset()
    labelled = {speaker for speaker in speakers if is_one_of(_NUMBER.sub("", speaker), "interview", "asks")}
    if labelled and labelled != set(speakers):
        return frozenset(labelled)
    answering = {speaker for speaker in speakers if is_one_of(_NUMBER.sub("", speaker), "interview", "answers")}
    asking: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for turn in transcript.turns:
        said = [sentence.strip() for sentence in _SENTENCE.findall(turn.text) if sentence.strip()]
        sentences[turn.speaker] += len(said)
        asking[turn.speaker] += sum(map(_is_question, said))
    able = [speaker for speaker in speakers if speaker not in answering] or list(speakers)
    best = max(able, key=lambda speaker: (asking[speaker], asking[speaker] / max(1, sentences[speaker])))
    return frozenset([best]) if asking[best] else frozenset()


def _is_called(speaker: str, name: str) -> bool:
    words, wanted = name_words(speaker), name_words(name)
    return bool(wanted) and (fold(speaker) == fold(name) or set(wanted) <= set(words) or set(words) <= set(wanted))


def _is_question(sentence: str) -> bool:
    if sentence.endswith("?"):
        return True
    # Programs that listen write few question marks.
    return sentence[-1:] not in ".!" and fold(sentence).startswith(names_of("interview", "begins"))


def is_generic(label: str) -> bool:
    """Return whether a label names no person: `Speaker 2`, `Participant`, `A`.

    Example:
        >>> is_generic("SPEAKER_01"), is_generic("Client"), is_generic("Anna Schmidt"), is_generic("")
        (True, True, False, True)
    """
    bare = _NUMBER.sub("", label).strip()
    return len(bare) < 2 or any(is_one_of(bare, "interview", who) for who in ("asks", "answers", "generic"))


def answers_of(transcript: Transcript, like: RawVoice, asks: frozenset[str], log: ReadingLog) -> list[RawVoice]:
    """Return what those say who do not ask, a document for each turn, with what was asked before it.

    Args:
        transcript: The conversation.
        like: What all documents have in common; its place is that of the file.
        asks: The speakers who ask.
        log: Takes counts.
    """
    people = _people(transcript)
    found: list[RawVoice] = []
    asked = ""
    for number, turn in enumerate(transcript.turns, start=1):
        if turn.speaker in asks:
            asked = turn.text[-_LONGEST_QUESTION:]
            log.leave_out(like.source, LeftOutReason.INTERVIEWER, turn.text, people)
        elif says_nothing(turn.text):
            log.leave_out(like.source, LeftOutReason.NOTHING_SAID, turn.text, people)
        else:
            found.append(_answer(turn, like, asked, (people, number, transcript)))
    return found


def _answer(turn: Turn, like: RawVoice, asked: str, of: tuple[tuple[str, ...], int, Transcript]) -> RawVoice:
    people, number, transcript = of
    told, told_role = named_and_role(transcript.about.get("interviewee", ""))
    label, role = turn.speaker, transcript.roles.get(turn.speaker, "")
    if told and not is_generic(told) and (is_generic(label) or _is_called(told, label)):
        # A name above the conversation is that of the one who answers.
        label, role = told, role or told_role
    elif is_generic(label):
        # Speaker 1 of one conversation is not that of another.
        label = f"{like.place} {label}"
    attributes: dict[str, str] = dict(like.attributes)
    if role:
        attributes["job_title"] = role
    part = TextPart(PartRole.ANSWER if asked or like.kind is SourceKind.INTERVIEW else PartRole.BODY, turn.text, asked)
    return RawVoice(
        like.source,
        like.kind,
        f"{like.place}:{number}",
        (part,),
        tool=like.tool,
        author=label,
        others=people,
        day=like.day,
        language=like.language,
        attributes=attributes,
    )


def _people(transcript: Transcript) -> tuple[str, ...]:
    """Return the names of all who take part."""
    told = (named_and_role(transcript.about.get(who, ""))[0] for who in ("interviewer", "interviewee"))
    names = (*transcript.speakers, *told)
    return tuple(name for name in names if name and not is_generic(name))


def says_nothing(text: str) -> bool:
    """Return whether a turn is a sound of assent.

    Example:
        >>> says_nothing("Mm-hmm."), says_nothing("Yes."), says_nothing("…")
        (True, False, True)
    """
    words = fold(text).strip(" .,!?…-")
    return not words or words in names_of("assent")
