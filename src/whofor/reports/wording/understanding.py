"""How it was read whether buyers were clear about their need, and what to ask where nothing tells it."""

from __future__ import annotations

from whofor.model import UnderstandingReading, UnderstandingSource
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.words import Words

__all__ = ["understanding_text"]


def understanding_text(reading: UnderstandingReading, words: Words) -> str:
    """Return what tells initial understanding, how well it does, and the one question to ask where nothing does."""
    if reading.source is UnderstandingSource.COLUMN:
        return words.text("understanding.column", label=reading.label)
    if reading.source is UnderstandingSource.EMBEDDER:
        return words.text("understanding.embedder", told=reading.told, texts=reading.texts)
    if reading.accuracy is None or not reading.texts:
        return words.text("understanding.ask")
    return words.text(
        f"understanding.examples_{reading.doubt or 'used'}",
        told=reading.told,
        texts=reading.texts,
        far=reading.far / reading.texts,
        n=reading.accuracy.n,
        accuracy=estimate_value(reading.accuracy, words),
        interval=estimate_range(reading.accuracy, words),
    )
