"""Which rows of a frame are of a type of client, by the same conditions that the search uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from whofor.app.arguments import Arguments
from whofor.arrays import Column, FloatArray
from whofor.days import days_of, days_of_moment
from whofor.errors import Problem, Sentence, UsageError
from whofor.intake.sources.cells import cell_text
from whofor.intake.sources.frames import frame_problem, is_frame
from whofor.model import Kind, Parameter, Role, Segment
from whofor.schema.rows import Attribute
from whofor.segments.conditions import segment_mask
from whofor.text import did_you_mean

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame, IntoSeries

__all__ = ["frame_mask", "mask_by_key"]

_OPENED = "opened"
_NAME = "segment"


def frame_mask(
    segment: Segment,
    kinds: Mapping[str, Kind],
    frame: IntoFrame,
    *,
    columns: Mapping[str, str],
    as_of: str | date | None,
    last_day: date,
) -> IntoSeries:
    """Return which rows of a frame are of a type of client; arguments and errors are those of `FoundSegment.mask`.

    Args:
        segment: The type of client.
        kinds: How the column of each parameter is read.
        frame: The frame.
        columns: Names of its columns by parameter, where they differ.
        as_of: Day as of which dated facts are asked, or the column that holds it.
        last_day: The day that is meant where none is given and the frame has no column of openings.
    """
    with Arguments() as read:
        names = read.names("columns", columns)
        day = None if as_of is None else read.column_or_day("as_of", as_of)
        _check_frame(frame, read)
    known = _names_of(frame)
    if day is None:
        day = _OPENED if _OPENED in known else last_day
    asked = {c.parameter: names.get(c.parameter, c.parameter) for c in segment.conditions}
    # A day for each row matters only where a fact is dated.
    by_row = day if isinstance(day, str) and Kind.DATE in {kinds[name] for name in asked} else None
    wanted = list(dict.fromkeys(filter(None, (*asked.values(), by_row))))
    _refuse_unknown(wanted, known)
    eager = _some_columns(frame, wanted)
    values = {name: eager.get_column(name).to_list() for name in wanted}
    attributes = [
        Attribute(Parameter(name, own, Role.DEFINITION, kinds[name]), _column(values[own], own, kinds[name]), name)
        for name, own in asked.items()
    ]
    if by_row is not None:
        days = _numbers(values[by_row], by_row, Kind.DATE)
    else:
        days = np.full(len(eager), days_of(last_day if isinstance(day, str) else day))
    return _series(segment_mask(segment, attributes, days).tolist(), eager)


def mask_by_key(inside: Mapping[str, bool], frame: IntoFrame, key: str, *, alone: bool) -> IntoSeries:
    """Return which rows of a frame have the key of a deal that is of a type of client.

    Args:
        inside: By the key of each deal, whether it is.
        frame: The frame.
        key: Column of it with the keys.
        alone: Whether nothing else was given that a mask depends on.

    Raises:
        UsageError: It is no frame, it has no such column, or none of the keys is that of a deal.
    """
    with Arguments() as read:
        name = read.text("deal_key", key)
        _check_frame(frame, read)
        if not alone:
            todo = "Leave columns and as_of out."
            read.wrong("it cannot be given together with columns or as_of", "deal_key", name, todo)
    _refuse_unknown([name], _names_of(frame))
    eager = _some_columns(frame, [name])
    keys = [cell_text(value).strip() for value in eager.get_column(name).to_list()]
    if keys and inside.keys().isdisjoint(keys):
        todo = Sentence("The deals have keys such as {key}.", key=next(iter(inside)))
        raise UsageError(Problem("none of these is the key of a deal", name, keys[0], todo))
    return _series([inside.get(key, False) for key in keys], eager)


def _check_frame(frame: object, read: Arguments) -> None:
    """Record the problem of what is no frame whose rows have an order."""
    from narwhals.stable.v2 import dependencies

    if dependencies.is_duckdb_relation(frame):
        todo = "Use relation.filter(segment.to_sql(None))."
        read.wrong("the rows of a relation have no order", "frame", "", todo)
    elif not is_frame(frame):
        todo = "Give a frame of pandas, Polars or Arrow with canonical values, as result.deals().to_pandas()."
        read.wrong(frame_problem(frame)[0], "frame", type(frame).__qualname__, todo)


def _series(inside: Sequence[bool], eager: Any) -> IntoSeries:  # noqa: ANN401 - a frame of any library
    """Return truth values as a series of the library of a frame, with its index where it has one."""
    import narwhals.stable.v2 as nw

    series = nw.new_series(_NAME, list(inside), nw.Boolean, backend=eager.implementation)
    index = nw.maybe_get_index(eager)
    return (series if index is None else nw.maybe_set_index(series, index=index)).to_native()


def _names_of(frame: Any) -> list[str]:  # noqa: ANN401 - a frame of any library
    if hasattr(frame, "collect_schema"):
        return list(frame.collect_schema().names())
    return list(frame.column_names if hasattr(frame, "column_names") else frame.columns)


def _refuse_unknown(wanted: Sequence[str], known: Sequence[str]) -> None:
    often = Counter(known)
    problems = [
        Problem("the frame has no such column", "columns", name, did_you_mean(name, [str(n) for n in known]))
        for name in wanted
        if name not in often
    ]
    todo = "Give each column a name of its own."
    problems += [Problem("several columns have this name", "columns", n, todo) for n in wanted if often[n] > 1]
    if problems:
        raise UsageError(problems)


def _some_columns(frame: Any, names: Sequence[str]) -> Any:  # noqa: ANN401 - a frame of any library
    """Return some columns of a frame; a lazy one is computed."""
    import narwhals.stable.v2 as nw

    if nw.dependencies.is_pandas_dataframe(frame):
        # Other columns may have names that repeat, or are no texts.
        frame = frame[list(names)]
    some = nw.from_native(frame).select(*names)
    return some.collect() if isinstance(some, nw.LazyFrame) else some


def _column(values: Sequence[object], name: str, kind: Kind) -> Column:
    """Return the values of a column as the search holds them."""
    if kind in (Kind.NUMBER, Kind.DATE):
        return _numbers(values, name, kind)
    return np.array([cell_text(value).strip() or None for value in values], dtype=object)


def _numbers(values: Sequence[object], name: str, kind: Kind) -> FloatArray:
    """Return numbers, or days since 1970-01-01; NaN where they are not known.

    Raises:
        UsageError: A value is neither.
    """
    numbers = np.full(len(values), np.nan)
    for place, value in enumerate(values):
        if cell_text(value) == "":
            continue
        if isinstance(value, int | float | Decimal | np.number):
            numbers[place] = float(cast("float", value))
        elif kind is Kind.DATE and isinstance(value, date):
            numbers[place] = days_of_moment(value) if isinstance(value, datetime) else days_of(value)
        else:
            what = "this is no date" if kind is Kind.DATE else "this is no number"
            todo = "Give canonical values, as result.deals().to_pandas() has them."
            raise UsageError(Problem(what, name, cell_text(value), todo))
    return numbers
