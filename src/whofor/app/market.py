"""A list of companies as rows that types of client are looked up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from whofor.app.account_lists import AnyList, open_lists
from whofor.app.arguments import DEALS, Arguments
from whofor.app.deals import KeptDeals, latest_signals
from whofor.app.listed_rows import ListedRow
from whofor.app.situation_facts import current_situations
from whofor.arrays import Column, Columns, FloatArray, is_known
from whofor.errors import Sentence
from whofor.model.parameters import EXTRA_PREFIX, Kind
from whofor.model.progress import Progress, silent
from whofor.schema.columns import TableName
from whofor.schema.current import CurrentRows, assemble_current_rows
from whofor.schema.rows import Attribute
from whofor.schema.scan import Scan
from whofor.text import fold, split_list
from whofor.workspace import Dataset

__all__ = ["MarketList", "list_of", "market_list", "market_rows", "of_kind"]

_LIST = "list"


def list_of(read: Arguments, place: str, given: object) -> AnyList:
    """Return a list of companies: a file, or a frame by its name.

    Args:
        read: Collects what is wrong.
        place: Name of the argument.
        given: A path, a frame, or a frame by its name.
    """
    found = read.source(place, given)
    if isinstance(found, Path) or tuple(found) != (DEALS,) or isinstance(given, Mapping):
        return found
    return {_LIST: found[DEALS]}


@dataclass(frozen=True, eq=False, slots=True)
class MarketList:
    """A list of companies with the facts that the deals have.

    Attributes:
        rows: The rows.
        named: What names each row, in the same order; empty where each company is there once.
        other_kind: Labels of the columns whose values are of another kind than those of the deals, as text for a
            number: they are not known of any row.
        notes: What else is said of how the list was read.
        id_header: What the list calls the column of its ids; empty where each company is there once.
    """

    rows: CurrentRows
    named: tuple[ListedRow, ...] = ()
    other_kind: tuple[str, ...] = ()
    notes: tuple[Sentence, ...] = ()
    id_header: str = ""


def market_rows(listed: AnyList, deals: KeptDeals, day: float, progress: Progress = silent) -> CurrentRows:
    """Return the companies of a list as of a day, with the facts that the deals have; what the list lacks is not known.

    Columns are known by their headers and values, as those of an export without a mapping.

    Args:
        listed: The list: a file, or a frame by its name.
        deals: The deals whose facts types of client are defined by.
        day: The day, days since 1970-01-01.
        progress: Called with the work done.

    Raises:
        SourceError: The list cannot be read, has no rows, or no column names its companies.
    """
    return market_list(listed, deals.rows.attributes, deals.dataset, day, progress, every_row=False).rows


def market_list(
    listed: AnyList,
    known_by: Sequence[Attribute],
    dataset: Dataset | None,
    day: float,
    progress: Progress = silent,
    *,
    every_row: bool = True,
) -> MarketList:
    """Return the rows of a list as of a day, with the facts that the deals have.

    Args:
        listed: The list: a file, or a frame by its name.
        known_by: The facts, of the deals or of the customers that the list is compared with.
        dataset: What the import recorded of the deals; `None` where the facts are of no workspace.
        day: The day, days since 1970-01-01.
        progress: Called with the work done.
        every_row: Whether every row is kept, also where several have one id, and columns headed as a fact of the deals
            are read as that fact; otherwise each company is there once.

    Raises:
        SourceError: The list cannot be read, has no rows, or no column names its companies.
    """
    facts = [a.parameter for a in known_by] if every_row else None
    told = {a.parameter.name: a.values for a in known_by}
    readings = () if dataset is None else dataset.readings
    with open_lists(listed, (), progress, may_lack_signals=True, facts=facts, readings=readings) as (made, scan):
        accounts = scan.project(TableName.ACCOUNTS, list(scan.columns(TableName.ACCOUNTS)))
        signals = latest_signals(scan, TableName.ACCOUNTS, day)
        situations = _situations(scan, told, dataset, day)
    # What the deals know of contacts, a list may say of its companies: it is read under a name of the list's own.
    names = {f"{EXTRA_PREFIX}{p.name}": p.name for p in facts or () if not p.is_extra and p.name not in accounts}
    accounts = {names.get(name, name): values for name, values in accounts.items()}
    parameters = [replace(p, name=names.get(p.name, p.name)) for p in made.parameters]
    nothing: dict[str, Column] = {name: np.zeros(0, dtype=object) for name in ("outcome", "account_key")}
    none: dict[str, FloatArray] = {kind: np.zeros(0) for kind in signals}
    known: dict[str, dict[str, FloatArray]] = {TableName.DEALS: none, TableName.ACCOUNTS: signals}
    tables: dict[str, Columns] = {TableName.DEALS: nothing, TableName.ACCOUNTS: accounts}
    held = situations[TableName.ACCOUNTS]
    situations[TableName.DEALS] = dict.fromkeys(held, nothing["outcome"])
    rows = assemble_current_rows(tables, parameters, known_by, day, known, situations=situations)
    read_alike = [of_kind(own, fact) for own, fact in zip(rows.attributes, known_by, strict=True)]
    other = tuple(
        fact.parameter.label
        for own, read, fact in zip(rows.attributes, read_alike, known_by, strict=True)
        if is_known(own.values).any() and not is_known(read.values).any()
    )
    rows = replace(rows, attributes=tuple(read_alike))
    named = tuple(made.rows[int(key)] for key in accounts["account_key"][rows.account].tolist()) if made.rows else ()
    return MarketList(rows, named, other, made.notes, made.id_header)


def _situations(
    scan: Scan, told: dict[str, Column], dataset: Dataset | None, day: float
) -> dict[str, dict[str, Column]]:
    if dataset is None:
        return {TableName.DEALS: {}, TableName.ACCOUNTS: {}}
    return current_situations(scan, told, dataset, day)


def of_kind(own: Attribute, fact: Attribute) -> Attribute:
    """Return a fact of the list with values as those of the deals are; a value that is none of this kind is not known.

    A column may hold numbers in one file and words in another. Words are spelt as the deals spell them.
    """
    if _shape(own.parameter.kind) is _shape(fact.parameter.kind):
        own = replace(own, parameter=fact.parameter)
        return own if _is_number(fact) else replace(own, values=_spelt(own.values, fact))
    values = own.values
    if own.parameter.kind is Kind.NUMBER and fact.parameter.kind is not Kind.DATE:
        texts = [f"{v:g}" if np.isfinite(v) else None for v in values.tolist()]
        return replace(own, parameter=fact.parameter, values=np.array(texts, dtype=object))
    unknown = np.full(len(values), np.nan) if _is_number(fact) else np.full(len(values), None, dtype=object)
    return replace(own, parameter=fact.parameter, values=unknown)


def _spelt(values: Column, fact: Attribute) -> Column:
    """Return texts in the spelling that the deals have for them, whatever their case and accents."""
    several = fact.parameter.kind is Kind.MULTI
    spelling: dict[str, str] = {}
    for cell in sorted({v for v in fact.values.tolist() if v is not None}):
        for text in split_list(cell) if several else (cell,):
            spelling.setdefault(fold(text), text)
    known = frozenset(spelling.values())

    def one(text: str) -> str:
        return text if text in known else spelling.get(fold(text), text)

    cells = {v: ";".join(map(one, split_list(v))) if several else one(v) for v in set(values.tolist()) - {None}}
    return np.array([cells.get(v) for v in values.tolist()], dtype=object)


def _is_number(fact: Attribute) -> bool:
    return fact.parameter.kind in (Kind.NUMBER, Kind.DATE)


def _shape(kind: Kind) -> Kind:
    """Return the kind whose values have the same shape: all but numbers and dates are texts."""
    return kind if kind in (Kind.NUMBER, Kind.DATE) else Kind.TEXT
