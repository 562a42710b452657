"""First lines of `import`, `run` and `doctor`: as what an export was read, how surely, and what was left unread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.intake.mapping.detect import FileFit
from whofor.model import Guess, Recognition
from whofor.reports.catalogue import clean
from whofor.reports.widths import print_text
from whofor.reports.wording.problems import in_language
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["file_lines", "guessed_lines", "print_lines", "reading_line"]


def reading_line(preset: str, reading: Recognition, language: str) -> str:
    """Return as what an export was read, how surely, and what of the deals was not found in it.

    Args:
        preset: Name of the preset or mapping.
        reading: How it was recognised.
        language: `en` or `fr`.

    Example:
        >>> reading_line("hubspot", Recognition(0.8, unread=("opened",)), "en")
        'Read as an export of hubspot, 80% of its marks found. Not found in it: opening day.'
    """
    words = words_of(language)
    if reading.guessed:
        key = "import.read_by_guess_instead" if reading.passed_over else "import.read_by_guess"
        line = words.text(key, preset=clean(reading.passed_over))
    elif reading.confidence is not None:
        line = words.text("import.read_as", preset=clean(preset), share=reading.confidence)
    else:
        line = words.text("import.read_with", mapping=clean(preset))
    if reading.unread:
        missing = [words.text(f"read.{name}") for name in reading.unread]
        line += " " + words.text("import.unread", what=", ".join(missing))
    return line


def file_lines(
    files: Sequence[FileFit], reading: Recognition, language: str, rival: tuple[str, float] | None = None
) -> list[str]:
    """Return what each file was taken for; nothing where a mapping was given.

    Args:
        files: What each file was taken for.
        reading: How the export was recognised.
        language: `en` or `fr`.
        rival: A preset that fits nearly as well, and its confidence.

    Example:
        >>> file_lines([FileFit("d.csv", "deals", 0.8)], Recognition(0.8), "en")
        ['  d.csv: deals, 80% of its marks found']
    """
    if reading.confidence is None:
        return []
    words = words_of(language)
    lines = [f"  {_file_line(fit, words)}" for fit in files]
    if rival is not None:
        other, share = rival
        lines.append(words.text("import.also_fits", preset=clean(other), share=share))
    return lines


def _file_line(fit: FileFit, words: Words) -> str:
    name = clean(fit.file)
    if fit.table and fit.confidence is not None:
        return words.text("import.file", file=name, table=fit.table, share=fit.confidence)
    if fit.table:
        return words.text("import.file_joined", file=name, table=fit.table)
    if fit.looks_like:
        return words.text("import.not_used_looks", file=name, what=clean(in_language(fit.looks_like, words.language)))
    return words.text("import.not_used", file=name)


def guessed_lines(guessed: Sequence[Guess], language: str) -> list[str]:
    """Return what was guessed, a line each, and what to do about it; nothing where nothing was.

    Example:
        >>> guessed_lines((Guess("deals.opened", "Created", sure=False),), "en")[0]
        '  Opening day: Created (?)'
    """
    if not guessed:
        return []
    words = words_of(language)
    return [*(f"  {_guess_text(one, words)}" for one in guessed), words.text("import.guessed_next")]


def _guess_text(guess: Guess, words: Words) -> str:
    key = f"read.{guess.what.removeprefix('deals.')}"
    name = words.text(key) if words.has(key) else guess.what
    ends = [
        f"{words.text(f'doctor.{ending}').lower()} = {clean(', '.join(values))}"
        for ending, values in (("won", guess.won), ("lost", guess.lost))
        if values
    ]
    values = f" ({words.text('read.and').join(ends)})" if ends else ""
    text = words.pair(name[:1].upper() + name[1:], f"{clean(guess.source)}{values}")
    return text if guess.sure else f"{text} (?)"


def print_lines(lines: Sequence[str], console: Console, *, after: bool = True) -> None:
    """Print sentences, and an empty line after them where one is asked for."""
    from rich.text import Text

    for line in lines:
        # A line that is set in is to be copied, as it is.
        if line.startswith("  "):
            console.print(Text(line), soft_wrap=True)
        else:
            print_text(line, console)
    if lines and after:
        console.print()
