"""Settings of the user from `whofor.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whofor.errors import Problem, Sentence, UsageError
from whofor.intake.sources.regular_files import read_text
from whofor.model.options import read_weights
from whofor.text import did_you_mean

__all__ = ["SETTINGS_FILE", "read_settings"]

SETTINGS_FILE = "whofor.toml"
"""Name of the file that the command line reads from the folder in which it runs."""

_SHAPE = "Write [mutual_value.weights] and lines such as support_load = 2."


def read_settings(path: Path) -> tuple[tuple[str, float], ...]:
    """Return the weights of what mutual value is made of; kinds not named weigh 1, a weight of 0 leaves one out.

    Args:
        path: The file.

    Returns:
        Name and weight of each kind named, in alphabetical order.

    Raises:
        UsageError: The file cannot be read, is no TOML, or names what is not there; all problems together.
    """
    try:
        document = tomllib.loads(read_text(path, "utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else Sentence("it is not UTF-8 text")
        raise UsageError(
            Problem(
                Sentence("the settings cannot be read: {reason}", reason=reason), str(path), "", "Give a TOML file."
            )
        ) from error
    except RecursionError as error:
        raise UsageError(Problem("the settings are nested too deep", str(path), "", _SHAPE)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            Problem(Sentence("the settings are no TOML: {error}", error=error), str(path), "", _SHAPE)
        ) from error
    problems: list[Problem] = []
    table = _only(document, "mutual_value", str(path), problems)
    weights = _only(table, "weights", f"{path}: mutual_value", problems)
    numbers, wrong = read_weights(weights, f"{path}: mutual_value.weights.")
    problems += wrong
    if problems:
        raise UsageError(problems)
    return numbers


def _only(table: Mapping[str, Any], name: str, place: str, problems: list[Problem]) -> dict[str, Any]:
    """Return the only table that another one may hold; add anything else in it to the problems."""
    for key in table:
        if key != name:
            problems.append(Problem("there is no such setting", place, key, did_you_mean(key, [name], what="settings")))
    inner = table.get(name, {})
    if not isinstance(inner, dict):
        problems.append(Problem(Sentence("{name} is a table", name=name), place, str(inner), _SHAPE))
        return {}
    return inner
