"""Bytes of a source: a file, or a member of an archive, unpacked on the way."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from whofor.errors import Sentence
from whofor.intake.sources.regular_files import open_file
from whofor.model import IssueCode

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["DAMAGED", "BadFileError", "Blob", "is_archive", "members_of"]

DAMAGED = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    UnicodeDecodeError,
    struct.error,
)
"""Exceptions that reading a damaged archive raises; some mean that it asks for what no archive needs."""

_MOST_MEMBERS = 1_000
_CHUNK = 1 << 22
_LARGEST = 64 * 1024**3
_MOST_TIMES = 300
"""How often the size of an archive its content may be. Text packs to a tenth; rows of two thousand columns with two
values in each, to a 216th (measured with gzip)."""
_SMALL = 64 * 1024**2
_ENCRYPTED = 0x1


class BadFileError(Exception):
    """The file cannot be used; its text says why, `todo` what to do."""

    def __init__(self, what: str, todo: str, value: str = "", code: IssueCode | None = None) -> None:
        self.what = what
        self.todo = todo
        self.value = value
        self.code = code
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that can be read again and again.

    Attributes:
        path: The file.
        member: Name within the archive that the file is; empty for the file itself.
    """

    path: Path
    member: str = ""

    @contextmanager
    def open(self) -> Generator[IO[bytes]]:
        """Open the bytes, unpacked from gzip where they are packed.

        Raises:
            OSError: The file cannot be read.
            EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile: It is damaged.
        """
        with self._plain() as raw:
            is_packed = raw.peek(2)[:2] == b"\x1f\x8b"
            if not is_packed:
                yield cast("IO[bytes]", raw)
                return
            with (
                gzip.open(raw) as unpacked,
                io.BufferedReader(_Limited(cast("IO[bytes]", unpacked), self._most_unpacked())) as limited,
            ):
                yield cast("IO[bytes]", limited)

    def head(self, size: int) -> bytes:
        """Return the first bytes. What is packed is read to its end: if it is damaged or swells, that shows in seconds.

        Raises:
            BadFileError, or what `open` raises.
        """
        is_packed = not self.is_plain_file
        with self.open() as stream:
            found = stream.read(size)
            while is_packed and stream.read(_CHUNK):
                pass
        return found

    def size(self) -> int:
        """Return the number of bytes as they are stored; of a member of an archive, unpacked.

        Raises:
            OSError, zipfile.BadZipFile: They cannot be read.
        """
        if not self.member:
            return self.path.stat().st_size
        with open_file(self.path) as packed, zipfile.ZipFile(packed) as archive:
            return archive.getinfo(self.member).file_size

    def digest(self) -> str:
        """Return the SHA-256 of the bytes as they are stored; of a member of an archive, unpacked.

        Raises:
            What `open` raises.
        """
        with self._plain() as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()

    def _most_unpacked(self) -> int:
        """Return how much the file on the disk may unpack to."""
        return min(_LARGEST, max(_SMALL, _MOST_TIMES * self.path.stat().st_size))

    @contextmanager
    def _plain(self) -> Generator[io.BufferedReader]:
        if not self.member:
            with open_file(self.path) as raw:
                yield cast("io.BufferedReader", raw)
            return
        with open_file(self.path) as packed, zipfile.ZipFile(packed) as archive, archive.open(self.member) as member:
            yield io.BufferedReader(cast("io.RawIOBase", member))

    @property
    def is_plain_file(self) -> bool:
        """Return whether the file on the disk is these very bytes."""
        with open_file(self.path) as raw:
            return not self.member and raw.read(2) != b"\x1f\x8b"


class _Limited(io.RawIOBase):
    """Unpacked bytes, up to a limit."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes.

        Raises:
            BadFileError: The file unpacks to far more than any export holds.
        """
        view = memoryview(buffer)
        chunk = self._stream.read(len(view))
        view[: len(chunk)] = chunk
        self._left -= len(chunk)
        if self._left < 0:
            raise BadFileError("The file unpacks to far more than an export holds", "Export it again, unpacked.")
        return len(chunk)


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive, and no workbook (which is one too)."""
    with open_file(path) as stream:
        if stream.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
            return False
        try:
            with zipfile.ZipFile(stream) as archive:
                names = archive.namelist()
        except DAMAGED:
            return True
    return not any(name.startswith(("xl/", "[Content_Types]")) or name == "content.xml" for name in names)


def members_of(path: Path, most: int = _MOST_MEMBERS) -> list[tuple[str, Blob]]:
    """Return names and bytes of the files of a zip archive, in order of their names.

    Args:
        path: The archive.
        most: Largest number of files that it may hold.

    Raises:
        BadFileError: It is damaged, locked, or unpacks to far more than any export holds.
    """
    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as archive:
            infos = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
    except DAMAGED as error:
        raise BadFileError(Sentence("The archive is damaged: {error}", error=error), "Download it again.") from error
    infos = [info for info in infos if _is_visible(info.filename)]
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise BadFileError("The archive is locked with a password", "Unpack it, and give the folder.")
    name, times = next(iter(Counter(info.filename for info in infos).most_common(1)), ("", 0))
    if times > 1:
        # By its name only the last of them could be read.
        raise BadFileError("The archive holds two files of one name", "Pack it again, each name once.", name)
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > most or unpacked > _LARGEST or (unpacked > _SMALL and unpacked > _MOST_TIMES * packed):
        raise BadFileError(
            "The archive unpacks to far more than an export holds", "Unpack it, and give the folder.", f"{unpacked:,} B"
        )
    return [(info.filename, Blob(path, info.filename)) for info in infos]


def _is_visible(name: str) -> bool:
    return not any(part.startswith((".", "__MACOSX", "~$")) for part in PurePosixPath(name).parts)
