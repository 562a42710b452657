"""What headers say of columns that no mapping names: learnt later, no trait of a client, a fact of the account."""

from __future__ import annotations

from whofor.intake.drafting.columns import CONCEPTS, DURING
from whofor.intake.drafting.words import about
from whofor.intake.mapping.table_resolver import KnownHeaders
from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.lexicon.prices import is_list_price
from whofor.model import Role
from whofor.schema.columns import TableName
from whofor.text import name_words

__all__ = ["KNOWN_HEADERS", "fact_of_account", "learnt_later", "no_trait"]

_SPEAKS_OF_SALE, _IS_STAGE = 0.6, 0.9
_KEYS = frozenset({"id", "ids", "key", "uuid", "guid"})
"""Last words of a header that say of any column that it is a key; "number" and "code" say so of some only."""
_ALSO_OF_PROSPECTS = frozenset({"client_growth"})
_FACTS_OF_ROWS = ("industry", "employees", "country")
"""Facts that a row of deals repeats of its account; a revenue there may as well be the deal's."""
_NAMES_A_FACT = 0.7


def learnt_later(table: str, header: str) -> bool:
    """Return whether a column of deals or accounts holds what is known only later: during a deal, or from a client.

    Example:
        >>> learnt_later("deals", "List price"), learnt_later("accounts", "NPS"), learnt_later("accounts", "Segment")
        (True, True, False)
    """
    if table == TableName.DEALS and (about(header, "during") >= DURING or is_list_price(header)):
        return True
    kind = kind_of_label(header) if table in (TableName.ACCOUNTS, TableName.DEALS) else None
    return kind is not None and kind.name not in _ALSO_OF_PROSPECTS


def no_trait(table: str, header: str) -> Role | None:
    """Return the role of a column that is no trait of a client by its header; `None` where it may be one.

    Lead source and salesperson are confounders, the stage of a deal is a leak, and keys identify.

    Example:
        >>> no_trait("deals", "Lead source"), no_trait("deals", "Stage"), no_trait("accounts", "Account ID")
        (<Role.CONFOUNDER: 'confounder'>, <Role.LEAK: 'leak'>, <Role.IDENTITY: 'identity'>)
        >>> no_trait("deals", "Segment"), no_trait("accounts", "Number of employees")
        (None, None)
    """
    if max(about(header, concept) for concept in ("owner", "lead_source", "lead_source_detail")) >= _SPEAKS_OF_SALE:
        return Role.CONFOUNDER
    of_place = max(about(header, "state"), about(header, "account"), about(header, "country"))
    if table == TableName.DEALS and about(header, "stage") >= _IS_STAGE > of_place:
        return Role.LEAK
    words = name_words(header)
    return Role.IDENTITY if words and words[-1] in _KEYS else None


def fact_of_account(table: str, header: str) -> str:
    """Return the fact of accounts that a header of the deals names: sector, size or country; empty for none.

    Example:
        >>> fact_of_account("deals", "Industry"), fact_of_account("deals", "Effectif")
        ('industry', 'employees')
        >>> fact_of_account("deals", "Amount"), fact_of_account("accounts", "Industry")
        ('', '')
    """
    if table != TableName.DEALS:
        return ""
    score, fact = max((about(header, CONCEPTS[TableName.ACCOUNTS][name]), name) for name in _FACTS_OF_ROWS)
    return fact if score >= _NAMES_A_FACT else ""


KNOWN_HEADERS = KnownHeaders(learnt_later, no_trait, fact_of_account)
"""What headers say of columns that a mapping does not name."""
