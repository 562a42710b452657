"""Files of what people say: those of folders and archives, each with how it is to be read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from pathlib import Path, PurePosixPath

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.sources.blobs import DAMAGED, BadFileError, Blob, is_archive, members_of
from whofor.intake.sources.copies import copies_among
from whofor.intake.sources.files import DATA_ENDINGS, paths_of, unreadable
from whofor.intake.sources.folder import shown
from whofor.intake.sources.json_files import is_json
from whofor.intake.sources.regular_files import open_file

__all__ = [
    "ChatExport",
    "FileForm",
    "VoiceFile",
    "VoiceFiles",
    "form_of",
    "members_at_once",
    "text_of",
    "voice_files",
    "whole",
]

_MOST_MEMBERS = 100_000
"""Files of an archive: an export of Slack has one for each day of each channel."""
_LARGEST_WHOLE = 256 * 1024 * 1024
"""Bytes of a file that is read at once: pages, transcripts, JSON documents. Tables are read row by row."""
_FEW_MEMBERS = 200
_HEAD = 8192
_DAY_FILE = re.compile(r"(?P<root>(?:.*/)?)(?P<channel>[^/]+)/\d{4}-\d{2}-\d{2}\.json")
_NO_DATA = ("readme", "license", "licence", "changelog", "robots.txt")


class FileForm(Enum):
    """How a file is read."""

    TABLE = "table"
    JSON = "json"
    CAPTIONS = "captions"
    PROSE = "prose"
    DOCX = "docx"
    PAGE = "page"
    XML = "xml"
    OTHER = "other"


_FORMS = {
    ".vtt": FileForm.CAPTIONS,
    ".srt": FileForm.CAPTIONS,
    ".txt": FileForm.PROSE,
    ".md": FileForm.PROSE,
    ".markdown": FileForm.PROSE,
    ".docx": FileForm.DOCX,
    ".html": FileForm.PAGE,
    ".htm": FileForm.PAGE,
    ".xhtml": FileForm.PAGE,
    ".xml": FileForm.XML,
}


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """One file.

    Attributes:
        name: Its name for people: below the folder or archive that was given.
        blob: Its bytes.
        given: The path that was given.
    """

    name: str
    blob: Blob
    given: Path

    @property
    def ending(self) -> str:
        """Its ending in small letters, that of a packed file being the one of what is packed."""
        return PurePosixPath(self.name.lower().removesuffix(".gz")).suffix

    @property
    def is_given_itself(self) -> bool:
        """Whether the path that was given is this file."""
        return self.blob.path == self.given and not self.blob.member

    @property
    def stem(self) -> str:
        """Its name without folders and ending."""
        return PurePosixPath(self.name).name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ChatExport:
    """An export of a chat.

    Attributes:
        place: The folder or archive.
        users: The file of its users; `None` where there is none.
        days: Channel and file of each day, in order.
    """

    place: str
    users: VoiceFile | None
    days: tuple[tuple[str, VoiceFile], ...]


@dataclass(slots=True)
class VoiceFiles:
    """All files of the paths that were given.

    Attributes:
        chats: Exports of chats.
        files: Other files, in order of their names.
        copies: Files whose bytes are those of another one, with its name.
        problems: What cannot be read.
    """

    chats: list[ChatExport] = field(default_factory=list[ChatExport])
    files: list[VoiceFile] = field(default_factory=list[VoiceFile])
    copies: dict[str, str] = field(default_factory=dict[str, str])
    problems: list[Problem] = field(default_factory=list[Problem])


def voice_files(paths: Sequence[Path]) -> VoiceFiles:
    """Return the files of paths, each once, in one order whatever the order of the paths.

    Raises:
        SourceError: A path leads to nothing; with all such paths.
    """
    found = VoiceFiles()
    missing: list[Problem] = []
    every: list[VoiceFile] = []
    for path in sorted(set(paths)):
        try:
            every += _files_of(path, found.problems)
        except SourceError as error:
            missing += error.problems
    if missing:
        raise SourceError(missing)
    every.sort(key=lambda file: (file.name, str(file.blob.path), file.blob.member))
    found.chats, rest = _chats(every)
    few = [file for file in rest if not file.blob.member or len(rest) <= _FEW_MEMBERS]
    # By place: two folders may hold files of one name.
    places = {f"{file.name}\0{number}": file for number, file in enumerate(few)}
    copies = copies_among((place, file.blob) for place, file in places.items())
    found.copies = {places[copy].name: places[first].name for copy, first in copies.items()}
    left_out = {id(places[copy]) for copy in copies}
    found.files = [file for file in rest if id(file) not in left_out]
    return found


def _files_of(path: Path, problems: list[Problem]) -> Iterator[VoiceFile]:
    contents = paths_of(path)
    for file in contents.files:
        name = shown(file.relative_to(path.parent).as_posix() if file != path else file.name)
        if file.name.lower().startswith(_NO_DATA):
            continue
        try:
            if not file.name.lower().endswith(".docx") and is_archive(file):
                for member, blob in members_of(file, _MOST_MEMBERS):
                    yield VoiceFile(f"{name}/{shown(member)}", blob, path)
                continue
        except BadFileError as bad:
            problems.append(Problem(bad.what, name, bad.value, bad.todo))
            continue
        except OSError as error:
            problems.append(unreadable(file, error))
            continue
        yield VoiceFile(name, Blob(file), path)


def _chats(files: Sequence[VoiceFile]) -> tuple[list[ChatExport], list[VoiceFile]]:
    """Return exports of chats, and the files that belong to none."""
    days: dict[str, list[tuple[str, VoiceFile]]] = {}
    for file in files:
        found = _DAY_FILE.fullmatch(file.name)
        if found:
            days.setdefault(found["root"], []).append((found["channel"], file))
    beside = {file.name: file for file in files if file.ending == ".json"}
    chats: list[ChatExport] = []
    taken: set[str] = set()
    for root, found in sorted(days.items()):
        if f"{root}users.json" in beside or f"{root}channels.json" in beside:
            chats.append(ChatExport(root.rstrip("/") or "chat", beside.get(f"{root}users.json"), tuple(found)))
            taken |= {file.name for _, file in found}
            taken |= {name for name in beside if name.rpartition("/")[0] == root.rstrip("/")}
    return chats, [file for file in files if file.name not in taken]


def form_of(file: VoiceFile) -> FileForm:
    """Return how a file is read, by its ending, and its first bytes where that says little.

    Raises:
        BadFileError, OSError: It cannot be read.
    """
    if file.ending in _FORMS:
        return _FORMS[file.ending]
    try:
        head = file.blob.head(_HEAD)
    except DAMAGED as error:
        raise BadFileError(
            Sentence("The compressed file is damaged: {error}", error=error), "Export it again."
        ) from error
    if file.ending in (".json", ".jsonl", ".ndjson") or (is_json(head) and file.ending not in (".csv", ".tsv")):
        return FileForm.JSON
    return FileForm.TABLE if file.ending in DATA_ENDINGS else FileForm.OTHER


def whole(file: VoiceFile) -> bytes:
    """Return all bytes of a file.

    Raises:
        BadFileError: It is damaged, or far too large to be read at once.
        OSError: It cannot be read.
    """
    try:
        with file.blob.open() as stream:
            content = stream.read(_LARGEST_WHOLE + 1)
    except DAMAGED as error:
        raise BadFileError(Sentence("The file is damaged: {error}", error=error), "Save it again.") from error
    if len(content) > _LARGEST_WHOLE:
        raise BadFileError("The file is larger than 256 MB", "Export a table, or JSON lines.")
    return content


def members_at_once(files: Sequence[VoiceFile]) -> Iterator[tuple[VoiceFile, bytes]]:
    """Yield files with their bytes; those of one archive are unpacked without opening it again for each.

    Raises:
        BadFileError, OSError: One cannot be read.
    """
    for path, together in groupby(files, key=lambda file: file.blob.path if file.blob.member else file):
        if isinstance(path, VoiceFile):
            yield path, whole(path)
        else:
            yield from _unpacked(path, together)


def _unpacked(path: Path, files: Iterable[VoiceFile]) -> Iterator[tuple[VoiceFile, bytes]]:
    """Yield files of one archive with their bytes."""
    try:
        with open_file(path) as packed, zipfile.ZipFile(packed) as archive:
            for file in files:
                with archive.open(file.blob.member) as stream:
                    yield file, stream.read(_LARGEST_WHOLE)
    except DAMAGED as error:
        raise BadFileError(Sentence("The archive is damaged: {error}", error=error), "Download it again.") from error


def text_of(content: bytes) -> str:
    """Return the text of a file in whatever usual encoding: UTF-8, UTF-16 by its mark, else that of Windows.

    Example:
        >>> text_of("é".encode("utf-16")), text_of("é".encode("cp1252")), text_of("é".encode())
        ('é', 'é', 'é')
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
