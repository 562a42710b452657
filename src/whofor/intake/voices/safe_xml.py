"""XML that may come from anybody: its elements and texts. Declarations are refused: nothing swells or is fetched."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from whofor.errors import Sentence
from whofor.intake.sources.blobs import BadFileError

__all__ = ["read_xml"]


def read_xml(content: bytes, started: Callable[[str], None], said: Callable[[str], None]) -> None:
    """Read a document, telling of each element that begins, by its name without its namespace, and of each text.

    Args:
        content: The document.
        started: Is told the name of an element.
        said: Is told a text.

    Raises:
        BadFileError: It is no XML, or declares entities: what would unpack to gigabytes or name other files.

    Example:
        >>> found = []
        >>> read_xml(b"<urlset><url><loc>https://a.example/x</loc></url></urlset>", found.append, found.append)
        >>> found
        ['urlset', 'url', 'loc', 'https://a.example/x']
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refused(*_: object) -> int:
        raise BadFileError("The file declares entities, which no page needs", "Save it again without them.")

    def start(name: str, _attributes: dict[str, str]) -> None:
        started(name.rpartition(" ")[2])

    parser.EntityDeclHandler = refused
    parser.ExternalEntityRefHandler = refused
    parser.StartElementHandler = start
    parser.CharacterDataHandler = said
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BadFileError(Sentence("The XML is damaged: {error}", error=error), "Save it again.") from error
