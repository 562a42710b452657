"""What the columns of a table hold: by a known shape, or drafted by the words of its headers and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.drafting.words import about
from whofor.intake.mapping.headers import stem
from whofor.intake.normalise.personal import personal_header, personal_values
from whofor.intake.voices.facts import attribute_name
from whofor.intake.voices.stars import StarScale, read_stars, star_scale
from whofor.intake.voices.voice_shapes import TEXT_FIELDS, VoiceShape, header_key
from whofor.intake.voices.words import column_words
from whofor.model import Kind
from whofor.model.voice import PartRole

__all__ = ["PartColumn", "TablePlan", "draft_plan", "plan_of_shape"]

_TEXT_ROLES = ("pros", "cons", "wish", "title", "body")
_META = ("author", "tool", "language", "reply", "link")
_META_OF_ANSWERS = ("author", "language")
_FACTS = ("job_title", "industry", "size", "country")
_CONCEPTS = {"job_title": "job_title", "industry": "industry", "size": "employees", "country": "country"}
_MOSTLY = 0.5
_SURE = 0.6
"""Likeness of a header to a concept of the import's words from which it is taken for it."""
_WORDS_OF_A_TEXT = 3
_SHORTEST_TEXT = 20.0
_LONGEST_FACT = 60.0
_LONGEST_TITLE = 120.0


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One part of a document.

    Attributes:
        role: What it was asked for.
        places: Columns that may hold it; the first that is filled counts.
        question: The question.
    """

    role: PartRole
    places: tuple[int, ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What the columns of a table hold.

    Attributes:
        texts: Its parts, in order.
        fields: Other field -> columns; the first that is filled counts.
        attributes: Attribute -> columns.
        personal: Headers of columns about persons, which are not kept.
        dropped: Columns that the shape says are not kept.
    """

    texts: tuple[PartColumn, ...]
    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    attributes: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    personal: tuple[str, ...] = ()
    dropped: tuple[int, ...] = ()

    def headers_of(self, name: str, headers: Sequence[str]) -> list[str]:
        """Return the headers of a field."""
        return [headers[place] for place in self.fields.get(name, ())]


def plan_of_shape(shape: VoiceShape, headers: Sequence[str]) -> TablePlan:
    """Return what columns hold by a known shape; those that it does not name become attributes.

    Example:
        >>> from whofor.intake.voices.voice_shapes import recognise
        >>> headers = ["product_name", "love", "hate", "star_rating", "Team", "E-mail"]
        >>> plan = plan_of_shape(recognise(headers), headers)
        >>> [text.role.value for text in plan.texts], dict(plan.attributes), plan.personal
        (['pros', 'cons'], {'team': (4,)}, ('E-mail',))
    """
    found: dict[str, dict[str, list[tuple[int, int]]]] = {"field": {}, "attribute": {}}
    personal: list[str] = []
    dropped: list[int] = []
    for place, header in enumerate(headers):
        what, name = shape.column((header_key(header),))
        if what == "drop":
            dropped.append(place)
        elif what in found:
            table = shape.fields if what == "field" else shape.attributes
            found[what].setdefault(name, []).append((_rank(header_key(header), table[name]), place))
        elif not what and not shape.keep_only_named:
            if kind := personal_header(header, of_persons=True):
                personal.append(header)
                if kind == "name":
                    # Not kept, but masked in the texts.
                    found["field"].setdefault("person", []).append((len(headers), place))
            else:
                found["attribute"].setdefault(attribute_name(header), []).append((0, place))
    fields = {name: _places(ranked) for name, ranked in found["field"].items()}
    texts = tuple(
        PartColumn(role, fields[name], shape.questions.get(name, ""))
        for name, role in TEXT_FIELDS.items()
        if name in fields
    )
    others = {name: places for name, places in fields.items() if name not in TEXT_FIELDS}
    attributes = {name: _places(ranked) for name, ranked in found["attribute"].items()}
    return TablePlan(texts, others, attributes, tuple(personal), tuple(dropped))


def _rank(key: str, headers: Sequence[str]) -> int:
    return next((rank for rank, header in enumerate(headers) if header == key), len(headers))


