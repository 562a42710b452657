"""The whole job in one go: import, find, report."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar, Unpack

from whofor.app.arguments import Arguments, StrPath
from whofor.app.deals import KeptDeals
from whofor.app.find import Search
from whofor.app.find_each import FindingsByPart, PartSearches, by_part
from whofor.app.findings import Findings, FoundSegments
from whofor.app.import_source import draft_import
from whofor.app.limits import require_addresses_for_charts
from whofor.app.options import ImportKeywords, ImportOptions, import_options
from whofor.app.report import write_parts_report, write_report
from whofor.app.session import Session
from whofor.app.tabular import ColumnTypes, Tabular
from whofor.intake.report import ImportReport
from whofor.intake.sources.frames import AnyFrame, Frames
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.schema.scan import Scan
from whofor.workspace import TemporaryFolder

__all__ = ["PartsOutcome", "RunOutcome", "RunRequest", "WantedSearch", "run", "run_each", "searched_source"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


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


@dataclass(frozen=True, slots=True)
class PartsOutcome:
    """The outcome of a run of each part of the deals: its results, its page and an open session.

    Attributes:
        results: The result of each part, and what the parts share.
        report: Path of the HTML page that leads to the page of each part.
        imported: What was imported, and how it was recognised.
        session: The workspace with the deals as they were read, for further calls.
    """

    results: FindingsByPart
    report: Path
    imported: ImportReport
    session: Session = field(compare=False)


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
        given = RunRequest.read(read, source, workspace, WantedSearch(today, options, language, progress), importing)
    with searched_source(given, Search.of) as (searched, session, imported):
        result = searched.kept(session.workspace)
        page = write_report(result, session.workspace.path, given.language)
    return RunOutcome(Findings.of(result, session, given.language), page, imported, session)


def run_each(
    source: StrPath | AnyFrame | Frames,
    per: str,
    *,
    workspace: StrPath | None = None,
    today: date | None = None,
    options: FindOptions | None = None,
    language: str = "en",
    progress: Progress = silent,
    **importing: Unpack[ImportKeywords],
) -> PartsOutcome:
    """Import export files or frames, search each part of the deals, such as each product, and write the reports.

    Arguments and errors are those of `run` and of `find_each`.

    Args:
        source: A file or folder of exports, a frame of deals, or several frames by name.
        per: The fact whose values part the deals, by its canonical name or as the export calls it.
        workspace: Folder for the imported data, the runs and the reports.
        today: Today's date, by default that of the clock.
        options: What to search for and how.
        language: Language of the reports, `en` or `fr`.
        progress: Called with the work done.
        importing: See `ImportOptions`.
    """
    with Arguments() as read:
        fact = read.text("--per", per)
        given = RunRequest.read(read, source, workspace, WantedSearch(today, options, language, progress), importing)
    given = replace(given, options=replace(given.options, per=fact, part=""))
    with searched_source(given, PartSearches.of) as (searched, session, imported):
        found = by_part(searched, session, given.language)
        page = write_parts_report(found.answer, session.workspace.path, given.language)
    return PartsOutcome(found, page, imported, session)


@dataclass(frozen=True, slots=True)
class WantedSearch:
    """Arguments about the search, as they were given."""

    today: date | None
    options: FindOptions | None
    language: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Arguments of a run, checked and converted."""

    export: Path | Frames
    folder: Path | None
    today: date
    language: str
    progress: Progress
    options: FindOptions
    imported: ImportOptions

    @classmethod
    def read(
        cls,
        read: Arguments,
        source: object,
        workspace: StrPath | None,
        wanted: WantedSearch,
        importing: ImportKeywords,
    ) -> RunRequest:
        """Return the arguments; problems are recorded in `read`."""
        export = read.source("SOURCE", source)
        is_kept = workspace is not None or isinstance(export, Path)
        return cls(
            export,
            read.path("workspace", workspace) if is_kept else None,
            read.today(wanted.today),
            read.language(wanted.language),
            read.progress(wanted.progress),
            read.find_options(wanted.options),
            import_options(importing, read),
        )


class _Planned(Protocol[T_co]):
    """A search that is planned while the tables are open, and carried out when they are closed."""

    def carried_out(self, progress: Progress) -> T_co:
        """Return what was found, not saved yet."""
        ...


@contextmanager
def searched_source(
    given: RunRequest,
    plan: Callable[[KeptDeals, Scan, FindOptions, Mapping[str, date], date], _Planned[T]],
) -> Generator[tuple[T, Session, ImportReport]]:
    """Import an export and search it; it is put in place, then what was found is yielded, to be saved.

    Whatever `plan` raises leaves the workspace as it was.
    """
    require_addresses_for_charts()
    day, call = given.today, given.progress
    with _place(given.folder) as (place, temporary):
        with draft_import(given.export, place, given.imported, today=day, progress=call) as draft:
            # UnsavedRun before it is put in place: what cannot be analysed replaces nothing.
            with draft.scan() as scan:
                deals = KeptDeals.read(scan, draft.dataset)
                planned = plan(deals, scan, given.options, draft.claims(), day)
            searched = planned.carried_out(call)
            report = draft.commit()
        session = Session(place)
        session.keep(deals, temporary)
        yield searched, session, report


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
