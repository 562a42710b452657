"""Tone of notes, e-mails and call summaries, and how clear the buyer is about its need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from whofor.intake.normalise.embedder import can_embed, vectors_of
from whofor.intake.normalise.first_exchange import LABELS, packaged_examples, read_first_exchanges
from whofor.intake.normalise.labelled_texts import ToldTexts
from whofor.intake.normalise.rule_tables import rules
from whofor.model import SoftReading, SoftSource
from whofor.text import tidy

if TYPE_CHECKING:
    from whofor.intake.normalise.embedder import Vectors

__all__ = ["MOST_TEXTS", "Examples", "tones", "understandings"]

Examples = Mapping[str, Sequence[str]]
"""Further labelled sentences: `positive`, `negative`, `neutral`, `clear`, `vague`."""

MOST_TEXTS = 20_000
"""Largest number of distinct texts that are classified; later ones are left out."""
_LONGEST = 400
_WIDTH = 0.1
"""Distance, in cosine, over which the weight of an example falls by a factor of e."""
_CLEAR = 0.4
"""Least share of the vote that a label needs. `benchmarks/conversations.py` measures both."""
_BATCH = 1_000


def tones(texts: Sequence[str], more: Examples | None = None) -> dict[str, float]:
    """Return the tone of texts: 1 where the client is well disposed, -1 where it is not, 0 where neither is clear.

    Args:
        texts: Notes, e-mails, summaries; their first 400 characters count.
        more: Further examples.

    Returns:
        Nothing where the embedder is not installed.

    Example:
        >>> found = tones(["They loved the demo.", "He was angry and hung up."])
        >>> list(found.values()) if found else [1.0, -1.0]
        [1.0, -1.0]
    """
    return _classify(texts, "tone", ("positive", "negative", "neutral"), (1.0, -1.0, 0.0), more or {}, otherwise=0.0)


def understandings(texts: Mapping[str, int], more: Examples | None = None) -> ToldTexts:
    """Return how clear the buyer is about need and solution: 1 where it is, 0 where it is not; others are left out.

    By meaning where the embedder is installed; else by the words of labelled examples, if these tell each other well
    enough and the texts are like them.

    Args:
        texts: First exchanges, with how often each occurs; their first 400 characters count.
        more: Further examples.
    """
    asked = dict(islice(texts.items(), MOST_TEXTS))
    if not can_embed():
        return read_first_exchanges(asked, packaged_examples(more))
    told = _classify(list(asked), "understanding", LABELS, (1.0, 0.0, None), more or {}, otherwise=None)
    n_told = sum(asked[text] for text in told)
    reading = SoftReading(SoftSource.EMBEDDER, texts=sum(asked.values()), told=n_told)
    return ToldTexts(told, reading)


def _classify(
    texts: Sequence[str],
    question: str,
    labels: tuple[str, ...],
    values: tuple[float | None, ...],
    more: Examples,
    *,
    otherwise: float | None,
) -> dict[str, float]:
    """Return the value of the label with most votes of all examples, for each text where its share is large enough."""
    asked = list(dict.fromkeys(texts))[:MOST_TEXTS]
    if not asked or not can_embed():
        return {}
    import numpy as np

    known, of_label = _examples(question, labels, tuple((label, tuple(more.get(label, ()))) for label in labels))
    share = np.array([of_label == i for i in range(len(labels))], dtype=np.float64)
    share /= share.sum(axis=1, keepdims=True)
    found: dict[str, float] = {}
    for start in range(0, len(asked), _BATCH):
        batch = asked[start : start + _BATCH]
        cosines = (vectors_of([tidy(text[:_LONGEST]) for text in batch]) @ known.T).round(6)
        votes = np.exp((cosines - 1) / _WIDTH) @ share.T
        votes /= votes.sum(axis=1, keepdims=True)
        for text, best, vote in zip(batch, votes.argmax(axis=1).tolist(), votes.max(axis=1).tolist(), strict=True):
            value = values[best] if vote >= _CLEAR else otherwise
            if value is not None:
                found[text] = value
    return found


@cache
def _examples(
    question: str, labels: tuple[str, ...], more: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Vectors, Vectors]:
    """Return the vectors of all examples, and the position of each one's label."""
    import numpy as np

    table, own = rules("conversations")[question], dict(more)
    pairs = [(i, text) for i, label in enumerate(labels) for text in (*table[label], *own[label])]
    return vectors_of([tidy(text) for _, text in pairs]), np.array([i for i, _ in pairs], dtype=np.float64)