def _places(ranked: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(place for _, place in sorted(ranked))


def draft_plan(
    name: str, columns: Mapping[str, ColumnShape], *, known: TablePlan | None = None, asked: bool = False
) -> TablePlan | None:
    """Return what the columns of an unknown table seem to hold; `None` where none holds texts.

    Args:
        name: Name of the file: `cons.csv` says what its only column holds.
        columns: Header -> column, in their order.
        known: What is known of its columns already.
        asked: Whether headers are questions that were asked: of a survey.
    """
    draft = _Draft(list(columns), list(columns.values()), asked=asked)
    if known is not None:
        taken = {*known.dropped, *(place for places in known.fields.values() for place in places)}
        draft.fields.update(known.fields)
        draft.free = [place for place in draft.free if place not in taken]
    draft.take_facts()
    draft.take_texts(name)
    draft.take_meta()
    return draft.plan() if draft.texts else None


class _Draft:
    """The columns of a table that are not assigned yet, and what the others hold."""

    def __init__(self, headers: list[str], columns: list[ColumnShape], *, asked: bool) -> None:
        self.headers, self.columns, self.asked = headers, columns, asked
        self.free = [place for place, column in enumerate(columns) if column.filled]
        self.fields: dict[str, tuple[int, ...]] = {}
        self.attributes: dict[str, tuple[int, ...]] = {}
        self.texts: list[PartColumn] = []
        self.personal: list[str] = []

    def take_facts(self) -> None:
        """Take the day, the stars, and what is known of people."""
        self._take(
            "day", [place for place in self.free if self.columns[place].kind is Kind.DATE and self._is_day(place)]
        )
        self._take("stars", [place for place in self.free if self._are_stars(place)])
        for name in _FACTS:
            short = [place for place in self.free if 0 < self.columns[place].mean_length <= _LONGEST_FACT]
            fitting = [place for place in short if self._names(place, name)]
            if fitting:
                best = max(fitting, key=lambda place: (self._length(place, name), -place))
                self.attributes[name] = (best,)
                self.free.remove(best)

    def take_texts(self, name: str) -> None:
        """Take the columns that hold texts."""
        texts = [place for place in self.free if self._is_text(place) and not self._is_meta(place)]
        of_file = next((role for role in ("cons", "pros", "wish") if column_words(role).holds(stem(name))), "")
        if texts and not self.asked:
            texts += [place for place in self.free if place not in texts and self._is_short_title(place)]
        for place in texts:
            role = self._role(place, len(texts))
            if role == "body" and of_file and len(texts) == 1:
                role = of_file
            header = self.headers[place]
            part = TEXT_FIELDS[role]
            if self.asked and part in (PartRole.BODY, PartRole.TITLE):
                part = PartRole.ANSWER
            is_question = self.asked or (role != "title" and (len(header.split()) >= _WORDS_OF_A_TEXT or "?" in header))
            self.texts.append(PartColumn(part, (place,), header if is_question else ""))
            self.free.remove(place)

    def take_meta(self) -> None:
        """Take the author, the tool and such; what is left are attributes, but of persons."""
        for name in _META_OF_ANSWERS if self.asked else _META:
            self._take(name, [p for p in self.free if self._length(p, name) and self._may_be(p, name)])
        names = [place for place in self.free if self._are_names(place)]
        if names:
            self.fields["person"] = tuple(names)
            self.personal += [self.headers[place] for place in names]
            self.free = [place for place in self.free if place not in names]
        for place in self.free:
            header = self.headers[place]
            if personal_header(header, of_persons=True) or personal_values(self.columns[place].known):
                self.personal.append(header)
            else:
                self.attributes.setdefault(attribute_name(header), (place,))

    def plan(self) -> TablePlan:
        """Return what was found."""
        order = {role: rank for rank, role in enumerate(TEXT_FIELDS.values())}
        texts = sorted(self.texts, key=lambda text: (order.get(text.role, len(order)), text.places))
        return TablePlan(tuple(texts), self.fields, self.attributes, tuple(self.personal))

    def _take(self, name: str, fitting: Sequence[int]) -> None:
        if fitting and name not in self.fields:
            best = max(fitting, key=lambda place: (self._length(place, name), -place))
            self.fields[name] = (best,)
            self.free.remove(best)

    def _length(self, place: int, name: str) -> int:
        return column_words(name).longest(self.headers[place])

    def _names(self, place: int, name: str) -> bool:
        """Return whether a header names a fact, by the words of reviews or those of the import of a CRM."""
        if name == "job_title" and self._length(place, "title") > self._length(place, name):
            # The title of a review: CRMs call that of a job so.
            return False
        return self._length(place, name) > 0 or about(self.headers[place], _CONCEPTS[name]) >= _SURE

    def _is_day(self, place: int) -> bool:
        header = self.headers[place]
        return self._length(place, "day") > 0 or max(about(header, "opened"), about(header, "moment")) >= _SURE

    def _are_stars(self, place: int) -> bool:
        column = self.columns[place]
        scale = star_scale(column.known)
        read = sum(count for text, count in column.known.items() if read_stars(text, scale) is not None)
        drawn = any("★" in text or "⭐" in text for text in column.known)
        is_read = scale is not StarScale.UNKNOWN and read >= _MOSTLY * max(1, sum(column.known.values()))
        return is_read and (drawn or self._length(place, "stars") > 0)

    def _is_text(self, place: int) -> bool:
        column = self.columns[place]
        if column.kind in (Kind.DATE, Kind.NUMBER, Kind.BOOLEAN):
            return False
        said = sum(n for text, n in column.known.items() if _says(text))
        total = sum(column.known.values())
        named = any(self._length(place, role) for role in _TEXT_ROLES)
        differs = column.filled < _FEW or column.different >= _DIFFERENT
        return (
            bool(total)
            and differs
            and said >= (_SOME if named else _MOSTLY) * total
            and (named or column.mean_length >= _SHORTEST_TEXT)
        )

    def _is_short_title(self, place: int) -> bool:
        """Return whether a column holds titles of one or two words, beside longer texts."""
        column = self.columns[place]
        others = max(self._length(place, name) for name in (*_TEXT_ROLES, *_META, *_FACTS) if name != "title")
        differs = column.filled < _FEW or column.different >= _DIFFERENT
        return self._length(place, "title") > others and differs and column.kind in (Kind.TEXT, Kind.CATEGORY)

    def _is_meta(self, place: int) -> bool:
        column = self.columns[place]
        role = max(self._length(place, name) for name in _TEXT_ROLES)
        meta = max(self._length(place, name) for name in ("author", "tool", "language", "link"))
        is_reply = self._length(place, "reply") > role
        return is_reply or (meta > role and column.mean_length <= _LONGEST_FACT)

    def _are_names(self, place: int) -> bool:
        """Return whether a column seems to hold further names of persons: not kept, but masked in the texts."""
        if personal_header(self.headers[place], of_persons=True) == "name":
            return True
        column = self.columns[place]
        differs = column.filled < _FEW or column.different >= _MOSTLY
        is_short = column.mean_length <= _LONGEST_FACT and len(self.headers[place].split()) <= _WORDS_OF_A_TEXT
        return self._length(place, "author") > 0 and differs and is_short and column.kind is not Kind.NUMBER

    def _may_be(self, place: int, name: str) -> bool:
        if self.asked and len(self.headers[place].split()) > _WORDS_OF_A_TEXT:
            # `Which customer asks most?` is a question, and no name of who answers.
            return False
        if name != "author" and personal_header(self.headers[place], of_persons=True):
            return False
        return name == "reply" or self.columns[place].mean_length <= _LONGEST_LINK

    def _role(self, place: int, n_texts: int) -> str:
        lengths = {role: self._length(place, role) for role in _TEXT_ROLES}
        if n_texts == 1 or self.columns[place].mean_length > _LONGEST_TITLE:
            lengths["title"] = 0
        best = max(lengths, key=lambda role: lengths[role])
        return best if lengths[best] else "body"


def _says(text: str) -> bool:
    """Return whether a cell holds some words, and not only numbers, addresses and links."""
    words = (word for word in text[:_BEGINNING].split() if any(map(str.isalpha, word)) and "@" not in word)
    return sum("://" not in word for word in words) >= _WORDS_OF_A_TEXT


_BEGINNING = 400
_FEW = 20
_DIFFERENT = 0.3
"""Share of distinct cells from which a long column holds texts, no choices: a convention."""
_SOME = 0.25
_LONGEST_LINK = 200.0
