"""The search kernel: integer codes and row scores in, tallies and critical values out.

One histogram pass over the rows fills the cells of an attribute pair or triple; every conjunction of values,
intervals of neighbouring bins and unions of a hierarchy are then sums of cells.
"""

from whofor.cube.axes import Axis, RowScore, items_of
from whofor.cube.search import SearchSettings, Tier, search

KERNEL = "numpy"
"""The kernel in use."""

__all__ = ["KERNEL", "Axis", "RowScore", "SearchSettings", "Tier", "items_of", "search"]
