"""A page as its elements and its text, section by section, for tests of what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Page"]

VOID = {"meta", "link", "br", "img", "input", "hr", "path", "circle", "line", "rect"}


BLOCKS = {"p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "summary", "caption", "figcaption", "pre"}


@dataclass
class Page(HTMLParser):
    """Elements and text of a page; of each section its lines, a row of a table on one line."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    sections: dict[str, list[str]] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self.sections[str(dict(attrs)["id"])] = []
        if tag in BLOCKS:
            self.end_line()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in BLOCKS or tag == "section":
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not {"style", "svg"} & set(self.open) and data.strip():
            self.words.append(" ".join(data.split(" ")).strip().replace("\u2060", ""))
            self.cells.append(self.words[-1].replace("\n", " · "))

    def end_line(self) -> None:
        """Put what was said since the last line into a line of the section."""
        if self.cells and self.sections:
            between = " | " if "table" in self.open else " "
            list(self.sections.values())[-1].append(between.join(self.cells))
        self.cells.clear()
