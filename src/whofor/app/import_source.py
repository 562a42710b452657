"""Import an export into a workspace."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Unpack

from whofor.app.arguments import Arguments, StrPath
from whofor.app.options import ImportKeywords, ImportOptions, import_options
from whofor.app.own_tables import read_own
from whofor.app.situation_rules import OwnRules, check_against, read_rules
from whofor.app.soft_facts_file import read_soft_facts
from whofor.engines.open import open_importer, open_scan
from whofor.errors import MappingError, Problem, Sentence
from whofor.intake.drafting import KNOWN_HEADERS
from whofor.intake.guess import recognise_or_guess
from whofor.intake.importing.build import build
from whofor.intake.importing.contacts import masker_of
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.masks import Privacy, masked
from whofor.intake.importing.ports import Importer
from whofor.intake.loading import load_files, refuse_address, without_header
from whofor.intake.mapping.column_readings import readings_of
from whofor.intake.mapping.detect import (
    FileFit,
    Recognised,
    load_preset,
    looks_like,
    misfits,
    preset_names,
    recognise,
)
from whofor.intake.mapping.mapping import ColumnMapping
from whofor.intake.mapping.mapping_file import mapping_of, parse_mapping
from whofor.intake.mapping.plan import Plan, RawFile
from whofor.intake.mapping.resolve import resolve
from whofor.intake.normalise.accounts import AccountMerge
from whofor.intake.recognition import recognition_of
from whofor.intake.report import ImportReport, TableSummary
from whofor.intake.sources.files import SourceContents, find_source
from whofor.intake.sources.frames import AnyFrame, Frames, frames_source
from whofor.intake.sources.regular_files import read_text
from whofor.intake.sources.source_file import SourceFile
from whofor.intake.wide_signals import with_wide_signals
from whofor.model import IssueCode, Parameter
from whofor.model.progress import Progress, silent
from whofor.schema.scan import Scan
from whofor.text import did_you_mean, without_halves
from whofor.workspace import Dataset, ImportDraft, Workspace

__all__ = [
    "DraftImport",
    "draft_import",
    "import_source",
]


@dataclass(frozen=True, slots=True)
class DraftImport:
    """A finished import that is not in the workspace yet.

    Attributes:
        dataset: Record of it that the workspace will keep.
    """

    dataset: Dataset
    _tables: Mapping[str, TableSummary]
    _fit: Recognised
    _place: Workspace
    _draft: ImportDraft
    _merges: tuple[AccountMerge, ...] = ()
    _warnings: tuple[Sentence, ...] = ()

    def scan(self) -> Scan:
        """Return a read-only scan of the tables; use it in a `with` statement."""
        return open_scan(self._draft.database)

    def claims(self) -> dict[str, date]:
        """Return the claims that the workspace remembers, with the day on which each was first declared."""
        return self._place.claims()

    def commit(self) -> ImportReport:
        """Replace what the workspace held, and return the report of the import.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        changed, dataset = self._place.commit(self._draft, self.dataset), self.dataset
        return ImportReport(
            tables=self._tables,
            preset=dataset.preset,
            issues=dataset.issues,
            parameters=dataset.parameters,
            data_hash=dataset.data_hash,
            changed=changed,
            files=self._fit.files,
            merges=self._merges,
            warnings=self._warnings,
            rival=self._fit.rival,
            stages=dataset.stages,
            recognition=dataset.recognition,
        )


@contextmanager
def draft_import(
    source: Path | Frames, workspace: Path, options: ImportOptions, *, today: date, progress: Progress = silent
) -> Generator[DraftImport]:
    """Read an export into a draft, which is removed unless it is committed within the `with` statement.

    Errors are those of `import_source`.
    """
    found, name = _found(source, workspace, options)
    chosen = _read_mapping(options.mapping) if options.mapping is not None else None
    own, files = _own_files(options)
    soft = read_soft_facts(options.soft_facts) if options.soft_facts is not None else ()
    place = Workspace.create(workspace)
    with place.importing() as draft:
        forgotten = place.forgotten()
        importer = open_importer(draft.database, draft.scratch)
        with _closing(importer):
            counted = IssueCounter()
            raw = load_files(found.files, importer, counted, progress)
            _count_unread(found, counted)
            try:
                fit, plan = _fit(chosen, raw, importer, counted, progress, keep_contacts=options.keep_contacts)
            except MappingError as failed:
                # What helps first: without names no preset fits, and few columns can be guessed.
                copies = _copies_named(chosen, found.copies)
                raise MappingError([*copies, *without_header(found.files), *failed.problems]) from failed
            fit = replace(fit, files=_as_planned(fit, plan, raw))
            merging = plan.merging if options.merge else replace(plan.merging, how="never")
            plan = replace(plan, merging=merging, soft_facts=soft)
            masker = masker_of(plan, raw, importer, forgotten.holds if forgotten.marks else None)
            privacy = Privacy(masker, forgotten.marks, forgotten.secret)
            built = build(plan, importer, today=today, counted=counted, progress=progress, privacy=privacy)
            progress("write", 0, 1)
            importer.close(forgotten.secret)
        progress("write", 1, 1)
        told = Dataset(
            parameters=built.parameters,
            issues=built.issues,
            relations=built.relations,
            data_hash=built.data_hash,
            preset=plan.preset,
            company=without_halves(options.company),
            synthetic=options.synthetic or plan.synthetic,
            source=without_halves(name),
            stages=built.stages,
            understanding=built.understanding,
            soft_facts_read=built.soft_facts,
            readings=readings_of(fit.mapping),
            recognition=masked(recognition_of(fit, plan, raw, _headerless(found.files)), masker),
        )
        dataset = _as_asked(told, options, own, files)
        tables = {name: TableSummary(rows, built.columns[name]) for name, rows in built.rows.items()}
        warnings = _warnings_of(own, draft.database, built.parameters, lenient=options.lenient)
        yield DraftImport(dataset, tables, fit, place, draft, built.merges, warnings)


