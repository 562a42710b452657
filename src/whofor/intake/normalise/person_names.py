"""Names of persons: their parts, and the columns that hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from whofor.intake.normalise.personal import header_words, personal_header
from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.words import is_missing
from whofor.text import fold, tidy

__all__ = [
    "Holds",
    "PersonName",
    "holds_of_people",
    "is_legal_form",
    "name_tokens",
    "person_names",
    "person_of",
    "plain_spelling",
    "surname_words",
    "umlaut_spellings",
]

_TOKEN = re.compile(r"[^\W\d_][^\W_]*")
_ASCII_TOKEN = re.compile(r"[a-z][a-z0-9]*")
_NOTES = re.compile(r"\([^()]*\)|<[^<>]*>|\[[^\[\]]*\]")
_PART = re.compile(r"[^\W\d_][^\W_]*(?:['’\-][^\W\d_][^\W_]*)*")
_LIST = re.compile(r"[;|\n]")
_MOST_WORDS, _LONGEST = 6, 80


@dataclass(frozen=True, slots=True)
class PersonName:
    """The folded words of a person's name.

    Attributes:
        first: Given names, initials among them.
        last: Surname, particles included; several words where it is a double one.
    """

    first: tuple[str, ...]
    last: tuple[str, ...]


class Holds(str):
    """What a column holds of persons: `first`, `last`, `name`, `email`, `phone`, or `any` where its texts tell."""

    __slots__ = ()


@cache
def surname_words(group: str) -> frozenset[str]:
    """Return a list of words about names: `titles`, `particles`, `suffixes`, `nobody`, `companies`, or `common`."""
    table = rules("people")
    if group == "common":
        return frozenset(word for words in table["common"].values() for word in words)
    return frozenset(table["names"][group])


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(
        form for forms in rules("legal_forms")["form"].values() for form in forms if " " not in form and len(form) > 1
    )


def is_legal_form(word: str) -> bool:
    """Return whether a word is the legal form of a company, written as one: `GmbH`, `AG`, `Ltd`, but not `as`."""
    folded = fold(word)
    return folded in _legal_forms() and (word.isupper() or (len(folded) > 2 and not word.islower()))


def name_tokens(text: str) -> tuple[str, ...]:
    """Return the folded words of a name.

    >>> name_tokens("Müller-Lüdenscheid, José"), name_tokens("O’Brien")
    (('muller', 'ludenscheid', 'jose'), ('o', 'brien'))
    """
    if text.isascii():
        return tuple(_ASCII_TOKEN.findall(text.lower()))
    return tuple(map(fold, _TOKEN.findall(unicodedata.normalize("NFC", tidy(text)))))


@cache
def _headers(group: str) -> frozenset[str]:
    return frozenset(rules("people")["headers"][group])


@lru_cache(maxsize=8192)
def _ends_with(words: str, group: str) -> bool:
    return any(words == phrase or words.endswith(f" {phrase}") for phrase in _headers(group))


def _of_staff(words: str) -> bool:
    return any(f" {phrase} " in f" {words} " for phrase in _headers("staff"))


def _of_persons(words: str) -> bool:
    for phrase in _headers("person"):
        if f" {phrase} " in f" {words} ":
            left = f" {words} ".replace(f" {phrase} ", " ", 1).split()
            if all(word in _headers("beside") for word in left):
                return True
    return False


def holds_of_people(headers: Iterable[str]) -> dict[str, Holds]:
    """Return the headers of a file whose columns hold names, addresses or numbers of contacts, each with which.

    Columns about owners and users are none of them.

    >>> holds_of_people(["Nom", "Prénom", "Téléphone", "Contact owner", "Ansprechpartner", "Deal Name"])
    {'Nom': 'last', 'Prénom': 'first', 'Téléphone': 'phone', 'Ansprechpartner': 'any'}
    """
    words = {header: header_words(header) for header in headers}
    has_first = any(_ends_with(text, "first") for text in words.values())
    has_last = any(_ends_with(text, "last") for text in words.values())
    found: dict[str, Holds] = {}
    for header, text in words.items():
        if not text or _of_staff(text):
            continue
        if _ends_with(text, "middle"):
            found[header] = Holds("middle")
        elif _ends_with(text, "first") or (has_last and text in _headers("bare_first")):
            found[header] = Holds("first")
        elif _ends_with(text, "last") or (has_first and text in _headers("bare_last")):
            found[header] = Holds("last")
        elif (kind := personal_header(header)) in ("name", "email", "phone"):
            found[header] = Holds(kind)
        elif _of_persons(text):
            found[header] = Holds("any")
    return found


def person_names(text: str, *, sure: bool = True) -> Iterator[PersonName]:
    """Yield the persons whose names a cell holds, one or several in a list.

    Args:
        text: A cell.
        sure: Whether the column is one of names; else only what looks like one is taken for one.

    >>> list(person_names("Schmidt, Anna; Dr. Jean-Pierre de la Tour (CEO)"))
    [PersonName(first=('anna',), last=('schmidt',)), PersonName(first=('jean', 'pierre'), last=('de', 'la', 'tour'))]
    >>> list(person_names("Acme GmbH")), list(person_names("31000"))
    ([], [])
    """
    for part in _LIST.split(_NOTES.sub(" ", text)):
        if "@" in part or is_missing(part) or len(part) > _LONGEST:
            continue
        if not sure and any(letter.isdigit() for letter in part):
            continue
        name = _one(part, sure=sure)
        if name is not None:
            yield name


def _one(text: str, *, sure: bool) -> PersonName | None:
    before, comma, behind = text.partition(",")
    written = _PART.findall(unicodedata.normalize("NFC", tidy(text)))
    if not 1 <= len(written) <= _MOST_WORDS or "&" in text or any(map(is_legal_form, written)):
        return None
    first, last = (name_tokens(behind), name_tokens(before)) if comma and behind.strip() else ((), ())
    if not first:
        first, last = _split([word for word in written if fold(word) not in surname_words("titles")])
    first, last = _bare(first), _bare(last)
    every = {*first, *last}
    if not last or every & surname_words("nobody") or (not sure and every & surname_words("companies")):
        return None
    if not sure and (not first or written[0].islower() or written[-1].islower()):
        return None
    return PersonName(first, last)


@lru_cache(maxsize=65_536)
def _part(text: str) -> tuple[str, ...] | None:
    """Return the words of a given name or a surname; `None` where it names nobody, or a company."""
    if len(text) > _LONGEST or "@" in text or is_missing(text):
        return None
    words = _bare(name_tokens(_NOTES.sub(" ", text)))
    if len(words) > _MOST_WORDS or surname_words("nobody").intersection(words) or "&" in text:
        return None
    if any(map(is_legal_form, _TOKEN.findall(text))):
        return None
    return words


def person_of(given: str, surname: str) -> PersonName | None:
    """Return the person whose given names and surname are in cells of their own; `None` for nobody.

    >>> person_of("Anna Maria", "von Schmidt"), person_of("Acme", "GmbH"), person_of("Anna", "")
    (PersonName(first=('anna', 'maria'), last=('von', 'schmidt')), None, None)
    """
    last = _part(surname)
    first = _part(given) if given else ()
    return PersonName(first or (), last) if last and (first is not None or not given) else None


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in surname_words("titles") and w not in surname_words("suffixes"))


def _split(parts: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of given names and of the surname, whose parts may have hyphens and apostrophes."""
    first, last = _split_parts(parts)
    return tuple(word for part in first for word in name_tokens(part)), tuple(w for p in last for w in name_tokens(p))


