"""The whole job in one go: import, find, report."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Unpack

from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims import RESOLVERS, remember, with_remembered
from whofor.app.deals import KeptDeals
from whofor.app.diff import keep_changes
from whofor.app.find import analyse, book_of
from whofor.app.findings import Findings, FoundSegments
from whofor.app.import_source import draft_import
from whofor.app.limits import require_addresses_for_charts
from whofor.app.options import ImportKeywords, import_options
from whofor.app.report import write_report
from whofor.app.saved_runs import keep_run
from whofor.app.session import Session
from whofor.app.tabular import ColumnTypes, Tabular
from whofor.intake.report import ImportReport
from whofor.intake.sources.frames import AnyFrame, Frames
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.workspace import TemporaryFolder

__all__ = ["RunOutcome", "run"]


@dataclass(frozen=True, slots=True, repr=False)
class RunOutcome(Tabular):
    """The outcome of a run: its result, its page and an open session. It is shown and tabled as its result.

    Attributes:
        result: The answer with all its evidence.
        report: Path of the HTML page; removed with the outcome where the run had no workspace.
        imported: What was imported, and how it was recognised.
        session: The workspace with the deals as they were read, for further calls.
    """

    result: Findings
    report: Path
    imported: ImportReport
    session: Session = field(compare=False)

    def __repr__(self) -> str:
        """Return the answer on one line."""
        return repr(self.result)

    def _repr_html_(self) -> str:
        """Return the answer and its types of client as HTML for a notebook."""
        from whofor.reports.notebook import answer_fragment

        return answer_fragment(self.result, self.result.language)

    @property
    def segments(self) -> FoundSegments:
        """The findings, also by their ids."""
        return self.result.segments

    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""
        return self.result.column_types()

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the findings, each as a dictionary of its columns."""
        return self.result.to_dicts()


def run(
    source: StrPath | AnyFrame | Frames,
    *,
    workspace: StrPath | None = None,
    today: date | None = None,
    options: FindOptions | None = None,
    language: str = "en",
    progress: Progress = silent,
    **importing: Unpack[ImportKeywords],
) -> RunOutcome:
    """Import export files or frames, search them, and write the report.

    What the workspace held stays as it was until the search has ended.

    Args:
        source: A file or folder of exports; a frame of deals, of pandas, Polars or Arrow, or a DuckDB relation; or
            several frames by name, as `{"deals": deals, "accounts": accounts}`. A frame is read as the CSV file of its
            name would be.
        workspace: Folder for the imported data, the runs and the report; made if absent. Frames need none: what is
            stored is then removed with the outcome, and at the end of the process.
        today: Today's date, by default that of the clock; dates after it are no facts.
        options: What to search for and how.
        language: Language of the report, `en` or `fr`.
        progress: Called with the work done.
        importing: `mapping` (a path, the name of a preset, or what a `mapping.toml` holds as a dictionary), `company`,
            `synthetic`, `keep_contacts`, `merge`; see `ImportOptions`.

    Raises:
        InputError: The source, the mapping or the rows cannot be used; the message says where and what to do.
        WorkspaceError: The workspace cannot be written.
        MachineError: Charts cannot be drawn under the limits of this process.
        UsageError: An option or a claim cannot be read, or an argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; the workspace is as it was.
    """
    with Arguments() as read:
        export = read.source("SOURCE", source)
        is_kept = workspace is not None or isinstance(export, Path)
        folder = read.path("workspace", workspace) if is_kept else None
        day, known, call = read.today(today), read.language(language), read.progress(progress)
        chosen, imported = read.find_options(options), import_options(importing, read)
    require_addresses_for_charts()
    with _place(folder) as (place, temporary):
        with draft_import(export, place, imported, today=day, progress=call) as draft:
            # Searched before it is put in place: what cannot be analysed replaces nothing.
            with draft.scan() as scan:
                deals = KeptDeals(scan, draft.dataset)
                book = book_of(deals, scan, chosen, today=day)
            chosen = with_remembered(chosen, draft.claims(), deals.rows.attributes, RESOLVERS, day)
            result = analyse(deals, chosen, book, today=day, progress=call)
            report = draft.commit()
        session = Session(place)
        session.keep(deals, temporary)
        result = keep_run(result, session.workspace, day)
        remember(session.workspace, chosen)
        keep_changes(session.workspace, deals, chosen, result, day)
        page = write_report(result, place, known)
    return RunOutcome(Findings.of(result, session, known), page, report, session)


@contextmanager
def _place(folder: Path | None) -> Generator[tuple[Path, TemporaryFolder | None]]:
    """Return the workspace of a run, or a temporary one, which is removed at once where the run fails."""
    if folder is not None:
        yield folder, None
        return
    temporary = TemporaryFolder()
    try:
        yield temporary.path, temporary
    except BaseException:
        temporary.remove()
        raise
