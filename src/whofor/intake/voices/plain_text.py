"""Plain text of what somebody wrote: markup, quoted replies and code out, links as their words."""

from __future__ import annotations

import re

from whofor.intake.voices.html_text import html_text, looks_like_html
from whofor.intake.voices.words import is_one_of, names_of
from whofor.text import fold, without_halves

__all__ = ["LONGEST_TEXT", "has_words", "is_removed", "links_in", "plain_text", "says_bot"]

LONGEST_TEXT = 20_000
"""First characters of a text that are read, some ten pages: a convention."""
_LONGEST_RAW = 10 * LONGEST_TEXT
"""Characters of a text with its markup that are looked at."""

_FENCE = re.compile(r"(?:^|\n)[ \t]*(```|~~~)[^\n]*\n.*?(?:\n[ \t]*\1[^\n]*|\Z)|```.*?```", re.DOTALL)
_QUOTE_MARK = re.compile(r"\[(/?)quote[^\]\[]{0,200}\]", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t]*(?:>|&gt;)(?![ \t]*[\d=]).*$", re.MULTILINE)
_WROTE = re.compile(
    r"^(?:on\b.{4,120}\bwrote|le\b.{4,120}\ba écrit|am\b.{4,120}\bschrieb|el\b.{4,120}\bescribió)\s*:?\s*$"
    r"|^-{2,}\s*(?:original message|message d'origine|forwarded message|message transféré).*$"
    r"|^_{10,}\s*$(?=\n(?:from|de|von)\s*:)",
    re.IGNORECASE | re.MULTILINE,
)
_PICTURE = re.compile(r"!\[([^\]\n]{0,200})\]\([^()\s]{0,500}(?:\s\"[^\"\n]*\")?\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?://|/)[^()\s]{0,1000}(?:\([^()\s]*\)[^()\s]*)?\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff]")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2})(?=\S)([^*_\n]{1,300}?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([~*_`#>\[\]()!.+|\\-])")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_SPACES = re.compile(r"[ \t\xa0\u202f]+")
_LINES = re.compile(r"\s*\n\s*\n\s*")
_LETTER = re.compile(r"[^\W\d_]")


def plain_text(text: str) -> str:
    """Return a text as people read it, in lines; without markup, code, and what it quotes of others.

    Example:
        >>> plain_text("> Is it slow?\\n\\nYes, **very**: see [the log](https://a.example/log).\\n```\\nx = 1\\n```")
        'Yes, very: see the log.'
        >>> plain_text("I &lt;3 it<br>but it is slow<script>alert(1)</script>")
        'I <3 it\\nbut it is slow'
    """
    text = without_halves(text[:_LONGEST_RAW]).replace("\r\n", "\n").replace("\r", "\n")
    if "[quote" in text:
        text = _without_marked_quotes(text)
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("\n", text)
    if ">" in text or "&gt;" in text:
        text = _without_quotes(text)
    if looks_like_html(text):
        text = html_text(text)
    said = _WROTE.search(text)
    if said and text[: said.start()].strip():
        text = text[: said.start()]
    if "](" in text:
        text = _LINK.sub(r"\1", _PICTURE.sub(r"\1", text))
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "*" in text or "__" in text:
        text = _EMPHASIS.sub(r"\2", text)
    text = _CONTROL.sub("", _HEADING.sub("", text) if "#" in text else text)
    return _LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()


def _without_marked_quotes(text: str) -> str:
    """Return a text without what stands between `[quote]` and `[/quote]`; one that is never closed is a mark alone."""
    kept: list[str] = []
    depth = place = 0
    for mark in _QUOTE_MARK.finditer(text):
        if not depth:
            kept.append(text[place : mark.start()])
        depth = max(0, depth - 1) if mark[1] else depth + 1
        place = mark.end()
    return "\n".join((*kept, text[place:]))


def _without_quotes(text: str) -> str:
    """Return a text without the lines that it quotes; as it is where nothing else is in it."""
    left = _QUOTED.sub("", text)
    return left if left.strip() else text


def links_in(text: str) -> list[str]:
    """Return the addresses of the web in a text.

    Example:
        >>> links_in("See https://a.example/x?ref=me, or [this](https://b.example).")
        ['https://a.example/x?ref=me', 'https://b.example']
    """
    return [found.rstrip(".,;:!?") for found in _ADDRESS.findall(text)] if "://" in text or "www." in text else []


def has_words(text: str) -> bool:
    """Return whether a text says anything but addresses of the web and marks.

    Example:
        >>> has_words("https://preview.example/a.png"), has_words("…"), has_words("Ok"), has_words("10")
        (False, False, True, True)
    """
    left = _ADDRESS.sub("", text) if "://" in text or "www." in text else text
    return _LETTER.search(left) is not None or any(letter.isdigit() for letter in left)


def is_removed(text: str) -> bool:
    """Return whether a text stands in place of one that was taken away.

    Example:
        >>> is_removed("[removed]"), is_removed(" [Deleted] "), is_removed("They removed it")
        (True, True, False)
    """
    return len(text) <= _LONGEST_REMOVED and is_one_of(text, "removed")


_LONGEST_REMOVED = 60


def says_bot(text: str) -> bool:
    """Return whether a program says at the end of a text that it wrote it.

    Example:
        >>> says_bot("Read the rules. *I am a bot, and this action was performed automatically.*"), says_bot("A bot!")
        (True, False)
    """
    end = text[-_END:].lower()
    # Folding takes long, and nearly no text has such a word.
    return ("bot" in end or "automatically" in end) and any(words in fold(end) for words in names_of("bots", "texts"))


_END = 1_000
"""Last characters of a text, in which a program says what it is."""
