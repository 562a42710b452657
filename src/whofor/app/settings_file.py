"""Settings of one's own from `whofor.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whofor.errors import Problem, UsageError
from whofor.lexicon.outcome_kinds import component_kinds
from whofor.text import did_you_mean

__all__ = ["SETTINGS_FILE", "read_weights"]

SETTINGS_FILE = "whofor.toml"
"""Read from the folder in which a command runs, where it is there."""

_SHAPE = "Write [mutual_value.weights] and lines such as support_load = 2."


def read_weights(path: Path) -> tuple[tuple[str, float], ...]:
    """Weights of what mutual value is made of, by kind; kinds that are not named weigh 1, a weight of 0 leaves one out.

    Args:
        path: The file.

    Returns:
        Name and weight of each kind named, in alphabetical order.

    Raises:
        UsageError: The file cannot be read, is no TOML, or names what is not there; all problems together.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(
            Problem(f"the settings cannot be read: {reason}", str(path), "", "Give a TOML file.")
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Problem(f"the settings are no TOML: {error}", str(path), "", _SHAPE)) from error
    problems: list[Problem] = []
    table = _only(document, "mutual_value", str(path), problems)
    weights = _only(table, "weights", f"{path}: mutual_value", problems)
    known = [kind.name for kind in component_kinds() if kind.side is not None]
    for name, weight in weights.items():
        place = f"{path}: mutual_value.weights.{name}"
        if name not in known:
            problems.append(Problem("nothing of this name has a weight", place, name, did_you_mean(name, known)))
        elif isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1000:
            problems.append(Problem("a weight is a number from 0 to 1000", place, str(weight), "0 leaves it out."))
    if problems:
        raise UsageError(problems)
    return tuple(sorted((name, float(weight)) for name, weight in weights.items()))


def _only(table: Mapping[str, Any], name: str, place: str, problems: list[Problem]) -> dict[str, Any]:
    """The one table that may stand in another; what else stands there is told."""
    for key in table:
        if key != name:
            problems.append(Problem("there is no such setting", place, key, did_you_mean(key, [name], what="settings")))
    inner = table.get(name, {})
    if not isinstance(inner, dict):
        problems.append(Problem(f"{name} is a table", place, str(inner), _SHAPE))
        return {}
    return inner
