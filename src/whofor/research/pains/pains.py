"""From what people say to pains one may count: each named by a quote, counted in people, with who says the contrary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from whofor.arrays import IntArray
from whofor.model.pains import Criticality, Pain, SentenceKind, VoiceAnswer, Voices
from whofor.model.voice import SourceKind, VoiceDocument
from whofor.research.pains.criticality import DEFAULT_WEIGHTS, criticalities
from whofor.research.pains.grouping import LEAST_ALIKE, stabilities
from whofor.research.pains.language import TellLanguage
from whofor.research.pains.likings import likings_of, share_of
from whofor.research.pains.naming import named, telling_words
from whofor.research.pains.needs import Needs, counter_quotes, needs_of, source_voices
from whofor.research.pains.reading import in_order, read_sentences, sources_read
from whofor.research.pains.telling import Teller, tell_sentences
from whofor.stats.threads import one_blas_thread

__all__ = ["PainOptions", "pains_of"]

_FEWEST_PEOPLE = 30
"""People from which pains are ranked: a convention."""
_LEAST_FIRM = 0.6
"""Stability from which a pain is firm: what is found again less is a pattern that may not be there, Hennig (2007)."""
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PainOptions:
    """What may be chosen.

    Attributes:
        languages: Languages that are read, as two letters.
        seed: Seed of what is drawn.
        least_alike: Cosine from which two sentences say the same; lower covers more, and is found again less.
        weights: Weight of a source by its kind.
    """

    languages: tuple[str, ...] = ("en", "fr")
    seed: int = 0
    least_alike: float = LEAST_ALIKE
    weights: Mapping[SourceKind, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)


@one_blas_thread()
def pains_of(
    documents: Iterable[VoiceDocument],
    teller: Teller,
    options: PainOptions | None = None,
    tell: TellLanguage | None = None,
) -> Voices:
    """Return what people say, and the pains that can be told of it; the same for any order of the documents.

    Args:
        documents: The documents, each text once: copies are left out when files are read.
        teller: What tells kinds and aspects; see `learn_teller`.
        options: What may be chosen.
        tell: What tells languages, as `language_of`; without it, what sources declare is believed.

    Returns:
        Counts are people, as far as they can be told apart; otherwise documents.
    """
    options = options or PainOptions()
    ordered = in_order(documents)
    said = read_sentences(ordered, options.languages, tell)
    told = tell_sentences(ordered, said, teller)
    of_document = [place for place, _ in said]
    needs = needs_of(ordered, of_document, told)
    pains, said_once = _pains(needs, options)
    people = len({document.person for document in ordered})
    answer = VoiceAnswer.PAINS if any(pain.is_firm for pain in pains) else VoiceAnswer.NO_FIRM_PAIN
    if people < _FEWEST_PEOPLE:
        answer = VoiceAnswer.NOT_ENOUGH_PEOPLE
    read = sources_read(ordered, list(zip(of_document, told.sentences, strict=True)))
    return Voices(answer, people, read, told.sentences, pains, said_once, likings_of(ordered, told.sentences))


def _pains(needs: Needs, options: PainOptions) -> tuple[tuple[Pain, ...], tuple[int, ...]]:
    """Return the pains, the firm ones first, and the places of what is said by too few to be one."""
    grouping, stable = stabilities(needs.vectors, needs.aspect, needs.person, options.seed, options.least_alike)
    critical = criticalities(source_voices(needs, grouping), options.seed, options.weights)
    counters = counter_quotes(needs, grouping, options.least_alike)
    members = [np.flatnonzero(grouping.group == number) for number in range(grouping.n_groups)]
    texts = [[needs.sentences[i].text for i in needs.places[own].tolist()] for own in members]
    words = telling_words(texts)
    found = [
        replace(
            _pain(needs, own, counter, criticality),
            stability=round(float(stability), _DIGITS),
            words=telling,
            is_firm=bool(stability >= _LEAST_FIRM),
        )
        for own, counter, criticality, stability, telling in zip(
            members, counters, critical, stable.tolist(), words, strict=True
        )
    ]
    found.sort(key=lambda pain: (not pain.is_firm, -pain.criticality.value, -pain.people.k, pain.name))
    pains = tuple(replace(pain, id=f"P{number:02d}") for number, pain in enumerate(found, 1))
    return pains, tuple(needs.places[grouping.group < 0].tolist())


def _pain(needs: Needs, members: IntArray, counter: tuple[int, ...], criticality: Criticality) -> Pain:
    """Return a pain without its number and stability."""
    places = needs.places[members]
    own = [needs.sentences[i] for i in places.tolist()]
    naming = named(own, needs.vectors[members], needs.person[members])
    of = [needs.documents[needs.of_document[i]] for i in places.tolist()]
    sources = {document.source for document in of}
    asked = {document.person for document in needs.documents if document.source in sources}
    return Pain(
        id="",
        aspect=own[naming.name].aspect,
        name=int(places[naming.name]),
        range_quotes=tuple(int(places[i]) for i in naming.range_quotes),
        sentences=tuple(int(places[i]) for i in naming.order),
        people=share_of(len({document.person for document in of}), len(asked)),
        sources=tuple(sorted(sources)),
        counter=counter,
        counter_people=len({needs.sentences[i].person for i in counter}),
        stability=0.0,
        is_firm=False,
        criticality=criticality,
        wish_share=round(sum(one.kind is SentenceKind.WISH for one in own) / len(own), _DIGITS),
        words=(),
    )
