"""Message catalogues: standard gettext `.po` files, one per language, compiled in memory on first use."""

from __future__ import annotations

import gettext
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from whofor.errors import Problem, UsageError

__all__ = ["LANGUAGES", "Catalogue", "catalogue", "clean"]

LANGUAGES = ("en", "fr")
"""Languages that reports are written in."""

_BIDI_CONTROLS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Text from the user's data without control characters, which could move a terminal's cursor or turn a line round.

    Example:
        >>> clean("Acme\\x1b[31m Ltd")
        'Acme[31m Ltd'
    """
    spaced = "".join(" " if c in "\t\r\n" else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI_CONTROLS)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All messages in one language.

    Attributes:
        language: Language code, one of `LANGUAGES`.
        messages: The compiled catalogue.
    """

    language: str
    messages: gettext.GNUTranslations

    def has(self, key: str) -> bool:
        """Whether there is a message of that key."""
        return self.messages.gettext(key) != key

    def text(self, key: str, /, **values: object) -> str:
        """The message with its placeholders filled; text from the data is cleaned on the way.

        Raises:
            KeyError: There is no such message.
        """
        return self._fill(key, self.messages.gettext(key), values)

    def plural(self, key: str, n: int, /, **values: object) -> str:
        """The message in the form that `n` asks for in this language.

        Raises:
            KeyError: There is no such message.
        """
        return self._fill(key, self.messages.ngettext(key, key, n), values)

    def _fill(self, key: str, message: str, values: dict[str, object]) -> str:
        if message == key:
            raise KeyError(f"no message {key!r} in the {self.language} catalogue")
        return message.format(**{k: clean(v) if isinstance(v, str) else v for k, v in values.items()})


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language.

    Args:
        language: `en` or `fr`.

    Raises:
        UsageError: Reports are not written in that language.
    """
    if language not in LANGUAGES:
        todo = f"Use one of: {', '.join(LANGUAGES)}."
        raise UsageError(Problem("Reports are not written in this language", "--lang", language, todo))
    # Late: Babel reads its locale data on import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = files("whofor.reports") / "locale" / language / "LC_MESSAGES" / "whofor.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
    compiled.seek(0)
    return Catalogue(language, gettext.GNUTranslations(compiled))
