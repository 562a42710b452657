"""Tools that texts are about: by the names a user gives, by the product a source names, by the name of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from whofor.intake.mapping.headers import stem
from whofor.intake.voices.words import names_of
from whofor.text import fold

__all__ = ["ToolNames", "tool_of_file", "tool_of_link"]

_WORD = re.compile(r"[^\W_]+")
_PRODUCT = re.compile(r"/(?:p|software|products?|tools?|reviews?)/(?:\d+/)?([^/?#]+)(?:/reviews?)?", re.IGNORECASE)


@dataclass(frozen=True)
class ToolNames:
    """Names of tools, each with a pattern that finds it in names and texts.

    A pattern holds alternatives parted by `|`; `*` stands for any letters of a word. Case and accents do not matter.

    Attributes:
        patterns: Name -> pattern; an empty pattern is the name itself.

    Example:
        >>> tools = ToolNames({"Google Chat": "google chat|gchat|hangouts*", "Slack": ""})
        >>> tools.named("chat.google.example/Google_Chat"), tools.named("notion"), tools.in_text("Left gchat for good")
        ('Google Chat', '', 'Google Chat')
        >>> tools.in_text("Slack or Google Chat?")
        ''
    """

    patterns: Mapping[str, str]

    @cached_property
    def _compiled(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, _compile(pattern or name)) for name, pattern in sorted(self.patterns.items()))

    def named(self, name: str) -> str:
        """Return the tool that a name of a product or a file means; empty where none, the first in order of several."""
        words = " ".join(_WORD.findall(fold(name)))
        return next((tool for tool, pattern in self._compiled if pattern.search(words)), "") if words else ""

    def in_text(self, text: str) -> str:
        """Return the tool that a text names; empty where it names none, or several."""
        if not self._compiled:
            return ""
        words = " ".join(_WORD.findall(fold(text)))
        found = [tool for tool, pattern in self._compiled if pattern.search(words)]
        return found[0] if len(found) == 1 else ""


def _compile(pattern: str) -> re.Pattern[str]:
    forms = [" ".join(re.findall(r"[^\W_*]+\*?|\*", fold(form))) for form in pattern.split("|")]
    words = (re.escape(form).replace(r"\*", r"[^\W_]*").replace(r"\ ", r"\ ?") for form in forms if form)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words) or '(?!)'})(?![^\W_])")


def tool_of_link(link: str) -> str:
    """Return the product that the address of a page of reviews names; empty where it names none.

    Example:
        >>> tool_of_link("https://www.capterra.com/p/175800/Google-Chat/reviews/"), tool_of_link("https://a.example")
        ('Google Chat', '')
    """
    try:
        path = urlsplit(link).path
    except ValueError:
        return ""
    found = _PRODUCT.search(path)
    return unquote(found[1]).replace("-", " ").replace("_", " ").strip() if found else ""


def tool_of_file(name: str, titles: tuple[str, ...] = ()) -> str:
    """Return the tool that the name of a file of reviews holds beside the usual words; empty where it has none.

    Args:
        name: Name of the file.
        titles: Lines above its header: as written, where one says the same.

    Example:
        >>> tool_of_file("keytrade_trustpilot_reviews.csv"), tool_of_file("Capterra-Forms-On-Fire.csv")
        ('keytrade', 'Forms On Fire')
        >>> tool_of_file("notes.csv"), tool_of_file("g2_reviews_flat.csv")
        ('', '')
    """
    for text in (*titles, stem(name.rpartition("/")[2])):
        words = _WORD.findall(text)
        folded = [fold(word) for word in words]
        if not set(folded) & set(names_of("file_names", "needed")):
            continue
        left = [word for word, same in zip(words, folded, strict=True) if not _says_nothing(same)]
        # A word within the name may be one of those: "On" is left out by none of them.
        if left and len(left) <= _MOST_WORDS:
            first, last = words.index(left[0]), len(words) - words[::-1].index(left[-1])
            return " ".join(words[first:last])
    return ""


_MOST_WORDS = 5


def _says_nothing(word: str) -> bool:
    return word.isdigit() or word in names_of("file_names", "any") or word in names_of("file_names", "needed")
