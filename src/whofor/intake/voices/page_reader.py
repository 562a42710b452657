"""A saved page as blocks of text with what surrounds them: headings, list items, quotations, pictures, data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from whofor.intake.voices.words import page_words
from whofor.text import fold, parse_json

__all__ = ["PageBlock", "PageParts", "parts_of_page"]

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_TEXTS = frozenset(("p", "li", "blockquote", "dt", "dd", "figcaption", "cite", "td", "th", "h4", "h5", "h6", "summary"))
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_LEFT_OUT = frozenset(("script", "style", "noscript", "template", "svg", "nav", "footer", "form", "iframe", "select"))
_INLINE = frozenset(
    ("a", "b", "i", "em", "strong", "span", "small", "u", "mark", "sup", "sub", "br", "img", "code", "time")
)
_SPLIT = re.compile(r"[^a-z0-9]+")
_MOST_BLOCKS = 20_000
_DEEPEST = 400


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One text of a page.

    Attributes:
        tag: The element: `h1`, `li`, `p` …; `img` for a picture, of which the text is its alternative one.
        text: The text, on one line.
        within: Classes of this and the elements around it, and their names: `testimonial`, `logo`, `header` …
        own: Classes of the innermost element.
        quote: Number of the quotation that it is part of, from 1; 0 for none.
    """

    tag: str
    text: str
    within: frozenset[str]
    own: frozenset[str]
    quote: int = 0


@dataclass(slots=True)
class PageParts:
    """Parts of a page.

    Attributes:
        title: Its title.
        description: Its description for search engines.
        site: Name of the site.
        address: Its own address.
        language: Language that it declares.
        blocks: Its texts, in order.
        data: What it tells search engines, as JSON values.
    """

    title: str = ""
    description: str = ""
    site: str = ""
    address: str = ""
    language: str = ""
    blocks: list[PageBlock] = field(default_factory=list[PageBlock])
    data: list[object] = field(default_factory=list[object])


def parts_of_page(html: str) -> PageParts:
    """Return the parts of a page. Nothing that it names is fetched or run.

    Example:
        >>> page = parts_of_page("<title>Planly</title><nav>Home</nav><h1>Plan <b>faster</b></h1><img alt='Acme'>")
        >>> page.title, [(block.tag, block.text) for block in page.blocks]
        ('Planly', [('h1', 'Plan faster'), ('img', 'Acme')])
    """
    reader = _Reader()
    # A comment that is never closed would be looked for again behind each of its beginnings.
    reader.feed(html if "-->" in html else html.replace("<!--", ""))
    reader.close()
    reader.end_text()
    return reader.page


@dataclass(slots=True)
class _Open:
    tag: str
    classes: frozenset[str]
    quote: int


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PageParts()
        self._open: list[_Open] = []
        self._text: list[str] = []
        self._left_out = 0
        self._data: list[str] | None = None
        self._in_title = False
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.page.language = given.get("lang", "")
        if tag == "meta":
            self._meta(given)
        if tag == "link" and given.get("rel") == "canonical":
            self.page.address = given.get("href", "")
        if tag == "script" and given.get("type", "").strip().lower() == "application/ld+json":
            self._data = []
        self._in_title = self._in_title or (tag == "title" and not self.page.title)
        classes = _classes(tag, given)
        if _parts_text(tag, classes):
            self.end_text()
        if tag == "img" and not self._left_out and given.get("alt", "").strip():
            self._add("img", given["alt"], classes)
        if tag in _EMPTY:
            if tag == "br":
                self._text.append(" ")
            return
        if len(self._open) < _DEEPEST:
            self._begin(tag, classes)

    def _begin(self, tag: str, classes: frozenset[str]) -> None:
        quote = self._open[-1].quote if self._open else 0
        if not quote and (tag == "blockquote" or classes & page_words("class", "testimonial")):
            self._quotes += 1
            quote = self._quotes
        self._open.append(_Open(tag, classes, quote))
        self._left_out += self._hides(self._open[-1])

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those within it that were not ended."""
        if tag == "script" and self._data is not None:
            self._end_data()
        if tag == "title":
            self._in_title = False
        ended = next((one for one in reversed(self._open) if one.tag == tag), None)
        if _parts_text(tag, ended.classes if ended else frozenset()):
            self.end_text()
        if ended is not None:
            while self._open:
                last = self._open.pop()
                self._left_out -= self._hides(last)
                if last is ended:
                    break

    def handle_data(self, data: str) -> None:
        """Add a text."""
        if self._data is not None:
            self._data.append(data)
        elif self._in_title:
            self.page.title = " ".join(f"{self.page.title} {data}".split())
        elif not self._left_out:
            self._text.append(data)

    def end_text(self) -> None:
        """End the text that was being read, and add it."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            inner = next((one for one in reversed(self._open) if one.tag not in _INLINE), None)
            own = frozenset().union(*(one.classes for one in self._open if one is inner or one.tag in _INLINE))
            self._add(self._tag_of(), text, own)

    def _add(self, tag: str, text: str, own: frozenset[str]) -> None:
        if len(self.page.blocks) < _MOST_BLOCKS:
            within = frozenset().union(own, *(one.classes for one in self._open))
            quote = self._open[-1].quote if self._open else 0
            self.page.blocks.append(PageBlock(tag, " ".join(text.split()), within, own, quote))

    def _tag_of(self) -> str:
        known = (one.tag for one in reversed(self._open) if one.tag in _HEADINGS or one.tag in _TEXTS)
        return next(known, self._open[-1].tag if self._open else "p")

    def _meta(self, given: dict[str, str]) -> None:
        name, content = fold(given.get("name") or given.get("property", "")), " ".join(given.get("content", "").split())
        if name in ("description", "og:description") and not self.page.description:
            self.page.description = content
        elif name == "og:site_name":
            self.page.site = content
        elif name == "og:url" and not self.page.address:
            self.page.address = content
        elif name == "og:title" and not self.page.title:
            self.page.title = content

    def _end_data(self) -> None:
        try:
            self.page.data.append(parse_json("".join(self._data or ())))
        except ValueError:
            pass
        finally:
            self._data = None

    @staticmethod
    def _hides(one: _Open) -> bool:
        return one.tag in _LEFT_OUT or (
            one.tag not in ("html", "body", "main") and bool(one.classes & page_words("class", "left_out"))
        )


def _parts_text(tag: str, classes: frozenset[str]) -> bool:
    """Return whether an element begins a text of its own: a block, and who is quoted, who stands in one line often."""
    return tag not in _INLINE or any(classes & page_words("class", who) for who in ("author", "role", "company"))


def _classes(tag: str, given: dict[str, str]) -> frozenset[str]:
    """Return the words of an element's classes, each class also as a whole, and the element's own name."""
    names = f"{given.get('class', '')} {given.get('id', '')}".lower().split()
    words = {word for name in names for word in (*_SPLIT.split(name), name) if word}
    return frozenset((*words, tag))