def import_source(
    source: StrPath | AnyFrame | Frames,
    *,
    workspace: StrPath,
    today: date | None = None,
    progress: Progress = silent,
    **options: Unpack[ImportKeywords],
) -> ImportReport:
    """Import an export into the canonical tables of a workspace.

    Nothing changes before the import is complete, and importing the same thing twice changes nothing.

    Args:
        source: A file, a folder of files, or frames, see `run`.
        workspace: Folder of the workspace; made where it does not exist.
        today: Today's date, by default that of the clock; dates more than five years after it are implausible.
        progress: Called with the work done, at the stages `read`, `normalise` and `write`.
        options: `mapping`, `company`, `synthetic`, `keep_contacts`, `merge`, `situations`, `titles`, `expected`,
            `lenient`, `soft_facts`; see `ImportOptions`.

    Raises:
        SourceError: The source cannot be read.
        MappingError: The mapping names what is not there, or no preset fits and a guess is not sure enough.
        InputError: A file of the user's own cannot be read or used, or situations ask for what is not there.
        DataError: No deals are left.
        WorkspaceError: The workspace cannot be written.
        UsageError: An argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; the workspace is as it was.

    Example:
        ```python
        report = import_source("export", workspace="acme", mapping="hubspot")
        print(report.tables["deals"].rows)
        ```
    """
    with Arguments() as read:
        export, folder = read.source("SOURCE", source), read.path("workspace", workspace)
        day, call = read.today(today), read.progress(progress)
        chosen = import_options(options, read)
    with draft_import(export, folder, chosen, today=day, progress=call) as draft:
        return draft.commit()


def _found(source: Path | Frames, workspace: Path, options: ImportOptions) -> tuple[SourceContents, str]:
    """Return the tables of a source and its name; labelled notes that lie in its folder are no part of the export."""
    if not isinstance(source, Path):
        return frames_source(source), "frames"
    refuse_address(source)
    found, notes = find_source(source, workspace), options.soft_facts
    if notes is not None:
        kept = tuple(file for file in found.files if file.blob.path.resolve() != notes.resolve())
        found = replace(found, files=kept)
    return found, source.resolve().name


def _warnings_of(
    own: OwnRules | None, database: Path, parameters: Sequence[Parameter], *, lenient: bool
) -> tuple[Sentence, ...]:
    """Return what should be warned of in the user's own situations, checked against the finished tables."""
    if own is None:
        return ()
    with open_scan(database) as scan:
        return check_against(own, scan, parameters, lenient=lenient)


def _copies_named(chosen: ColumnMapping | None, copies: Sequence[tuple[str, str]]) -> list[Problem]:
    """Return a problem for each file that a mapping names and that is the copy of another one."""
    if chosen is None:
        return []
    tables = [table for several in chosen.tables.values() for table in several]
    named = {name for names in chosen.files.values() for name in names}
    named |= {name for table in tables for name in (*table.files, *(join.file for join in table.joins))}
    todo = "Name that one in the mapping, or take one of them out of the folder."
    what = "This file is a copy of another one, which is read in its place"
    return [Problem(what, name, first, todo) for name, first in copies if {name, Path(name).name} & named]


def _count_unread(found: SourceContents, counted: IssueCounter) -> None:
    """Count the files that were not read."""
    copies = [f"{name} = {first}" for name, first in found.copies]
    for code, names in (
        (IssueCode.FILE_IGNORED, found.others),
        (IssueCode.FILE_EMPTY, found.empty),
        (IssueCode.FILE_COPY, copies),
    ):
        counted.add(code, len(names), names)


