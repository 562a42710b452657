"""JSON lines, and arrays of JSON objects, as rows of texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from json import JSONDecodeError, JSONDecoder
from typing import TextIO, cast

from whofor.errors import Sentence
from whofor.intake.sources.blobs import DAMAGED, BadFileError, Blob
from whofor.intake.sources.cells import cell_text
from whofor.intake.sources.layout import Row
from whofor.model import IssueCode
from whofor.text import without_halves

__all__ = ["is_json", "json_headers", "json_rows"]

_MOST_KEYS = 5_000
_LONGEST_LINE = 64 * 1024 * 1024
_CHUNK = 1 << 20


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
            yield from _of_array(stream)
            return
        line, text = 1, first + stream.readline(_LONGEST_LINE)
        while text:
            if text.strip():
                yield line, *_of_text(text)
            line, text = line + 1, stream.readline(_LONGEST_LINE)


def _of_array(stream: TextIO) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield the objects of an array, whose opening bracket has been read, each as soon as it is complete."""
    decoder, part, place = JSONDecoder(), _Part(stream), 0
    ended = part.next_sign() == "]"
    part.at += ended
    while not ended:
        place += 1
        record, start = _next_value(decoder, part)
        yield place, *_of_record(record, part.text[start : part.at])
        sign = part.next_sign()
        if sign not in (",", "]"):
            raise _invalid("Expecting ',' delimiter", part, part.at)
        part.at += 1
        ended = sign == "]"
    if part.next_sign():
        raise _invalid("Extra data", part, part.at)


class _Part:
    """The part of a stream that is being read, with the place up to which it has been."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.text, self.at = "", 0
        self._lines, self._before, self._last_line = 0, 1, 0

    def more(self) -> bool:
        """Read more, twice as much as waits; return whether there was any."""
        further = self._stream.read(max(_CHUNK, len(self.text) - self.at))
        if further:
            if "\n" in self.text[: self.at]:
                self._lines += self.text.count("\n", 0, self.at)
                self._last_line = self._before + self.text.rfind("\n", 0, self.at) + 1
            self._before += self.at
            self.text, self.at = self.text[self.at :] + further, 0
        return bool(further)

    def place(self, at: int) -> str:
        """Return the place of a character of the part in the file, as Python's own reader writes it."""
        line = self._lines + self.text.count("\n", 0, at) + 1
        newline = self.text.rfind("\n", 0, at)
        start = self._before + newline + 1 if newline >= 0 else self._last_line
        return f"line {line} column {self._before + at - start + 1} (char {self._before + at})"

    def next_sign(self) -> str:
        """Return the next character that is no space, and go there; empty at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""


def _next_value(decoder: JSONDecoder, part: _Part) -> tuple[object, int]:
    """Return the next value, and where it begins in the part; go behind it."""
    part.next_sign()
    while True:
        try:
            record, end = cast("tuple[object, int]", decoder.raw_decode(part.text, part.at))
        except JSONDecodeError as error:
            if len(part.text) - part.at > _LONGEST_LINE or not part.more():
                raise _invalid(error.msg, part, error.pos) from error
            continue
        except (ValueError, RecursionError) as error:
            raise _invalid(str(error)[:80], part, part.at) from error
        # A number may go on behind the part.
        if end < len(part.text) or not part.more():
            start, part.at = part.at, end
            return record, start


def _invalid(error: str, part: _Part, at: int) -> BadFileError:
    what = Sentence("This is not valid JSON: {error}", error=f"{error}: {part.place(at)}")
    return BadFileError(what, "Export it again.")


def _of_text(text: str) -> tuple[dict[str, str], str]:
    try:
        record = cast("object", json.loads(text))
    except (ValueError, RecursionError) as error:
        return {}, f"not valid JSON: {str(error)[:80]}"
    return _of_record(record, text)


def _of_record(record: object, text: str) -> tuple[dict[str, str], str]:
    if not isinstance(record, dict):
        return {}, "not a JSON object"
    try:
        flat = _flat(cast("Mapping[str, object]", record))
    except RecursionError:
        return {}, "not valid JSON: nested too deep"
    if "\\ud" in text or "\\uD" in text:
        flat = {without_halves(key): without_halves(value) for key, value in flat.items()}
    return flat, ""


def _flat(record: Mapping[str, object]) -> dict[str, str]:
    """Return nested objects as `a.b`, deeper ones as their JSON; lists of plain values separated by `;`."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            inner = cast("Mapping[str, object]", value)
            flat |= {f"{key}.{below}": cell_text(deeper) for below, deeper in inner.items()}
        else:
            flat[key] = cell_text(value)
    return flat
