"""Made documents, and an embedder of letters that needs no library: equal words, near vectors."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.voice import PartRole, SourceKind, TextPart, VoiceDocument
from whofor.text import words_of

DIMENSIONS = 256


def letters(texts: Sequence[str]) -> FloatArray:
    """Return unit vectors of the words of texts and their first four letters, each at a place of its own."""
    found = np.zeros((len(texts), DIMENSIONS))
    for row, text in enumerate(texts):
        for word in words_of(text):
            for feature in {word, word[:4]}:
                found[row, zlib.crc32(feature.encode()) % DIMENSIONS] += 1.0
        found[row, 0] += 0.1
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def review(
    number: int,
    *,
    pros: str = "",
    cons: str = "",
    body: str = "",
    stars: float = math.nan,
    tool: str = "Acme",
    source: str = "reviews",
    role: str = "",
) -> VoiceDocument:
    """Return a review by author number so and so."""
    given = ((PartRole.PROS, pros), (PartRole.CONS, cons), (PartRole.BODY, body))
    parts = tuple(TextPart(role_, text) for role_, text in given if text)
    attributes = (("role", role),) if role else ()
    return VoiceDocument(
        id=f"{source}-{number:05d}", source=source, kind=SourceKind.PUBLIC, parts=parts, tool=tool,
        author=f"{number:016x}", stars=stars, attributes=attributes,
    )  # fmt: skip