def _as_asked(
    dataset: Dataset, options: ImportOptions, own: OwnRules | None, files: Mapping[str, tuple[str, str]]
) -> Dataset:
    """Return the record of an import with the options that a repetition needs."""
    return replace(
        dataset,
        mapping=_mapping_name(options.mapping),
        keep_contacts=options.keep_contacts,
        merge=options.merge,
        situations="" if own is None else without_halves(own.name),
        situation_rules="" if own is None else without_halves(own.text),
        titles=without_halves(files["titles"][0]),
        title_words=without_halves(files["titles"][1]),
        expected=without_halves(files["expected"][0]),
        expected_rules=without_halves(files["expected"][1]),
        lenient=options.lenient,
        soft_facts="" if options.soft_facts is None else without_halves(options.soft_facts.name),
    )


def _headerless(files: Sequence[SourceFile]) -> list[str]:
    return [file.name for file in files if not file.has_header]


def _own_files(options: ImportOptions) -> tuple[OwnRules | None, dict[str, tuple[str, str]]]:
    """Return the user's own situations, and the name and the text of each other file of the user's own.

    Raises:
        InputError: One of them cannot be read.
    """
    own = read_rules(options.situations) if options.situations is not None else None
    return own, {what: read_own(what, getattr(options, what)) for what in ("titles", "expected")}


@contextmanager
def _closing(importer: Importer) -> Generator[None]:
    """Release an importer's files at the end, also when the import fails half-way."""
    try:
        yield
    finally:
        importer.abandon()


def _mapping_name(mapping: str | Mapping[str, object] | None) -> str:
    """Return the name of a mapping or preset for the record; one given as values stands for a file of the usual name.

    So whoever repeats the run on the command line knows that there was one, and the same mapping gives the same run.
    """
    if mapping is None:
        return ""
    return without_halves(Path(mapping).name) if isinstance(mapping, str) else "mapping.toml"


def _read_mapping(mapping: str | Mapping[str, object]) -> ColumnMapping:
    """Return the mapping of a file, the preset of that name, or the mapping that values describe."""
    if not isinstance(mapping, str):
        return mapping_of(mapping, "mapping")
    path = Path(mapping)
    if path.suffix != ".toml" and not path.is_file() and mapping in preset_names():
        return load_preset(mapping)
    try:
        return parse_mapping(read_text(path, "utf-8"), mapping)
    except FileNotFoundError as error:
        near = [item.name for item in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        todo = did_you_mean(path.name, [*preset_names(), *sorted(near)], what="presets and mapping files")
        raise MappingError(Problem("There is no such mapping file or preset", mapping, todo=todo)) from error
    except UnicodeDecodeError as error:
        raise MappingError(Problem("The mapping is not UTF-8 text", mapping, todo="Save it as UTF-8.")) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise MappingError(
            Problem(Sentence("The mapping cannot be read: {reason}", reason=reason), mapping, todo="Check the path.")
        ) from error


def _fit(
    chosen: ColumnMapping | None,
    raw: Sequence[RawFile],
    importer: Importer,
    counted: IssueCounter,
    progress: Progress,
    *,
    keep_contacts: bool,
) -> tuple[Recognised, Plan]:
    """Return the mapping to use and its plan; a preset is fitted to the files by their headers."""
    if chosen is None or chosen.amends:
        return recognise_or_guess(raw, importer, counted, progress, keep_contacts=keep_contacts, amended_by=chosen)
    fit: Recognised | None = Recognised(chosen, None)
    if any(table.recognise for tables in chosen.tables.values() for table in tables):
        fit = recognise(chosen, raw)
        if fit is None:
            files = ", ".join(file.name for file in raw)
            todo = "Export the deals with their standard columns."
            problem = Problem(
                Sentence("No file looks like the deals of an export from {name}", name=chosen.name), files, todo=todo
            )
            raise MappingError([problem, *misfits([chosen], raw)])
        fit = replace(fit, files=looks_like(fit, raw))
    fit = replace(fit, mapping=with_wide_signals(fit.mapping, raw, importer, unasked=chosen.optional))
    return fit, resolve(fit.mapping, raw, keep_contacts=keep_contacts, known=KNOWN_HEADERS)


def _as_planned(fit: Recognised, plan: Plan, raw: Sequence[RawFile]) -> tuple[FileFit, ...]:
    """Return what each file was taken for, as the plan then used it: joined, or left unused for a better one."""
    tables: dict[str, str] = {}
    for table in plan.tables:
        for name in (*table.files, *(join.file for join in table.joins)):
            tables.setdefault(name, table.name)
    known = {found.file: found for found in fit.files}
    files: list[FileFit] = []
    for file in raw:
        found, table = known.get(file.name, FileFit(file.name)), tables.get(file.name, "")
        if table and not found.table:
            found = FileFit(file.name, table)
        elif found.table and not table:
            found = FileFit(file.name, looks_like=f"{found.table} of {plan.preset}")
        files.append(found)
    return tuple(files)
