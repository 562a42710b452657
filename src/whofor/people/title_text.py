"""A job title as parts of words: one writing for feminine, plural, inclusive and short forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whofor.errors import Sentence
from whofor.text import fold

__all__ = ["AND", "OF", "TitleSpelling"]

AND = "and"
"""The word for `&`, `+`, `et`."""
OF = "of"
"""The word for "of" and "to" where it is kept; see `TitleSpelling`."""
_LONGEST = 250
"""Letters of a title that are read; fields for titles of a CRM have no more than 255."""
_MOST_KNOWN = 200_000
"""Words whose roots are kept: more than the languages have, fewer than would fill the memory."""
_SHORTEST_PLURAL, _SHORTEST_STEM = 4, 2

_ADDRESS = re.compile(r"\S*@\S+\.\S+|(?:https?:|www\.)\S+")
# (H/F), F/H, (m/w/d): any sex may have the post.
_SEXES = re.compile(
    r"(?<![\w'])(?:h ?[/|] ?f|f ?[/|] ?[hm]|[mw] ?[/|] ?f|m ?[/|] ?w|w ?[/|] ?m)(?: ?[/|] ?[dxni])?(?![\w'])"
    r"|\((?:h ?f|f ?h)\)"
)
# charge(e), directeur·rice, technicien.ne.s, developpeur/se, agent-e: the masculine stays. A slash and a hyphen part
# other words, too, so that what stands before them must be a masculine form.
_FEMININE = (
    "(?:e|ee|ne|enne|ienne|le|elle|lle|te|ve|ive|se|euse|teuse|re|ere|iere|fe|rice|trice|drice|ice|ale|ante|ente|onne)"
)
_INCLUSIVE = re.compile(
    rf"(?:[·•∙⋅‧・.](?<=[a-z]{{3}}.){_FEMININE}(?:[·•∙⋅‧・.]?s)?"
    rf"|\((?<=[a-z]{{3}}\(|[a-z]{{2}} \()-?{_FEMININE}s?\)s?"
    rf"|[/-](?<=(?:eur|ien|ier|ler|ger|ial|nal|rge|cie|che|gue|oye|rie|ant|ent|int).)-?{_FEMININE}s?)(?!\w)"
)
_MARKS = frozenset(".(/|@&")
_DOTTED = re.compile(r"(?<!\w)[a-z](?:\.[a-z])+(?!\w)\.?")
_INITIAL = re.compile(r"(?<!\w)([a-z])\.")
_INITIALS = re.compile(r" [a-z](?: [a-z]){1,3}(?![\w'])(?! ?[&/])")
# R&D, M & A, FP&A, N/A, R et D.
_JOINED = re.compile(
    r"(?<!\w)(?:([a-z]) ?& ?([a-z])|([a-z]{2})&([a-z])|([a-z])&([a-z]{2})|([a-z])/([a-z])|(r) (?:et|and) (d))(?!\w)"
)
_SEPARATORS = frozenset(',;/|()[]{}<>:·•–—"!?\n-')
_TOKEN = re.compile(r"[^\W_]+|[&+@,;/|()\[\]{}<>:·•–—\"!?\n]|(?<=\s)-+|-+(?=\s)")


@dataclass(frozen=True)
class TitleSpelling:
    """How words of titles are written otherwise.

    Attributes:
        spelled: Short and odd forms, and the word or words that they stand for.
        endings: Feminine and plural endings, the longest first, and those that they stand for.
        ignored: Words that are passed over.
        of_words: Words for "of" and "to". They are passed over, except behind words of `before_of`, where they read
            `of`: an assistant to a director is no assistant director.
        before_of: Roots behind which they are kept.
        either_words: Words between two forms of one word: `directeur ou directrice`.
        company_words: Words behind which the name of a company stands, which is not read.
    """

    spelled: Mapping[str, tuple[str, ...]]
    endings: Sequence[tuple[str, str]]
    ignored: frozenset[str]
    of_words: frozenset[str]
    before_of: frozenset[str]
    either_words: frozenset[str]
    company_words: frozenset[str]
    _known: dict[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]], init=False, repr=False, compare=False
    )

    def parts(self, title: str) -> list[tuple[str, ...]]:
        """Return the parts of a title between separators that have words: the roots of their words."""
        parts: list[tuple[str, ...]] = []
        part: list[str] = []
        last: tuple[str, ...] = ()
        in_company = after_either = False
        for token in _tokens(title):
            if not token:
                if part:
                    parts.append(tuple(part))
                    part = []
                in_company = False
            elif in_company or token in self.ignored:
                continue
            elif token in self.company_words:
                in_company = True
            elif token in self.either_words:
                after_either = True
            elif token in self.of_words:
                if part and part[-1] in self.before_of:
                    part.append(OF)
            elif not token.isdecimal():
                roots = self.roots(token)
                if last and roots == last and (after_either or not part):  # `Chef / Cheffe`, `directeur ou directrice`
                    part = part or list(parts.pop())
                else:
                    part += roots
                    last = roots
                after_either = False
        return [*parts, tuple(part)] if part else parts

    def roots(self, word: str) -> tuple[str, ...]:
        """Return the root of a folded word, or those of the words that it stands for."""
        found = self._known.get(word)
        if found is None:
            found = self._roots(word)
            if len(self._known) < _MOST_KNOWN:
                self._known[word] = found
        return found

    def phrase_words(self, text: str) -> list[str]:
        """Return the words of a phrase as they stand in a part of a title.

        Raises:
            ValueError: It holds a mark that parts titles, so that it could never be found.
        """
        words: list[str] = []
        for token in map(_separated, _TOKEN.findall(fold(text))):
            if not token or token == "@":
                raise ValueError(Sentence("the phrase holds a mark that parts titles"))
            if token in self.of_words:
                words.append(OF)
            elif token not in self.ignored and token not in self.either_words:
                words += self.roots(token)
        return words

    def says_something(self, text: str) -> bool:
        """Return whether a text has a word that is not passed over."""
        return any(word != OF for word in self.phrase_words(text))

    def _roots(self, word: str) -> tuple[str, ...]:
        form = word
        for form in self._forms(word):
            if form in self.spelled:
                return self.spelled[form]
        return (form,)

    def _forms(self, word: str) -> Iterable[str]:
        """Return the word, the word without its plural, and that without its feminine."""
        yield word
        if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and word[-2:] not in ("ss", "us", "is"):
            word = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
            yield word
        for ending, instead in self.endings:
            if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM:
                yield word[: -len(ending)] + instead
                return


def _tokens(title: str) -> list[str]:
    """Return the words of a title, folded, and an empty text for each separator."""
    text = fold(title[:_LONGEST])
    if text.replace(" ", "").isalnum():  # as most titles are: nothing but letters alone need another look
        words = text.split(" ")
        if min(map(len, words)) > 1:
            return words
    marks = _MARKS.intersection(text)
    if "@" in marks or "www." in text or "://" in text:
        text = _ADDRESS.sub(" ", text)
    if "/" in marks or "(" in marks or "|" in marks:
        text = _SEXES.sub(" ", text)
    text = _INCLUSIVE.sub("", text)
    if "." in marks:
        text = _INITIAL.sub(r"\1 ", _DOTTED.sub(_close, text))
    text = " ".join(text.split())
    text = _INITIALS.sub(_close_up, f" {text}")
    if "&" in marks or "/" in marks or "r et d" in text or "r and d" in text:
        text = _JOINED.sub(_glued, text)
    return list(map(_separated, _TOKEN.findall(text)))


def _separated(token: str) -> str:
    """Return a word as it is, the word for `and`, or an empty text for a mark that parts titles."""
    return "" if token[0] in _SEPARATORS else AND if token in ("&", "+") else token


def _close(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


def _close_up(found: re.Match[str]) -> str:
    return " " + found[0].replace(" ", "")


def _glued(found: re.Match[str]) -> str:
    return "".join(letters for letters in found.groups() if letters)
