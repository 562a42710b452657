"""First lines of `import`: the CRM the files seem to come from, what each was taken for, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.intake.mapping.detect import FileFit
from whofor.reports.catalogue import clean
from whofor.reports.words import words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["detection_lines", "guessed_lines", "print_lines"]


def detection_lines(
    preset: str,
    confidence: float | None,
    files: Sequence[FileFit],
    language: str,
    rival: tuple[str, float] | None = None,
) -> list[str]:
    """Return sentences about the recognition; none where a mapping was given.

    Args:
        preset: Name of the preset.
        confidence: Of the whole, 0 to 1; `None` where nothing was guessed.
        files: What each file was taken for.
        language: `en` or `fr`.
        rival: A preset that fits nearly as well, and its confidence.

    Example:
        >>> detection_lines("hubspot", 0.8, [FileFit("d.csv", "deals", 0.8)], "en")
        ['Recognised: hubspot, confidence 80%', '  d.csv: deals, confidence 80%']
    """
    if confidence is None:
        return []
    words = words_of(language)
    lines = [words.text("import.recognised", preset=clean(preset), share=confidence)]
    for fit in files:
        name = clean(fit.file)
        if fit.table and fit.confidence is not None:
            line = words.text("import.file", file=name, table=fit.table, share=fit.confidence)
        elif fit.table:
            line = words.text("import.file_joined", file=name, table=fit.table)
        elif fit.looks_like:
            line = words.text("import.not_used_looks", file=name, what=clean(fit.looks_like))
        else:
            line = words.text("import.not_used", file=name)
        lines.append(f"  {line}")
    if rival is not None:
        other, share = rival
        lines.append(words.text("import.also_fits", preset=clean(other), share=share))
    return lines


def guessed_lines(guessed: Sequence[str], language: str) -> list[str]:
    """Return sentences about a mapping that was guessed, with what was guessed; none where nothing was."""
    if not guessed:
        return []
    words = words_of(language)
    return [words.text("import.guessed"), *(f"  {clean(one)}" for one in guessed), words.text("import.guessed_next")]


def print_lines(lines: Sequence[str], console: Console) -> None:
    """Print the sentences of `detection_lines`, and an empty line after them."""
    from rich.text import Text

    for line in lines:
        console.print(Text(line))
    if lines:
        console.print()
