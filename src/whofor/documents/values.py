"""Frozen values as JSON values and back, whatever their fields."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from whofor.errors import Problem, Sentence
from whofor.model import Reason, WaitingTime
from whofor.model.reasons import reason_of
from whofor.text import parse_json

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "Document",
    "DocumentPath",
    "fields_of",
    "parsed_document",
    "place_of",
    "plain",
    "read_value",
    "with_reasons",
]

Document = dict[str, Any]
DocumentPath = tuple[str | int, ...]
"""Path of a value in a document: keys and positions from the outside in."""

_T = TypeVar("_T")
_DIGITS = 6
_MOST_SHOWN = 80
_LONGEST = 200
_TYPES: Mapping[str, tuple[type, ...]] = {
    **{"str": (str,), "int": (int,), "float": (int, float)},
    "WaitingTime | None": (WaitingTime, type(None)),
}


def fields_of(value: Any) -> Document:  # noqa: ANN401 - any frozen value
    """Return the fields of a frozen value by name, as they are."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return JSON values: numbers with six significant digits, tuples as lists, enums as their values.

    A reason becomes its code with its values; what is not a finite number becomes `None`.
    """
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, Reason):
        return {"code": value.code, "params": plain(value.params)}
    if is_dataclass(value):
        return plain(fields_of(value))
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        return {str(key): plain(item) for key, item in pairs.items()}
    return [plain(item) for item in value]


def with_reasons(value: Any, faults: list[Problem], path: DocumentPath = ()) -> Any:  # noqa: ANN401 - any JSON value
    """Return the same values with reasons in the place of their codes; unreadable ones are added to the faults."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        if set(pairs) == {"code", "params"}:
            return _reason(pairs, faults, path)
        return {key: with_reasons(item, faults, (*path, key)) for key, item in pairs.items()}
    if isinstance(value, list):
        return [with_reasons(item, faults, (*path, i)) for i, item in enumerate(cast("list[Any]", value))]
    return value


def _reason(pairs: Mapping[str, Any], faults: list[Problem], path: DocumentPath) -> Reason | None:
    params = pairs["params"]
    if isinstance(params, Mapping) and isinstance(params.get("waiting"), Mapping):
        within = (*path, "params", "waiting")
        waiting = read_value(WaitingTime, params["waiting"], faults, lambda inner: (*within, *inner))
        params = {**cast("Mapping[str, Any]", params), "waiting": waiting}
    try:
        reason = reason_of(pairs["code"], params)
    except (TypeError, ValueError) as error:
        faults.append(
            Problem(Sentence("This is no reason: {error}", error=error), place_of(path), _shown(pairs["code"]))
        )
        return None
    infinite: dict[str, float] = {}
    for field in fields(reason):
        value = getattr(reason, field.name)
        if value is None and field.type == "float":
            # Written by `plain`: a threshold that too few shuffles cannot set is infinite.
            infinite[field.name] = math.inf
        elif not isinstance(value, _TYPES[str(field.type)]):
            wanted = Sentence("This value of the reason should be of type {type}", type=field.type)
            faults.append(Problem(wanted, place_of((*path, "params", field.name)), _shown(value)))
    return replace(reason, **infinite)


def read_value(
    kind: type[_T],
    value: object,
    faults: list[Problem],
    path_of: Callable[[DocumentPath], DocumentPath] = lambda path: path,
) -> _T | None:
    """Return a frozen value read from JSON values, `None` where it cannot be; keys that it does not know are ignored.

    Args:
        kind: The class of the value.
        value: Its fields.
        faults: What is wrong is added to it, each with its path.
        path_of: Function that returns the path in the document of a path in the value.
    """
    from pydantic import ValidationError

    try:
        return cast("_T", _adapter(kind).validate_python(value))
    except ValidationError as error:
        for fault in error.errors():
            place = place_of(path_of(fault["loc"]))
            # A reason that cannot be read was named before.
            if place not in {known.place for known in faults}:
                shown = "" if fault["type"] == "missing" else _shown(fault["input"])
                # Pydantic would list all of an enum's values, which may be sixty.
                what = fault["msg"] if len(fault["msg"]) <= _LONGEST else "This is none of the known values"
                faults.append(Problem(what, place, shown))
        return None


def parsed_document(content: bytes, version: int, faults: list[Problem]) -> Document | None:
    """Return the JSON document of a small file of a run, `None` where it is none of the format that is read.

    Args:
        content: The file.
        version: Number of the format, the document's key `format`.
        faults: What is wrong is added to it.
    """
    try:
        document = parse_json(content)
    except ValueError as error:
        faults.append(Problem(Sentence("No JSON: {error}", error=error)))
        return None
    if not isinstance(document, dict):
        return None
    found = cast("Document", document)
    if found.get("format") != version:
        faults.append(Problem("This version of whofor does not read the format", "format", str(found.get("format"))))
        return None
    return found


@lru_cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    # Late: pydantic takes a tenth of a second.
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def place_of(path: Sequence[str | int]) -> str:
    """Return a path as text; keys that cannot be printed are escaped."""
    return ".".join(text if (text := str(part)).isprintable() else repr(text) for part in path)


def _shown(value: object) -> str:
    return str(value)[:_MOST_SHOWN]
