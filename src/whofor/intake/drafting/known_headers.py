"""What headers say of columns that no mapping names: learnt later, no trait of a client, a fact of the account."""

from __future__ import annotations

from whofor.intake.drafting.columns import CONCEPTS
from whofor.intake.drafting.roles import learnt_later, no_trait
from whofor.intake.drafting.words import about
from whofor.intake.mapping.table_resolver import KnownHeaders
from whofor.schema.columns import TableName

__all__ = ["KNOWN_HEADERS", "fact_of_account"]

_FACTS_OF_ROWS = ("industry", "employees", "country")
"""Facts that a row of deals repeats of its account; a revenue there may as well be the deal's."""
_NAMES_A_FACT = 0.7


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
