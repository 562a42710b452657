"""Documents of a table: one for each row, by what its columns hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whofor.errors import Problem, Sentence
from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.normalise import DateRule, infer_date_rule, is_missing, parse_boolean, parse_date
from whofor.intake.voices.plain_text import has_words, is_removed, says_bot
from whofor.intake.voices.raw_voice import RawVoice, single
from whofor.intake.voices.reading_log import ReadingLog
from whofor.intake.voices.row_tables import RowTable
from whofor.intake.voices.stars import StarScale, read_stars, star_scale
from whofor.intake.voices.table_plan import TablePlan, draft_plan, plan_of_shape
from whofor.intake.voices.tools import tool_of_file, tool_of_link
from whofor.intake.voices.voice_shapes import TEXT_FIELDS, VoiceShape, header_key, nearest_shape
from whofor.intake.voices.words import is_one_of
from whofor.model import IssueCode
from whofor.model.voice import PartRole, SourceKind, TextPart
from whofor.model.voice_reading import LeftOutReason, ShapeSureness, VoiceNoteCode
from whofor.text import slug

__all__ = ["no_text_problem", "read_table_rows"]

_NO_ROWS = frozenset((IssueCode.TITLE_LINE, IssueCode.TWO_HEADER_LINES, IssueCode.EMPTY_ROW, IssueCode.REPEATED_HEADER))
"""Lines of a file that are no rows."""
_TEN = ("0 10", "nps", "out of 10", "sur 10")


@dataclass(frozen=True, slots=True)
class _Rules:
    """How cells of a table are read.

    Attributes:
        days: The rule of the dates.
        scale: The scale of the stars.
        tool: The tool that the name of the file holds.
    """

    days: DateRule
    scale: StarScale
    tool: str


def read_table_rows(
    table: RowTable, shape: VoiceShape | None, log: ReadingLog, kind: SourceKind | None = None
) -> list[RawVoice] | None:
    """Return the documents of a table; `None` where no column holds texts.

    Args:
        table: The rows.
        shape: Its shape; `None` where it is not known, so that it is drafted.
        log: Takes counts and notes.
        kind: Kind of source, where the user says it.
    """
    columns = table.columns()
    plan = _plan(table, shape, columns)
    if plan is None:
        return None
    source = shape.source if shape else _source_of(table.name)
    if shape is None:
        log.opened(source, table.name, Sentence("table of another form"), ShapeSureness.DRAFTED)
        _note_draft(table, plan, source, log)
    else:
        log.opened(source, table.name, shape.title, shape.sure)
    rules = _rules(table, plan, columns, (source, log))
    of_source = kind or (shape.kind if shape else SourceKind.PUBLIC)
    found: list[RawVoice] = []
    for place, cells in table.each():
        voice = _voice(_Row(table, plan, rules, place, cells), source, of_source, log)
        if voice is not None:
            found.append(voice)
    for left in table.left_out:
        if left.code not in _NO_ROWS:
            log.leave_out(source, LeftOutReason.UNREADABLE, left.reason)
    if plan.personal:
        what = Sentence("Columns about persons are not kept: {columns}", columns=", ".join(sorted(plan.personal)))
        log.note(VoiceNoteCode.PERSONAL_COLUMNS, source, what, table.name)
    return _with_others(_with_title_around(found, table, shape), shape)


def _with_others(voices: list[RawVoice], shape: VoiceShape | None) -> list[RawVoice]:
    """Return the texts of a thread, in which people call each other by name, with the names of all of them."""
    if shape is None or not (shape.nested or shape.around):
        return voices
    everyone = tuple(sorted({name for voice in voices for name in voice.people}))
    return [replace(voice, others=everyone) for voice in voices]


def _plan(table: RowTable, shape: VoiceShape | None, columns: Mapping[str, ColumnShape]) -> TablePlan | None:
    if shape is None:
        return draft_plan(table.name, columns)
    plan = plan_of_shape(shape, table.headers)
    return draft_plan(table.name, columns, known=plan, asked=True) if shape.reader == "survey" else plan


def _source_of(name: str) -> str:
    """Return the name of the source of an unknown file: that of the file."""
    last = name.rpartition("/")[2]
    return slug(last.rpartition(".")[0] or last) or "texts"


def _note_draft(table: RowTable, plan: TablePlan, source: str, log: ReadingLog) -> None:
    texts = [f"{column.role.value} ← {table.headers[column.places[0]]}" for column in plan.texts]
    others = [f"{name} ← {table.headers[places[0]]}" for name, places in sorted(plan.fields.items())]
    what = Sentence(
        "No known source has these headers, so their words and values were used: {columns}. Check it.",
        columns="; ".join((*texts, *others)),
    )
    log.note(VoiceNoteCode.DRAFTED_MAPPING, source, what, table.name)


def _rules(table: RowTable, plan: TablePlan, columns: Mapping[str, ColumnShape], to: tuple[str, ReadingLog]) -> _Rules:
    """Return how cells are read, and note what cannot be."""
    source, log = to
    days: dict[str, int] = {}
    for header in plan.headers_of("day", table.headers):
        days |= columns[header].known
    rule = infer_date_rule(days)
    unread = sorted(text for text in days if parse_date(text, rule) is None)
    if unread:
        what = Sentence("{n:,} different days cannot be read, such as {day!r}", n=len(unread), day=unread[0][:80])
        log.note(VoiceNoteCode.UNKNOWN_DAYS, source, what, table.name)
    scale = StarScale.FIVE
    for header in plan.headers_of("stars", table.headers):
        known = columns[header].known
        is_ten = any(words in f" {header_key(header)} " for words in _TEN)
        scale = star_scale(known, is_ten=is_ten)
        unknown = sorted(text for text in known if read_stars(text, scale) is None)
        if unknown:
            what = Sentence(
                "Values of {column!r} are no stars of a known scale, and left out: {n:,} of them, such as {value!r}",
                column=header,
                n=len(unknown),
                value=unknown[0][:80],
            )
            log.note(VoiceNoteCode.UNKNOWN_STARS, source, what, table.name)
    named = "tool" in plan.fields or "tool_link" in plan.fields
    tool = "" if named else tool_of_file(table.name, table.titles)
    if tool:
        what = Sentence("The tool is taken from the name of the file: {tool}", tool=tool)
        log.note(VoiceNoteCode.TOOL_FROM_NAME, source, what, table.name)
    return _Rules(rule, scale, tool)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with what its columns hold."""

    table: RowTable
    plan: TablePlan
    rules: _Rules
    place: str
    cells: Sequence[str]

    def of(self, name: str) -> str:
        """Return the first filled cell of a field."""
        return self.first(self.plan.fields.get(name, ()))

    def every(self, name: str) -> tuple[str, ...]:
        """Return all filled cells of a field."""
        return tuple(self.cells[place] for place in self.plan.fields.get(name, ()) if self.cells[place])

    def first(self, places: Sequence[int]) -> str:
        """Return the first filled cell of several columns."""
        return next((self.cells[place] for place in places if self.cells[place]), "")

    def parts(self) -> Iterator[TextPart]:
        """Yield the texts that are there."""
        for column in self.plan.texts:
            text = self.first(column.places)
            if text:
                yield TextPart(column.role, text, column.question)

    def attributes(self) -> dict[str, str]:
        """Return the attributes that are there."""
        each = ((name, self.first(places)) for name, places in self.plan.attributes.items())
        return {name: text for name, text in each if text}

    def day(self) -> float:
        """Return the day; NaN where it is not known."""
        text = self.of("day")
        day = parse_date(text, self.rules.days) if text else None
        return math.nan if day is None else float(math.floor(day))

    def stars(self) -> float:
        """Return the stars; NaN where there are none."""
        text = self.of("stars")
        stars = read_stars(text, self.rules.scale) if text else None
        return math.nan if stars is None else stars


