"""What a mapping says of the values of a column, beyond where they are: kept to read later lists as the export was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ColumnReading"]


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How the values of one column are read.

    Attributes:
        table: Canonical table that holds it.
        name: Canonical name; empty where it is made from the header.
        headers: What exports call the column.
        values: Value map, source text (any case) -> text to read instead.
        factor: What numbers and amounts are multiplied by.
        order: Order of day, month and year in its dates; empty: inferred from the values.
        first_of: Separator of a list of which only the first element counts; empty for none.
        last_of: Separator of a list of which only the last element counts; empty for none.
        several: Whether these take an element only where there is more than one.
        default: Text where the cell is empty.
        read_as: Way of reading that replaces the usual one; empty for none.
    """

    table: str
    name: str
    headers: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    factor: float = 1.0
    order: str = ""
    first_of: str = ""
    last_of: str = ""
    several: bool = False
    default: str = ""
    read_as: str = ""

    @property
    def says_more(self) -> bool:
        """Whether it says anything beyond the headers."""
        texts = (self.order, self.first_of, self.last_of, self.default, self.read_as)
        return bool(self.values) or self.factor != 1.0 or any(texts)
