"""Names of columns that hold prices before any discount."""

from __future__ import annotations

import re

from whofor.lexicon.outcome_kinds import folded_words

__all__ = ["is_list_price"]

_LIST_PRICE = re.compile(
    r"list price|catalogue? price|gross price|standard price|prix (?:catalogue|public|tarif|brut|de liste)|"
    r"tarif public|listenpreis|katalogpreis|precio (?:de )?(?:lista|catalogo)|preco (?:de )?(?:lista|tabela)"
)


def is_list_price(label: str) -> bool:
    """Whether a column's name says that it holds prices without discount: what they tell is the discount."""
    return _LIST_PRICE.search(folded_words(label)) is not None
