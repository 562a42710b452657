"""Which types of client of the profile prospects meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.app.arguments import LANGUAGES
from whofor.app.claims import ClaimReader
from whofor.app.deals import KeptDeals
from whofor.app.profile import part_of
from whofor.arrays import BoolArray
from whofor.documents.profile_document import read_profile
from whofor.errors import UsageError
from whofor.model import IcpResult, Segment
from whofor.model.profile import Icp
from whofor.model.score_answer import MetType
from whofor.schema.rows import Attribute, Rows
from whofor.segments.conditions import segment_mask
from whofor.workspace import Workspace

__all__ = ["DefinedTypes", "MetTypes", "defined_types"]


@dataclass(frozen=True, eq=False, slots=True)
class MetTypes:
    """The types of client of a profile, and which rows meet them.

    Attributes:
        version: Version of the profile; `None` where there is none.
        met: The types of client, with how many rows meet each.
        inside: Which rows meet each, in the same order.
        not_read: Names of types of client whose definition cannot be read in these deals.
    """

    version: int | None = None
    met: tuple[MetType, ...] = ()
    inside: tuple[BoolArray, ...] = ()
    not_read: tuple[str, ...] = ()

    @classmethod
    def of(cls, place: Workspace, result: IcpResult, rows: Rows, deals: KeptDeals) -> MetTypes:
        """Return the types of client of the present profile of a workspace.

        Args:
            place: The workspace.
            result: The latest run, for what its types of client are called.
            rows: The prospects, with all facts of the deals.
            deals: The deals, whose facts and values definitions may name.

        Raises:
            WorkspaceError: The profile cannot be read.
        """
        defined = defined_types(place, result, deals)
        if defined is None:
            return cls()
        met: list[MetType] = []
        inside: list[BoolArray] = []
        not_read: list[str] = []
        for icp, segment in defined.segments:
            if segment is None:
                not_read.append(icp.name)
                continue
            which = segment_mask(segment, rows.attributes, rows.opened)
            met.append(MetType(icp.id, _names(icp, segment, result), int(np.count_nonzero(which))))
            inside.append(which)
        return cls(defined.version, tuple(met), tuple(inside), tuple(not_read))

    def counted(self, met: Mapping[str, int]) -> MetTypes:
        """Return them with how many rows of a longer list meet each, by its id."""
        return replace(self, met=tuple(replace(one, n=met.get(one.id, 0)) for one in self.met))

    def of_row(self, row: int) -> tuple[str, ...]:
        """Return the ids of the types of client that a row meets."""
        return tuple(one.id for one, which in zip(self.met, self.inside, strict=True) if which[row])


@dataclass(frozen=True, slots=True)
class DefinedTypes:
    """The types of client of a profile.

    Attributes:
        version: Version of the profile.
        segments: Each with its definition; `None` where it cannot be read in these deals.
    """

    version: int
    segments: tuple[tuple[Icp, Segment | None], ...]

    @property
    def parameters(self) -> frozenset[str]:
        """Names of the facts that define them."""
        return frozenset(c.parameter for _, segment in self.segments if segment for c in segment.conditions)


def defined_types(place: Workspace, result: IcpResult, deals: KeptDeals) -> DefinedTypes | None:
    """Return the types of client of the present profile of a workspace; `None` where there is no profile.

    Raises:
        WorkspaceError: The profile cannot be read.
    """
    saved = place.profiles(part_of(result))
    text = saved.present()
    if text is None:
        return None
    profile = read_profile(text, str(saved.file)).profile
    reader, facts = ClaimReader.of(deals.dataset), deals.rows.attributes
    return DefinedTypes(profile.version, tuple((icp, _segment(icp, facts, reader)) for icp in profile.icps))


def _segment(icp: Icp, facts: Sequence[Attribute], reader: ClaimReader) -> Segment | None:
    try:
        return reader.read(" and ".join(icp.define), facts)
    except UsageError:
        return None


def _names(icp: Icp, segment: Segment, result: IcpResult) -> dict[str, str]:
    """Return what a type of client is called, in each language where whofor named it."""
    from whofor.reports.notebook import segment_text
    from whofor.reports.words import words_of_result

    named = {language: segment_text(segment, words_of_result(result, language)) for language in LANGUAGES}
    return named if named[LANGUAGES[0]] == icp.name else dict.fromkeys(LANGUAGES, icp.name)
