"""What stands in the columns of a list of any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whofor.model.score_expression import HeldAs

__all__ = ["ColumnTexts", "TooVariedError"]


class TooVariedError(Exception):
    """A column has more different texts than are read one by one.

    Attributes:
        header: The column.
    """

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header


@dataclass(frozen=True, slots=True)
class ColumnTexts:
    """The different texts of a column of a list.

    Attributes:
        counts: Trimmed text -> its rows, in the order of first appearance.
        spelt: Text as it stands in the file -> trimmed text.
        held_as: How the column holds numbers; `None` where it holds texts.
        numbers: Of a column that holds numbers: trimmed text -> number.
        is_whole: Whether all texts are there. Of a column of many different numbers there are a thousand or two, and
            all that are written in an unusual way.
    """

    counts: Mapping[str, int]
    spelt: Mapping[str, str]
    held_as: HeldAs | None = None
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    is_whole: bool = True