def _split_parts(written: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return given names and surname: the word in capitals, what a particle begins, or else the last word."""
    while len(written) > 1 and fold(written[-1]) in surname_words("suffixes"):
        written = written[:-1]
    folded = tuple(map(fold, written))
    loud = [len(word) > 1 and word.isupper() for word in written]
    if any(loud) and not all(loud):
        return (
            tuple(word for word, is_loud in zip(written, loud, strict=True) if not is_loud),
            tuple(word for word, is_loud in zip(written, loud, strict=True) if is_loud),
        )
    for place in range(1, len(folded) - 1):
        if folded[place] in surname_words("particles") and len(folded[place]) > 1:
            return tuple(written[:place]), tuple(written[place:])
    return tuple(written[:-1]), tuple(written[-1:])


def plain_spelling(word: str) -> str:
    """Return a folded word with the umlauts that it writes as two letters folded too.

    >>> plain_spelling("mueller"), plain_spelling("goethe")
    ('muller', 'gothe')
    """
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def umlaut_spellings(word: str) -> Iterator[str]:
    """Yield a folded word with one of its vowels, or all, as an umlaut is written in two letters.

    >>> list(umlaut_spellings("muller"))
    ['mueller']
    """
    places = [place for place, letter in enumerate(word) if letter in "aou"]
    for place in places:
        yield f"{word[: place + 1]}e{word[place + 1 :]}"
    if len(places) > 1:
        yield word.replace("a", "ae").replace("o", "oe").replace("u", "ue")
