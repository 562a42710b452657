"""Readers of single files: what each holds becomes texts with their authors as written, and pages of vendors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import cast

from whofor.errors import Problem, Sentence
from whofor.intake.sources.blobs import BadFileError
from whofor.intake.sources.files import tables_of, unreadable
from whofor.intake.sources.source_file import Form
from whofor.intake.voices.chats import ChatUsers, chat_users, messages_of_day
from whofor.intake.voices.docx_text import docx_text
from whofor.intake.voices.json_tree import JsonObject, json_tree, rows_at, shape_of_tree
from whofor.intake.voices.page_reader import parts_of_page
from whofor.intake.voices.pages import page_of, sitemap_of, vendor_of
from whofor.intake.voices.plain_text import has_words
from whofor.intake.voices.raw_voice import RawVoice, single
from whofor.intake.voices.reading_log import ReadingLog
from whofor.intake.voices.row_tables import RowTable, rows_of_file, rows_of_items
from whofor.intake.voices.table_reader import no_text_problem, read_table_rows
from whofor.intake.voices.tickets import intercom_messages, zendesk_messages
from whofor.intake.voices.transcripts import Conversation, fireflies_transcript, gong_transcripts, voices_of
from whofor.intake.voices.turns import Transcript, Turn, transcript_of
from whofor.intake.voices.voice_files import ChatExport, FileForm, VoiceFile, form_of, members_at_once, text_of, whole
from whofor.intake.voices.voice_options import VoiceOptions
from whofor.intake.voices.voice_shapes import VoiceShape, recognise
from whofor.model.vendor_page import VendorPage
from whofor.model.voice import SourceKind
from whofor.model.voice_reading import LeftOutReason, ShapeSureness, VoiceNoteCode
from whofor.text import slug

__all__ = ["FileReaders"]

_LARGEST_TREE = 64 * 1024 * 1024
"""Bytes of a JSON document that is read as a whole; a larger one must be rows, which are read one by one."""
_TRANSCRIPT = "Transcript"


@dataclass(slots=True)
class FileReaders:
    """Reads files one by one, and keeps what they hold.

    Attributes:
        options: How texts are read.
        log: Takes counts and notes.
        voices: Texts found.
        pages: Pages found.
        problems: What cannot be read; by the file.
    """

    options: VoiceOptions
    log: ReadingLog
    voices: list[RawVoice] = field(default_factory=list[RawVoice])
    pages: list[VendorPage] = field(default_factory=list[VendorPage])
    problems: list[tuple[VoiceFile, Problem]] = field(default_factory=list[tuple[VoiceFile, Problem]])
    _left_out: Counter[str] = field(default_factory=Counter[str])

    def read(self, file: VoiceFile, interviews: str = "") -> None:
        """Read a file.

        Args:
            file: The file.
            interviews: Name of the source where it is said to hold interviews; empty where that is not said.
        """
        try:
            self._read(file, interviews)
        except BadFileError as bad:
            self.problems.append((file, Problem(bad.what, file.name, bad.value, bad.todo)))
        except OSError as error:
            self.problems.append((file, unreadable(Path(file.name), error)))

    def read_chat(self, chat: ChatExport) -> None:
        """Read an export of a chat."""
        try:
            users = chat_users(_rows_in(whole(chat.users))) if chat.users else ChatUsers({}, {}, frozenset(), ())
            channels = {file.name: channel for channel, file in chat.days}
            for file, content in members_at_once([file for _, file in chat.days]):
                self.log.opened("slack", chat.place, "Slack export", ShapeSureness.PUBLIC_CODE)
                try:
                    rows = _rows_in(content)
                except BadFileError as bad:
                    self.log.leave_out("slack", LeftOutReason.UNREADABLE, f"{file.name}: {bad.what}")
                    continue
                self.voices += messages_of_day(rows, channels[file.name], file.name, users, self.log)
        except BadFileError as bad:
            self.problems.append((chat.days[0][1], Problem(bad.what, chat.place, bad.value, bad.todo)))
        except OSError as error:
            self.problems.append((chat.days[0][1], unreadable(Path(chat.place), error)))

    def read_page(self, file: VoiceFile, vendor: str = "") -> None:
        """Read a saved page or a sitemap of a vendor."""
        try:
            if form_of(file) is FileForm.XML:
                self.pages.append(sitemap_of(whole(file), file.name, vendor))
            elif form_of(file) is FileForm.PAGE:
                html = text_of(whole(file))
                who = vendor or vendor_of(parts_of_page(html)) or PurePosixPath(file.name).parent.name or file.stem
                self.pages.append(page_of(html, file.name, who))
            else:
                self._left_out[file.ending] += 1
        except BadFileError as bad:
            self.problems.append((file, Problem(bad.what, file.name, bad.value, bad.todo)))
        except OSError as error:
            self.problems.append((file, unreadable(Path(file.name), error)))

    def note_others(self) -> None:
        """Note how many files are of no kind that holds texts: pictures and styles of saved pages, for example."""
        if self._left_out:
            endings = ", ".join(sorted(ending or "?" for ending in self._left_out))
            n = self._left_out.total()
            what = Sentence("Files that hold no texts are left out: {n:,} ({endings})", n=n, endings=endings)
            self.log.note(VoiceNoteCode.FILE_LEFT_OUT, "", what)

    def _read(self, file: VoiceFile, interviews: str) -> None:
        form = form_of(file)
        if form is FileForm.OTHER and not file.is_given_itself:
            self._left_out[file.ending] += 1
        elif form is FileForm.OTHER:
            todo = "Give tables, transcripts, JSON or saved pages."
            self.problems.append((file, Problem("This kind of file cannot be read", file.name, file.ending, todo)))
        elif form in (FileForm.PAGE, FileForm.XML):
            self.read_page(file)
        elif form in (FileForm.CAPTIONS, FileForm.PROSE, FileForm.DOCX):
            content = whole(file)
            self._read_prose(file, docx_text(content) if form is FileForm.DOCX else text_of(content), interviews)
        elif form is FileForm.JSON and file.blob.size() <= _LARGEST_TREE:
            self._read_json(file, interviews)
        else:
            self._read_tables(file, interviews)

    def _read_prose(self, file: VoiceFile, text: str, interviews: str) -> None:
        transcript = transcript_of(text, file.ending)
        if transcript is None and file.ending == ".txt" and not interviews and self._is_table(file):
            self._read_tables(file, interviews)
            return
        if transcript is None and interviews and has_words(text):
            transcript = Transcript((Turn("", " ".join(text.split()), 1),))
        if transcript is not None:
            of = Conversation(
                interviews or "interviews", SourceKind.INTERVIEW, file.name, _TRANSCRIPT, ShapeSureness.PUBLIC_CODE
            )
            self.voices += voices_of(transcript, of, self.log, self.options.interviewers)
            return
        source = slug(file.stem) or "texts"
        self.log.opened(source, file.name, Sentence("plain text"), ShapeSureness.DRAFTED)
        if not has_words(text):
            self.log.leave_out(source, LeftOutReason.EMPTY)
            return
        what = Sentence("No speakers and no columns are found, so that the whole is one text of the public")
        self.log.note(VoiceNoteCode.SPEAKERS_UNKNOWN, source, what, file.name)
        self.voices.append(RawVoice(source, SourceKind.PUBLIC, file.name, single(text), may_sell=True))

    def _is_table(self, file: VoiceFile) -> bool:
        """Return whether a text file is a table of a known shape, or one of several columns that hold texts."""
        try:
            tables = [rows_of_file(table) for table in tables_of(file.name, file.blob)]
        except BadFileError:
            return False
        return any(recognise(table.headers, self._table_shapes()) or "\t" in _first_line(file) for table in tables)

    def _table_shapes(self) -> Sequence[VoiceShape]:
        return [shape for shape in self.options.all_shapes if not shape.items]

    def _read_tables(self, file: VoiceFile, interviews: str) -> None:
        tables = tables_of(file.name, file.blob)
        for table in tables:
            if table.form is Form.PARQUET:
                raise BadFileError("Texts are not read from Parquet", "Export CSV, a workbook or JSON lines.")
            self._read_rows(file, rows_of_file(table), interviews)

    def _read_rows(self, file: VoiceFile, rows: RowTable, interviews: str) -> None:
        shape = recognise(rows.headers, self.options.shapes) or recognise(rows.headers, self._table_shapes())
        found = read_table_rows(rows, shape, self.log, SourceKind.INTERVIEW if interviews else None)
        if found is None:
            self.problems.append((file, no_text_problem(rows)))
        else:
            self.voices += found

    def _read_json(self, file: VoiceFile, interviews: str) -> None:
        content = whole(file)
        try:
            tree = json_tree(content)
        except ValueError:
            # Lines of objects, or damaged: the reader of tables tells which.
            self._read_tables(file, interviews)
            return
        known = shape_of_tree(tree, self.options.all_shapes)
        if known is None:
            self._read_rows(file, rows_of_items(file.name, _any_rows(tree)), interviews)
            return
        shape, rows = known
        if shape.reader == "rows":
            around = cast("Mapping[str, object]", tree) if isinstance(tree, dict) else None
            plain = rows_of_items(file.name, rows, _without_rows(around) if around else None)
            self.voices += read_table_rows(plain, shape, self.log) or []
            return
        if shape.reader not in ("fireflies", "gong"):
            self.log.opened(shape.source, file.name, shape.title, shape.sure)
        self.voices += self._conversations(file, shape, (tree, rows), interviews)

    def _conversations(
        self, file: VoiceFile, shape: VoiceShape, of: tuple[object, list[JsonObject]], interviews: str
    ) -> list[RawVoice]:
        """Return the texts of a JSON document that holds conversations."""
        tree, rows = of
        names = self.options.interviewers
        if shape.reader == "intercom":
            return intercom_messages(rows, file.name, self.log)
        if shape.reader == "zendesk":
            return zendesk_messages(rows, file.name, self.log)
        if shape.reader == "slack":
            channel = PurePosixPath(file.name).parent.name
            return messages_of_day(rows, channel, file.name, ChatUsers({}, {}, frozenset(), ()), self.log)
        if shape.reader == "gong":
            calls = gong_transcripts(rows, file.name)
            return [voice for call, about in calls for voice in voices_of(call, about, self.log, names)]
        found: list[RawVoice] = []
        several = rows_at(tree, "[]") if isinstance(tree, list) else []
        meetings = [rows_at(one, "sentences[]") for one in several if "sentences" in one] or [rows]
        for number, sentences in enumerate(meetings, start=1):
            transcript = fireflies_transcript(sentences)
            if transcript is not None:
                place = file.name if len(meetings) == 1 else f"{file.name}:{number}"
                source = interviews or shape.source
                about = Conversation(source, SourceKind.INTERVIEW, place, shape.title, shape.sure)
                found += voices_of(transcript, about, self.log, names)
        return found


def _first_line(file: VoiceFile) -> str:
    with file.blob.open() as stream:
        return text_of(stream.read(4096)).split("\n")[0]


def _rows_in(content: bytes) -> list[JsonObject]:
    """Return the objects of a JSON list.

    Raises:
        BadFileError: It is none.
    """
    try:
        tree = json_tree(content)
    except ValueError as error:
        raise BadFileError(Sentence("This is not valid JSON: {error}", error=error), "Export it again.") from error
    return rows_at(tree, "[]")


def _any_rows(tree: object) -> list[JsonObject]:
    """Return the longest list of objects in a document of no known shape, of equally long ones the outermost."""
    level: list[object] = [tree]
    best: list[JsonObject] = []
    for _ in range(_DEEPEST_LIST):
        following: list[object] = []
        for value in level:
            if isinstance(value, list):
                each = cast("list[object]", value)
                rows = [cast("JsonObject", one) for one in each if isinstance(one, dict)]
                best = rows if len(rows) > len(best) else best
                following += each[:_LISTS_LOOKED_AT]
            elif isinstance(value, dict):
                following += cast("dict[str, object]", value).values()
        level = following
    return best or ([cast("JsonObject", tree)] if isinstance(tree, dict) else [])


_DEEPEST_LIST = 4
_LISTS_LOOKED_AT = 50


def _without_rows(around: Mapping[str, object]) -> dict[str, object]:
    """Return the plain values of a document."""
    return {key: value for key, value in around.items() if isinstance(value, str | int | float)}
