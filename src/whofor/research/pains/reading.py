"""Documents into sentences, each with its language and what became of it: nothing is dropped in silence."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from whofor.model.pains import SaidSentence, SentenceFate, SourceRead
from whofor.model.voice import PartRole, VoiceDocument
from whofor.research.pains.fillers import is_filler
from whofor.research.pains.folding import folded
from whofor.research.pains.language import TellLanguage, told_language
from whofor.research.pains.sentences import sentence_spans

__all__ = ["in_order", "read_sentences", "sources_read"]

_CONS_ROLES = (PartRole.CONS, PartRole.WISH)
"""Parts in which shortcomings are asked for."""


def in_order(documents: Iterable[VoiceDocument]) -> tuple[VoiceDocument, ...]:
    """Return documents in an order that does not depend on theirs: by id, then by all else."""
    return tuple(sorted(documents, key=_order))


def _order(document: VoiceDocument) -> tuple[object, ...]:
    numbers = tuple(
        (math.isnan(value), 0.0 if math.isnan(value) else value) for value in (document.day, document.stars)
    )
    texts = tuple((part.role.value, part.text, part.question) for part in document.parts)
    names = (document.id, document.source, document.kind.value, document.tool, document.author, document.language)
    return (*names, numbers, texts, document.attributes, document.place)


@dataclass(slots=True)
class _Reader:
    """What is known while documents are read.

    Attributes:
        languages: Languages that are read.
        tell: What tells languages.
    """

    languages: Sequence[str]
    tell: TellLanguage | None

    def sentences(self, document: VoiceDocument) -> Iterator[SaidSentence]:
        """Yield the sentences of a document."""
        whole = "\n".join(part.text for part in document.parts)
        spoken = told_language(whole, self.languages, document.language, self.tell)
        seen: set[str] = set()
        for place, part in enumerate(document.parts):
            for span in sentence_spans(part.text):
                text = part.text[span.start : span.end]
                language = told_language(text, self.languages, spoken, self.tell)
                plain = folded(text)
                fate = SentenceFate.USED
                if plain in seen:
                    fate = SentenceFate.DUPLICATE
                elif language not in self.languages:
                    fate = SentenceFate.OTHER_LANGUAGE
                elif is_filler(text, in_cons=part.role in _CONS_ROLES):
                    fate = SentenceFate.FILLER
                seen.add(plain)
                yield SaidSentence(document.id, place, span.start, span.end, text, document.person, language, fate)


def read_sentences(
    documents: Sequence[VoiceDocument], languages: Sequence[str], tell: TellLanguage | None = None
) -> list[tuple[int, SaidSentence]]:
    """Return the sentences of documents with the places of their documents, in order; their kinds are not told yet.

    Args:
        documents: The documents, in their order.
        languages: Languages that are read.
        tell: What tells languages; see `told_language`.
    """
    reader = _Reader(languages, tell)
    return [(place, sentence) for place, document in enumerate(documents) for sentence in reader.sentences(document)]


def sources_read(
    documents: Sequence[VoiceDocument], said: Sequence[tuple[int, SaidSentence]]
) -> tuple[SourceRead, ...]:
    """Return what was read of each source, by its name.

    Args:
        documents: The documents.
        said: Their sentences with the places of their documents.
    """
    fates: defaultdict[tuple[str, str], Counter[SentenceFate]] = defaultdict(Counter)
    for place, sentence in said:
        document = documents[place]
        fates[document.source, document.kind][sentence.fate] += 1
    own: defaultdict[tuple[str, str], list[VoiceDocument]] = defaultdict(list)
    for document in documents:
        own[document.source, document.kind].append(document)
    found: list[SourceRead] = []
    for key, texts in sorted(own.items()):
        counts = fates[key]
        by_fate = tuple((fate, counts[fate]) for fate in SentenceFate)
        people, has_authors = len({text.person for text in texts}), all(text.author for text in texts)
        found.append(SourceRead(key[0], texts[0].kind, len(texts), people, has_authors, sum(counts.values()), by_fate))
    return tuple(found)
