"""Which types of client a scorecard may count beside its facts: those that later deals confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from whofor.app.arguments import LANGUAGES
from whofor.app.claims import ClaimReader
from whofor.app.profile import part_of
from whofor.documents.profile_document import read_profile
from whofor.errors import UsageError
from whofor.model import IcpResult, Segment, Verdict
from whofor.model.profile import IcpVerdict
from whofor.model.scorecard import TYPE_PREFIX, BlockKind, CardBlock, Scorecard
from whofor.schema.rows import Attribute
from whofor.scoring.bins import segment_block
from whofor.segments.claim_text import claim_text
from whofor.text import slug
from whofor.workspace import Workspace

__all__ = ["NO_TYPES", "CardTypes", "named_types"]


@dataclass(frozen=True, slots=True)
class CardTypes:
    """Types of client as blocks of a card.

    Attributes:
        confirmed: Those that deals which the search had not seen confirmed.
        found: All that the search found, before any look at those deals: what a card that is proved on them may use.
    """

    confirmed: tuple[CardBlock, ...] = ()
    found: tuple[CardBlock, ...] = ()

    @classmethod
    def of(cls, place: Workspace, result: IcpResult, facts: Sequence[Attribute], reader: ClaimReader) -> CardTypes:
        """Return the types of client of a run, and those of the present profile of the workspace.

        A type that names what is no fact of the card, as a barred column, is left out.

        Args:
            place: The workspace.
            result: The run.
            facts: The facts that a card may use.
            reader: How definitions of the profile are read.

        Raises:
            WorkspaceError: The profile cannot be read.
        """
        search, names = result.search, frozenset(a.parameter.name for a in facts)
        own = [f for f in (*search.segments, *search.negative_segments, *search.claims) if not f.of_channel]
        kept = _confirmed_of_profile(place, result, facts, reader)
        confirmed = [*(f.segment for f in own if f.verdict is Verdict.PASS), *kept]
        return cls(_blocks(confirmed, facts, names), _blocks([*(f.segment for f in own), *kept], facts, names))

    def among(self, facts: Sequence[Attribute]) -> CardTypes:
        """Return those that name these facts alone."""
        names = frozenset(a.parameter.name for a in facts)
        own = [tuple(b for b in blocks if set(b.attributes) <= names) for blocks in (self.confirmed, self.found)]
        return CardTypes(*own)


NO_TYPES = CardTypes()


def named_types(result: IcpResult, card: Scorecard) -> dict[str, dict[str, str]]:
    """Return what the types of client of a card are called, by language and id of the block."""
    from whofor.reports.notebook import segment_text
    from whofor.reports.words import words_of_result

    types = {b.id: Segment(b.bins[0].conditions) for b in card.blocks if b.kind is BlockKind.SEGMENT}
    return {
        language: {id_: segment_text(one, words_of_result(result, language)) for id_, one in types.items()}
        for language in LANGUAGES
    }


def _confirmed_of_profile(
    place: Workspace, result: IcpResult, facts: Sequence[Attribute], reader: ClaimReader
) -> list[Segment]:
    saved = place.profiles(part_of(result))
    text = saved.present()
    if text is None:
        return []
    found: list[Segment] = []
    for icp in read_profile(text, str(saved.file)).profile.icps:
        if icp.verdict is IcpVerdict.PASS:
            try:
                found.append(reader.read(" and ".join(icp.define), facts))
            except UsageError:  # said of the prospects, which are looked up in the same types
                continue
    return found


def _blocks(segments: Sequence[Segment], facts: Sequence[Attribute], names: Collection[str]) -> tuple[CardBlock, ...]:
    """Return a block of each type that differs from those before it."""

    def each() -> Iterator[CardBlock]:
        taken: set[str] = set()
        for segment in segments:
            if not {c.parameter for c in segment.conditions} <= set(names):
                continue
            text = claim_text(segment, facts)
            if text not in taken:
                place = slug(text)
                same = sum(slug(one) == place for one in taken)
                taken.add(text)
                yield segment_block(f"{TYPE_PREFIX}{place}{f'_{same + 1}' if same else ''}", text, segment)

    return tuple(each())
