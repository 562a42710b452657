"""Articles, elision and order of the languages of the reports: what no table of words can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from whofor.lexicon.words import read_table
from whofor.text import fold

if TYPE_CHECKING:
    from whofor.reports.words import Words

__all__ = [
    "Noun",
    "Part",
    "PartKind",
    "and_list",
    "elided",
    "indefinite",
    "joined",
    "of_noun",
    "or_list",
    "rules",
    "the_noun",
    "together",
    "with_article",
]

_VOWELS = frozenset("aeiou")
_MUTE_H = re.compile(
    r"(?:h(?:abill|abit|aiti|eberg|eure|istori|iver|omme|opita|orair|orlog|otel|uile|umeur|ydro|ygien))"
)
"""Beginnings of French words, folded, before whose h the article is elided; else it is not (la Hongrie, HubSpot)."""
_NO_ELISION = frozenset({"oui", "onze", "un", "ouistiti"})
_PLURAL = re.compile(r"(?<![sui])s$")
"""Ends of English plurals; not those of "status", "business" and "basis"."""
_AN = re.compile(r"(?i:[ai]|e(?!u)|o(?!ne\b)|u(?!ni|s[aei]|ti|k\b|r[io])|hour|heir|honest)|[FHLMNRSX](?:[A-Z0-9]|\b)")
"""Beginnings before which English says "an": vowels that sound as such, mute h, letters read by name (an HR team)."""


class PartKind(IntEnum):
    """What a part of a phrase tells of a client, in the order in which labels name it."""

    SECTOR = 0
    SIZE = 1
    PLACE = 2
    STACK = 3
    SITUATION = 4
    MONEY = 5
    OTHER = 6


@dataclass(frozen=True, slots=True)
class Noun:
    """What companies are called, in the plural and without an article, with its French gender."""

    plural: str
    feminine: bool = True

    @property
    def gender(self) -> str:
        """Return the end of the ids of messages that agree with it."""
        return "feminine" if self.feminine else "masculine"


@dataclass(frozen=True, slots=True)
class Part:
    """What one condition adds to a noun: `with more than 200 people`, `d’Allemagne`.

    Attributes:
        kind: What it tells.
        text: The words, with the preposition or pronoun that they begin with.
    """

    kind: PartKind
    text: str


def rules(name: str) -> dict[str, Any]:
    """Return a table of the words of phrases."""
    return read_table("whofor.reports.phrases", f"rules/{name}.toml")


def _elides(text: str) -> bool:
    """Return whether a French article or preposition before a text loses its vowel."""
    words = re.split(r"[\s’'.,\-]", text, maxsplit=1)
    first = fold(words[0])
    if _MUTE_H.match(first):
        return True
    return first[:1] in _VOWELS and first not in _NO_ELISION


def elided(word: str, text: str) -> str:
    """Return a French article or preposition and a text: `d’Asie`, `de France`, `l’effectif`, `la part`.

    Example:
        >>> elided("de", "Allemagne"), elided("de", "Hongrie"), elided("le", "effectif")
        ('d’Allemagne', 'de Hongrie', 'l’effectif')
    """
    return f"{word[0]}’{text}" if _elides(text) else f"{word} {text}"


def indefinite(text: str) -> str:
    """Return a noun with its indefinite English article; a plural has none.

    Example:
        >>> indefinite("HR team"), indefinite("unit price"), indefinite("annual budget")
        ('an HR team', 'a unit price', 'an annual budget')
    """
    if _PLURAL.search(text):
        return text
    return f"{'an' if _AN.match(text) else 'a'} {text}"


_IS_FRENCH = re.compile(r"^[^\W\d]+$|[éèêàçôîû]|\b(?:de|du|des|en|par|pour|la|le|les)\b|\b[dl][’']", re.IGNORECASE)
"""A name of one word, or one with an accent or small word of French: others may be English (source code, type size)."""


def with_article(noun: str) -> str | None:
    """Return the words of a header written in French with their article; `None` where its gender is not known.

    Example:
        >>> with_article("taux de marge"), with_article("origine"), with_article("team size")
        ('le taux de marge', 'l’origine', None)
    """
    if not _IS_FRENCH.search(noun):
        return None
    table = rules("facts")["french_nouns"]
    first = fold(noun.split(" ", 1)[0])
    for article, gender in (("le", "masculine"), ("la", "feminine")):
        if first in {fold(word) for word in table[gender]}:
            return elided(article, noun)
    return None


def the_noun(nouns: Sequence[Noun], words: Words) -> str:
    """Return nouns with their definite article where the language has one in the plural: `les industriels`."""
    article = "les " if words.language == "fr" else ""
    return and_list([article + noun.plural for noun in nouns], words)


def of_noun(nouns: Sequence[Noun], words: Words) -> str:
    """Return nouns after `of`: `of manufacturers`, `des industriels`."""
    if words.language == "fr":
        return and_list([f"des {noun.plural}" for noun in nouns], words)
    return f"of {and_list([noun.plural for noun in nouns], words)}"


def and_list(items: Sequence[str], words: Words) -> str:
    """Return a list in words: `A, B and C`."""
    return _list(items, "standard", words)


def or_list(items: Sequence[str], words: Words) -> str:
    """Return a list in words: `A, B or C`."""
    return _list(items, "or", words)


def together(items: Sequence[str], words: Words) -> str:
    """Return types of client in one list: those that hold an "and" of their own are parted by a longer word.

    Example:
        >>> from whofor.reports.words import words_of
        >>> together(["fintechs", "hotels and restaurants"], words_of("en"))
        'fintechs, as well as hotels and restaurants'
    """
    if len(items) < 2 or not any(words.text("phrase.and") in item for item in items):
        return and_list(items, words)
    first, last = words.text("phrase.between").join(items[:-1]), items[-1]
    return words.text("phrase.as_well_as", first=first, last=last)


def _list(items: Sequence[str], style: str, words: Words) -> str:
    from babel.lists import format_list

    return format_list(list(items), style=style, locale=words.locale) if items else ""  # type: ignore[arg-type]


def joined(parts: Sequence[Part], words: Words) -> str:
    """Return the parts of a phrase in the order of the language, those that begin alike put together."""
    return _joined_in_french(parts, words) if words.language == "fr" else _joined_in_english(parts, words)


_ENGLISH_ORDER = ("of", "in", "founded", "marked", "not", "with", "without", "that", "whose")
_ENGLISH_LISTS = frozenset({"with", "without", "that"})
"""Beginnings that are said once for all that follow: `with A and B`."""


def _joined_in_english(parts: Sequence[Part], words: Words) -> str:
    """Return `of 51–200 people in Asia with A and B and that C and whose D`: each beginning once."""
    groups: dict[str, list[str]] = {}
    for part in sorted(parts, key=lambda part: part.kind):
        first, _, rest = part.text.partition(" ")
        groups.setdefault(first, []).append(rest if first in _ENGLISH_LISTS else part.text)
    only_size = all(part.kind is PartKind.SIZE for part in parts if part.text.startswith("with"))
    texts: list[str] = []
    for first in sorted(groups, key=_ENGLISH_ORDER.index):
        text = and_list(groups[first], words) if first not in ("of", "in") else " ".join(groups[first])
        text = f"{first} {text}" if first in _ENGLISH_LISTS else text
        # Without it the clause would seem to be about what stands before it: "with a director that use HubSpot".
        goes_on = (
            (first == "whose" and groups.keys() - {"of", "in", "whose"})
            or (first == "without" and "with" in groups)
            or (first == "that" and not only_size)
        )
        texts.append(f"and {text}" if goes_on else text)
    return " ".join(texts)


_FRENCH_ORDER = ("fond", "arriv", "n’", "avec", "sans", "dont")
"""Beginnings of what French adds with a comma, in their order; gerunds (utilisant, ayant) stand before `avec`."""


def _joined_in_french(parts: Sequence[Part], words: Words) -> str:
    """Return `d’Asie de 51 à 200 salariés fondées en 2015 et utilisant X`: complements, then what is told of them."""
    close = [p.text for kind in (PartKind.PLACE, PartKind.SIZE) for p in parts if p.kind is kind and _is_complement(p)]
    rest = [p.text for p in sorted(parts, key=lambda part: part.kind) if not _is_complement(p)]
    rest.sort(key=_french_place)
    return " ".join([*close, and_list(rest, words)] if rest else close)


def _french_place(text: str) -> int:
    return next((i for i, start in enumerate(_FRENCH_ORDER) if text.startswith(start)), _FRENCH_ORDER.index("n’"))


def _is_complement(part: Part) -> bool:
    return part.kind in (PartKind.PLACE, PartKind.SIZE) and part.text.startswith(("de ", "d’", "du ", "des "))
