"""Personal attributes: those that a header names, or that a column's texts are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import ip_address

from whofor.intake.normalise.dates import DateRule, parse_date
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["header_words", "personal_header", "personal_values"]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ADDRESS = re.compile(r"[^@\s]@[^@\s]+\.[^@\s]")
# With a country's or a trunk prefix, or written like in North America; digits alone may be any number.
_PHONE = re.compile(
    r"(?:\+|00)\d[\d\s().\-/]{6,18}\d|\(?0\d{1,4}\)?(?:[\s.\-/]+\d{2,8}){1,6}|\(?\d{3}\)?[\s.\-]\d{3}[\s.\-]\d{4}"
)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*", re.IGNORECASE)
_LONGEST_PHONE = 24
_DAYS = (DateRule("dmy"), DateRule("mdy"))
_SOME, _MOSTLY = 0.1, 0.5
_LIST = 0.8


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    countable: bool
    anywhere: tuple[str, ...]
    alone: tuple[str, ...]
    of_persons: tuple[str, ...]


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = rules("personal")["kind"]
    groups = ("anywhere", "alone", "of_persons")
    return tuple(
        _Kind(
            name,
            words.get("countable", False),
            *(tuple(header_words(phrase) for phrase in words.get(group, ())) for group in groups),
        )
        for name, words in table.items()
    )


@cache
def _beside(list_name: str) -> frozenset[str]:
    return frozenset(word for phrase in rules("personal")["beside"][list_name] for word in header_words(phrase).split())


@cache
def _not_personal(list_name: str) -> tuple[str, ...]:
    return tuple(header_words(phrase) for phrase in rules("personal")["not_personal"][list_name])


@lru_cache(maxsize=4096)
def header_words(text: str) -> str:
    """Return the folded words of a header, separated by one space; `firstName` and `E-Mail` have two each."""
    found = _WORD.findall(fold(_CAMEL.sub(" ", text)).replace("_", " "))
    return " ".join(found)


def _has(words: str, phrase: str) -> bool:
    return f" {phrase} " in f" {words} "


@lru_cache(maxsize=65_536)
def personal_header(header: str, *, of_persons: bool = False) -> str | None:
    """Return the kind of personal attribute that a header names, such as `birth`, or None.

    Knows English, French, German, Spanish and Portuguese. Things that are counted, sent, bought or allowed (`Email
    opt-in rate`, `Phone system`) are none, nor are titles, roles and departments.

    Args:
        header: The export's own header.
        of_persons: Whether rows of the table are persons: `Age` of a deal is no personal attribute.

    >>> personal_header("Date de naissance"), personal_header("Straße"), personal_header("Email opt-in rate")
    ('birth', 'address', None)
    >>> personal_header("Age"), personal_header("Age", of_persons=True)
    (None, 'age')
    """
    words = header_words(header)
    if not words or any(_has(words, phrase) for phrase in _not_personal("phrases")):
        return None
    countable = any(_has(words, phrase) for phrase in _not_personal("words"))
    for kind in _kinds():
        if not (kind.countable and countable) and _names(kind, words, of_persons=of_persons):
            return kind.name
    return None


def _names(kind: _Kind, words: str, *, of_persons: bool) -> bool:
    if any(_has(words, phrase) for phrase in kind.anywhere):
        return True
    if any(_has(words, phrase) and _left(words, phrase) <= _beside("words") for phrase in kind.alone):
        return True
    if of_persons and words in kind.of_persons:
        return True
    return any(
        words != phrase and _has(words, phrase) and _left(words, phrase) <= _beside("persons")
        for phrase in kind.of_persons
    )


def _left(words: str, phrase: str) -> frozenset[str]:
    return frozenset(f" {words} ".replace(f" {phrase} ", " ", 1).split())


def personal_values(counts: Mapping[str, int]) -> str | None:
    """Return the kind of personal attribute that the texts of a column are, or None.

    A column holds e-mail addresses if a tenth of its filled cells do; telephone numbers and IP addresses if more than
    half do; genders and salutations if eight in ten are such words.

    Args:
        counts: Text -> number of cells with it.

    >>> personal_values({"+33 1 42 68 53 00": 3, "01 42 68 53 01": 2})
    'phone'
    """
    filled = sum(counts.values())
    for kind, least, is_one in _TESTS:
        if filled and sum(count for text, count in counts.items() if is_one(text)) > least * filled:
            return kind
    folded: dict[str, int] = {}
    if len(counts) <= len(_value_words()["salutation"]):
        for text, count in counts.items():
            folded[fold(text)] = folded.get(fold(text), 0) + count
        for kind, known in _value_words().items():
            if filled and sum(folded.get(word, 0) for word in known) > _LIST * filled:
                return kind
    return None


@cache
def _value_words() -> dict[str, frozenset[str]]:
    return {kind: frozenset(map(fold, words)) for kind, words in rules("personal")["values"].items()}


def _is_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None


def _is_phone(text: str) -> bool:
    if not 8 <= len(text) <= _LONGEST_PHONE or _PHONE.fullmatch(text.strip()) is None:
        return False
    # "03-01-25" and "01.02.2024" are days, and no telephone number has so few digits in such groups.
    return all(parse_date(text, rule) is None for rule in _DAYS)


def _is_ip(text: str) -> bool:
    if len(text) > 45 or _IP.fullmatch(text) is None:
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


_TESTS: tuple[tuple[str, float, Callable[[str], bool]], ...] = (
    ("email", _SOME, _is_address),
    ("phone", _MOSTLY, _is_phone),
    ("network", _MOSTLY, _is_ip),
)
