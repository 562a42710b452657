"""What sentences say, of what, and which facts: learnt once, then told of any number of sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.pains import SaidSentence, SentenceFate, SentenceKind
from whofor.model.voice import VoiceDocument
from whofor.research.pains.aspects import AspectModel, learn_aspects, packaged_aspects
from whofor.research.pains.facts import facts_of
from whofor.research.pains.fillers import says_too_little
from whofor.research.pains.frames import without_frames
from whofor.research.pains.kinds import (
    KINDS,
    Embed,
    KindModel,
    LabelledSentence,
    kinds_told,
    learn_kinds,
    packaged_sentences,
)
from whofor.research.pains.where import SaidWhere, review_sources, where_chances, with_where
from whofor.stats.threads import one_blas_thread

__all__ = ["Teller", "ToldSentences", "learn_teller", "tell_sentences"]

_BATCH = 1_000
_DIGITS = 6


@dataclass(frozen=True, eq=False, slots=True)
class Teller:
    """What was learnt of kinds and aspects, and the embedder that it was learnt with.

    Attributes:
        embed: The embedder.
        kinds: What tells kinds.
        aspects: What tells aspects.
    """

    embed: Embed
    kinds: KindModel
    aspects: AspectModel

    def text_chances(self, texts: Sequence[str]) -> FloatArray:
        """Return the probability of each kind by the text alone; shape (sentences, kinds).

        Different texts are embedded once, in an order of their own; their vectors are not kept.
        """
        distinct = sorted(set(texts))
        parts = [self.kinds.chances(batch, self.embed(batch)) for batch in _batches(distinct)]
        place = {text: i for i, text in enumerate(distinct)}
        return np.concatenate(parts)[[place[text] for text in texts]] if parts else np.zeros((0, len(KINDS)))

    def topics(self, texts: Sequence[str], keep: Sequence[bool]) -> tuple[list[tuple[str, float]], FloatArray]:
        """Return the aspect of each text with its share, and the vectors of those that are to be kept, in their order.

        Args:
            texts: Sentences without their frames.
            keep: Whose vectors are kept.
        """
        wanted = {text for text, kept in zip(texts, keep, strict=True) if kept}
        about: dict[str, tuple[str, float]] = {}
        place: dict[str, int] = {}
        parts: list[FloatArray] = [np.zeros((0, self.aspects.vectors.shape[1]))]
        for batch in _batches(sorted(set(texts))):
            vectors = self.embed(batch)
            about.update(zip(batch, self.aspects.told(self.aspects.shares(batch, vectors)), strict=True))
            own = [i for i, text in enumerate(batch) if text in wanted]
            place.update(zip([batch[i] for i in own], count(len(place)), strict=False))
            parts.append(vectors[own])
        kept = [place[text] for text, kept in zip(texts, keep, strict=True) if kept]
        return [about[text] for text in texts], np.concatenate(parts)[np.array(kept, dtype=np.int64)]


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _BATCH):
        yield texts[start : start + _BATCH]


def learn_teller(
    embed: Embed,
    examples: Sequence[LabelledSentence] = (),
    aspects: Mapping[str, Sequence[str]] | None = None,
) -> Teller:
    """Return what tells kinds and aspects, learnt from the packaged sentences and those of a user.

    Args:
        embed: What tells the meaning of texts; it may keep vectors by their texts.
        examples: Further labelled sentences.
        aspects: Further aspects, or further sentences of known ones.
    """
    known = packaged_aspects()
    for name, texts in (aspects or {}).items():
        known[name] = (*known.get(name, ()), *texts)
    return Teller(embed, learn_kinds((*packaged_sentences(), *examples), embed), learn_aspects(known, embed))


@dataclass(frozen=True, eq=False, slots=True)
class ToldSentences:
    """Sentences with what they say.

    Attributes:
        sentences: The sentences.
        places: Places of those that say a pain, a wish or praise.
        vectors: Vectors of these without their frames, shape (places, dimensions).
    """

    sentences: tuple[SaidSentence, ...]
    places: tuple[int, ...]
    vectors: FloatArray


@one_blas_thread()
def tell_sentences(
    documents: Sequence[VoiceDocument], said: Sequence[tuple[int, SaidSentence]], teller: Teller
) -> ToldSentences:
    """Return sentences with their kinds, aspects and facts.

    Args:
        documents: The documents.
        said: Their sentences with the places of their documents, as `read_sentences` returns them.
        teller: What was learnt.
    """
    sentences = [sentence for _, sentence in said]
    places = [i for i, one in enumerate(sentences) if one.fate is SentenceFate.USED]
    texts = [sentences[i].text for i in places]
    by_text = teller.text_chances(texts)
    chances = with_where(by_text, _where(documents, [said[i] for i in places]))
    kinds = [
        SentenceKind.UNCLEAR if says_too_little(text) else kind
        for text, kind in zip(texts, kinds_told(chances), strict=True)
    ]
    keep = [kind not in (SentenceKind.UNCLEAR, SentenceKind.NEUTRAL) for kind in kinds]
    tools = {document.tool for document in documents if document.tool}
    about, vectors = teller.topics(without_frames(texts, tools), keep)
    rows = zip(places, kinds, chances, by_text, about, facts_of(texts), strict=True)
    for place, kind, chance, text_chance, (aspect, share), facts in rows:
        sentences[place] = replace(
            sentences[place],
            fate=SentenceFate.UNCLEAR if kind is SentenceKind.UNCLEAR else SentenceFate.USED,
            kind=kind,
            chances=tuple(chance.round(_DIGITS).tolist()),
            text_chances=tuple(text_chance.round(_DIGITS).tolist()),
            aspect=aspect,
            aspect_share=share,
            facts=facts,
        )
    kept = tuple(place for place, is_kept in zip(places, keep, strict=True) if is_kept)
    return ToldSentences(tuple(sentences), kept, vectors)


def _where(documents: Sequence[VoiceDocument], said: Collection[tuple[int, SaidSentence]]) -> FloatArray:
    """Return the probabilities by where each sentence was said, shape (sentences, kinds)."""
    reviews = review_sources(documents)
    found: list[tuple[float, ...]] = []
    for place, sentence in said:
        document = documents[place]
        role = document.parts[sentence.part].role
        found.append(where_chances(SaidWhere(role, document.stars, document.kind, document.source in reviews)))
    return np.array(found, dtype=np.float64).reshape(len(found), 4)
