"""The export as it was on an earlier day: deals opened and closed until then, and what follows from them."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from whofor.errors import Problem, UsageError
from whofor.example.dealflow import OPEN_STAGES
from whofor.example.export import ExampleExport, ExportRow, ExportTable
from whofor.example.simulation import day_text, month_end
from whofor.example.world import AS_OF

__all__ = ["export_as_of"]

_NO_FUNDING = ("Total Money Raised", "Last Funding Round", "Last Funding Date")
_GUESSED_WITHIN = 81
"""Days ahead within which the closing of an open deal is guessed, as in `dealflow`."""


@dataclass(slots=True)
class _Account:
    """What the deals of a company come to until a day."""

    deals: int = 0
    revenue: int = 0
    won: bool = False
    is_open: bool = False
    opened: date = date.min
    closed: date = date.min

    @property
    def last(self) -> date:
        """The last closing, else the last opening."""
        return self.opened if self.closed == date.min else self.closed


def export_as_of(export: ExampleExport, day: date, until: date = AS_OF) -> ExampleExport:
    """Return the export of an earlier day; cells that no later event changed are the same in each.

    What companies have come to is added up from the deals that name them, so that all months should be made by this.

    Args:
        export: A later export, made by `generate`.
        day: Last day that the earlier one knows.
        until: Day of the later one.

    Raises:
        UsageError: The day lies after that of the later export.
    """
    if day > until:
        raise UsageError(Problem("the example is not known yet on this day", value=day.isoformat()))
    activities = _until(export.activities, "Activity date", day)
    contacts = _until(export.contacts, "Create Date", day)
    known = set(contacts.column("Record ID"))
    per_deal = Counter(activities.column("Associated Deal IDs"))
    deals, accounts = _deals(export.deals, (day, until), per_deal, known)
    companies = _companies(export.companies, day, accounts, (activities, contacts))
    stages = dict(zip(companies.column("Record ID"), companies.column("Lifecycle Stage"), strict=True))
    return ExampleExport(
        companies=companies,
        deals=deals,
        contacts=_with_stages(contacts, stages),
        activities=_of_deals(activities, set(deals.column("Record ID"))),
        client_outcomes=_until(export.client_outcomes, "Measured on", day),
        spend=_until(export.spend, "Date", day),
    )


def _until(table: ExportTable, column: str, day: date) -> ExportTable:
    place, last = table.header.index(column), day.isoformat()
    return ExportTable(table.header, tuple(row for row in table.rows if row[place][:10] <= last))


def _deals(
    table: ExportTable, days_of_export: tuple[date, date], n_activities: Counter[str], contacts: set[str]
) -> tuple[ExportTable, dict[str, _Account]]:
    """Return the deals opened until a day, those closed later as open, and what they come to for each company."""
    day, until = days_of_export
    at = {name: place for place, name in enumerate(table.header)}
    rows: list[ExportRow] = []
    accounts: dict[str, _Account] = {}
    seen: set[str] = set()
    for row in table.rows:
        opened = date.fromisoformat(row[at["Create Date"]][:10])
        if opened > day:
            continue
        cells = list(row)
        # The days to close are right also where the closing date was mistyped.
        days = row[at["Days to close"]]
        closed = opened + timedelta(days=int(days)) if days else date.max
        if closed > day and (days or day < until):
            _reopen(cells, at, day)
        there = [c for c in row[at["Associated Contact IDs"]].split(";") if c in contacts]
        cells[at["Associated Contact IDs"]] = ";".join(there)
        cells[at["Number of Contacts"]] = str(len(there))
        cells[at["Number of Sales Activities"]] = str(n_activities[row[at["Record ID"]]])
        rows.append(tuple(cells))
        if row[at["Record ID"]] not in seen:
            seen.add(row[at["Record ID"]])
            account = accounts.setdefault(row[at["Associated Company IDs (Primary)"]], _Account())
            _add(account, cells, at, opened, closed if closed <= day else None)
    return ExportTable(table.header, tuple(rows)), accounts


def _reopen(cells: list[str], at: dict[str, int], day: date) -> None:
    """Write a deal that is closed later as one that is open: its stage and guessed closing by its number."""
    number = zlib.crc32(cells[at["Record ID"]].encode())
    stage, probability = OPEN_STAGES[number % len(OPEN_STAGES)]
    guess = day.toordinal() + number // len(OPEN_STAGES) % _GUESSED_WITHIN
    cells[at["Deal Stage"]], cells[at["Deal Stage Probability"]] = stage, probability
    cells[at["Close Date"]] = f"{day_text(month_end(guess))} {cells[at['Close Date']][11:]}"
    for name in ("Is Deal Closed?", "Is Closed Won", "Is closed lost"):
        cells[at[name]] = "false"
    for name in ("Closed Lost Reason", "Closed Won Reason", "Days to close"):
        cells[at[name]] = ""


def _add(account: _Account, cells: list[str], at: dict[str, int], opened: date, closed: date | None) -> None:
    account.deals += 1
    account.is_open |= closed is None
    account.opened = max(account.opened, opened)
    if closed is None:
        return
    account.closed = max(account.closed, closed)
    if cells[at["Is Closed Won"]] == "true":
        account.won = True
        digits = "".join(c for c in cells[at["Amount"]].split(",")[0] if c.isdigit())
        account.revenue += int(digits or 0)


def _companies(
    table: ExportTable, day: date, accounts: dict[str, _Account], counted: tuple[ExportTable, ExportTable]
) -> ExportTable:
    """Return the companies met until a day."""
    at = {name: place for place, name in enumerate(table.header)}
    n_activities = Counter(counted[0].column("Associated Company IDs"))
    n_contacts = Counter(counted[1].column("Associated Company ID"))
    rows: list[ExportRow] = []
    for row in _until(table, "Create Date", day).rows:
        id_ = row[at["Record ID"]]
        account = accounts.get(id_, _Account())
        cells = list(row)
        if row[at["Last Funding Date"]] > day.isoformat():
            for name in _NO_FUNDING:
                cells[at[name]] = ""
        stage = "Customer" if account.won else "Opportunity" if account.is_open else "Lead"
        cells[at["Lifecycle Stage"]] = stage
        last = max(account.last, date.fromisoformat(row[at["Create Date"]][:10]))
        modified = day_text(min(last + timedelta(days=3), day).toordinal())
        cells[at["Last Modified Date"]] = f"{modified} {row[at['Last Modified Date']][11:]}"
        cells[at["Number of times contacted"]] = str(n_activities[id_])
        cells[at["Associated Contacts"]], cells[at["Associated Deals"]] = str(n_contacts[id_]), str(account.deals)
        cells[at["Total Revenue"]] = str(account.revenue) if account.won else ""
        cells[at["Recent Deal Close Date"]] = day_text(account.last.toordinal()) if account.won else ""
        rows.append(tuple(cells))
    return ExportTable(table.header, tuple(rows))


def _of_deals(activities: ExportTable, deals: set[str]) -> ExportTable:
    """Return the activities; a first touch before the opening is not of the deal yet."""
    place = activities.header.index("Associated Deal IDs")
    rows = (row if row[place] in deals else (*row[:place], "", *row[place + 1 :]) for row in activities.rows)
    return ExportTable(activities.header, tuple(rows))


def _with_stages(contacts: ExportTable, stages: dict[str, str]) -> ExportTable:
    """Return the contacts, each at the stage of its company."""
    company, stage = contacts.header.index("Associated Company ID"), contacts.header.index("Lifecycle Stage")
    rows = ((*row[:stage], stages.get(row[company], row[stage]), *row[stage + 1 :]) for row in contacts.rows)
    return ExportTable(contacts.header, tuple(rows))
