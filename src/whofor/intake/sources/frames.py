"""Data frames as a source: those of pandas, Polars and Arrow, and DuckDB relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.sources.files import DATA_ENDINGS, SourceContents, no_rows
from whofor.intake.sources.frame_rows import rows_of_frame
from whofor.intake.sources.source_file import NOWHERE, Form, SourceFile, looked_at
from whofor.intake.sources.text_files import unique_headers
from whofor.text import tidy

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame

__all__ = ["AnyFrame", "Frames", "file_name", "frame_problem", "frames_source", "is_frame"]

AnyFrame: TypeAlias = "IntoFrame"
"""A frame of pandas, Polars or Arrow, or a DuckDB relation."""
Frames: TypeAlias = "Mapping[str, AnyFrame]"
"""Frames by name, each named as its file would be."""

_USUAL = Sentence("Give a path, or a frame of pandas, Polars, Arrow or DuckDB.")


def is_frame(given: object) -> bool:
    """Return whether something is a frame that can be read: of pandas, Polars or Arrow, or a DuckDB relation."""
    from narwhals.stable.v2 import dependencies

    return (
        dependencies.is_pandas_dataframe(given)
        or dependencies.is_polars_dataframe(given)
        or dependencies.is_polars_lazyframe(given)
        or dependencies.is_pyarrow_table(given)
        or dependencies.is_duckdb_relation(given)
    )


def frame_problem(given: object) -> tuple[str, str]:
    """Return what is wrong with something that is no frame, and what to give instead."""
    from narwhals.stable.v2 import dependencies

    if dependencies.is_into_series(given):
        return Sentence("this is one column, not a frame"), Sentence("Give the whole frame.")
    if dependencies.is_numpy_array(given):
        todo = Sentence("Give pandas.DataFrame(array, columns=[…]).")
        return Sentence("this is an array, which has no names of columns"), todo
    if isinstance(given, list | tuple) and given and all(isinstance(row, Mapping) for row in given):
        return Sentence("these are rows, not a frame"), Sentence("Give pandas.DataFrame(rows).")
    if dependencies.is_pyspark_dataframe(given) or dependencies.is_pyspark_connect_dataframe(given):
        todo = Sentence("Give frame.toPandas(), or write the frame to Parquet and give the path.")
        return Sentence("frames of {library} are not read", library="Spark"), todo
    if dependencies.is_dask_dataframe(given):
        todo = Sentence("Give frame.{way}().", way="compute")
        return Sentence("frames of {library} are not read", library="Dask"), todo
    for way in ("to_pandas", "toPandas", "to_arrow"):
        if hasattr(given, way):
            return Sentence("this kind of frame is not read"), Sentence("Give frame.{way}().", way=way)
    return Sentence("this is neither a path nor a frame"), _USUAL


def file_name(name: str) -> str:
    """Return the name of the file that a frame stands for, as mappings and reports name it.

    Example:
        >>> file_name("deals"), file_name("crm/accounts.csv")
        ('deals.csv', 'crm/accounts.csv')
    """
    plain = tidy(name)
    return plain if plain.lower().endswith(DATA_ENDINGS) else f"{plain}.csv"


def frames_source(frames: Frames) -> SourceContents:
    """Return the tables of some frames, each as if it had been written to a CSV file of its name.

    Raises:
        SourceError: With every frame that cannot be used, or where none has any row.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = []
    named = [(file_name(name), frame) for name, frame in frames.items()]
    for name, times in Counter(name for name, _ in named).items():
        if times > 1:
            problems.append(Problem("Several frames have this name", name, todo="Give each a name of its own."))
    for name, frame in sorted(named, key=itemgetter(0)):
        try:
            rows = rows_of_frame(frame, name)
        except SourceError as error:
            problems += error.problems
            continue
        if not rows.columns:
            problems.append(Problem("The frame has no columns", name, todo="Give one that has columns and rows."))
            continue
        headers, repeated = unique_headers(rows.names)
        file = SourceFile(name, NOWHERE, Form.FRAME, tuple(headers), tuple(repeated), frame=rows)
        files.append(looked_at(file))
    if not problems and all(file.is_empty for file in files):
        problems = [no_rows(file) for file in files]
    if problems:
        raise SourceError(problems)
    return SourceContents(tuple(files), (), ())
