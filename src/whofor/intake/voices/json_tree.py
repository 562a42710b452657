"""JSON documents of any shape: where in them rows are, by the paths of known shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from whofor.intake.voices.row_tables import flat_row
from whofor.intake.voices.voice_shapes import VoiceShape, recognise
from whofor.text import parse_json

__all__ = ["JsonObject", "json_tree", "rows_at", "shape_of_tree", "text_at"]

JsonObject = Mapping[str, object]
_LOOKED_AT = 50
"""First objects of a list of which the keys are looked at."""


def json_tree(content: bytes) -> object:
    """Return the values of a JSON document, in whatever Unicode encoding it is.

    Raises:
        ValueError: It is none.
    """
    return parse_json(content.removeprefix(b"\xef\xbb\xbf"))


def rows_at(tree: object, path: str, nested: str = "") -> list[JsonObject]:
    """Return the objects to which a path leads, each before those nested in it.

    Args:
        tree: The values of a document.
        path: Keys parted by dots; `[]` behind one, or alone, for each of a list: `data.children[].data`.
        nested: Path within an object to further ones.

    Example:
        >>> tree = {"a": [{"b": {"n": 1, "more": [{"n": 2}]}}]}
        >>> [row["n"] for row in rows_at(tree, "a[].b", "more[]")]
        [1, 2]
    """
    found: list[JsonObject] = []
    for value in _follow(tree, [step for step in path.split(".") if step]):
        if isinstance(value, dict):
            row = cast("JsonObject", value)
            found.append(row)
            if nested:
                found += rows_at(row, nested, nested)
    return found


def _follow(value: object, steps: Sequence[str]) -> Iterator[object]:
    if not steps:
        yield value
        return
    key, is_list = steps[0].removesuffix("[]"), steps[0].endswith("[]")
    if key:
        value = cast("dict[str, object]", value).get(key) if isinstance(value, dict) else None
    if not is_list:
        if value is not None:
            yield from _follow(value, steps[1:])
        return
    for one in cast("list[object]", value) if isinstance(value, list) else ():
        yield from _follow(one, steps[1:])


def shape_of_tree(tree: object, shapes: Sequence[VoiceShape]) -> tuple[VoiceShape, list[JsonObject]] | None:
    """Return the shape of a document and its rows; `None` where it is of no known shape.

    Args:
        tree: The values of the document.
        shapes: The shapes; of several, the one with a name for most of the keys.
    """
    found: dict[str, tuple[VoiceShape, list[JsonObject], int]] = {}
    for shape in shapes:
        for path in shape.items:
            rows = rows_at(tree, path)
            headers = tuple(dict.fromkeys(key for row in rows[:_LOOKED_AT] for key in flat_row(row)))
            if rows and recognise(headers, (shape,), is_json=True) is not None:
                found.setdefault(shape.title, (shape, rows_at(tree, path, shape.nested), len(path.split("."))))
    if not found:
        return None
    # The one that reaches deepest knows most of the document.
    shape, rows, _ = max(found.values(), key=lambda one: (one[2], sum(map(len, one[0].fields.values())), one[0].title))
    return shape, rows


def text_at(row: JsonObject, *keys: str) -> str:
    """Return the text of a key, or of one within it; empty where it is not there or no plain value.

    Example:
        >>> text_at({"source": {"body": "Hi", "n": 3}}, "source", "body"), text_at({"a": None}, "a", "b")
        ('Hi', '')
    """
    value: object = row.get(keys[0])
    for key in keys[1:]:
        value = cast("dict[str, object]", value).get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
