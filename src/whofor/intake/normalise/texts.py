"""Makes cell texts comparable: one kind of space and dash, no case, no accents."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["fold", "rules", "tidy"]

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


def tidy(text: str) -> str:
    """Return the text with plain spaces, dashes and apostrophes, no invisible marks, no spaces around.

    >>> tidy("  1\\u202f200,50\\xa0€ ")
    '1 200,50 €'
    """
    if not text.isascii() or not text.isprintable():
        text = text.translate(_TIDY)
    text = text.strip(" ")
    return _RUN_OF_SPACES.sub(" ", text) if "  " in text else text


def fold(text: str) -> str:
    """Return the tidy text without case and accents.

    >>> fold("Côte d’Ivoire"), fold("STRASSE"), fold("Łódź")
    ("cote d'ivoire", 'strasse', 'lodz')
    """
    text = tidy(text)
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return tidy("".join(letter for letter in parts if not unicodedata.combining(letter)).casefold())


@cache
def rules(name: str) -> dict[str, Any]:
    """Return the packaged rule table `rules/<name>.toml`."""
    table = resources.files("whofor.intake.normalise") / "rules" / f"{name}.toml"
    return tomllib.loads(table.read_text(encoding="utf-8"))
