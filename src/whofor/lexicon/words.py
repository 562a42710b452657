"""Lists of words in several languages, read from tables and found in names and values.

A list is a table with one key for each language (`en`, `fr`, `de`, `es`, `pt`; `any` for words that belong to none).
A further language is a further key: nothing in the code names them. A list holds phrases, which are compared without
case, accents and punctuation; see `WordList` for how they are written.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from whofor.text import fold, name_words, written_words

__all__ = ["WordList", "read_table", "read_words", "word_list", "words_in"]

# In German, an umlaut may be spelled out: `Kündigung`, `Kuendigung`.
_UMLAUTS = {"ä": "ae?", "ö": "oe?", "ü": "ue?"}
_SHORTEST_SINGULAR = 3


@cache
def read_table(package: str, path: str) -> dict[str, Any]:
    """Return a packaged TOML table, read once.

    Args:
        package: Package whose folder holds it.
        path: Its place in that folder.
    """
    return tomllib.loads(files(package).joinpath(path).read_text(encoding="utf-8"))


def words_in(table: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the words of all languages of a list, each once.

    Example:
        >>> words_in({"en": ["no", "not"], "es": ["no", "sin"]})
        ('no', 'not', 'sin')
    """
    return tuple(dict.fromkeys(word for words in table.values() for word in words))


@cache
def read_words(name: str, *keys: str) -> tuple[str, ...]:
    """Return the words of all languages of a list.

    Args:
        name: Name of a table of the lexicon, without its ending.
        keys: Keys that lead to the list within it.
    """
    table = read_table("whofor.lexicon", f"{name}.toml")
    for key in keys:
        table = table[key]
    return words_in(table)


@cache
def word_list(name: str, *keys: str) -> WordList:
    """Return the list that finds these words; see `read_words`."""
    return WordList(read_words(name, *keys))


@dataclass(frozen=True, eq=False)
class WordList:
    """Phrases that are looked for in names and values.

    A phrase is one word or several that follow each other, written in the singular: a plural s is found as well. `*`
    stands for any letters of a word, `..` for any words between, `(a|b)` for one word of several, `(a|)` for a word
    that may be missing; `^` ahead and `$` behind tie a phrase to the beginning and the end. An umlaut is found spelled
    out, too.

    Attributes:
        phrases: The phrases.

    Example:
        >>> words = WordList(("(lost|won) .. reason", "verlustgrund", "kündig*", "^quality$"))
        >>> words.first("Closed Lost - Reasons"), words.first("Kündigung_am"), words.holds("Air quality")
        ('lost reasons', 'kündigung', False)
    """

    phrases: tuple[str, ...]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(map(_expression, self.phrases)) or r"(?!)")

    @cached_property
    def _each(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_expression(phrase)) for phrase in self.phrases)

    def holds(self, name: str) -> bool:
        """Return whether a name holds one of the phrases."""
        return self._any.search(_line(name)) is not None

    def first(self, name: str) -> str:
        """Return the words of a name that the first of the phrases finds, in lower case; empty where none does."""
        if not self.holds(name):
            return ""
        line = _line(name)
        found = next(match for pattern in self._each if (match := pattern.search(line)))
        start, count = line.count(" ", 0, found.start()), found.group().count(" ")
        return " ".join(written_words(name)[start : start + count]).lower()

    def longest(self, name: str) -> int:
        """Return the number of letters of the longest phrase that a name holds; 0 where it holds none."""
        if not self.holds(name):
            return 0
        line, pairs = _line(name), zip(self.phrases, self._each, strict=True)
        return max((len(phrase.strip("*^$")) for phrase, pattern in pairs if pattern.search(line)), default=0)


def _line(name: str) -> str:
    """Return the words of a name, a space behind each."""
    return "".join(f"{word} " for word in name_words(name))


def _expression(phrase: str) -> str:
    """Return a phrase as a regular expression over such a line."""
    bare = phrase.removeprefix("^").removesuffix("$").replace("'", " ")
    start, end = "^" if phrase.startswith("^") else r"(?<!\S)", "$" if phrase.endswith("$") else ""
    return start + "".join(map(_part, bare.split())) + end


def _part(written: str) -> str:
    if written == "..":
        return r"(?:\S+ )*"
    if not written.startswith("("):
        return _word(written) + " "
    words = written[1:-1].split("|")
    one = "|".join(_word(word) for word in words if word)
    return f"(?:(?:{one}) )" + ("" if all(words) else "?")


def _word(written: str) -> str:
    if "*" in written:
        return r"\S*".join(map(_letters, written.split("*")))
    plural = len(written) >= _SHORTEST_SINGULAR and not written.endswith("s")
    return _letters(written) + ("s?" if plural else "")


def _letters(written: str) -> str:
    composed = unicodedata.normalize("NFC", written.casefold())
    return "".join(_UMLAUTS.get(letter) or re.escape(fold(letter)) for letter in composed)
