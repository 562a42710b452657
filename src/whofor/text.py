"""Text that several packages read alike: near names of a misspelt one, lists within a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["did_you_mean", "near_names", "split_list"]


def near_names(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Known names that look like `name`, nearest first.

    Example:
        >>> near_names("Deal Stge", ["Deal Stage", "Amount"])
        ['Deal Stage']
    """
    from rapidfuzz import fuzz, process

    folded = {text: text.casefold().replace("_", " ") for text in dict.fromkeys(known)}
    hits = process.extract(name.casefold().replace("_", " "), folded, scorer=fuzz.ratio, score_cutoff=60, limit=limit)
    return [key for _, _, key in hits]


def did_you_mean(name: str, known: Sequence[str], *, what: str = "names") -> str:
    """A sentence with the near names, or with all of them where none is near."""
    near = near_names(name, known)
    if near:
        return f"Did you mean {' or '.join(repr(text) for text in near)}?"
    if not known:
        return ""
    shown = ", ".join(known[:40]) + (", …" if len(known) > 40 else "")
    return f"The {what} are: {shown}"


def split_list(cell: str) -> list[str]:
    """Return the values of a cell that holds several, parted by `;`.

    Example:
        >>> split_list("Slack; Salesforce;")
        ['Slack', 'Salesforce']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]
