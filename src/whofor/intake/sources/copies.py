"""Files that are there twice: downloaded again, or inside an archive as well. Their rows would count twice."""

from __future__ import annotations

from collections.abc import Iterable

from whofor.intake.sources.blobs import DAMAGED, Blob

__all__ = ["copies_among"]


def copies_among(blobs: Iterable[tuple[str, Blob]]) -> dict[str, str]:
    """Return the files whose bytes are those of another one, each with its name: the shorter one, which is no copy's.

    Args:
        blobs: Names and bytes; only those of equal size are read.
    """
    by_size: dict[int, list[tuple[str, Blob]]] = {}
    for name, blob in blobs:
        size = _size(blob)
        if size:
            by_size.setdefault(size, []).append((name, blob))
    found: dict[str, str] = {}
    for alike in by_size.values():
        if len(alike) == 1:
            continue
        by_content: dict[str, list[str]] = {}
        for name, blob in alike:
            by_content.setdefault(_digest(blob) or name, []).append(name)
        for names in by_content.values():
            first, *others = sorted(names, key=lambda name: (len(name), name))
            found |= dict.fromkeys(others, first)
    return found


def _size(blob: Blob) -> int:
    """Return the number of bytes; 0 where they cannot be read, which is told when the file itself is read."""
    try:
        return blob.size()
    except (OSError, RuntimeError, *DAMAGED):
        return 0


def _digest(blob: Blob) -> str:
    """Return a digest of the bytes; empty where they cannot be read."""
    try:
        return blob.digest()
    except (OSError, RuntimeError, *DAMAGED):
        return ""
