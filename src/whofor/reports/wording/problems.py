"""Errors in the user's language. Messages are written in English where they arise; a catalogue holds the others."""

from __future__ import annotations

from whofor.errors import Problem, Sentence, shortened
from whofor.reports.catalogue import clean, read_problems
from whofor.reports.words import words_of

__all__ = ["MOST_PROBLEMS", "in_language", "problem_lines"]

MOST_PROBLEMS = 10
"""Problems that are shown; one who sees more reads none of them."""


def problem_lines(problems: tuple[Problem, ...], language: str) -> list[str]:
    """Return a line for each problem, the first ten of them, and how many more there are.

    Args:
        problems: What is wrong.
        language: `en` or `fr`.

    Example:
        >>> problem_lines((Problem("The file is empty", "deals.csv", todo="Export it again."),), "fr")
        ['deals.csv\xa0: Le fichier est vide. Exportez-le de nouveau.']
    """
    lines = [_line(problem, language) for problem in problems[:MOST_PROBLEMS]]
    more = len(problems) - len(lines)
    return [*lines, words_of(language).plural("label.more", more)] if more > 0 else lines


def _line(problem: Problem, language: str) -> str:
    what, todo = (in_language(text, language) for text in (problem.what, problem.todo))
    words = words_of(language)
    head = words.pair(problem.place, what) if problem.place else what
    if problem.value:
        head += f" ({words.text('label.quoted', text=_visible(shortened(problem.value)))})"
    # All of it: names of files and columns stand in sentences too, and a line break would forge a message.
    return clean(f"{head}. {todo}" if todo else f"{head}.")


def _visible(value: str) -> str:
    """Return a value in which what a terminal would obey can be seen, as its escape: it may be what is wrong."""
    return "".join(c if clean(c) == c else c.encode("unicode_escape").decode() for c in value)


def in_language(text: str, language: str) -> str:
    """Return a sentence of a message in a language; what the catalogue lacks stays as it is."""
    template = text.template if isinstance(text, Sentence) else text
    if not template:
        return ""
    translated = read_problems(language).gettext(template)
    if not isinstance(text, Sentence):
        return translated
    values = {
        name: in_language(value, language) if isinstance(value, Sentence) else value
        for name, value in text.values.items()
    }
    return translated.format(**values)
