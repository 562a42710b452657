"""How soft facts were read, initial understanding among them, and what to ask where nothing tells it."""

from __future__ import annotations

from whofor.model import SoftDoubt, SoftFact, SoftReading, SoftSource
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.words import Words

__all__ = ["soft_fact_text", "understanding_text"]


def understanding_text(reading: SoftReading, words: Words) -> str:
    """Return what tells initial understanding, how well it does, and the one question to ask where nothing does."""
    if reading.source is SoftSource.COLUMN:
        return words.text("understanding.column", label=reading.label)
    if reading.source is SoftSource.EMBEDDER:
        return words.text("understanding.embedder", told=reading.told, texts=reading.texts)
    if reading.accuracy is None or not reading.texts:
        return words.text("understanding.ask")
    # The examples are the packaged ones and more: they are never too alike.
    doubt = SoftDoubt.INACCURATE if reading.doubt is SoftDoubt.ALIKE else reading.doubt
    return words.text(
        f"understanding.examples_{doubt or 'used'}",
        told=reading.told,
        texts=reading.texts,
        far=reading.far / reading.texts,
        n=reading.accuracy.n,
        accuracy=estimate_value(reading.accuracy, words),
        interval=estimate_range(reading.accuracy, words),
    )


def soft_fact_text(fact: SoftFact, words: Words) -> str:
    """Return what tells a soft fact that the user names, and how well it does."""
    reading = fact.reading
    if reading.source is SoftSource.COLUMN:
        return words.text("soft.column", name=fact.name, label=reading.label)
    if reading.accuracy is None or not reading.texts:
        return words.text("soft.no_texts", name=fact.name)
    return words.text(
        f"soft.examples_{reading.doubt or 'used'}",
        name=fact.name,
        counted=fact.counted,
        told=reading.told,
        texts=reading.texts,
        far=reading.far / reading.texts,
        n=reading.accuracy.n,
        accuracy=estimate_value(reading.accuracy, words),
        interval=estimate_range(reading.accuracy, words),
    )
