"""What sentences say, of what, and which facts: learnt once, then told of any number of sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.pains import SaidSentence, SentenceFate, SentenceKind
from whofor.model.voice import VoiceDocument
from whofor.research.pains.aspects import AspectModel, learn_aspects, packaged_aspects
from whofor.research.pains.facts import facts_of
from whofor.research.pains.fillers import says_too_little
from whofor.research.pains.frames import without_frames
from whofor.research.pains.kinds import Embed, KindModel, LabelledSentence, kinds_told, learn_kinds, packaged_sentences
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

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """Return vectors of texts, each different one embedded once, in an order of their own."""
        distinct = sorted(set(texts))
        if not distinct:
            return np.zeros((0, self.aspects.vectors.shape[1]))
        parts = [self.embed(distinct[i : i + _BATCH]) for i in range(0, len(distinct), _BATCH)]
        place = {text: i for i, text in enumerate(distinct)}
        return np.concatenate(parts)[[place[text] for text in texts]]


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
        places: Places of those that are used.
        vectors: Vectors of these without their frames, shape (used, dimensions).
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
    by_text = teller.kinds.chances(texts, teller.vectors(texts))
    chances = with_where(by_text, _where(documents, [said[i] for i in places]))
    tools = {document.tool for document in documents if document.tool}
    topics = without_frames(texts, tools)
    bare = teller.vectors(topics)
    about = teller.aspects.told(teller.aspects.shares(topics, bare))
    rows = zip(places, kinds_told(chances), chances, by_text, about, facts_of(texts), strict=True)
    for place, kind, chance, text_chance, (aspect, share), facts in rows:
        one = sentences[place]
        unclear = kind is SentenceKind.UNCLEAR or says_too_little(one.text)
        sentences[place] = replace(
            one,
            fate=SentenceFate.UNCLEAR if unclear else one.fate,
            kind=SentenceKind.UNCLEAR if unclear else kind,
            chances=tuple(chance.round(_DIGITS).tolist()),
            text_chances=tuple(text_chance.round(_DIGITS).tolist()),
            aspect=aspect,
            aspect_share=share,
            facts=facts,
        )
    used = [i for i, place in enumerate(places) if sentences[place].fate is SentenceFate.USED]
    return ToldSentences(tuple(sentences), tuple(places[i] for i in used), bare[used])


def _where(documents: Sequence[VoiceDocument], said: Collection[tuple[int, SaidSentence]]) -> FloatArray:
    """Return the probabilities by where each sentence was said, shape (sentences, kinds)."""
    reviews = review_sources(documents)
    found: list[tuple[float, ...]] = []
    for place, sentence in said:
        document = documents[place]
        role = document.parts[sentence.part].role
        found.append(where_chances(SaidWhere(role, document.stars, document.kind, document.source in reviews)))
    return np.array(found, dtype=np.float64).reshape(len(found), 4)
