"""The whole job in one go: import, find, report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Unpack

from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims import remember, with_remembered
from whofor.app.deals import KeptDeals
from whofor.app.diff import keep_changes
from whofor.app.find import RESOLVERS, analyse, book_of
from whofor.app.import_source import draft_import
from whofor.app.limits import require_addresses_for_charts
from whofor.app.options import ImportKeywords, import_options
from whofor.app.report import write_report
from whofor.app.saved_runs import keep_run
from whofor.app.session import Session
from whofor.intake.report import ImportReport
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent

__all__ = ["RunOutcome", "run"]


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The outcome of a run: its result, its page and an open session.

    Attributes:
        result: The answer with all its evidence.
        report: Path of the HTML page.
        imported: What was imported, and how it was recognised.
        session: The workspace with the deals as they were read, for further calls.
    """

    result: IcpResult
    report: Path
    imported: ImportReport
    session: Session = field(repr=False, compare=False)


def run(
    source: StrPath,
    *,
    workspace: StrPath,
    today: date | None = None,
    options: FindOptions | None = None,
    language: str = "en",
    progress: Progress = silent,
    **importing: Unpack[ImportKeywords],
) -> RunOutcome:
    """Import export files, search them, and write the report.

    What the workspace held stays as it was until the search has ended.

    Args:
        source: A file or folder of exports.
        workspace: Folder for the imported data, the runs and the report; made if absent.
        today: Today's date, by default that of the clock; dates after it are no facts.
        options: What to search for and how.
        language: Language of the report, `en` or `fr`.
        progress: Called with the work done.
        importing: `mapping`, `company`, `synthetic`, `keep_contacts`, `merge`; see `ImportOptions`.

    Raises:
        InputError: The source, the mapping or the rows cannot be used; the message says where and what to do.
        WorkspaceError: The workspace cannot be written.
        MachineError: Charts cannot be drawn under the limits of this process.
        UsageError: An option or a claim cannot be read, or an argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; the workspace is as it was.
    """
    with Arguments() as read:
        export, folder = read.path("SOURCE", source), read.path("workspace", workspace)
        day, known, call = read.today(today), read.language(language), read.progress(progress)
        chosen, imported = read.find_options(options), import_options(importing, read)
    require_addresses_for_charts()
    with draft_import(export, folder, imported, today=day, progress=call) as draft:
        # Searched before it is put in place: what cannot be analysed replaces nothing.
        with draft.scan() as scan:
            deals = KeptDeals(scan, draft.dataset)
            book = book_of(deals, scan, chosen, today=day)
        chosen = with_remembered(chosen, draft.claims(), deals.rows.attributes, RESOLVERS, day)
        result = analyse(deals, chosen, book, today=day, progress=call)
        imported = draft.commit()
    session = Session(folder)
    session.keep(deals)
    result = keep_run(result, session.workspace, day)
    remember(session.workspace, chosen)
    keep_changes(session.workspace, deals, chosen, result, day)
    return RunOutcome(result, write_report(result, folder, known), imported, session)
