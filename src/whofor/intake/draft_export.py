"""Drafts the mapping of an export from its loaded files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from whofor.intake.drafting import (
    ColumnPair,
    ColumnShape,
    DraftedMapping,
    FileShape,
    Overlap,
    column_shape,
    draft_mapping,
    measured,
    pairs_to_measure,
)
from whofor.intake.drafting.shapes import MOST_VALUES, in_proven_order
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import RawFile
from whofor.intake.mapping.stage_settings import NOTHING_SAID, StageMeans
from whofor.intake.raw import MOST_LETTERS
from whofor.model.progress import Progress

__all__ = ["draft_of", "export_name"]

_SAMPLE_ROWS = 2_000
_MOST_COLUMNS = 1_500
_FIRST_LOOK = 200


def export_name(source: Path) -> str:
    """Return a name for an export: that of its folder, or of its file without the extension."""
    resolved = source.resolve()
    return (resolved.name if resolved.is_dir() else resolved.stem) or "export"


def draft_of(
    name: str, raw: Sequence[RawFile], importer: Importer, progress: Progress, means: StageMeans = NOTHING_SAID
) -> DraftedMapping:
    """Return a draft of the mapping for loaded files.

    Args:
        name: Name for it.
        raw: The files.
        importer: Where they are loaded.
        progress: Called with the work done.
        means: What the user says that stages mean.

    Raises:
        MappingError: Nothing distinguishes won deals from lost ones.
    """
    shapes: list[FileShape] = []
    groups = _alike(raw)
    for number, group in enumerate(groups):
        progress("draft", number, 2 * len(groups))
        shapes.append(_shape(group, importer))
    pairs = pairs_to_measure(shapes)
    overlaps: dict[ColumnPair, Overlap] = {}
    columns = {shape.name: shape.columns for shape in shapes}
    single = {shape.name for shape, group in zip(shapes, groups, strict=True) if len(group) == 1}
    for number, pair in enumerate(pairs):
        progress("draft", len(pairs) + number, 2 * len(pairs))
        column, key = (columns[file][header] for file, header in ((pair.file, pair.header), (pair.to, pair.key)))
        is_known = {pair.file, pair.to} <= single and _all_known(column) and _all_known(key)
        exact = _counted(column, key) if is_known else _measure(pair, importer)
        overlap = measured(pair, exact, column, key)
        if overlap is not None:
            overlaps[pair] = overlap
    progress("draft", 1, 1)
    return draft_mapping(name, shapes, overlaps, means)


def _alike(raw: Sequence[RawFile]) -> list[list[RawFile]]:
    """Return the files grouped by equal headers: parts of one export."""
    groups: dict[tuple[str, ...], list[RawFile]] = {}
    for file in raw:
        groups.setdefault(file.headers, []).append(file)
    return list(groups.values())


def _shape(group: Sequence[RawFile], importer: Importer) -> FileShape:
    headers = group[0].headers[:_MOST_COLUMNS]
    samples = [importer.raw_sample(file.name, headers, _SAMPLE_ROWS // len(group) + 1) for file in group]
    sample = [row for rows in samples for row in rows]
    rows = sum(importer.raw_rows(file.name) for file in group)
    profiles = [importer.raw_profile(file.name, headers) for file in group]
    each = [importer.raw_values(file.name, headers, MOST_VALUES) for file in group]
    columns: dict[str, ColumnShape] = {}
    for header in headers:
        filled = sum(profile[header][0] for profile in profiles)
        values = _together([values[header] for values in each])
        distinct = max(
            len(values), sum(profile[header][1] for profile in profiles) if len(values) == MOST_VALUES else 0
        )
        length = sum(profile[header][0] * profile[header][2] for profile in profiles) / max(filled, 1)
        columns[header] = column_shape(
            header, rows, filled=filled, distinct=distinct, mean_length=length, values=values
        )
    texts = {header: tuple(row[place] for row in sample) for place, header in enumerate(headers)}
    return FileShape(group[0].name, rows, in_proven_order(columns), texts, tuple(file.name for file in group[1:]))


def _together(each: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Return the most frequent values of the files of a group."""
    values: dict[str, int] = {}
    for found in each:
        for text, count in found.items():
            values[text] = values.get(text, 0) + count
    most = sorted(values.items(), key=lambda one: -one[1])
    return dict(most[:MOST_VALUES])


def _all_known(column: ColumnShape) -> bool:
    """Return whether all values of a column are at hand, and none of them cut."""
    return column.complete and all(len(text) < MOST_LETTERS for text in column.values)


def _counted(column: ColumnShape, key: ColumnShape) -> Overlap | None:
    """Return the overlap of two columns whose values are all at hand; `None` for none.

    A file turned on its side has hundreds of columns, which make tens of thousands of pairs: too many to be asked for.
    """
    found = sum(text in key.values for text in column.values)
    return Overlap(len(column.values), found) if found else None


def _measure(pair: ColumnPair, importer: Importer) -> Overlap | None:
    """Return the overlap of two columns; `None` where a first sample shows none."""
    columns = (pair.file, pair.header, pair.to, pair.key)
    first = Overlap(*importer.raw_overlap(*columns, most=_FIRST_LOOK))
    if not first.found:
        return None
    return first if first.distinct < _FIRST_LOOK else Overlap(*importer.raw_overlap(*columns))
