"""Words of job titles and expectations of the user's own: read from files at the import, and used by every command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from whofor.errors import InputError, Problem, Sentence
from whofor.intake.sources.regular_files import read_text
from whofor.people.title_words import TitleWords, parse_title_words
from whofor.text import did_you_mean
from whofor.workspace import Dataset
from whofor.worth.expected import Rule
from whofor.worth.expected_file import parse_expected

__all__ = ["own_expectations", "own_words", "read_own"]

_PARSERS: dict[str, Callable[[str, str], object]] = {"titles": parse_title_words, "expected": parse_expected}


def read_own(what: str, path: Path | None) -> tuple[str, str]:
    """Return the name and the text of a file of the user's own, which was checked; both empty where there is none.

    Args:
        what: `titles` or `expected`.
        path: The file.

    Raises:
        InputError: It is not there, is no text, or cannot be read: every problem with its line.
    """
    if path is None:
        return "", ""
    place = str(path)
    try:
        text = read_text(path, "utf-8-sig")
    except FileNotFoundError as error:
        near = sorted(item.name for item in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        todo = did_you_mean(path.name, near, what="files here")
        raise InputError(Problem("There is no such file", place, todo=todo)) from error
    except UnicodeDecodeError as error:
        raise InputError(Problem("The file is not UTF-8 text", place, todo="Save it as UTF-8.")) from error
    except OSError as error:
        reason = Sentence("The file cannot be read: {reason}", reason=error.strerror or str(error))
        raise InputError(Problem(reason, place, todo="Check the path.")) from error
    _PARSERS[what](text, path.name)
    return path.name, text


def own_words(dataset: Dataset) -> TitleWords | None:
    """Return the words to read job titles by; `None` for the packaged ones.

    Raises:
        InputError: The user's words cannot be read.
    """
    return parse_title_words(dataset.title_words, dataset.titles) if dataset.title_words else None


def own_expectations(dataset: Dataset) -> tuple[Rule, ...] | None:
    """Return what may be expected of clients; `None` for the packaged table.

    Raises:
        InputError: The user's table cannot be read.
    """
    return parse_expected(dataset.expected_rules, dataset.expected) if dataset.expected_rules else None
