"""Results as tables: dictionaries, and frames of pandas and Polars where these are installed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from whofor.errors import Problem, Sentence, UsageError
from whofor.model import Estimate, Kind

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["FIGURE", "TYPES", "ColumnTypes", "Tabular", "figures_of"]

ColumnTypes: TypeAlias = Mapping[str, type]
"""Columns of a table in their order, each with the type of its values: `str`, `int`, `float`, `bool` or `datetime`."""

TYPES: Mapping[Kind, type] = {Kind.NUMBER: float, Kind.DATE: datetime}
"""Types of the columns of facts; those that are absent are texts."""
FIGURE: ColumnTypes = {"n": int, "rate": float, "ci_low": float, "ci_high": float}
"""Columns of one figure; a rate is a mean where the outcome is not yes or no."""
_IN_PANDAS: Mapping[type, str] = {
    **{str: "string", int: "Int64", float: "float64", bool: "boolean"},
    datetime: "datetime64[us]",
}
_IN_POLARS = {str: "String", int: "Int64", float: "Float64", bool: "Boolean", datetime: "Datetime"}


class Tabular(ABC):
    """A result that is a table, one row for each of its parts."""

    __slots__ = ()

    @abstractmethod
    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""

    @abstractmethod
    def to_dicts(self) -> list[dict[str, object]]:
        """Return the rows, each as a dictionary of its columns; `None` where a value is not known."""

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a frame of pandas; its columns have the same types however many rows there are.

        Raises:
            UsageError: pandas is not installed.
        """
        library, rows = _library("pandas"), self.to_dicts()
        return library.DataFrame(
            {
                name: library.Series([row[name] for row in rows], dtype=_IN_PANDAS[kind])
                for name, kind in self.column_types().items()
            }
        )

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a frame of Polars; its columns have the same types however many rows there are.

        Raises:
            UsageError: Polars is not installed.
        """
        library, rows = _library("polars"), self.to_dicts()
        types = self.column_types()
        return library.DataFrame(
            {name: [row[name] for row in rows] for name in types},
            schema={name: getattr(library, _IN_POLARS[kind]) for name, kind in types.items()},
        )


def figures_of(figure: Estimate) -> tuple[object, ...]:
    """Return the values of a figure's columns."""
    return figure.n, figure.estimate, figure.ci_low, figure.ci_high


def _library(name: str) -> ModuleType:
    """Return a library that whofor does not require.

    Raises:
        UsageError: It is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        todo = Sentence("Install it with `pip install {name}`, or use to_dicts().", name=name)
        raise UsageError(Problem("This library is not installed", name, todo=todo)) from error
