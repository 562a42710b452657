"""What the definitions of a profile mean in the deals of a run: types of client, conditions, and their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.app.arguments import LANGUAGES
from whofor.app.claims import ClaimReader
from whofor.arrays import BoolArray, is_known
from whofor.errors import UsageError
from whofor.model import Condition, Segment
from whofor.model.profile import Icp, IdealCustomerProfile
from whofor.model.profile_answer import ProfileAnswer, ProfileNote
from whofor.profile.assemble import Basis
from whofor.schema.rows import Rows

__all__ = ["Definitions"]


@dataclass(frozen=True, eq=False)
class Definitions:
    """Reads definitions of types of client, written in the language of claims.

    Attributes:
        basis: The run and its deals.
        reader: How they are read.
    """

    basis: Basis
    reader: ClaimReader

    @cached_property
    def rows(self) -> Rows:
        """The judged deals, with the columns that the search leaves out as doubtful: a person may define by them."""
        rows = self.basis.prepared.study.rows
        return replace(rows, attributes=(*rows.attributes, *self.basis.prepared.doubtful))

    def read(self, define: Iterable[str]) -> Segment:
        """Return the type of client that some conditions define together.

        Raises:
            UsageError: One of them cannot be read.
        """
        return self.reader.read(" and ".join(define), self.rows.attributes)

    def segment(self, define: Iterable[str]) -> Segment | None:
        """Return the type of client that some conditions define together; `None` where these cannot be read."""
        try:
            return self.read(define)
        except UsageError:
            return None

    def inside(self, define: Iterable[str], notes: list[tuple[ProfileNote, str]]) -> BoolArray | None:
        """Return which judged deals meet some conditions; `None`, with a note, where these cannot be read."""
        try:
            return inside_of(self.read(define), self.rows)
        except UsageError:
            # Why it cannot be read, `--claim` says with the near names, in the language of the reader.
            notes.append((ProfileNote.NOT_READ, " and ".join(define)))
            return None

    def recorded(self, segment: Segment) -> tuple[BoolArray, tuple[str, ...]]:
        """Return the judged deals that a definition can be judged on, and which of its columns are doubtful.

        Where a column is filled in mostly for the deals that were won, only those of which it is known compare.
        """
        named = {c.parameter for c in segment.conditions}
        columns = [a for a in self.basis.prepared.doubtful if a.parameter.name in named]
        known = np.logical_and.reduce([np.ones(len(self.rows), dtype=np.bool_), *(is_known(a.values) for a in columns)])
        return known, tuple(a.parameter.label for a in columns)

    def one_type(self, a: Icp, b: Icp) -> bool:
        """Return whether two types of client are one, see `analysis.alike`."""
        one, other = self.segment(a.define), self.segment(b.define)
        return one is not None and other is not None and is_one_type(one, other, self.rows)

    def renamed(self, icp: Icp, kept: IdealCustomerProfile | None) -> Icp:
        """Return a type of client with a new name where it was defined otherwise and people left its old one."""
        before = next((one for one in (() if kept is None else kept.icps) if one.id == icp.id), None)
        if before is None or before.define == icp.define or before.name != icp.name:
            return icp
        segment, former = self.segment(icp.define), self.segment(before.define)
        if segment is None or former is None or self.basis.name_of(former, LANGUAGES[0]) != before.name:
            return icp
        return replace(icp, name=self.basis.name_of(segment, LANGUAGES[0]))

    def names(self, answer: ProfileAnswer) -> dict[str, dict[str, str]]:
        """Return what each type of client of an answer is called in each language, but for those that people named."""
        found: dict[str, dict[str, str]] = {}
        for icp in (*(moved.icp for moved in answer.moved), *answer.profile.types):
            segment = self.segment(icp.define)
            if segment is not None and self.basis.name_of(segment, "en") == icp.name:
                found[icp.id] = {language: self.basis.name_of(segment, language) for language in LANGUAGES}
        return found

    def conditions(self, made: IdealCustomerProfile) -> dict[str, Condition]:
        """Return the conditions that facts of a profile are, by their text."""
        texts = {fact.what for icp in made.types for facts in (*icp.slots.values(), icp.contrast) for fact in facts}
        read = {text: self.segment((text,)) for text in sorted(texts)}
        return {text: s.conditions[0] for text, s in read.items() if s is not None and len(s.conditions) == 1}
