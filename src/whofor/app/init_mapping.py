"""Draft a mapping for an export of any shape."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from whofor.app.arguments import Arguments, StrPath
from whofor.engines.open import open_importer
from whofor.errors import MappingError, Problem, Sentence, WorkspaceError
from whofor.intake.draft_export import draft_of, export_name
from whofor.intake.drafting import DraftedMapping, mapping_text
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.loading import load_files, refuse_address
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.resolve import resolve
from whofor.intake.sources.files import find_source
from whofor.model.progress import Progress, silent
from whofor.workspace.files import write_file

__all__ = ["MappingDraft", "init_mapping"]


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """A mapping that was drafted and written.

    Attributes:
        path: The file written.
        draft: What was guessed.
        text: Its text.
    """

    path: Path
    draft: DraftedMapping
    text: str


def init_mapping(
    source: StrPath,
    path: StrPath,
    *,
    workspace: StrPath | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> MappingDraft:
    """Guess what the files of an export mean, and write it as a mapping that runs as it is.

    Args:
        source: A file, or a folder of files.
        path: The mapping to write.
        workspace: A workspace that may lie in the source; its own files are no data.
        force: Whether a file that is there may be overwritten.
        progress: Called with the work done, at the stages `read` and `draft`.

    Raises:
        SourceError: The source cannot be read.
        MappingError: The file is there already, or no column distinguishes won deals from lost ones.
        WorkspaceError: The mapping cannot be written.
        UsageError: An argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; nothing was written.
    """
    with Arguments() as read:
        export, target = read.path("SOURCE", source), read.path("--init-mapping", path)
        overwrite, report = read.flag("--force", force), read.progress(progress)
        own = None if workspace is None else read.path("workspace", workspace)
    _refuse_overwriting(target, force=overwrite)
    refuse_address(export)
    files = find_source(export, own).files
    with tempfile.TemporaryDirectory(prefix="whofor-") as folder:
        place = Path(folder)
        importer = open_importer(place / "draft.duckdb", place / "scratch.duckdb")
        try:
            raw = load_files(files, importer, IssueCounter(), report)
            draft = draft_of(export_name(export), raw, importer, report)
        finally:
            importer.abandon()
    text = mapping_text(draft)
    # What was drafted from these files must run with them.
    resolve(parse_mapping(text, str(target)), raw)
    _write(target, text)
    return MappingDraft(target, draft, text)


def _refuse_overwriting(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise MappingError(Problem("This is a folder, no file", str(path), todo="Name the file: mapping.toml."))
    if path.exists() and not force:
        todo = "Name another file, or add --force to overwrite it."
        raise MappingError(Problem("The mapping is there already", str(path), todo=todo))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode(), private=False)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(
            Problem(
                Sentence("The mapping cannot be written: {reason}", reason=reason),
                str(path),
                todo="Choose a folder you may write to.",
            )
        ) from error
