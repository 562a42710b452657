"""The kind of facts that a definition parameter belongs to: firm, technology, person, situation, lead source."""

from __future__ import annotations

from whofor.lexicon.words import read_table, word_list

__all__ = ["BLOCKS", "fact_kind"]

BLOCKS = ("firmographics", "technographics", "persona", "situation", "other", "source")
"""Kinds of facts, in the order in which they are compared, each with those before it."""

_FIRMOGRAPHIC = frozenset(
    {
        *("industry", "industry_division", "industry_section", "employees", "annual_revenue", "country", "region"),
        *("continent", "city", "state", "founded_year", "domain_kind"),
    }
)


def fact_kind(name: str, label: str, table: str, *, dated: bool) -> str:
    """Return one of `BLOCKS`, by what is known of a parameter, else by the words of its name.

    Args:
        name: Its name; canonical ones are known.
        label: Its name in the export.
        table: The canonical table it comes from.
        dated: Whether it is the day of an event.

    Example:
        >>> fact_kind("x_growth", "Employee growth", "accounts", dated=False)
        'situation'
        >>> fact_kind("employees", "Employees", "accounts", dated=False)
        'firmographics'
    """
    if name.startswith("lead_source"):
        return "source"
    if name in _FIRMOGRAPHIC:
        return "firmographics"
    if name.startswith("technolog"):
        return "technographics"
    if table == "contacts":
        return "persona"
    if table == "signals" or name.startswith("situation_") or dated or name == "money_raised":
        return "situation"
    kinds = read_table("whofor.lexicon", "fact_kinds.toml")
    return next((kind for kind in kinds if word_list("fact_kinds", kind).holds(f"{label} {name}")), "other")
