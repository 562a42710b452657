"""Shapes of sources: by which headers a source is known, and what its columns hold. They are data: `shapes/*.toml`.

A shape names its columns as their words, folded: `star rating` stands for `star_rating`, `Star Rating` and
`starRating`; `*` stands for any further words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from whofor.errors import MappingError, Problem, Sentence
from whofor.model.voice import PartRole, SourceKind
from whofor.model.voice_reading import ShapeSureness
from whofor.text import did_you_mean, name_words

__all__ = ["TEXT_FIELDS", "VoiceShape", "header_key", "known_shapes", "nearest_shape", "parse_shape", "recognise"]

TEXT_FIELDS: Mapping[str, PartRole] = {
    "title": PartRole.TITLE,
    "body": PartRole.BODY,
    "pros": PartRole.PROS,
    "cons": PartRole.CONS,
    "wish": PartRole.WISH,
    "benefits": PartRole.BENEFITS,
    "motive": PartRole.MOTIVE,
    "alternatives": PartRole.ALTERNATIVES,
    "advice": PartRole.ADVICE,
}
"""Fields that hold texts, in the order in which a document has them, and what they are asked for."""

_OTHER_FIELDS = (
    "tool",
    "tool_link",
    "stars",
    "day",
    "language",
    "author",
    "given",
    "person",
    "others",
    "question",
    "reply",
    "link",
    "staff",
    "system",
)
_READERS = ("rows", "survey", "slack", "intercom", "zendesk", "fireflies", "gong")
_KEYS = (
    "source",
    "title",
    "sure",
    "kind",
    "reader",
    "items",
    "nested",
    "marks",
    "first",
    "drop",
    "keep_only_named",
    "fields",
    "questions",
    "attributes",
    "around",
)


@dataclass(frozen=True, slots=True)
class VoiceShape:
    """The shape of a source.

    Attributes:
        source: Name of the source, that of its documents.
        title: What it is called for people.
        sure: How sure it is that the source looks like this.
        kind: Kind of source.
        reader: Which reader makes documents of its rows.
        items: Paths in a JSON document that lead to its rows, as `data.children[].data`; empty for a table.
        nested: Path in a row to further rows below it, as answers to a comment.
        marks: Sets of headers; a source that has all of one set is of this shape.
        first: Whether the mark must be the first column, and some header a question.
        drop: Headers of what is not kept: keys, links and pictures of persons.
        keep_only_named: Whether columns that are not named here are left out, as those of an API's technical fields.
        fields: Field -> headers, the first that is filled counts.
        questions: Field -> the question that is asked for it.
        attributes: Attribute -> headers.
        around: Field -> headers of the document around the rows, for the first row.
    """

    source: str
    title: str
    sure: ShapeSureness
    kind: SourceKind
    reader: str = "rows"
    items: tuple[str, ...] = ()
    nested: str = ""
    marks: tuple[tuple[str, ...], ...] = ()
    first: bool = False
    drop: tuple[str, ...] = ()
    keep_only_named: bool = False
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    questions: Mapping[str, str] = field(default_factory=dict[str, str])
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def column(self, keys: Sequence[str]) -> tuple[str, str]:
        """Return what a column of these words is: `field`, `attribute`, `drop` or empty; and the name of it."""
        named = " ".join(keys)
        for what, table in (("field", self.fields), ("attribute", self.attributes)):
            for name, headers in table.items():
                if any(fnmatchcase(named, header) for header in headers):
                    return what, name
        return ("drop", "") if any(fnmatchcase(named, header) for header in self.drop) else ("", "")


def header_key(header: str) -> str:
    """Return the words of a header, folded, as shapes name them.

    Example:
        >>> header_key("Star_Rating"), header_key("consumer_countryCode"), header_key("im:rating.label")
        ('star rating', 'consumer country code', 'im rating label')
    """
    return " ".join(name_words(header))


def parse_shape(text: str, place: str) -> VoiceShape:
    """Return a shape from its TOML text.

    Args:
        text: The text.
        place: Where it stands, for messages.

    Raises:
        MappingError: It is no TOML, or names what no shape has; with all that is wrong.

    Example:
        >>> parse_shape('source = "intranet"\\n[fields]\\nbody = ["Was stört"]', "own.toml").fields["body"]
        ('was stort',)
    """
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = Sentence("The shape cannot be read: {error}", error=error)
        raise MappingError(Problem(what, place, todo="Correct it.")) from error
    problems = [*_wrong_keys(table, place)]
    if not problems and not (set(TEXT_FIELDS) & set(table.get("fields", ()))) and table.get("reader", "rows") == "rows":
        todo = 'Write [fields], and below it a line such as body = ["Comment"].'
        problems.append(Problem("The shape names no column that holds texts", place, todo=todo))
    if problems:
        raise MappingError(problems)
    return VoiceShape(
        source=table.get("source", "own"),
        title=table.get("title", table.get("source", "own")),
        sure=ShapeSureness(table.get("sure", ShapeSureness.GIVEN)),
        kind=SourceKind(table.get("kind", SourceKind.PUBLIC)),
        reader=table.get("reader", "rows"),
        items=tuple(table.get("items", ())),
        nested=table.get("nested", ""),
        marks=tuple(tuple(map(_pattern, mark)) for mark in table.get("marks", ())),
        first=table.get("first", False),
        drop=tuple(map(_pattern, table.get("drop", ()))),
        keep_only_named=table.get("keep_only_named", False),
        fields=_patterns(table.get("fields", {})),
        questions=table.get("questions", {}),
        attributes=_patterns(table.get("attributes", {})),
        around=_patterns(table.get("around", {})),
    )


def _pattern(header: str) -> str:
    """Return the words of a header in a shape; a `*` among them stays."""
    return " ".join("*" if word == "*" else header_key(word) for word in header.split())


def _patterns(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(_pattern, headers)) for name, headers in table.items()}


def _wrong_keys(table: Mapping[str, Any], place: str) -> list[Problem]:
    known = {
        "": _KEYS,
        "fields": (*TEXT_FIELDS, *_OTHER_FIELDS),
        "questions": tuple(TEXT_FIELDS),
        "around": tuple(TEXT_FIELDS),
    }
    found: list[Problem] = []
    for group, names in known.items():
        given = table.get(group, {}) if group else table
        if not isinstance(given, dict):
            found.append(Problem("This must be a table", place, group, Sentence("Write [{name}].", name=group)))
            continue
        for name in given:
            if name not in names:
                what = Sentence("A shape has no such entry")
                found.append(Problem(what, place, str(name), did_you_mean(str(name), names)))
    values = (("reader", _READERS), ("kind", tuple(SourceKind)), ("sure", tuple(ShapeSureness)))
    for name, allowed in values:
        if name in table and table[name] not in allowed:
            found.append(Problem("A shape has no such value", place, str(table[name]), did_you_mean(name, allowed)))
    for group in ("fields", "attributes"):
        entries = table.get(group, {})
        for name, headers in entries.items() if isinstance(entries, dict) else ():
            if not isinstance(headers, list) or not all(isinstance(header, str) for header in headers):
                todo = 'Write the headers as a list: ["Comment"].'
                found.append(Problem("This must be a list of headers", place, str(name), todo))
    return found


@cache
def known_shapes() -> tuple[VoiceShape, ...]:
    """Return the packaged shapes, in the order of their names."""
    folder = files("whofor.intake.voices").joinpath("shapes")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(parse_shape(folder.joinpath(name).read_text(encoding="utf-8"), name) for name in names)


def recognise(
    headers: Sequence[str], shapes: Sequence[VoiceShape] | None = None, *, is_json: bool = False
) -> VoiceShape | None:
    """Return the shape that a source has, by its headers; `None` where it is not known.

    Of several shapes, the one that has a name for most of the headers.

    Args:
        headers: Its headers, or the keys of its rows: `attributes.title`.
        shapes: The shapes; the packaged ones by default.
        is_json: Whether rows come from within a JSON document.

    Example:
        >>> recognise(["product_name", "love", "hate", "star_rating"]).title
        'G2 (API)'
        >>> recognise(["Deal", "Amount"]) is None
        True
    """
    keys = [header_key(header) for header in headers]
    fitting = [
        shape
        for shape in (known_shapes() if shapes is None else shapes)
        if bool(shape.items) == is_json and any(_holds(keys, mark, shape) for mark in shape.marks)
    ]
    return max(fitting, key=lambda shape: (_named(keys, shape), shape.title), default=None)


def _holds(keys: Sequence[str], mark: Sequence[str], shape: VoiceShape) -> bool:
    if shape.first:
        asks = any(len(key.split()) >= _WORDS_OF_A_QUESTION for key in keys[1:])
        return bool(keys) and keys[0] in mark and asks
    return all(any(fnmatchcase(key, header) for key in keys) for header in mark)


_WORDS_OF_A_QUESTION = 3
"""Fewest words of a header that asks: a convention."""


def _named(keys: Sequence[str], shape: VoiceShape) -> int:
    return sum(shape.column((key,))[0] in ("field", "attribute") for key in keys)


def nearest_shape(headers: Sequence[str]) -> tuple[VoiceShape, tuple[str, ...]]:
    """Return the known shape of tables that has a name for most of some headers, and the headers of its texts.

    Example:
        >>> shape, texts = nearest_shape(["Job Title", "Used For", "Date"])
        >>> shape.title, texts[1:4]
        ('Capterra (copied)', ('overall', 'comments', 'pros'))
    """
    keys = [header_key(header) for header in headers]
    tables = [shape for shape in known_shapes() if not shape.items and shape.reader == "rows"]
    best = max(tables, key=lambda shape: (_named(keys, shape), shape.title))
    return best, tuple(header for name in TEXT_FIELDS for header in best.fields.get(name, ()))
