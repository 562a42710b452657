"""Pains and wishes as arrays, with who says them where; what is counted of groups of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.model.pains import SaidSentence, SentenceFact, SentenceKind
from whofor.model.voice import SourceKind, VoiceDocument
from whofor.research.pains.criticality import SourceVoices
from whofor.research.pains.grouping import Grouping, centred, mean_direction
from whofor.research.pains.telling import ToldSentences

__all__ = ["Needs", "centres", "counter_quotes", "needs_of", "source_voices"]

_FEW_STARS = 2.0
_DIGITS = 6


@dataclass(frozen=True, eq=False, slots=True)
class Needs:
    """Pains and wishes, with the praise beside them.

    Attributes:
        documents: All documents.
        of_document: Place of each sentence's document.
        sentences: All sentences.
        places: Places of the pains and wishes among these.
        vectors: Their centred vectors.
        person: Who says each, numbers from 0.
        aspect: Number of its aspect.
        praise: Places of praise among all sentences.
        praise_vectors: Their vectors, less the mean of the pains and wishes.
    """

    documents: Sequence[VoiceDocument]
    of_document: Sequence[int]
    sentences: Sequence[SaidSentence]
    places: IntArray
    vectors: FloatArray
    person: IntArray
    aspect: IntArray
    praise: IntArray
    praise_vectors: FloatArray


def needs_of(documents: Sequence[VoiceDocument], of_document: Sequence[int], told: ToldSentences) -> Needs:
    """Return the pains and wishes among sentences, with the praise.

    Args:
        documents: The documents.
        of_document: Place of each sentence's document.
        told: The sentences with what they say.
    """
    used = np.array(told.places, dtype=np.int64)
    kinds = [told.sentences[i] for i in told.places]
    is_need = np.array([one.is_need for one in kinds], dtype=np.bool_)
    is_praise = np.array([one.kind is SentenceKind.PRAISE for one in kinds], dtype=np.bool_)
    mean = told.vectors[is_need].mean(axis=0) if is_need.any() else np.zeros(told.vectors.shape[1])
    own = [one for one in kinds if one.is_need]
    return Needs(
        documents,
        of_document,
        told.sentences,
        used[is_need],
        centred(told.vectors[is_need], mean),
        _numbered([one.person for one in own]),
        _numbered([one.aspect for one in own]),
        used[is_praise],
        centred(told.vectors[is_praise], mean),
    )


def _numbered(names: Sequence[str]) -> IntArray:
    """Return the number of each name, in the order of the alphabet."""
    number = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.array([number[name] for name in names], dtype=np.int64)


def centres(needs: Needs, grouping: Grouping) -> FloatArray:
    """Return the mean direction of each group, its people counting alike; shape (groups, dimensions)."""
    found = np.zeros((grouping.n_groups, needs.vectors.shape[1]))
    for number in range(grouping.n_groups):
        members = np.flatnonzero(grouping.group == number)
        found[number] = mean_direction(needs.vectors[members], needs.person[members])
    return found


def counter_quotes(needs: Needs, grouping: Grouping, least_alike: float) -> list[tuple[int, ...]]:
    """Return the places of the sentences that praise what a group complains of, the nearest first.

    They are about an aspect of the group and as near to its centre as its own sentences are to their leader.
    """
    alike = (centres(needs, grouping) @ needs.praise_vectors.T).round(_DIGITS)
    praised = np.array([needs.sentences[i].aspect for i in needs.praise.tolist()], dtype=object)
    found: list[tuple[int, ...]] = []
    for number in range(grouping.n_groups):
        own = {needs.sentences[i].aspect for i in needs.places[grouping.group == number].tolist()}
        fit = np.flatnonzero((alike[number] >= least_alike) & np.isin(praised, list(own)))
        fit = fit[np.argsort(-alike[number, fit], kind="stable")]
        found.append(tuple(needs.praise[fit].tolist()))
    return found


def source_voices(needs: Needs, grouping: Grouping) -> list[SourceVoices]:
    """Return who says which group in each source, in the order of their names.

    Leaving is looked for in all that is said in the document, as it is a decision on the whole; what is lost, in the
    sentence itself.
    """
    people: defaultdict[tuple[str, SourceKind], dict[str, int]] = defaultdict(dict)
    for document in needs.documents:
        own = people[document.source, document.kind]
        own.setdefault(document.person, len(own))
    leaves = {
        place for place, one in zip(needs.of_document, needs.sentences, strict=True) if SentenceFact.CHURN in one.facts
    }
    made = {key: np.zeros((5, len(own), grouping.n_groups), dtype=np.bool_) for key, own in people.items()}
    for place, group in zip(needs.places.tolist(), grouping.group.tolist(), strict=True):
        if group < 0:
            continue
        at, sentence = needs.of_document[place], needs.sentences[place]
        document = needs.documents[at]
        key = (document.source, document.kind)
        starred = math.isfinite(document.stars)
        facts = (
            True,
            SentenceFact.COST in sentence.facts,
            at in leaves,
            starred and document.stars <= _FEW_STARS,
            starred,
        )
        made[key][:, people[key][document.person], group] |= facts
    return [SourceVoices(key[1], *made[key]) for key in sorted(made)]
