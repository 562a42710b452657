"""Sentences of commands beside the results: stages of the work, places of files."""

from __future__ import annotations

from whofor.reports.words import words_of

__all__ = ["command_text"]


def command_text(code: str, language: str, **values: str) -> str:
    """Return one sentence of a command; the code itself for a stage without one.

    Example:
        >>> command_text("report", "en", path="demo/report.html")
        'The report is at demo/report.html'
    """
    words, key = words_of(language), f"command.{code}"
    return words.text(key, **values) if words.has(key) else code
