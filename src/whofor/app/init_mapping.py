"""Draft a mapping for an export of any shape."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whofor.app.import_source import load_files, refuse_address
from whofor.drafting import (
    ColumnShape,
    Draft,
    FileShape,
    Overlap,
    Pair,
    column_shape,
    draft_mapping,
    mapping_text,
    pairs_to_measure,
)
from whofor.drafting.shapes import MOST_VALUES
from whofor.engines.base import Builder
from whofor.engines.counted import Counted
from whofor.engines.open import open_builder
from whofor.errors import MappingError, Problem, WorkspaceError
from whofor.model.progress import Progress, silent
from whofor.schema.mapping_file import parse_mapping
from whofor.schema.plan import RawFile
from whofor.schema.resolve import resolve
from whofor.sources.files import find_source
from whofor.workspace.files import write_file

__all__ = ["MappingDraft", "draft_document", "init_mapping"]

_SAMPLE_ROWS = 2_000
_MOST_COLUMNS = 1_500
_FIRST_LOOK = 200


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """A mapping that was drafted and written.

    Attributes:
        path: The file written.
        draft: What was guessed.
        text: Its text.
    """

    path: Path
    draft: Draft
    text: str


def init_mapping(
    source: Path, path: Path, *, workspace: Path | None = None, force: bool = False, progress: Progress = silent
) -> MappingDraft:
    """Guess what the files of an export mean, and write it as a mapping that runs as it is.

    Args:
        source: A file, or a folder of files.
        path: The mapping to write.
        workspace: A workspace that may lie in the source; its own files are no data.
        force: Whether a file that is there may be overwritten.
        progress: Told about `read` and `draft`.

    Raises:
        SourceError: The source cannot be read.
        MappingError: The file is there already, or nothing tells won deals from lost ones.
        WorkspaceError: The mapping cannot be written.
    """
    _refuse_overwriting(path, force=force)
    refuse_address(source)
    files = find_source(source, workspace).files
    with tempfile.TemporaryDirectory(prefix="whofor-") as folder:
        place = Path(folder)
        builder = open_builder(place / "draft.duckdb", place / "scratch.duckdb")
        try:
            raw = load_files(files, builder, Counted(), progress)
            draft = _draft(_name(source), raw, builder, progress)
        finally:
            builder.abandon()
    text = mapping_text(draft)
    # What was drafted from these files must run with them.
    resolve(parse_mapping(text, str(path)), raw)
    _write(path, text)
    return MappingDraft(path, draft, text)


def draft_document(drafted: MappingDraft) -> dict[str, object]:
    """The draft as JSON values, for `--json`."""
    draft, outcome = drafted.draft, drafted.draft.deals.outcome
    return {
        "mapping": str(drafted.path),
        "tables": [
            {
                "table": table.table,
                "file": table.file,
                "rows": table.rows,
                "key": str(table.key.value) if table.key else None,
                "columns": {line.key: line.sure for line in table.columns},
                "extra": len(table.extras),
                "left_out": len(table.left_out),
            }
            for table in draft.tables
        ],
        "joins": [
            {
                "from": f"{one.pair.file}: {one.pair.header}",
                "to": f"{one.pair.to}: {one.pair.key}",
                "share": round(one.overlap.share, 4),
            }
            for one in draft.references
        ],
        "outcome": {
            "columns": list(outcome.columns),
            "won_if_in": outcome.won_in or None,
            "counts": dict(outcome.counts),
            "sure": not outcome.unsure,
        },
        "unsure": [
            f"{table.table}.{line.key}" for table in draft.tables for line in table.columns if line.sure == "unsure"
        ],
        "not_used": [{"file": name, "why": why} for name, why in draft.unused],
    }


def _refuse_overwriting(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise MappingError(Problem("This is a folder, no file", str(path), todo="Name the file: mapping.toml."))
    if path.exists() and not force:
        todo = "Name another file, or add --force to overwrite it."
        raise MappingError(Problem("The mapping is there already", str(path), todo=todo))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(
            Problem(f"The mapping cannot be written: {reason}", str(path), todo="Choose a folder you may write to.")
        ) from error


def _name(source: Path) -> str:
    resolved = source.resolve()
    return (resolved.name if resolved.is_dir() else resolved.stem) or "export"


def _draft(name: str, raw: Sequence[RawFile], builder: Builder, progress: Progress) -> Draft:
    shapes: list[FileShape] = []
    groups = _alike(raw)
    for number, group in enumerate(groups):
        progress("draft", number, 2 * len(groups))
        shapes.append(_shape(group, builder))
    pairs = pairs_to_measure(shapes)
    overlaps: dict[Pair, Overlap] = {}
    for number, pair in enumerate(pairs):
        progress("draft", len(pairs) + number, 2 * len(pairs))
        overlap = _measure(pair, builder)
        if overlap is not None:
            overlaps[pair] = overlap
    progress("draft", 1, 1)
    return draft_mapping(name, shapes, overlaps)


def _alike(raw: Sequence[RawFile]) -> list[list[RawFile]]:
    """Files with the same headers together: parts of one export."""
    groups: dict[tuple[str, ...], list[RawFile]] = {}
    for file in raw:
        groups.setdefault(file.headers, []).append(file)
    return list(groups.values())


def _shape(group: Sequence[RawFile], builder: Builder) -> FileShape:
    headers = group[0].headers[:_MOST_COLUMNS]
    samples = [builder.raw_sample(file.name, headers, _SAMPLE_ROWS // len(group) + 1) for file in group]
    sample = [row for rows in samples for row in rows]
    rows = sum(builder.raw_rows(file.name) for file in group)
    profiles = [builder.raw_profile(file.name, headers) for file in group]
    columns: dict[str, ColumnShape] = {}
    for header in headers:
        filled = sum(profile[header][0] for profile in profiles)
        values = _values(group, header, builder)
        distinct = max(
            len(values), sum(profile[header][1] for profile in profiles) if len(values) == MOST_VALUES else 0
        )
        length = sum(profile[header][0] * profile[header][2] for profile in profiles) / max(filled, 1)
        columns[header] = column_shape(
            header, rows, filled=filled, distinct=distinct, mean_length=length, values=values
        )
    texts = {header: tuple(row[place] for row in sample) for place, header in enumerate(headers)}
    return FileShape(group[0].name, rows, columns, texts, tuple(file.name for file in group[1:]))


def _values(group: Sequence[RawFile], header: str, builder: Builder) -> dict[str, int]:
    values: dict[str, int] = {}
    for file in group:
        for text, count in builder.raw_values(file.name, header, MOST_VALUES).items():
            values[text] = values.get(text, 0) + count
    most = sorted(values.items(), key=lambda one: -one[1])
    return dict(most[:MOST_VALUES])


def _measure(pair: Pair, builder: Builder) -> Overlap | None:
    """What two columns share; `None` where a first look finds nothing."""
    columns = (pair.file, pair.header, pair.to, pair.key)
    first = Overlap(*builder.raw_overlap(*columns, most=_FIRST_LOOK))
    if not first.found:
        return None
    return first if first.distinct < _FIRST_LOOK else Overlap(*builder.raw_overlap(*columns))
