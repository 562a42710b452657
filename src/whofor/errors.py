"""One family of errors; every message says what happened, where, with which value, and what to do now.

```text
WhoforError
 ├─ InputError          the input cannot be used                    (exit code 1)
 │   ├─ SourceError      a file or folder cannot be read
 │   ├─ MappingError     a mapping names what is not there
 │   └─ DataError        the rows cannot carry an analysis
 ├─ WorkspaceError      the workspace cannot be read or written     (exit code 1)
 ├─ MachineError        the machine lacks memory or rights         (exit code 1)
 ├─ UsageError          the call itself is wrong                    (exit code 2)
 └─ Cancelled           the work was stopped on request             (exit code 130)
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = [
    "Cancelled",
    "DataError",
    "InputError",
    "MachineError",
    "MappingError",
    "Problem",
    "Sentence",
    "SourceError",
    "UsageError",
    "WhoforError",
    "WorkspaceError",
    "shortened",
]

# Longer than any list of columns that a reader would go through.
_LONGEST = 1200


class Sentence(str):
    """A sentence of a message with the values in it, so that it can be written in another language.

    It is its English text. A sentence without values may as well be a plain text.

    Attributes:
        template: The English sentence with the names of its values in braces.
        values: The values; those that are sentences themselves are written in the other language, too.

    Example:
        >>> Sentence("Only {n:,} deals are left", n=1200)
        'Only 1,200 deals are left'
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Sentence:
        """Return the English text, with what it was made of."""
        values = {name: shortened(value) if isinstance(value, str) else value for name, value in values.items()}
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made


def shortened(value: str) -> str:
    """Return a value of a message, cut where nobody would read on: a cell may hold a hundred million characters.

    Example:
        >>> len(shortened("x" * 1_000_000))
        1200
    """
    return value if isinstance(value, Sentence) or len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    Attributes:
        what: What happened, a sentence without its full stop.
        place: Where: file, row, column, or mapping line. Empty where the whole input is meant.
        value: The offending value as it was read. Empty where there is none.
        todo: What the user can do now.
    """

    what: str
    place: str = ""
    value: str = ""
    todo: str = ""

    def __str__(self) -> str:
        """Write the problem on one line, place first."""
        head = f"{self.place}: {self.what}" if self.place else self.what
        if self.value:
            # As a literal, so that a line break in it breaks no line.
            head += f" (“{repr(shortened(self.value))[1:-1]}”)"
        return f"{head}. {self.todo}" if self.todo else f"{head}."


class WhoforError(Exception):
    """Base of all errors that whofor raises on purpose.

    Attributes:
        problems: All problems found, so that several are mended in one go.
        exit_code: The command line's exit code for this error.
    """

    exit_code = 1

    def __init__(self, problems: str | Problem | Sequence[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(WhoforError):
    """The input cannot be used as it is."""


class SourceError(InputError):
    """A file or folder cannot be read."""


class MappingError(InputError):
    """A mapping names a file, column or value that is not there, or cannot be read."""


class DataError(InputError):
    """The rows were read but cannot carry an analysis."""


class WorkspaceError(WhoforError):
    """The workspace folder cannot be read or written."""


class MachineError(WhoforError):
    """The machine, or the limits of this process, do not allow the work."""


class UsageError(WhoforError):
    """The call itself is wrong: an unknown option value, a claim that cannot be parsed."""

    exit_code = 2


class Cancelled(WhoforError):  # noqa: N818 - asked for, no error
    """The work was stopped on request before its end; what was stored before is as it was."""

    exit_code = 130
