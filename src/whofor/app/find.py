"""Find the Ideal Customer Profile in a workspace."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from whofor.analysis.accounts import Book, known_accounts
from whofor.analysis.find import DataFacts, find_in_prepared
from whofor.analysis.unanswered import unanswered
from whofor.analysis.usable import CannotJudge, Stop
from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims import RESOLVERS, ClaimReader, remember, with_remembered
from whofor.app.deals import KeptDeals
from whofor.app.diff import changes_beside
from whofor.app.findings import Findings
from whofor.app.own_tables import own_expectations, own_words
from whofor.app.saved_runs import keep_run
from whofor.app.session import InSession, Session
from whofor.days import days_of
from whofor.model import IcpResult, Recognition
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.model.reasons.answers import AccountUnsure, NoHeaderLine, OutcomeUnsure
from whofor.model.reasons.steps import MendMapping, NameColumns, ResearchMode
from whofor.schema.scan import Scan
from whofor.version import VERSION
from whofor.workspace import Dataset, Workspace

__all__ = ["SOURCE", "Search", "UnsavedRun", "find"]

SOURCE = "SOURCE"
"""Stands for the export in the command that repeats a run."""


def run_identity(dataset: Dataset, options: FindOptions, as_of: str, parts: int = 1) -> str:
    """Return the content address of a run: the same id has the same bytes, in its result and in its report.

    It counts all that either shows: data, version, options and seed, and what the import recorded of them. The last day
    of known outcomes counts too, and how many parts share the error rate: where the data has dates to come, both move
    with the calendar.
    """
    chosen = asdict(replace(options, threads=0))
    # What the folder is called changes nothing that is shown.
    shown = asdict(replace(dataset, source=""))
    identity: dict[str, object] = {"data": shown, "version": VERSION, "options": chosen, "until": as_of}
    if parts > 1:
        identity["parts"] = parts
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:12]


def command_of(dataset: Dataset, options: FindOptions) -> str:
    """Return the command line that repeats a run: every option of import and search that is not the default.

    The export stands in it as `SOURCE`: where it lies differs from machine to machine, and the saved run must not.
    """
    parts = ["whofor run", SOURCE]
    if dataset.mapping:
        parts.append(f"--mapping {shlex.quote(dataset.mapping)}")
    if dataset.company:
        parts.append(f"--company {shlex.quote(dataset.company)}")
    if dataset.synthetic:
        parts.append("--synthetic")
    if dataset.keep_contacts:
        parts.append("--keep-contacts")
    if not dataset.merge:
        parts.append("--no-merge")
    for name in ("situations", "titles", "expected"):
        if own := getattr(dataset, name):
            parts.append(f"--{name} {shlex.quote(own)}")
    if dataset.lenient:
        parts.append("--lenient")
    if dataset.soft_facts:
        parts.append(f"--soft-facts {shlex.quote(dataset.soft_facts)}")
    parts += [f"{flag} {shlex.quote(text)}" for flag, text in options.typed()]
    return " ".join(parts)


def find(
    workspace: StrPath | Session | InSession,
    options: FindOptions | None = None,
    *,
    today: date | None = None,
    progress: Progress = silent,
) -> Findings:
    """Search a workspace for the types of client that win, test the declared claims, and log the run.

    Args:
        workspace: Folder of the workspace, filled by an import; or a session, which keeps what it reads, or a result
            of one.
        options: What to search for and how; see `FindOptions`.
        today: Today's date, by default that of the clock; dates after it are no facts.
        progress: Called with the work done.

    Returns:
        The answer with all its evidence. It is also kept in the workspace, under `runs/`.

    Raises:
        WorkspaceError: There is no workspace, or it cannot be written.
        DataError: The deals cannot carry an analysis.
        UsageError: An option or a claim cannot be read, an argument is of the wrong type, or the options name a fact
            that parts the deals but no part: `find_each` searches all parts.
        Cancelled: `progress` is a job that was cancelled; the workspace is as it was.
    """
    with Arguments() as read:
        chosen, day, report = read.find_options(options), read.today(today), read.progress(progress)
        session = Session.of(workspace)
    with session.reading() as (deals, scan):
        search = Search.of(deals, scan, chosen, session.workspace.claims(), day)
    return Findings.of(search.carried_out(report).kept(session.workspace), session)


@dataclass(frozen=True, eq=False, slots=True)
class Search:
    """A search of deals that were read, to be carried out when the tables are closed.

    Attributes:
        deals: The deals: all of them, or one part.
        options: What to search for and how, with the claims that the workspace remembers.
        book: The deals and accounts that types of client are looked up in; `None` where there is nothing to look up.
        today: Today's date.
    """

    deals: KeptDeals
    options: FindOptions
    book: Book | None
    today: date

    @classmethod
    def of(cls, deals: KeptDeals, scan: Scan, options: FindOptions, claims: Mapping[str, date], today: date) -> Search:
        """Return the search that the options ask for.

        Args:
            deals: All deals.
            scan: The tables that they were read from.
            options: What the user settled.
            claims: Claims that the workspace remembers, with their days.
            today: Today's date.

        Raises:
            DataError: The deals cannot carry an analysis.
            UsageError: There is no such outcome, or no such part.
        """
        own = deals.among(options, today)
        if own.part is not None:
            # Each part has one id, however its fact was written.
            options = replace(options, per=own.part.parameter)
        remembered = with_remembered(options, claims, own.rows.attributes, ClaimReader.of(own.dataset), today)
        return cls(own, remembered, _book_of(own, scan, options, today=today), today)

    def carried_out(self, progress: Progress = silent) -> UnsavedRun:
        """Return the deals with what was found in them; errors are those of `find`."""
        return UnsavedRun(self, _analyse(self.deals, self.options, self.book, today=self.today, progress=progress))


@dataclass(frozen=True, eq=False, slots=True)
class UnsavedRun:
    """A search with its result, which is not saved yet."""

    search: Search
    result: IcpResult

    def kept(self, workspace: Workspace) -> IcpResult:
        """Save the run with its claims and what changed since the run before it; return the result as it was saved.

        Raises:
            WorkspaceError: It cannot be written.
        """
        search = self.search

        def changes(result: IcpResult) -> dict[str, bytes]:
            return changes_beside(workspace, search.deals, search.options, result, search.today)

        result = keep_run(self.result, workspace, search.today, changes)
        remember(workspace, search.options)
        return result


def _book_of(deals: KeptDeals, scan: Scan, options: FindOptions, *, today: date) -> Book | None:
    """Return the deals and accounts that types of client are looked up in; `None` where none will be searched for.

    It is made before the search, as long as the tables are open. Errors are those of `find`.
    """
    if _doubtful(deals.dataset.recognition):
        return None
    try:
        return deals.book(scan, deals.prepared(options, today).all_judged)
    except CannotJudge:
        return None


def _analyse(
    deals: KeptDeals, options: FindOptions, book: Book | None, *, today: date, progress: Progress = silent
) -> IcpResult:
    """Return the result of a search of deals without saving it; errors are those of `find`.

    Deals that cannot carry an analysis have a result too: not enough data, with the reason and what to do.

    Args:
        deals: The deals.
        options: What to search for and how.
        book: The deals and accounts, as `_book_of` returns them for the same options.
        today: Today's date.
        progress: Called with the work done.
    """
    dataset = deals.dataset
    facts = DataFacts(
        dataset.data_hash,
        dataset.company,
        dataset.synthetic,
        dataset.issues,
        dataset.understanding,
        dataset.recognition.deals_called,
        deals.part,
        dataset.soft_facts_read,
        own_words(dataset),
        own_expectations(dataset),
    )
    if stop := _doubtful(dataset.recognition):
        result = unanswered(deals.rows, options, facts, stop, today=days_of(today))
    else:
        try:
            prepared = deals.prepared(options, today)
            result = find_in_prepared(prepared, options, facts, resolvers=RESOLVERS, progress=progress)
            if book is not None:
                result = replace(result, accounts=known_accounts(result.search.findings, book))
        except CannotJudge as cannot:
            result = unanswered(deals.rows, options, facts, cannot.stop, today=days_of(today))
    parts = 1 if deals.part is None else deals.part.n_parts
    run_id = run_identity(dataset, options, result.run.as_of, parts)
    return replace(result, run=replace(result.run, id=run_id, command=command_of(dataset, options)))


def _doubtful(reading: Recognition) -> Stop | None:
    """Return why deals that were read with too much doubt are not analysed; `None` where they may be."""
    kinds = {"header": NoHeaderLine, "deals.outcome": OutcomeUnsure, "deals.account_key": AccountUnsure}
    for line, kind in kinds.items():
        if line in reading.unsure:
            told = "deals.outcome" if line == "header" else line
            guess = next((one.source for one in reading.guessed if one.what == told), "—")
            steps = (NameColumns(), MendMapping()) if line == "header" else (MendMapping(), ResearchMode())
            return Stop(kind(guess), steps)
    return None
