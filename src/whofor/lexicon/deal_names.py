"""What CRMs call a deal: a deal, an opportunity, a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from whofor.lexicon.words import WordList, read_table, words_in

__all__ = ["DEAL_NAMES", "USUAL_DEAL_NAME", "deal_name_of_headers", "deal_nouns"]

USUAL_DEAL_NAME = "deal"
"""The name where an export does not say another."""

_TABLE = read_table("whofor.lexicon", "deal_names.toml")

DEAL_NAMES: tuple[str, ...] = tuple(_TABLE)
"""All names; each has nouns in the languages of the reports."""


def deal_nouns(name: str, language: str) -> tuple[str, str]:
    """Return the noun of a deal, singular and plural.

    Args:
        name: One of `DEAL_NAMES`.
        language: `en` or `fr`.

    Example:
        >>> deal_nouns("opportunity", "fr"), deal_nouns("crm_transaction", "en")
        (('opportunité', 'opportunités'), ('deal', 'deals'))
    """
    return _TABLE[name]["one"][language], _TABLE[name]["several"][language]


def deal_name_of_headers(headers: Iterable[str]) -> str:
    """Return what an export calls its deals, by the headers and the names of their files; empty where nothing says.

    The name that most of them hold counts; of two that as many hold the one that comes first, as keys come first.

    Example:
        >>> deal_name_of_headers(["Opportunity ID", "Account", "Opportunity Name", "Deal size"])
        'opportunity'
        >>> deal_name_of_headers(["Id", "Stage"])
        ''
    """
    held = [name for text in headers for name, words in _lists().items() if words.holds(text)]
    return max(held, key=held.count, default="")


@cache
def _lists() -> dict[str, WordList]:
    return {name: WordList(words_in(entry["headers"])) for name, entry in _TABLE.items() if "headers" in entry}
