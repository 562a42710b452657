"""Messages that call a deal what the user's CRM calls it: an opportunity, a transaction."""

from __future__ import annotations

import re
from functools import lru_cache

from whofor.lexicon.deal_names import USUAL_DEAL_NAME, deal_nouns

__all__ = ["calling_deals"]

_VOWELS = tuple("aeiouyhéèêàâîôû")
_PATTERNS = {
    "en": re.compile(r"\{[^{}]*\}|(?:\b(an?) )?\b(deals?)\b", re.IGNORECASE),
    # The turnover of a company is no deal of ours, and neither is its growth.
    "fr": re.compile(r"\{[^{}]*\}|chiffres? d[’']affaires|(?:\b([ld])[’'])?\b(affaires?)\b", re.IGNORECASE),
}


@lru_cache(maxsize=4096)
def calling_deals(message: str, name: str, language: str) -> str:
    """Return a message in which deals have another name; placeholders stay as they are.

    Args:
        message: A message of the catalogue, before its placeholders are filled.
        name: What deals are called, one of `DEAL_NAMES`.
        language: `en` or `fr`.

    Example:
        >>> calling_deals("A deal of {deals}: no deals left.", "opportunity", "en")
        'An opportunity of {deals}: no opportunities left.'
        >>> calling_deals("L’affaire, trop d’affaires, le chiffre d’affaires", "transaction", "fr")
        'La transaction, trop de transactions, le chiffre d’affaires'
    """
    if deal_nouns(name, language) == deal_nouns(USUAL_DEAL_NAME, language):
        return message

    def renamed(found: re.Match[str]) -> str:
        before, written = found.group(1) or "", found.group(2)
        if written is None:
            return found.group()
        noun = _in_case(deal_nouns(name, language)[written.lower().endswith("s")], written)
        return f"{_article(before, noun, language)}{noun}" if before else noun

    return _PATTERNS[language].sub(renamed, message)


def _in_case(noun: str, like: str) -> str:
    if like.isupper():
        return noun.upper()
    return noun[:1].upper() + noun[1:] if like[:1].isupper() else noun


def _article(written: str, noun: str, language: str) -> str:
    """Return the article or preposition of a noun that stood before another, with what joins both."""
    vowel = noun.lower().startswith(_VOWELS)
    if language == "en":
        article = "an " if vowel else "a "
    elif vowel:
        return f"{written}’"
    else:
        article = "la " if written.lower() == "l" else "de "
    return article.capitalize() if written[0].isupper() else article
