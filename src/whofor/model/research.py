"""What was found in the market's own words, with what was read for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whofor.model.pains import Pain, SaidSentence, Voices
from whofor.model.vendor_page import VendorPage
from whofor.model.voice import VoiceDocument
from whofor.model.voice_reading import SourceReading, VoiceNote

__all__ = ["ResearchAnswer"]


@dataclass(frozen=True, slots=True)
class ResearchAnswer:
    """Pains that people tell in their own words, and what was read.

    Attributes:
        voices: Pains, sentences, and who loves and hates what.
        documents: The texts that were read, by their ids.
        pages: Vendors' pages.
        sources: What was read of each source, and what was left out.
        notes: What a reader of the results should know.
        languages: Languages that were read.
        tools_known: Names of tools that were given.
        seed: Seed of what was drawn.
    """

    voices: Voices
    documents: dict[str, VoiceDocument]
    pages: tuple[VendorPage, ...]
    sources: tuple[SourceReading, ...]
    notes: tuple[VoiceNote, ...]
    languages: tuple[str, ...]
    tools_known: tuple[str, ...]
    seed: int

    def __repr__(self) -> str:
        """Return how many people say how many pains."""
        firm = sum(pain.is_firm for pain in self.voices.pains)
        people, sources = self.voices.people, len(self.sources)
        return f"{self.voices.answer.value}: {firm} firm pains of {people:,} people in {sources} sources"

    def sentence(self, place: int) -> SaidSentence:
        """Return one of the sentences that were read."""
        return self.voices.sentences[place]

    def document_of(self, place: int) -> VoiceDocument:
        """Return the text that a sentence stands in."""
        return self.documents[self.voices.sentences[place].document]

    def quotes(self, pain: Pain, most: int) -> Iterator[int]:
        """Yield the places of the sentences that tell a pain best, each of another person: its name comes first."""
        people: set[str] = set()
        for place in (pain.name, *pain.range_quotes, *pain.sentences):
            person = self.sentence(place).person
            if person not in people and len(people) < most:
                people.add(person)
                yield place
