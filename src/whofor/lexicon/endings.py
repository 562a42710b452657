"""Meanings of the words of stages and results: won, lost or open. The words are data: `endings.toml`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from whofor.lexicon.words import read_words
from whofor.text import fold, name_words

__all__ = ["Ending", "StageFact", "StageWords", "ending_of", "header_says", "only_alone", "words_of_stage"]

Ending: TypeAlias = Literal["won", "lost", "open"]

_MOST_WORDS = 8
"""A longer text is a remark, not the name of a stage."""


class StageFact(StrEnum):
    """Facts of a deal that say more of its stage; `header_<fact>` in `endings.toml` are the headers of each."""

    PIPELINE = "pipeline"
    PROBABILITY = "probability"
    LOSS_REASON = "loss_reason"


@dataclass(frozen=True, slots=True)
class StageWords:
    """What the words of a stage say.

    Attributes:
        ending: Won, lost or open; `None` where no word says it.
        plain: Whether the name says so in any pipeline, so that nobody has to confirm it: "Closed won", "In progress".
        has_ended: Whether it only says that the deal has ended, and not how: "Closed", "Duplicate".
        weak: Whether it says so only where no other stage is won in so many words: "Active", "Completed".
    """

    ending: Ending | None
    plain: bool = False
    has_ended: bool = False
    weak: bool = False


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(phrase).split()) for phrase in read_words("endings", name))


@cache
def _single(name: str) -> frozenset[str]:
    return frozenset(word for phrase in _phrases(name) for word in phrase)


def _fits(word: str, wanted: str) -> bool:
    return fnmatchcase(word, wanted) if "*" in wanted else word == wanted


def _place(phrase: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the position at which a phrase begins among words, or `None`."""
    for start in range(len(words) - len(phrase) + 1):
        if all(_fits(words[start + at], wanted) for at, wanted in enumerate(phrase)):
            return start
    return None


def _anywhere(name: str, words: Sequence[str]) -> int | None:
    """Return the first position of a phrase of a list, or `None`."""
    places = (_place(phrase, words) for phrase in _phrases(name))
    return min((place for place in places if place is not None), default=None)


def _alone(name: str, words: Sequence[str]) -> bool:
    return any(len(phrase) == len(words) and _place(phrase, words) == 0 for phrase in _phrases(name))


def _last(name: str, words: Sequence[str]) -> int | None:
    """Return where a phrase of a list begins that is at the end, or `None`."""
    ends = (len(words) - len(phrase) for phrase in _phrases(name) if _place(phrase, words[-len(phrase) :]) == 0)
    return min((place for place in ends if place >= 0), default=None)


@lru_cache(maxsize=16_384)
def words_of_stage(text: str) -> StageWords:
    """Return what the words of a stage say.

    Example:
        >>> words_of_stage("Partner live").ending, words_of_stage("Live demo").ending
        ('won', 'open')
        >>> words_of_stage("Closed").has_ended, words_of_stage("Closed won").plain, words_of_stage("Renewed").plain
        (True, True, False)
    """
    words = name_words(text)
    if not words or len(words) > _MOST_WORDS:
        return StageWords(None)
    if _alone("won_alone", words):
        ended = _alone("ended", words)
        return StageWords("won", has_ended=ended, weak=ended or _alone("vague", words))
    if _alone("lost_alone", words):
        return StageWords("lost")
    if _anywhere("void", words) is not None:
        return StageWords(None, has_ended=True)
    for read in (_lost, _won):
        found = read(words)
        if found is not None:
            return found
    is_open = _anywhere("open", words) is not None or any(word in _single("yet") | _single("moving") for word in words)
    return StageWords("open", plain=True) if is_open else StageWords(None)


def _lost(words: Sequence[str]) -> StageWords | None:
    place = _anywhere("lost", words)
    if place is None:
        return None
    before = words[:place]
    open_still = any(word in _single("yet") or word in _single("no") for word in before)
    if open_still or _anywhere("danger", words) is not None:
        return StageWords("open")
    return StageWords("lost", plain=_anywhere("plain_lost", words) is not None)


def _won(words: Sequence[str]) -> StageWords | None:
    lists: tuple[tuple[str, Callable[[str, Sequence[str]], int | None]], ...] = (
        ("won", _anywhere),
        ("done", _anywhere),
        ("done_last", _last),
    )
    for name, find in lists:
        place = find(name, words)
        if place is None:
            continue
        before = words[:place]
        if any(word in _single("yet") for word in before) or _anywhere("beside", words) is not None:
            return StageWords("open")
        if any(word in _single("no") for word in before):
            if any(word in _single("still") for word in words):
                return StageWords("open")
            return StageWords("lost" if name == "won" else None)
        return StageWords("won", plain=_anywhere("plain_won", words) is not None)
    return None


def ending_of(value: str) -> Ending | None:
    """Return the outcome that a value of a stage column means; `None` where no word is known.

    Example:
        >>> ending_of("Closed Won"), ending_of("Perdu (prix)"), ending_of("Waiting for signature"), ending_of("B2")
        ('won', 'lost', 'open', None)
    """
    return words_of_stage(value).ending


def only_alone(value: str) -> bool:
    """Return whether a value means won only where it is the whole text: closed, active, customer."""
    return _alone("won_alone", name_words(value))


@lru_cache(maxsize=16_384)
def header_says(header: str, fact: StageFact) -> bool:
    """Return whether a column holds such a fact, by its header.

    Example:
        >>> header_says("Deal - Pipeline", StageFact.PIPELINE), header_says("Probability (%)", StageFact.PROBABILITY)
        (True, True)
        >>> header_says("Motif de perte", StageFact.LOSS_REASON), header_says("Win reason", StageFact.LOSS_REASON)
        (True, False)
    """
    words = _telling(name_words(header), _single("header_small"))
    return any(words == _telling(phrase, _single("header_small")) for phrase in _phrases(f"header_{fact}"))


def _telling(words: Sequence[str], small: Collection[str]) -> tuple[str, ...]:
    """Return the words without those that say nothing of a column."""
    return tuple(word for word in words if word not in small)
