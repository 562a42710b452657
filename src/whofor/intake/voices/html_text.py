"""Text of HTML: what a reader sees of a post or an answer, without quoted replies and blocks of code."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

__all__ = ["html_text", "looks_like_html"]

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|s|strong|em|ul|ol|li|script|style|img|blockquote|pre|code|h[1-6]|table|tr|td|th|tbody"
    r"|thead|iframe|aside|section|article|svg|object|embed|form|input|button|font|small|sup|sub|hr|html|body|head|meta"
    r"|link|video|audio|details|summary|figure|figcaption|mark|del|ins)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_LEFT_OUT = frozenset(
    ("script", "style", "pre", "blockquote", "svg", "noscript", "template", "head", "iframe", "object", "textarea")
)
_BLOCKS = frozenset(
    ("p", "br", "div", "li", "ul", "ol", "tr", "table", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "hr")
)


def looks_like_html(text: str) -> bool:
    """Return whether a text holds tags of HTML, or its codes for characters.

    Example:
        >>> looks_like_html("<p>Slow</p>"), looks_like_html("a < b and b > c"), looks_like_html("R&amp;D")
        (True, False, True)
    """
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def html_text(text: str) -> str:
    """Return what a reader sees, a line for each block; without scripts, quotations and blocks of code.

    Example:
        >>> html_text("<blockquote>It works</blockquote><p>No, it is <b>slow</b>.<br>Very.</p><script>x()</script>")
        'No, it is slow.\\nVery.'
    """
    if "<" not in text or _TAG.search(text) is None:
        return html.unescape(text)
    reader = _Reader()
    # A comment that is never closed would be looked for again behind each of its beginnings.
    reader.feed(text if "-->" in text else text.replace("<!--", ""))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collector of the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to leave out, or begin a line."""
        is_quote = tag == "aside" and "quote" in (dict(attrs).get("class") or "").split()
        if tag in _LEFT_OUT or is_quote or (self._within and tag == self._within[-1]):
            self._within.append(tag)
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what is left out, or a line."""
        if self._within and tag in self._within:
            while self._within.pop() != tag:
                pass
        if tag in _BLOCKS or tag in _LEFT_OUT:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Add a text; a break of a line within it is a space."""
        if not self._within:
            self.parts.append(data.replace("\n", " "))
