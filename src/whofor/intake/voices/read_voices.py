"""Reads what people and vendors say from files: the one door of this package."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.voices.file_readers import FileReaders
from whofor.intake.voices.privacy import author_hash
from whofor.intake.voices.raw_voice import RawVoice
from whofor.intake.voices.reading_log import ReadingLog
from whofor.intake.voices.voice_documents import PAGES, documents_of, mask_of
from whofor.intake.voices.voice_files import FileForm, VoiceFile, VoiceFiles, form_of, voice_files
from whofor.intake.voices.voice_options import VoiceOptions
from whofor.model.vendor_page import VendorPage
from whofor.model.voice import PartRole, SourceKind, TextPart
from whofor.model.voice_reading import ShapeSureness, VoiceNoteCode, VoicesRead
from whofor.text import slug

__all__ = ["read_pages", "read_voices"]


def read_voices(
    paths: Sequence[Path],
    *,
    key: bytes,
    tools: Mapping[str, str] | None = None,
    interviews: Sequence[Path] = (),
    competitors: Sequence[Path] = (),
    options: VoiceOptions | None = None,
) -> VoicesRead:
    """Return what people and vendors say in files, with what was read, left out and why.

    The same files give the same documents in whatever order they and their rows are. Nothing is fetched, and no name of
    a person is kept.

    Args:
        paths: Files, folders and zip archives: tables of reviews, posts, answers; exports of chats and support;
            transcripts; saved pages.
        key: Secret for the hashes of authors.
        tools: Names of tools, each with a pattern that finds it in names and texts; see `ToolNames`.
        interviews: Files and folders that hold interviews whatever their shape.
        competitors: Files and folders of saved pages and sitemaps of vendors; a folder in such a folder is a vendor.
        options: How texts are read.

    Raises:
        UsageError: The key is empty.
        SourceError: A path leads to nothing, a file that was given cannot be read, or nothing holds texts.
    """
    author_hash("check", key)
    options = replace(options or VoiceOptions(), **({"tools": dict(tools)} if tools is not None else {}))
    log = ReadingLog()
    readers = FileReaders(options, log)
    found = voice_files(paths)
    for chat in found.chats:
        readers.read_chat(chat)
    for file in found.files:
        readers.read(file)
    asked = voice_files(interviews)
    for file in asked.files:
        readers.read(file, slug(PurePosixPath(file.name).parts[0]) if "/" in file.name else "interviews")
    sites = voice_files(competitors)
    for file, vendor in _with_vendors(sites.files):
        readers.read_page(file, vendor)
    readers.note_others()
    every = (found, asked, sites)
    _note_copies(every, log)
    _refuse(readers, every)
    voices = [*readers.voices, *_voices_of_pages(readers.pages, log)]
    mask = mask_of(voices, options)
    documents = documents_of(voices, key, options, mask, log)
    _note_unsure(log, documents_sources={document.source for document in documents})
    pages = tuple(sorted(readers.pages, key=lambda page: (page.vendor, page.place)))
    return VoicesRead(documents, pages, log.readings(documents, mask.masked), log.notes)


def read_pages(paths: Sequence[Path], vendor: str = "") -> tuple[VendorPage, ...]:
    """Return what saved pages and sitemaps of one vendor say: those of one's own offer, for example.

    Args:
        paths: Files, folders and zip archives.
        vendor: The vendor; by default pages say whose they are.

    Raises:
        SourceError: A path leads to nothing, or a page cannot be read.
    """
    readers = FileReaders(VoiceOptions(), ReadingLog())
    found = voice_files(paths)
    for file, by_folder in _with_vendors(found.files):
        readers.read_page(file, vendor or by_folder)
    _refuse(readers, (found,))
    return tuple(sorted(readers.pages, key=lambda page: (page.vendor, page.place)))


def _with_vendors(files: Sequence[VoiceFile]) -> Iterator[tuple[VoiceFile, str]]:
    """Yield files with their vendors: the folder that was given, or those within it where no page lies beside them.

    The vendor of a page that was given by itself is empty: the page says whose it is.
    """
    parts = {id(file): PurePosixPath(file.name).parts for file in files}
    of_one = {
        file.given for file in files if len(parts[id(file)]) == 2 and form_of(file) in (FileForm.PAGE, FileForm.XML)
    }
    for file in files:
        own = parts[id(file)]
        yield file, "" if len(own) == 1 else own[0] if file.given in of_one or len(own) == 2 else own[1]


def _note_copies(every: Iterable[VoiceFiles], log: ReadingLog) -> None:
    for found in every:
        for copy, first in sorted(found.copies.items()):
            what = Sentence("Its content is that of {first}, so that it is left out", first=first)
            log.note(VoiceNoteCode.FILE_COPY, "", what, copy)


def _refuse(readers: FileReaders, every: Sequence[VoiceFiles]) -> None:
    """Note files of folders that cannot be read.

    Raises:
        SourceError: A file that was given by itself cannot be read, or nothing can.
    """
    problems = [problem for found in every for problem in found.problems]
    given = [*problems, *(problem for file, problem in readers.problems if file.is_given_itself)]
    if given:
        raise SourceError(given)
    if not readers.voices and not readers.pages:
        others = [problem for _, problem in readers.problems]
        todo = "Give tables of reviews or posts, transcripts, exports of chats, or saved pages."
        raise SourceError(others or [Problem("Nothing that was given holds texts", todo=todo)])
    for file, problem in readers.problems:
        has_no_text = "No column" in str(problem.what)
        code = VoiceNoteCode.NO_TEXT_COLUMN if has_no_text else VoiceNoteCode.FILE_LEFT_OUT
        readers.log.note(code, "", problem.what, file.name)


def _note_unsure(log: ReadingLog, documents_sources: set[str]) -> None:
    """Note sources whose shape was never seen in a real file."""
    for source, title in log.of_sureness(ShapeSureness.FROM_MEMORY):
        if source in documents_sources:
            what = Sentence("The shape “{title}” is known from memory only: look at what was read", title=title)
            log.note(VoiceNoteCode.UNSURE_SHAPE, source, what)


def _voices_of_pages(pages: Sequence[VendorPage], log: ReadingLog) -> list[RawVoice]:
    """Return pages as documents of vendors, one for each page that claims anything."""
    found: list[RawVoice] = []
    for page in pages:
        log.opened(PAGES, page.place, Sentence("saved pages"), ShapeSureness.SEEN)
        parts = [TextPart(PartRole.TITLE, page.title)] if page.title else []
        parts += [
            TextPart(PartRole.BODY, claim.text, claim.question) for claim in page.claims if claim.text != page.title
        ]
        if parts:
            found.append(
                RawVoice(
                    PAGES,
                    SourceKind.VENDOR,
                    page.place,
                    tuple(parts),
                    tool=page.vendor,
                    day=math.nan,
                    language=page.language,
                    attributes={"vendor": page.vendor},
                )
            )
    return found