def _voice(row: _Row, source: str, kind: SourceKind, log: ReadingLog) -> RawVoice | None:
    """Return the document of a row; `None` where it is left out, which is counted."""
    reply = row.of("reply")
    if has_words(reply):
        log.leave_out(source, LeftOutReason.VENDOR_REPLY)
    parts = tuple(row.parts())
    left = _why_left_out(row, parts)
    if left is not None:
        example = parts[0].text if parts and left is not LeftOutReason.EMPTY else ""
        log.leave_out(source, left, example, people=(row.of("author"), *row.every("person")))
        return None
    author, persons = row.of("author"), row.every("person")
    stars = row.stars()
    is_staff = parse_boolean(row.of("staff")) is True
    return RawVoice(
        source,
        SourceKind.VENDOR if is_staff else kind,
        row.of("link") or row.place,
        tuple(part for part in parts if not is_removed(part.text)),
        tool=_product(row),
        author=author or next(iter(persons), ""),
        people=tuple(filter(None, dict.fromkeys((author, *persons)))),
        day=row.day(),
        stars=stars,
        language=row.of("language"),
        attributes=row.attributes(),
        may_sell=math.isnan(stars) and not any(part.role in _OF_A_FORM for part in parts),
    )


_OF_A_FORM = frozenset((PartRole.PROS, PartRole.CONS, PartRole.BENEFITS, PartRole.ANSWER, PartRole.WISH))
"""Parts that only a form asks for: who fills it in is a client."""


def _why_left_out(row: _Row, parts: Sequence[TextPart]) -> LeftOutReason | None:
    if row.of("system"):
        return LeftOutReason.SYSTEM
    if not any(has_words(part.text) for part in parts):
        return LeftOutReason.EMPTY
    bodies = [part for part in parts if part.role is not PartRole.TITLE]
    if any(is_removed(part.text) for part in (bodies or parts)):
        return LeftOutReason.REMOVED
    if is_one_of(row.of("author"), "bots", "names") or says_bot(parts[-1].text):
        return LeftOutReason.BOT
    return None


def _product(row: _Row) -> str:
    link = row.of("tool_link")
    return row.of("tool") or (tool_of_link(link) if link else "") or row.rules.tool


def _with_title_around(voices: list[RawVoice], table: RowTable, shape: VoiceShape | None) -> list[RawVoice]:
    """Return the documents, the first with the title of the whole: of a topic of a forum."""
    if shape is None or not voices:
        return voices
    around = {header_key(key): text for key, text in table.around.items()}
    for name, headers in shape.around.items():
        title = next((around[header] for header in headers if around.get(header)), "")
        if title and not is_missing(title):
            first = voices[0]
            parts = (*single(title, TEXT_FIELDS[name]), *first.parts)
            voices[0] = replace(first, parts=parts)
    return voices


def no_text_problem(table: RowTable) -> Problem:
    """Return the problem of a table that holds no texts: its columns, the nearest known shape, how to map."""
    if not table.headers:
        return Problem("The file is empty", table.name, todo="Export it again, or take it out of the folder.")
    shape, texts = nearest_shape(table.headers)
    todo = Sentence(
        "The nearest known source is {shape}, whose texts stand below {columns}. Name the column so, or “Text”.",
        shape=shape.title,
        columns=", ".join(map(repr, texts)),
    )
    columns = ", ".join(table.headers)
    return Problem(Sentence("No column holds texts; there are {columns}", columns=columns), table.name, todo=todo)
