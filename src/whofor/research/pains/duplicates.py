"""Texts that were copied: they count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from whofor.model.voice import VoiceDocument
from whofor.text import fold

__all__ = ["copied_documents", "repeated_part"]

_LEAST_ALIKE = 95.0
"""Likeness, of 100, from which a text is a copy of another."""
_ENDS = 40
"""First, and last, letters that a copy shares with its model: they make pairs few enough to compare."""
_FEWEST_LETTERS = 80
"""Letters from which equal texts of different people are copies: shorter ones, as "Great tool", many people write."""
_SHORTEST_START = 8


def copied_documents(documents: Sequence[VoiceDocument]) -> frozenset[int]:
    """Return the places of documents that are copies of an earlier one on the same tool.

    Short texts are copies only of texts by the same author.

    Args:
        documents: The documents, in the order in which the first of equal ones is kept.

    Example:
        >>> from whofor.model.voice import PartRole, SourceKind, TextPart
        >>> texts = ["This is by far the best of all tools. " * 3 + "!" * i for i in (1, 2)]
        >>> parts = [(TextPart(PartRole.BODY, text),) for text in texts]
        >>> made = [VoiceDocument(str(i), "s", SourceKind.PUBLIC, own) for i, own in enumerate(parts)]
        >>> sorted(copied_documents(made))
        [1]
    """
    texts = [fold(" ".join(part.text for part in document.parts)) for document in documents]
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    copies: set[int] = set()
    for place, (document, text) in enumerate(zip(documents, texts, strict=True)):
        if not text:
            continue
        keys: list[tuple[str, ...]] = [(document.tool, "author", document.person, text)]
        if len(text) >= _FEWEST_LETTERS:
            keys += [(document.tool, "start", text[:_ENDS]), (document.tool, "end", text[-_ENDS:])]
        if any(_is_copy(text, [texts[i] for i in blocks[key]]) for key in keys):
            copies.add(place)
        else:
            for key in keys:
                blocks[key].append(place)
    return frozenset(copies)


def _is_copy(text: str, others: Sequence[str]) -> bool:
    if not others:
        return False
    from rapidfuzz import fuzz, process

    return process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE) is not None


def repeated_part(document: VoiceDocument, place: int) -> bool:
    """Return whether a part says what a longer one of the document begins with, as titles cut from the text do.

    Example:
        >>> from whofor.model.voice import PartRole, SourceKind, TextPart
        >>> parts = (TextPart(PartRole.TITLE, "The card never…"), TextPart(PartRole.BODY, "The card never came."))
        >>> document = VoiceDocument("a", "s", SourceKind.PUBLIC, parts)
        >>> repeated_part(document, 0), repeated_part(document, 1)
        (True, False)
    """
    start = fold(document.parts[place].text).rstrip(".… ")
    if len(start) < _SHORTEST_START:
        return False
    for other, part in enumerate(document.parts):
        text = fold(part.text)
        if other != place and text.startswith(start) and (len(text.rstrip(".… ")), place) > (len(start), other):
            return True
    return False
