"""Drafts a mapping for an export of no known shape: what its files, keys, joins and columns most likely mean.

Pure functions on the shapes of files; the words they use are data, in `rules/words.toml`.
"""

from whofor.intake.drafting.draft import DraftedMapping, draft_mapping
from whofor.intake.drafting.joins import ColumnPair, Overlap, Reference, measured, pairs_to_measure
from whofor.intake.drafting.known_headers import KNOWN_HEADERS
from whofor.intake.drafting.roles import learnt_later, no_trait
from whofor.intake.drafting.shapes import ColumnShape, FileShape, column_shape
from whofor.intake.drafting.toml_text import mapping_text

__all__ = [
    "KNOWN_HEADERS",
    "ColumnPair",
    "ColumnShape",
    "DraftedMapping",
    "FileShape",
    "Overlap",
    "Reference",
    "column_shape",
    "draft_mapping",
    "learnt_later",
    "mapping_text",
    "measured",
    "no_trait",
    "pairs_to_measure",
]
