"""Message catalogues: standard gettext `.po` files, one per language, compiled in memory on first use."""

from __future__ import annotations

import gettext
import unicodedata
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from whofor.errors import Problem, Sentence, UsageError

__all__ = ["LANGUAGES", "clean", "escaped", "harmless", "read_messages", "read_problems"]

LANGUAGES = ("en", "fr")
"""Languages that reports are written in."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_AS_SPACES = dict.fromkeys(map(ord, "\t\r\n\x0b\x0c\x85\u2028\u2029"), " ")
_LAST_PRINTED = "~"


def clean(text: str) -> str:
    """Return a text without control characters, which could move a terminal's cursor or turn a line round.

    Example:
        >>> clean("Acme\\x1b[31m Ltd")
        'Acme[31m Ltd'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text.translate(_AS_SPACES) if not _is_obeyed(c))


def harmless(text: str) -> str:
    """Return a text without characters that turn a line round, or that some terminals obey; ASCII stays as it is."""
    return text if text.isascii() else "".join(c for c in text if c.isascii() or not _is_obeyed(c))


def escaped(document: str) -> str:
    """Return a JSON document whose strings hold no characters that a terminal obeys, but their escapes.

    Example:
        >>> escaped('["a\x7fb"]')
        '["a\\\\u007fb"]'
    """
    if document.isascii() and "\x7f" not in document:
        return document
    return "".join(f"\\u{ord(c):04x}" if c > _LAST_PRINTED and _is_obeyed(c) else c for c in document)


def _is_obeyed(character: str) -> bool:
    """Return whether a terminal obeys a character instead of showing it."""
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDI_CONTROLS


@lru_cache(maxsize=len(LANGUAGES))
def read_messages(language: str) -> gettext.GNUTranslations:
    """Return the compiled catalogue of a language.

    Args:
        language: `en` or `fr`.

    Raises:
        UsageError: Reports are not written in that language.
    """
    if language not in LANGUAGES:
        todo = Sentence("Use one of: {names}.", names=", ".join(LANGUAGES))
        raise UsageError(Problem("Reports are not written in this language", "--lang", language, todo))
    return _compiled("whofor", language)


@lru_cache(maxsize=len(LANGUAGES))
def read_problems(language: str) -> gettext.NullTranslations:
    """Return the compiled catalogue of error messages; they are written in English, so that there is none of it."""
    return gettext.NullTranslations() if language == "en" else _compiled("problems", language)


def _compiled(domain: str, language: str) -> gettext.GNUTranslations:
    # Late: Babel reads its locale data on import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = files("whofor.reports") / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
