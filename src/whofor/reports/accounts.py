"""The accounts of a type of client: in a terminal, and as a fold of the page."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.model import AccountRow, AccountsOfType, KnownAccounts, ListKind, Segment
from whofor.model.accounts import first_accounts
from whofor.reports.catalogue import clean
from whofor.reports.folds import AccountsFold
from whofor.reports.phrases import phrase_of
from whofor.reports.phrases.facts import fact_name
from whofor.reports.widths import fitting_widths, print_text
from whofor.reports.wording.accounts import (
    count_texts,
    fact_value,
    facts_text,
    is_same_for_all,
    list_title,
    remark_texts,
)
from whofor.reports.wording.conditions import capital
from whofor.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MOST_SHOWN", "accounts_fold", "render_accounts"]

MOST_SHOWN = 10
"""Accounts shown in a terminal, as many as a card of the page has."""


def render_accounts(found: AccountsOfType, words: Words, console: Console, command: str) -> None:
    """Print how many deals and accounts each list holds, and the first accounts to act on.

    Args:
        found: The lists.
        words: Language of the output.
        console: Where to print.
        command: Command that writes all rows to a file; empty where they were written.
    """

    from rich.text import Text

    def line(text: str, style: str = "", *, unbroken: bool = False) -> None:
        if unbroken:
            console.print(Text(clean(text), style=style), soft_wrap=True, highlight=False)
        else:
            print_text(text, console, style)

    conditions = found.segment.conditions
    line(f"{found.id}  {phrase_of(found.segment, words).capital}", "bold")
    if found.part:
        line(words.text("accounts.of_part", part=found.part))
    _print_counts(found, words, console)
    for text in (*remark_texts(found.lists, conditions, words), _day_text(found.day, words)):
        line(text, "dim")
    first = first_accounts(found.lists, MOST_SHOWN)
    if first:
        line("")
        _print_first(first, found, words, console)
    rows = sum(one.n for one in found.lists)
    if command and rows:
        line("")
        # On one line, so that it can be copied.
        line(words.plural("accounts.all", rows, command=command), unbroken=True)


def _print_counts(found: AccountsOfType, words: Words, console: Console) -> None:
    """Print how many deals and accounts each list holds."""
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="dim")
    grid.add_column("", overflow="fold")
    for key in ("deals", "accounts"):
        grid.add_column(words.text(f"accounts.head_{key}"), justify="right")
    for one in found.lists:
        deals = "" if one.kind is ListKind.NO_DEAL else words.number(one.n_deals)
        grid.add_row(Text(clean(list_title(one.kind, words, found.part))), deals, words.number(one.n_accounts))
    console.print(grid)


def _print_first(rows: Sequence[AccountRow], found: AccountsOfType, words: Words, console: Console) -> None:
    """Print accounts: who, which list, which deal, since when, how much, and what fits; no column that is empty."""
    from rich.table import Table
    from rich.text import Text

    # Two conditions may be on one fact, and what is the same for all need not be told.
    facts = {c.parameter: (c, i) for i, c in enumerate(found.segment.conditions) if not is_same_for_all(c)}
    columns: dict[str, list[str]] = {
        words.text("accounts.col_account"): [_name(row) for row in rows],
        (kind := words.text("accounts.col_list")): [_kind(row, words, of_part=bool(found.part)) for row in rows],
        words.text("accounts.col_deal"): [_deal(row) for row in rows],
        (opened := words.text("accounts.col_opened")): [_day(row, words) for row in rows],
        (amount := words.text("accounts.col_amount")): [_amount(row, found.currency, words) for row in rows],
        **{
            capital(fact_name(c, words)): [fact_value(c, row.facts[i], words) for row in rows]
            for c, i in facts.values()
        },
    }
    shown = {clean(head): [clean(cell) or "–" for cell in cells] for head, cells in columns.items() if any(cells)}
    firm = {i for i, head in enumerate(shown) if head in (kind, opened, amount)}
    widths = fitting_widths([[head, *cells] for head, cells in shown.items()], console.width, firm)
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for head, width in zip(shown, widths, strict=False):
        grid.add_column(head, overflow="fold", justify="right" if head == amount else "left", width=width)
    for cells in zip(*shown.values(), strict=True):
        grid.add_row(*map(Text, cells[: len(widths)]))
    console.print(grid)


def _day_text(day: str, words: Words) -> str:
    return words.text("accounts.as_of", day=day) if day else words.text("accounts.undated")


def _name(row: AccountRow) -> str:
    return row.account or row.account_key


def _day(row: AccountRow, words: Words) -> str:
    """Return the day on which a deal was opened; empty without one."""
    return words.short_day(row.opened) if row.opened and row.kind is not ListKind.NO_DEAL else ""


def _kind(row: AccountRow, words: Words, *, of_part: bool) -> str:
    if of_part and row.kind is ListKind.NO_DEAL:
        return words.text("accounts.short_no_deal.part")
    return words.text(f"accounts.short_{row.kind}")


def _deal(row: AccountRow) -> str:
    """Return the name of a deal, without that of its account where it begins with it; else its key."""
    rest = row.deal[len(row.account) :] if row.deal.casefold().startswith(row.account.casefold()) else row.deal
    return rest.strip(" -–—:|/,") or row.deal or row.deal_key


def _amount(row: AccountRow, currency: str, words: Words) -> str:
    """Return the amount of a deal in full, so that amounts below each other can be compared."""
    if row.amount is None:
        return ""
    in_full = math.inf
    return words.money(row.amount, currency, in_full) if currency else words.compact(row.amount, in_full)


def accounts_fold(
    known: KnownAccounts | None, id_: str, segment: Segment, words: Words, part: str = ""
) -> AccountsFold | None:
    """Return the first accounts of a type of client for its card; `None` where nothing is known of them.

    Args:
        known: The accounts of all types of client of a run; `None` where a former version saved none.
        id_: Id of the finding.
        segment: The type of client.
        words: Language of the report.
        part: The part of the deals that the run is about, as one product; empty for all of them.
    """
    lists = known.of(id_) if known is not None else ()
    if known is None or not lists:
        return None
    first = first_accounts(lists, MOST_SHOWN)
    title = words.text("accounts.first_ten" if len(first) == MOST_SHOWN else "accounts.first")
    counts = [*count_texts(lists, words, part), *remark_texts(lists, segment.conditions, words)]
    rows = tuple((clean(_name(row)), _told(row, segment, known.currency, words, part)) for row in first)
    about = f" --part {shlex.quote(part)}" if part else ""
    command = f"whofor accounts {id_}{about} --csv accounts.csv --excel {words.language}"
    note = f"{_day_text(known.day, words)} {words.text('accounts.in_file', command=command)}"
    return AccountsFold(title, tuple(counts), rows, note)


def _told(row: AccountRow, segment: Segment, currency: str, words: Words, part: str) -> str:
    """Return what is told of an account in its card, in one line."""
    begun = "accounts.entered" if row.kind is ListKind.NO_DEAL else "accounts.opened"
    parts = (
        _kind(row, words, of_part=bool(part)),
        clean(_deal(row)) if row.kind is not ListKind.NO_DEAL else "",
        words.text(begun, day=words.short_day(row.opened)) if row.opened else "",
        _amount(row, currency, words),
        facts_text(segment.conditions, row, words),
    )
    return " · ".join(part for part in parts if part)
