"""The search kernel: integer codes and row scores in, tallies and critical values out.

One histogram pass over the rows fills the cells of an attribute pair or triple; every conjunction of values,
intervals of neighbouring bins and unions of a hierarchy are then sums of cells.
"""

from whofor.cube.axes import Axis, RowScore, items_of
from whofor.cube.cells import Cube, cube_of, merge_cubes
from whofor.cube.deepen import Deeper, deepen
from whofor.cube.group import Bits, Groups, Whole, conditional_score
from whofor.cube.search import Tier, kernel_of, kernels, p_among, search
from whofor.cube.search_accounts import search_accounts
from whofor.cube.work import SearchSettings

__all__ = [
    "Axis",
    "Bits",
    "Cube",
    "Deeper",
    "Groups",
    "RowScore",
    "SearchSettings",
    "Tier",
    "Whole",
    "conditional_score",
    "cube_of",
    "deepen",
    "items_of",
    "kernel_of",
    "kernels",
    "merge_cubes",
    "p_among",
    "search",
    "search_accounts",
]
