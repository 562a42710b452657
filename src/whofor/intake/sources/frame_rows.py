"""Rows of a data frame as texts, as if it had been written to CSV."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any, TypeAlias, cast

import numpy as np

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.sources.cells import cell_text
from whofor.intake.sources.layout import Row
from whofor.text import without_halves

__all__ = ["FrameRows", "rows_of_frame"]

_CHUNK = 20_000
_MOVES_A_LINE = ("\r", "\0")


_Chunks: TypeAlias = "Callable[[Sequence[int]], Iterator[Sequence[Sequence[object]]]]"
"""Returns the values of a frame in the columns at some places, part by part, each a sequence of these columns."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts: values of a frame's column, or what they hold under one key.

    Attributes:
        name: Its name.
        place: Place of the frame's column.
        key: Key under which each value holds it; `None` for the values themselves.
        is_short: Whether numbers have 32 bits, so that their digits are fewer than Python's.
        has_fractions: Whether some of its numbers are no integers: then all are written with their decimals, as
            libraries do. Else they are integers, which lack a type for it where some are missing.
    """

    name: str
    place: int
    key: object = None
    is_short: bool = False
    has_fractions: bool = False

    def texts(self, chunk: Sequence[Sequence[object]]) -> list[str]:
        """Return the texts of a part of the frame."""
        values = chunk[self.place]
        if self.key is not None:
            # What is no record has no keys.
            return [_one_text(value.get(self.key) if isinstance(value, dict) else None) for value in values]
        if self.has_fractions:
            return [self._decimals(value) for value in values]
        return [value if type(value) is str and _is_plain(value) else self._text(value) for value in values]

    def _text(self, value: object) -> str:
        # Records are in the columns of their keys.
        return "" if isinstance(value, dict) else _one_text(value)

    def _decimals(self, value: object) -> str:
        if not isinstance(value, float) or not math.isfinite(value):
            return cell_text(value)
        return str(np.float32(value)) if self.is_short else repr(float(value))


@dataclass(frozen=True, slots=True)
class FrameRows:
    """Rows of a frame, which can be read again and again.

    Attributes:
        columns: The columns of texts.
        chunks: The frame's values.
    """

    columns: tuple[_Column, ...]
    chunks: _Chunks

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def rows(self) -> Iterator[Row]:
        """Yield all rows as texts, each with the line on which it would begin in a CSV file."""
        line = 2 + sum(name.count("\n") for name in self.names)
        places = list(dict.fromkeys(column.place for column in self.columns))
        for chunk in self.chunks(places):
            texts = [column.texts(chunk) for column in self.columns]
            broken = [cells for cells in texts if any("\n" in cell for cell in cells)]
            for place, cells in enumerate(zip(*texts, strict=True)):
                yield Row(line, cells)
                line += 1 + sum(column[place].count("\n") for column in broken)


def rows_of_frame(native: Any, name: str) -> FrameRows:  # noqa: ANN401 - a frame of any library
    """Return the rows of a frame; those of a lazy one are computed now, of a DuckDB relation whenever they are read.

    Records in a column become columns of their own, `column.key`. An index of pandas is left out, unless its levels
    have names: they become the first columns. Levels of headers are joined by a space.

    Args:
        native: A frame of pandas, Polars or Arrow, or a DuckDB relation.
        name: Its name, for messages.

    Raises:
        SourceError: It cannot be computed.
    """
    import narwhals.stable.v2 as nw

    if nw.dependencies.is_duckdb_relation(native):
        computed = _Computed(name)
        types = computed.run(lambda: [str(kind) for kind in native.types])
        chunks, names = _relation_chunks(native, types, computed), list(native.columns)
        kinds = [_relation_kind(kind) for kind in types]
    else:
        names, frame = _eager(native, name)
        chunks, kinds = _frame_chunks(frame), [_frame_kind(kind) for kind in frame.schema.values()]
    return FrameRows(tuple(_columns(names, kinds, chunks)), chunks)


class _Kind(Enum):
    """What must be known of a column before it is written: its keys, or whether its numbers are integers."""

    PLAIN = "plain"
    RECORDS = "records"
    FLOATS = "floats"
    SHORT_FLOATS = "short floats"


def _relation_kind(kind: str) -> _Kind:
    if kind.startswith(("STRUCT", "MAP", "UNION", "VARIANT")):
        return _Kind.RECORDS
    return {"FLOAT": _Kind.SHORT_FLOATS, "DOUBLE": _Kind.FLOATS}.get(kind, _Kind.PLAIN)


def _frame_kind(kind: Any) -> _Kind:  # noqa: ANN401 - a type of narwhals, which is imported late
    import narwhals.stable.v2 as nw

    if kind == nw.Float32:
        return _Kind.SHORT_FLOATS
    if kind == nw.Float64:
        return _Kind.FLOATS
    return _Kind.RECORDS if kind == nw.Struct or kind in (nw.Object, nw.Unknown) else _Kind.PLAIN


class _Computed:
    """Runner of a query of the caller's own; whatever it raises becomes an error about the frame."""

    def __init__(self, name: str) -> None:
        self._name = name

    def run(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work returns
        try:
            return work()
        except Exception as error:  # the caller's query may raise errors of any library
            what = Sentence("The frame cannot be computed: {error}", error=str(error).split("\n", 1)[0])
            raise SourceError(Problem(what, self._name, todo="Mend the query that it stands for.")) from error


def _relation_chunks(
    relation: Any,  # noqa: ANN401 - DuckDB's own class is private
    types: Sequence[str],
    computed: _Computed,
) -> _Chunks:
    # By place, as names may repeat. Moments with a zone are made texts here: DuckDB's Python needs a package for them.
    cells = [
        f"CAST(#{place} AS VARCHAR) AS c{place}" if "TIME ZONE" in kind else f"#{place} AS c{place}"
        for place, kind in enumerate(types, start=1)
    ]

    def chunks(places: Sequence[int]) -> Iterator[Sequence[Sequence[object]]]:
        asked = ", ".join(cells[place] for place in places)
        rows: Iterator[tuple[object, ...]] = computed.run(lambda: relation.project(asked).iter_rows(_CHUNK))

        def further() -> list[tuple[object, ...]]:
            return list(islice(rows, _CHUNK))

        while part := computed.run(further):
            yield list(zip(*part, strict=True))

    return chunks


def _eager(native: Any, name: str) -> tuple[list[str], Any]:  # noqa: ANN401 - frames of any library
    """Return the names of the columns, and the frame with places in their stead: names may repeat."""
    import narwhals.stable.v2 as nw

    if nw.dependencies.is_polars_lazyframe(native):
        native = _Computed(name).run(native.collect)
    if nw.dependencies.is_pandas_dataframe(native):
        named = [level for level, title in enumerate(native.index.names) if title is not None]
        native = native.reset_index(level=named, allow_duplicates=True) if named else native
        names = [_joined(label) for label in native.columns]
        native = native.set_axis([str(place) for place in range(len(names))], axis=1)
    elif nw.dependencies.is_pyarrow_table(native):
        names = [str(label) for label in native.column_names]
        native = native.rename_columns([str(place) for place in range(len(names))])
    else:
        names = list(native.columns)
    return names, nw.from_native(native, eager_only=True)


def _joined(label: object) -> str:
    """Return the name of a column of pandas, which may be anything, or have several levels."""
    levels = cast("tuple[object, ...]", label) if isinstance(label, tuple) else (label,)
    return " ".join(filter(None, (cell_text(level).strip() for level in levels)))


def _frame_chunks(frame: Any) -> _Chunks:  # noqa: ANN401 - see above
    columns = frame.columns

    def chunks(places: Sequence[int]) -> Iterator[Sequence[Sequence[object]]]:
        names = [columns[place] for place in places]
        for start in range(0, len(frame), _CHUNK):
            part = frame[start : start + _CHUNK]
            yield [part.get_column(name).to_list() for name in names]

    return chunks


def _columns(names: Sequence[str], kinds: Sequence[_Kind], chunks: _Chunks) -> Iterator[_Column]:
    """Yield the columns of texts; keys of records come in the order in which they first occur, as those of JSON do."""
    keys: list[dict[object, None]] = [{} for _ in names]
    fractions = [False] * len(names)
    asked = [place for place, kind in enumerate(kinds) if kind is not _Kind.PLAIN]
    for chunk in chunks(asked) if asked else ():
        for place, values in zip(asked, chunk, strict=True):
            if kinds[place] is _Kind.RECORDS:
                keys[place].update(_keys_of(values))
            elif not fractions[place]:
                fractions[place] = any(map(_is_fraction, values))
    for place, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        for key in keys[place] or (None,):
            own = name if key is None else f"{name}.{key}"
            yield _Column(own, place, key, kind is _Kind.SHORT_FLOATS, fractions[place])


def _keys_of(values: Sequence[object]) -> dict[object, None]:
    """Return the keys of records; `None` for what is no record."""
    keys: dict[object, None] = {}
    for value in values:
        if isinstance(value, dict):
            keys.update(dict.fromkeys(cast("dict[object, object]", value)))
        elif cell_text(value):
            keys[None] = None
    return keys


def _is_fraction(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value) and not value.is_integer()


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _one_text(value: object) -> str:
    """Return a cell as it would be read from CSV: line ends are plain, and there are no NUL bytes."""
    text = cell_text(value)
    if _is_plain(text):
        return text
    if any(sign in text for sign in _MOVES_A_LINE):
        text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return without_halves(text)
