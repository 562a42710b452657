"""Texts made comparable: one folding of case, accents, spaces and dashes; words, names, near names, lists in a cell."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from typing import cast

from whofor.errors import Sentence

__all__ = [
    "did_you_mean",
    "either",
    "fold",
    "name_words",
    "near_names",
    "parse_json",
    "slug",
    "split_list",
    "tidy",
    "toml_string",
    "without_halves",
    "words_of",
    "written_words",
]

_SPACES = dict.fromkeys(
    [*map(ord, "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), *range(0x2000, 0x200B)],
    " ",
)
_NOTHING = dict.fromkeys(map(ord, "\x00\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), "")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "’‘ʼ′´`＇"), "'")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TIDY = _FULL_WIDTH | _SPACES | _NOTHING | _DASHES | _QUOTES
_RUN_OF_SPACES = re.compile(r" {2,}")

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h", "ß": "ss"}
)
# Accents have the combining classes from 200 on; below are marks that make another letter, as in Japanese and Hindi.
_FIRST_ACCENT = 200

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# `closeDate`, `CRMOwner`, but not before the plural s of `URLs`.
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
_LONGEST_NAME, _LONGEST_SLUG = 200, 50
_DEEPEST = 100
"""Levels of nesting in a JSON document; ours have about ten, and Python's stack holds a thousand calls."""


_HALF = re.compile("[\ud800-\udfff]")


def without_halves(text: str) -> str:
    """Return the text with `\N{REPLACEMENT CHARACTER}` for halves of characters, which no encoding can write.

    JSON has them where a program cut a text within an emoji, and names of files where a byte is no UTF-8.
    """
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def tidy(text: str) -> str:
    """Return the text with plain spaces, dashes and apostrophes, no invisible marks, no spaces around.

    Example:
        >>> tidy("  1\\u202f200,50\\xa0€ ")
        '1 200,50 €'
    """
    if not text.isascii() or not text.isprintable() or "`" in text:
        text = text.translate(_TIDY)
    text = text.strip(" ")
    return _RUN_OF_SPACES.sub(" ", text) if "  " in text else text


def fold(text: str) -> str:
    """Return the tidy text without differences of case, accents and Unicode form.

    Example:
        >>> fold("Côte d’Ivoire"), fold("STRASSE"), fold("Łódź")
        ("cote d'ivoire", 'strasse', 'lodz')
    """
    text = tidy(text)
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in parts if unicodedata.combining(letter) < _FIRST_ACCENT)
    return tidy(unicodedata.normalize("NFC", bare).casefold())


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, without punctuation.

    Example:
        >>> words_of("Food & drink: 51-200"), words_of("l’Équipe")
        (('food', 'drink', '51', '200'), ('l', 'equipe'))
    """
    return tuple(_WORD.findall(fold(text)))


def written_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as software writes them, unfolded: a capital within a word begins a new one.

    Of very long names only the first 200 letters are read.

    Example:
        >>> written_words("hs_dealStage"), written_words("Owner-ID"), written_words("CRMUsers")
        (('hs', 'deal', 'Stage'), ('Owner', 'ID'), ('CRM', 'Users'))
    """
    composed = unicodedata.normalize("NFKC", tidy(name[:_LONGEST_NAME]))
    return tuple(_WORD.findall(_INNER_CAPITAL.sub(" ", composed)))


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, one for each of `written_words`.

    Example:
        >>> name_words("Date de création"), name_words("hs_dealStage")
        (('date', 'de', 'creation'), ('hs', 'deal', 'stage'))
    """
    return tuple(map(fold, written_words(name)))


def slug(name: str) -> str:
    """Return a name in snake_case, of letters and digits of ASCII only; empty where the name has none.

    Example:
        >>> slug("Employee Growth (12 months)"), slug("Größe")
        ('employee_growth_12_months', 'grosse')
    """
    return "_".join(_ASCII_WORD.findall(fold(name)))[:_LONGEST_SLUG].rstrip("_")


def near_names(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return known names that look like `name`, nearest first.

    Example:
        >>> near_names("Deal Stge", ["Deal Stage", "Amount"])
        ['Deal Stage']
    """
    from rapidfuzz import fuzz, process

    folded = {text: fold(text).replace("_", " ") for text in dict.fromkeys(known)}
    hits = process.extract(fold(name).replace("_", " "), folded, scorer=fuzz.ratio, score_cutoff=60, limit=limit)
    return [key for _, _, key in hits]


def either(names: Sequence[str]) -> Sentence:
    """Return one name in quotation marks, or several with an `or` between them.

    Example:
        >>> either(["Stage", "Status"])
        "'Stage' or 'Status'"
    """
    named = [Sentence("{name!r}", name=name) for name in names]
    return reduce(lambda first, second: Sentence("{first} or {second}", first=first, second=second), named)


def did_you_mean(name: str, known: Sequence[str], *, what: str = "names") -> str:
    """Return a sentence with the near names, or with all of them where none is near."""
    near = near_names(name, known)
    if near:
        return Sentence("Did you mean {names}?", names=either(near))
    if not known:
        return ""
    shown = ", ".join(known[:40]) + (", …" if len(known) > 40 else "")
    return Sentence("The {what} are: {names}", what=what if isinstance(what, Sentence) else Sentence(what), names=shown)


def split_list(cell: str) -> list[str]:
    """Return the values of a cell that holds several, parted by `;`.

    Example:
        >>> split_list("Slack; Salesforce;")
        ['Slack', 'Salesforce']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def parse_json(content: bytes | str) -> object:
    """Return the values of a JSON document that may come from anybody.

    Raises:
        ValueError: It is no JSON, no UTF-8, or nested so deep that nothing of ours wrote it.

    Example:
        >>> parse_json('{"a": [1]}')
        {'a': [1]}
    """
    try:
        found: object = json.loads(content)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    level: list[object] = [found]
    for _ in range(_DEEPEST):
        level = [child for value in level for child in _children(value)]
        if not level:
            return found
    raise ValueError("it is nested too deep")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def toml_string(text: str) -> str:
    """Return a text in quotation marks, as TOML takes it: a JSON text, but for one character that TOML refuses.

    Example:
        >>> toml_string('say "so"')
        '"say \\\\"so\\\\""'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
