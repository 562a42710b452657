"""JSON lines, and arrays of JSON objects, as rows of texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from typing import cast

from whofor.errors import Sentence
from whofor.intake.sources.blobs import DAMAGED, BadFileError, Blob
from whofor.intake.sources.layout import Row
from whofor.model import IssueCode

__all__ = ["is_json", "json_headers", "json_rows"]

_MOST_KEYS = 5_000
_LONGEST_LINE = 64 * 1024 * 1024


def is_json(head: bytes) -> bool:
    """Return whether a file holds JSON objects, by its first bytes."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return (text[:1] == b"{" and text[1:].lstrip()[:1] in (b'"', b"}")) or (
        text[:1] == b"[" and text[1:].lstrip()[:1] == b"{"
    )


def json_headers(blob: Blob) -> list[str]:
    """Return all keys, in the order in which they first come; those of nested objects as `a.b`.

    Raises:
        BadFileError: No object can be read, or there are more keys than a table has columns.
    """
    keys: dict[str, None] = {}
    try:
        for _, record, problem in _records(blob):
            if not problem:
                keys.update(dict.fromkeys(record))
            if len(keys) > _MOST_KEYS:
                raise BadFileError("The JSON objects have too many different keys", "Export a table.", f"{len(keys):,}")
    except DAMAGED as error:
        raise BadFileError(
            Sentence("The compressed file is damaged: {error}", error=error), "Export it again."
        ) from error
    if not keys:
        todo = "Write one object a line, or an array of objects."
        raise BadFileError("The file holds no JSON objects as rows", todo, code=IssueCode.FILE_IGNORED)
    return list(keys)


def json_rows(blob: Blob, headers: Sequence[str]) -> Iterator[Row]:
    """Yield each object as a row; keys that it lacks are empty."""
    for line, record, problem in _records(blob):
        if problem:
            yield Row(line, code=IssueCode.UNREADABLE_ROW, problem=problem)
        else:
            yield Row(line, [record.get(header, "") for header in headers])


def _records(blob: Blob) -> Iterator[tuple[int, dict[str, str], str]]:
    with blob.open() as raw, TextIOWrapper(raw, "utf-8-sig", errors="replace") as stream:
        first = stream.read(1)
        while first.isspace():
            first = stream.read(1)
        if first == "[":
            yield from _of_array(first + stream.read())
            return
        line, text = 1, first + stream.readline(_LONGEST_LINE)
        while text:
            if text.strip():
                yield line, *_of_text(text)
            line, text = line + 1, stream.readline(_LONGEST_LINE)


def _of_array(text: str) -> Iterator[tuple[int, dict[str, str], str]]:
    try:
        records = cast("object", json.loads(text))
    except (ValueError, RecursionError) as error:
        raise BadFileError(Sentence("This is not valid JSON: {error}", error=error), "Export it again.") from error
    for place, record in enumerate(cast("list[object]", records), start=1):
        if isinstance(record, dict):
            yield place, _flat(cast("Mapping[str, object]", record)), ""
        else:
            yield place, {}, "not a JSON object"


def _of_text(text: str) -> tuple[dict[str, str], str]:
    try:
        record = cast("object", json.loads(text))
    except (ValueError, RecursionError) as error:
        return {}, f"not valid JSON: {str(error)[:80]}"
    if not isinstance(record, dict):
        return {}, "not a JSON object"
    return _flat(cast("Mapping[str, object]", record)), ""


def _flat(record: Mapping[str, object]) -> dict[str, str]:
    """Return nested objects as `a.b`, deeper ones as their JSON; lists of plain values separated by `;`."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            inner = cast("Mapping[str, object]", value)
            flat |= {f"{key}.{below}": _text(deeper) for below, deeper in inner.items()}
        else:
            flat[key] = _text(value)
    return flat


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case list():
            items = cast("list[object]", value)
            if any(isinstance(item, dict | list) for item in items):
                return json.dumps(items, ensure_ascii=False)
            return ";".join(_text(item) for item in items)
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
