"""The accounts and deals of one type of client."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims import ClaimReader
from whofor.app.named import meant_type
from whofor.app.saved_runs import options_of
from whofor.app.session import InSession, Session
from whofor.days import iso_day
from whofor.model import AccountsOfType, IcpResult, ListKind, RunInfo
from whofor.model.options import FindOptions
from whofor.stats.threads import one_blas_thread
from whofor.workspace import Dataset, Workspace

__all__ = ["accounts"]


def accounts(
    workspace: StrPath | Session | InSession,
    segment: str,
    *,
    today: date | None = None,
    as_of: date | float | None = None,
    only_open: bool = False,
    most: int | None = None,
    part: str | None = None,
) -> AccountsOfType:
    """List the accounts and deals of a type of client: its clients, those not won, and those to call now.

    Deals that were judged are those of the latest run, with its outcome and options: clients and deals not won add up
    to the deals that its report counts. What fits now is compared as of the last day of the data.

    Args:
        workspace: Folder of the workspace, filled by an import; or a session, which keeps what it reads, or a result of
            one.
        segment: Id of a finding of the latest run, as `S1`, or conditions in words, as for a claim.
        today: Today's date, by default the day of the latest run, else that of the clock; dates after it are no facts.
        as_of: Last day of the data: a date, or days since 1970-01-01; by default that of the latest run, else the
            last that the data holds.
        only_open: Whether to list the open deals that fit now, and nothing else.
        most: At most so many rows of each list, whose counts are those of the whole list; all rows where `None`.
        part: The part of the deals, as one product, whose latest run is meant; needed where each part was searched.

    Raises:
        WorkspaceError: There is no workspace.
        DataError: There are no deals.
        UsageError: There is no such finding, the conditions cannot be read, or an argument is of the wrong type.
    """
    with Arguments() as read:
        text, day, is_open = read.text("SEGMENT", segment), read.today(today), read.flag("--open", only_open)
        given = read.attempt(lambda: FindOptions(as_of=as_of), FindOptions()).as_of
        limit = None if most is None else read.whole("most", most)
        about = None if part is None else read.text("--part", part)
        session = Session.of(workspace)
    meant = meant_type(text, session.workspace, about)
    kinds = (ListKind.OPEN,) if is_open else tuple(ListKind)
    with one_blas_thread(), session.reading() as (whole, scan):
        deals = whole if meant.latest is None else whole.of_part(meant.latest.run.part)
        id_, wanted = meant.among(deals.rows.attributes, ClaimReader.of(deals.dataset))
        run = _run_of(meant.latest, deals.dataset)
        options = FindOptions() if run is None else options_of(run)
        if given is not None:
            options = replace(options, as_of=given)
        if run is not None and today is None:
            day = _day_of(session.workspace, run) or day
        judged = deals.judged(options, day)
        if run is not None and today is None and given is None and iso_day(judged.until) != run.as_of:
            # A former version did not log the day, and where the data has days to come the calendar has moved on.
            judged = deals.judged(replace(options, as_of=run.as_of or None), day)
        book = deals.book(scan, judged)
        lists = book.lists(wanted, kinds, limit)
    called = deals.dataset.recognition.deals_called
    of_part = "" if deals.part is None else deals.part.value
    return AccountsOfType(id_, wanted, book.day, judged.outcome, deals.rows.currency, lists, called, of_part)


def _run_of(latest: IcpResult | None, dataset: Dataset) -> RunInfo | None:
    """Return the latest run; `None` where it is of other data, or could not be answered: it judged none of these."""
    if latest is None or latest.run.data_hash != dataset.data_hash or not latest.run.rows:
        return None
    return latest.run


def _day_of(workspace: Workspace, run: RunInfo) -> date | None:
    """Return the day on which a run was made; `None` where it is not logged."""
    with suppress(ValueError):
        return date.fromisoformat(next((one.day for one in workspace.runs.logged() if one.id == run.id), ""))
    return None
