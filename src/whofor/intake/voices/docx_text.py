"""Text of a Word document, a line for each paragraph."""

from __future__ import annotations

import io
import zipfile

from whofor.errors import Sentence
from whofor.intake.sources.blobs import DAMAGED, BadFileError
from whofor.intake.voices.safe_xml import read_xml

__all__ = ["docx_text"]

_BODY = "word/document.xml"
_LARGEST = 64 * 1024 * 1024
"""Bytes of its text, unpacked: a book has one megabyte."""
_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t"}


def docx_text(content: bytes) -> str:
    """Return the text.

    Raises:
        BadFileError: It is damaged, locked, or unpacks to far more than anybody writes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_BODY) as stream:
            body = stream.read(_LARGEST + 1)
    except (*DAMAGED, KeyError, RuntimeError) as error:
        raise BadFileError(Sentence("The document is damaged: {error}", error=error), "Save it again.") from error
    if len(body) > _LARGEST:
        raise BadFileError("The document unpacks to far more than anybody writes", "Save its text alone.")
    parts: list[str] = []
    is_text = [False]

    def started(name: str) -> None:
        parts.append(_BREAKS.get(name, ""))
        is_text[0] = name == "t"

    def said(text: str) -> None:
        if is_text[0]:
            parts.append(text)

    read_xml(body, started, said)
    return "".join(parts).strip()
