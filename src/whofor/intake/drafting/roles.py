"""Roles of the columns that are no canonical ones: what a header, the values and the outcome say of them."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.intake.drafting.columns import LEAST_FILLED
from whofor.intake.drafting.glued import parted_words
from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.drafting.words import about, ends_with, fits_kind, is_key_word
from whofor.lexicon.channel_names import channel_by_name
from whofor.lexicon.leak_names import leak_by_name
from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.lexicon.prices import is_list_price
from whofor.model import Kind, Role
from whofor.schema.columns import MOST_FILL_RATIO, TableName

__all__ = ["Treatment", "is_fact", "learnt_later", "names_only", "no_trait", "treat"]

_MANY_IDS = 20
_HEADS = ("owner", "lead_source")
_DURING = 0.5
_SPEAKS_OF_SALE, _IS_STAGE = 0.6, 0.9
_KEYS = frozenset({"id", "ids", "key", "uuid", "guid"})
"""Last words of a header that say of any column that it is a key; "number" and "code" say so of some only."""
_ALSO_OF_PROSPECTS = frozenset({"client_growth"})
_JUDGED = frozenset({"cultural_fit"})

_FACTS = ("industry", "employees", "annual_revenue", "country", "state", "city", "founded_year", "money_raised")
_IS_FACT, _LONGEST_FACT = 0.6, 40.0
_NAMES = (("contact", 0.3, "names of persons"), ("title", 0.3, "names of the rows"))
"""Concepts whose values are names, with the least share of different values from which they are."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """Treatment of a column that is not canonical.

    Attributes:
        role: Its role; `None` to leave it out.
        why: The reason.
        score: Strength of the evidence, 0 to 1.
    """

    role: Role | None
    why: str
    score: float = 0.6


def treat(column: ColumnShape, fill_by_outcome: tuple[float, float] | None = None, beside: str = "") -> Treatment:
    """Return the treatment of a column that is not canonical.

    Args:
        column: The column.
        fill_by_outcome: Share of won and of lost rows with a value, where the outcome is known.
        beside: Canonical confounder that it nearly matched.
    """
    left_out = _left_out(column)
    if left_out is not None:
        return left_out
    by_name = leak_by_name(column.header)
    leak = about(column.header, "leak")
    if by_name or leak >= 0.5 or about(column.header, "modified") >= 0.6:
        return Treatment(Role.LEAK, "its name speaks of what is known only afterwards", max(leak, 0.8))
    flag = max(about(column.header, name) for name in ("won", "lost", "ended"))
    if column.kind is Kind.BOOLEAN and flag >= 0.7:
        return Treatment(Role.LEAK, "a yes/no column that speaks of the outcome", 0.7)
    # A number may be the key of a campaign or a team.
    kind = Kind.CATEGORY if column.kind is Kind.NUMBER and _has_key_word(column) else column.kind
    if column.kind is Kind.BOOLEAN and about(column.header, "trial") >= 0.7:
        return Treatment(Role.VALIDATION, "whether a trial is running changes later", 0.7)
    for concept in ("owner", "team", "lead_source", "lead_source_detail", "product", "pipeline"):
        how = about(column.header, concept) if fits_kind(kind, concept) else 0.0
        if how >= 0.6 or (how and concept in _HEADS and ends_with(column.header, concept)):
            return Treatment(Role.CONFOUNDER, f"its header speaks of the {concept.replace('_', ' ')}", how)
    if beside and column.kind is not Kind.NUMBER:
        return Treatment(Role.CONFOUNDER, f"its header comes near to {beside}", 0.5)
    seen = channel_by_name(column.header)
    known = bool(seen) or is_fact(column)
    if kind is Kind.CATEGORY and _has_key_word(column) and column.distinct >= _MANY_IDS and not known:
        return Treatment(None, "an identifier", 0.8)
    during = max(about(column.header, "during"), about(column.header, "amount") if column.kind is Kind.NUMBER else 0.0)
    if _is_judged(column.header) or (during >= _DURING and not is_fact(column)):
        return Treatment(Role.VALIDATION, "its header speaks of what is learnt while the deal runs", during)
    if fill_by_outcome is not None:
        won, lost = fill_by_outcome
        low, high = sorted(fill_by_outcome)
        if high > 0.05 and low < high * MOST_FILL_RATIO:
            text = f"filled in {100 * won:.0f} % of the won and {100 * lost:.0f} % of the lost rows"
            return Treatment(Role.VALIDATION, text, 0.9)
    if seen:
        return Treatment(Role.CHANNEL, f"“{seen}” is seen only when people come", 0.7)
    if column.kind is Kind.DATE:
        return Treatment(Role.VALIDATION, "a date; whether it is known at opening is for you to say", 0.4)
    return Treatment(Role.DEFINITION, _shown(column), 0.6)


def names_only(column: ColumnShape) -> Treatment | None:
    """Return the treatment of a column whose values name persons or rows, so that it defines nothing; else `None`."""
    for concept, different, why in _NAMES:
        is_text = column.kind in (Kind.CATEGORY, Kind.TEXT)
        if is_text and column.different > different and about(column.header, concept) >= _IS_FACT:
            return Treatment(None, why, 0.8)
    return None


def learnt_later(table: str, header: str) -> bool:
    """Return whether a column of deals or accounts holds what is known only later: during a deal, or from a client.

    Example:
        >>> learnt_later("deals", "List price"), learnt_later("accounts", "NPS"), learnt_later("accounts", "Segment")
        (True, True, False)
    """
    if table == TableName.DEALS and (about(header, "during") >= _DURING or is_list_price(header)):
        return True
    kind = kind_of_label(header) if table in (TableName.ACCOUNTS, TableName.DEALS) else None
    return kind is not None and kind.name not in _ALSO_OF_PROSPECTS


def no_trait(table: str, header: str) -> Role | None:
    """Return the role of a column that is no trait of a client by its header; `None` where it may be one.

    Lead source and salesperson are confounders, the page or form by which people came is a channel, the stage of a deal
    is a leak, and keys identify.

    Example:
        >>> no_trait("deals", "Lead source"), no_trait("deals", "Stage"), no_trait("accounts", "Account ID")
        (<Role.CONFOUNDER: 'confounder'>, <Role.LEAK: 'leak'>, <Role.IDENTITY: 'identity'>)
        >>> no_trait("deals", "Landing page ID")
        <Role.CHANNEL: 'channel'>
        >>> no_trait("deals", "Segment"), no_trait("accounts", "Number of employees")
        (None, None)
    """
    if max(about(header, concept) for concept in ("owner", "lead_source", "lead_source_detail")) >= _SPEAKS_OF_SALE:
        return Role.CONFOUNDER
    of_place = max(about(header, "state"), about(header, "account"), about(header, "country"))
    if table == TableName.DEALS and about(header, "stage") >= _IS_STAGE > of_place:
        return Role.LEAK
    if channel_by_name(header):
        return Role.CHANNEL
    words = parted_words(header)
    return Role.IDENTITY if words and words[-1] in _KEYS else None


def _is_judged(header: str) -> bool:
    """Return whether a header speaks of what somebody who knows the client judges: cultural fit."""
    kind = kind_of_label(header)
    return kind is not None and kind.name in _JUDGED


def is_fact(column: ColumnShape) -> bool:
    """Return whether a header names a fact of a company: no count of rows makes it a key, no word of money a price."""
    return max(about(column.header, name) for name in _FACTS) >= _IS_FACT and column.mean_length <= _LONGEST_FACT


def _shown(column: ColumnShape) -> str:
    values = list(column.known)
    if column.kind is Kind.NUMBER:
        return f"{column.distinct:,} numbers"
    some = ", ".join(text[:24] for text in values[:3])
    return f"{len(values):,}{'' if column.complete else '+'} values: {some}"


def _has_key_word(column: ColumnShape) -> bool:
    return any(is_key_word(word) for word in parted_words(column.header))


def _left_out(column: ColumnShape) -> Treatment | None:
    """Return the treatment of a column that is left out, or `None` where it is of use."""
    if not column.known:
        return Treatment(None, "empty", 1.0)
    addresses = sum(count for text, count in column.values.items() if "@" in text and "." in text)
    if about(column.header, "personal") >= 0.45 or addresses > 0.1 * sum(column.values.values()):
        return Treatment(None, "personal data")
    if column.fill < LEAST_FILLED:
        return Treatment(None, "nearly empty", 1.0)
    if column.distinct == 1 and column.fill > 0.999:
        return Treatment(None, "always the same", 1.0)
    if column.kind is Kind.DATE:
        return None
    links = sum(text.lower().startswith(("http://", "https://", "www.")) for text in column.values)
    if links > len(column.values) / 2:
        return Treatment(None, "web addresses", 1.0)
    if about(column.header, "postal") >= 0.5:
        return Treatment(None, "a postal code or a place on the map", 0.8)
    if about(column.header, "registration_number") >= _IS_FACT:
        return Treatment(None, "a number of a register, which identifies a company", 0.8)
    if is_fact(column):
        return None
    named = _has_key_word(column)
    alike = column.filled >= (10 if named else 30) and column.different > 0.9
    if alike and (named or column.kind is not Kind.NUMBER):
        return Treatment(None, "an identifier: nearly every row has its own", 0.8)
    if column.kind is Kind.TEXT or column.long:
        return Treatment(None, "free text", 0.8)
    return None
