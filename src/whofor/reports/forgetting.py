"""Lines of `whofor forget`: what was remembered and what was removed, never who."""

from __future__ import annotations

from whofor.model.forgetting import Forgetting
from whofor.reports.catalogue import clean
from whofor.reports.words import words_of

__all__ = ["forgetting_lines"]


def forgetting_lines(done: Forgetting | None, remembered: int, language: str) -> list[str]:
    """Return what was removed, and how many identifiers are remembered.

    Args:
        done: What was removed; `None` where nothing was asked for but the number.
        remembered: How many identifiers the workspace remembers.
        language: `en` or `fr`.
    """
    words = words_of(language)
    lines = [words.text("command.forget_remembered", n=str(remembered))]
    if done is None:
        return lines
    lines.append(
        words.text(
            "command.forget_removed",
            contacts=str(done.contacts),
            references=str(done.references),
            texts=str(done.texts),
        )
    )
    if done.runs:
        lines.append(words.text("command.forget_runs", n=str(done.runs)))
    if done.unknown:
        lines.append(words.text("command.forget_nobody", persons=", ".join(map(clean, done.unknown))))
    return [*lines, words.text("command.forget_rest")]
