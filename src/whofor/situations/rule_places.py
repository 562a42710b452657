"""Places of tests in the text of a file of situations: lists of them may run over several lines."""

from __future__ import annotations

from collections.abc import Mapping

from whofor.intake.mapping.toml_lines import MappingPlaces, TomlPath, toml_lines

__all__ = ["rule_places"]

_QUOTES = ('"""', "'''", '"', "'")


def rule_places(text: str, place: str) -> MappingPlaces:
    """Return the places of all keys of a text, and of each element of a list of tests."""
    lines = toml_lines(text)
    rows = text.splitlines()
    starts: dict[TomlPath, int] = {}
    for path, line in lines.items():
        if path[-1] in ("when", "any", "unless") and line <= len(rows):
            for number, at in enumerate(_elements(rows, line)):
                starts[*path, number] = at
    return MappingPlaces(place, _beside(lines, starts), ())


def _beside(lines: Mapping[TomlPath, int], starts: Mapping[TomlPath, int]) -> dict[TomlPath, int]:
    return {**starts, **lines}


def _elements(rows: list[str], line: int) -> list[int]:
    """Return the lines on which the tables of an inline list begin, the list beginning on a line."""
    text = "\n".join(rows[line - 1 :])
    found: list[int] = []
    at, depth = text.find("=") + 1, 0
    while 0 < at < len(text):
        letter = text[at]
        if quote := next((mark for mark in _QUOTES if text.startswith(mark, at)), ""):
            end = text.find(quote, at + len(quote))
            at = len(text) if end < 0 else end + len(quote)
            continue
        if letter == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        if letter == "{" and depth == 1:
            found.append(line + text.count("\n", 0, at))
        depth += (letter in "[{") - (letter in "]}")
        if depth <= 0 and (letter in "]}" or letter == "\n"):
            break
        at += 1
    return found
