"""Meanings of the words of headers and file names. The words are data: `rules/words.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, cached_property
from typing import Any

from whofor.intake.drafting.glued import parted_words
from whofor.intake.mapping.headers import stem
from whofor.lexicon.words import read_table
from whofor.model import Kind
from whofor.text import fold, name_words

__all__ = [
    "about",
    "currency_named",
    "ends_with",
    "file_about",
    "fits_kind",
    "is_key_word",
    "same_thing",
]

_SMALL_WORD = 0.35
_WEAK = 0.6
_SHORTEST_SINGULAR = 4


def _rules() -> dict[str, Any]:
    return read_table("whofor.intake.drafting", "rules/words.toml")


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    weight: float

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The words that stand for themselves."""
        return tuple(word for word in self.words if "*" not in word)


@dataclass(frozen=True, slots=True)
class _Concept:
    phrases: tuple[_Phrase, ...]
    never: tuple[tuple[str, ...], ...]
    kinds: frozenset[Kind]
    whole: frozenset[tuple[str, ...]]


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words without stop words; all of them where there are no others."""
    words = tuple(words)
    stop = _stop()
    return tuple(word for word in words if word not in stop) or words


@cache
def _stop() -> frozenset[str]:
    return frozenset(map(fold, _rules()["stop"]))


@cache
def _small() -> frozenset[str]:
    return frozenset(map(fold, _rules()["small"]))


def _phrases(texts: Iterable[str]) -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(_bare(fold(text).removeprefix("~").split()), _WEAK if text.startswith("~") else 1.0)
        for text in dict.fromkeys(texts)
    )


@cache
def _concept(name: str) -> _Concept:
    table = _rules()["header"][name]
    return _Concept(
        _phrases(table["words"]),
        tuple(_bare(fold(text).split()) for text in table.get("not", ())),
        frozenset(Kind(kind) for kind in table["kinds"]),
        frozenset(tuple(fold(text).split()) for text in table.get("whole", ())),
    )


def _same(word: str, wanted: str) -> bool:
    """Return whether a word is the one that is wanted, or its plural with s."""
    if "*" in wanted:
        return fnmatchcase(word, wanted)
    return word == wanted or (len(wanted) >= _SHORTEST_SINGULAR and word[-1:] == "s" and word[:-1] == wanted)


def _place(phrase: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the position at which a phrase begins in a header, or `None`."""
    for start in range(len(words) - len(phrase) + 1):
        if all(_same(words[start + at], wanted) for at, wanted in enumerate(phrase)):
            return start
    return None


def _share(phrase: _Phrase, words: Sequence[str]) -> float:
    """Return the share of a header that a phrase covers, 0 where it is absent; words of little meaning count little."""
    start = _place(phrase.words, words)
    if start is None:
        return 0.0
    beside = [word for at, word in enumerate(words) if not start <= at < start + len(phrase.words)]
    rest = sum(_SMALL_WORD if word in _small() or word.isdigit() else 1.0 for word in beside)
    return phrase.weight * len(phrase.words) / (len(phrase.words) + rest)


@cache
def about(header: str, concept: str) -> float:
    """Return how well a header matches a concept of `rules/words.toml`, 0 to 1.

    >>> about("Closing Date", "closed") > 0.7, about("Lost reason", "closed"), about("Vertriebskanal", "lead_source")
    (True, 0.0, 1.0)
    """
    rule, every = _concept(concept), parted_words(header)
    if every in rule.whole:
        return 1.0
    words = _bare(every)
    there = {*words, *(word.removesuffix("s") for word in words)}
    likely = (phrase for phrase in rule.phrases if there.issuperset(phrase.plain))
    best = max((_share(phrase, words) for phrase in likely), default=0.0)
    if not best or any(_place(never, words) is not None for never in rule.never):
        return 0.0
    return best


@cache
def ends_with(header: str, concept: str) -> bool:
    """Return whether the last word of a header is one of a concept, as in `Sales Qualified Source`.

    >>> ends_with("Sales Qualified Source", "lead_source"), ends_with("Source of funds", "lead_source")
    (True, False)
    """
    words, rule = _bare(parted_words(header)), _concept(concept)
    if not words or any(_place(never, words) is not None for never in rule.never):
        return False
    return any(
        len(phrase.words) == 1 and phrase.weight == 1.0 and _same(words[-1], *phrase.words) for phrase in rule.phrases
    )


def currency_named(header: str) -> str:
    """Return the currency that a header names first, as an ISO 4217 code; empty where it names none.

    >>> currency_named("Valor (reais)"), currency_named("amount_eur"), currency_named("Amount")
    ('BRL', 'EUR', '')
    """
    codes: Mapping[str, str] = _rules()["currency"]
    return next((codes[word] for word in name_words(header) if word in codes), "")


def fits_kind(kind: Kind, concept: str) -> bool:
    """Return whether values of a kind may be values of a concept."""
    kinds = _concept(concept).kinds
    return not kinds or kind in kinds


@cache
def file_about(name: str, table: str) -> float:
    """Return how well a file's name matches a canonical table (or `won`, `lost`), 0 to 1."""
    words = _bare(parted_words(stem(name)))
    phrases = _phrases(_rules()["file"][table])
    return max((phrase.weight for phrase in phrases if _place(phrase.words, words) is not None), default=0.0)


def is_key_word(word: str) -> bool:
    """Return whether a word of a header only says that the column identifies rows: id, no, Nummer, clé."""
    return word in _key_words()


@cache
def _naming() -> frozenset[str]:
    return frozenset(map(fold, _rules()["naming"]))


@cache
def _key_words() -> frozenset[str]:
    return frozenset(map(fold, _rules()["key"]))


def same_thing(one: str, other: str) -> bool:
    """Return whether two headers or file names share a distinctive word, in singular or plural.

    >>> same_thing("customer_id", "Customers.csv"), same_thing("id", "ID"), same_thing("Kunde", "kunden.csv")
    (True, False, True)
    """
    return any(_stems_alike(a, b) for a in _distinctive(one) for b in _distinctive(other))


def _distinctive(name: str) -> list[str]:
    words = _bare(parted_words(stem(name)))
    short = [word for word in words if not is_key_word(word) and len(word) > 2]
    return [word.removesuffix("id") if len(word) > 5 else word for word in short if word not in _naming()]


def _stems_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if long.endswith("ies") and short == f"{long[:-3]}y":
        return True
    return (
        len(short) >= 4 and long.startswith(short[:-1] if short[-1] in "aeo" else short) and len(long) - len(short) <= 2
    )
