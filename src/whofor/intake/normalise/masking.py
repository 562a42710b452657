"""Masks persons in texts: names, e-mail addresses and telephone numbers become numbered words such as `person-7`.

The same person has the same number in all texts of an import, so that what differed still differs. Names of companies
stay, also where they hold somebody's surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from whofor.intake.normalise.people import KnownPeople, NamedPerson, Word
from whofor.intake.normalise.person_names import is_legal_form, name_tokens, surname_words
from whofor.intake.normalise.telephones import telephone_key, telephones
from whofor.text import fold, tidy

__all__ = ["MaskAs", "Masker"]

_WORD = re.compile(r"[^\W\d_][^\W_]*")
_ASCII_WORD = re.compile(r"[a-z][a-z0-9]*")
_ADDRESS = re.compile(r"[\w.+%'’\-]*\w@[\w\-]*[^\W\d_][\w\-]*(?:\.[\w\-]+)*")
_DIGITS = re.compile(r"\d(?:[^\w\n]{0,4}\d){6}")
_AND = re.compile(r"\s*(?:&|\+|und|and|et|y|e)\s*", re.IGNORECASE)
_REMEMBERED = 1 << 16
_SHORTEST_SMALL = 6


class MaskAs(Enum):
    """Kinds of texts, by what of a person is masked in them.

    Attributes:
        TEXT: Free text: also surnames alone, unless they are words or part of the client's name.
        WORDS: Words of a list, such as job titles and cities: no surname alone.
        IDENTITY: Keys and names of accounts: whole names only, and no number but a known telephone number.
    """

    TEXT = "text"
    WORDS = "words"
    IDENTITY = "identity"


@lru_cache(maxsize=_REMEMBERED)
def _folded(word: str) -> str:
    return fold(word)


@dataclass(slots=True)
class Masker:
    """What is known of persons and companies, and the numbers given to persons so far.

    Attributes:
        people: The persons.
        only_known: Whether addresses and numbers of others stay.
    """

    people: KnownPeople
    only_known: bool = False
    _companies: dict[str, set[tuple[str, ...]]] = field(default_factory=dict[str, set[tuple[str, ...]]])
    _names: set[str] = field(default_factory=set[str])
    _own: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _of_companies: set[str] = field(default_factory=set[str])
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    _words: frozenset[str] = frozenset()
    _supports: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._words, self._supports = self.people.words, self.people.supports

    def add_company(self, name: str, references: Iterable[str] = ()) -> None:
        """Add an account: its name stays where a text holds it.

        Args:
            name: Its name.
            references: Keys, domains and such, by which rows refer to it.
        """
        words = name_tokens(name)
        if self._words.isdisjoint(words):
            return
        self._names.add(fold(name))
        self._of_companies.update(words)
        own = frozenset(words)
        self._own.update((reference.lower(), own) for reference in references)
        written = _WORD.findall(unicodedata.normalize("NFC", tidy(name)))
        core = words[: len(words) - sum(map(is_legal_form, written[1:]))]
        for form in {words, core}:
            if len(form) > 1:
                self._companies.setdefault(form[0], set()).add(form)

    def own_words(self, reference: str | None) -> frozenset[str]:
        """Return the words of the name of the account that a row refers to, and of the reference itself."""
        if reference is None:
            return frozenset()
        return self._own.get(reference.lower()) or frozenset(name_tokens(reference))

    def needs_own(self, text: str) -> bool:
        """Return whether it depends on a row's own account whether a text names a person."""
        return any(word in self._of_companies and word in self._words for word in _quick_words(text))

    def mask(self, text: str, mask_as: MaskAs, own: Collection[str] = ()) -> str:
        """Return the text with all persons masked; the text itself where there is none.

        Args:
            text: A text.
            mask_as: Kind of text.
            own: Words of the name of the row's own account, as `own_words` returns them.

        Example:
            >>> from whofor.intake.normalise.person_names import person_names
            >>> masker = Masker(KnownPeople.of(person_names("Anna Schmidt")))
            >>> masker.mask("Anna Schmidt (anna@mail.example) renews", MaskAs.TEXT)
            'person-1 (email-2) renews'
        """
        if mask_as is MaskAs.IDENTITY and text.isdigit():
            return self._mark("phone", telephone_key(text)) if text in self.people.digits else text
        named = self._may_name(_quick_words(text), mask_as, own)
        if not named and "@" not in text and not _DIGITS.search(text):
            return text
        plain = unicodedata.normalize("NFC", tidy(text))
        spans: list[tuple[int, int, str, str]] = []
        if "@" in plain:
            every = ((*found.span(), "email", found[0].lower()) for found in _ADDRESS.finditer(plain))
            spans += (span for span in every if not self.only_known or span[3] in self.people.emails)
        if _DIGITS.search(plain):
            spans += self._telephones(plain, mask_as, spans)
        if named:
            spans += self._persons(plain, mask_as, own, spans)
        if not spans:
            return text
        parts: list[str] = []
        end = 0
        for start, stop, kind, who in sorted(spans):
            parts += [plain[end:start], self._mark(kind, who)]
            end = stop
        return "".join((*parts, plain[end:]))

    def mask_host(self, host: str) -> str:
        """Return a web domain, or a made-up one where it is the name of a person: `anna-schmidt.de`."""
        if self._supports.isdisjoint(_quick_words(host)):
            return host
        found = [one for one in self.people.find(host, _words_of(host)) if one.sure == "full"]
        return f"{self._mark('person', found[0].who)}.invalid" if found else host

    def _may_name(self, words: Sequence[str], mask_as: MaskAs, own: Collection[str]) -> bool:
        """Return whether a text of these words may name a person; cheap, as most texts name none."""
        if self._words.isdisjoint(words):
            return False
        if not self._supports.isdisjoint(words) or any(len(word) == 1 for word in words):
            return True
        return mask_as is MaskAs.TEXT and any(word in self._words and word not in own for word in words)

    def _mark(self, kind: str, who: str) -> str:
        return f"{kind}-{self._numbers.setdefault((kind, who), 1 + len(self._numbers))}"

    def _telephones(
        self, text: str, mask_as: MaskAs, taken: Sequence[tuple[int, int, str, str]]
    ) -> list[tuple[int, int, str, str]]:
        found = (
            (start, end, "phone", telephone_key(text[start:end]) or text[start:end])
            for start, end in telephones(text, self.people.telephones)
        )
        spans = [span for span in found if _is_free(span, taken)]
        if self.only_known:
            spans = [span for span in spans if span[3] in self.people.telephones]
        if mask_as is MaskAs.IDENTITY:
            return [span for span in spans if span[3] in self.people.telephones and span[:2] == (0, len(text))]
        return spans

    def _persons(
        self, text: str, mask_as: MaskAs, own: Collection[str], taken: Sequence[tuple[int, int, str, str]]
    ) -> list[tuple[int, int, str, str]]:
        words = _words_of(text)
        spans: list[tuple[int, int, str, str]] = []
        shielded: set[int] | None = None
        for found in self.people.find(text, words):
            span = (words[found.first].start, words[found.last - 1].end, "person", found.who)
            if not _is_free(span, taken):
                continue
            if found.sure != "full" and not (found.sure == "titled" and mask_as is not MaskAs.IDENTITY):
                if shielded is None:
                    shielded = self._of_company_names(text, words)
                if not self._is_person(text, words, found, mask_as, (shielded, own)):
                    continue
            spans.append(span)
        return spans

    def _is_person(
        self,
        text: str,
        words: Sequence[Word],
        found: NamedPerson,
        mask_as: MaskAs,
        company: tuple[set[int], Collection[str]],
    ) -> bool:
        """Return whether a surname alone, or with no more than an initial, is a person in this text."""
        shielded, own = company
        place = range(found.first, found.last)
        if shielded.issuperset(place):
            return False
        if mask_as is MaskAs.IDENTITY:
            return found.sure == "initial" and (found.first, found.last) == (0, len(words))
        if found.sure == "initial":
            return True
        if mask_as is MaskAs.WORDS or not self.people.may_stand_alone(found.surname):
            return False
        named = [words[one] for one in place if words[one].text not in surname_words("particles")]
        if all(word.text in own for word in named) or _begins_a_company(text, words, found.last):
            return False
        # Who writes in small letters means a person only by a name that is hardly a word.
        is_long = any(len(word.text) >= _SHORTEST_SMALL for word in named)
        return is_long or any(word.is_capital for word in named) or text.islower()

    def _of_company_names(self, text: str, words: Sequence[Word]) -> set[int]:
        """Return the positions of the words that are part of the name of an account."""
        if fold(text) in self._names:
            return set(range(len(words)))
        folded = tuple(word.text for word in words)
        shielded: set[int] = set()
        for place, word in enumerate(folded):
            for form in self._companies.get(word, ()):
                if folded[place : place + len(form)] == form:
                    shielded.update(range(place, place + len(form)))
        return shielded


def _quick_words(text: str) -> Sequence[str]:
    """Return the folded words of a text."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return [_folded(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def _is_free(span: tuple[int, int, str, str], taken: Iterable[tuple[int, int, str, str]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end, _, _ in taken)


def _words_of(text: str) -> list[Word]:
    return [Word(_folded(found[0]), *found.span(), not found[0][0].islower()) for found in _WORD.finditer(text)]


def _begins_a_company(text: str, words: Sequence[Word], behind: int) -> bool:
    """Return whether the words behind a surname make it the name of a company: `GmbH`, `& Sons`, `Consulting`."""
    if behind >= len(words):
        return False
    between = text[words[behind - 1].end : words[behind].start]
    written = text[words[behind].start : words[behind].end]
    if _AND.fullmatch(between) and "&" in between:
        return words[behind].text in surname_words("companies") or words[behind].text in ("co", "cie", "partner")
    if between.strip(" ,."):
        return False
    if words[behind].text in ("und", "and", "et", "y", "e") and behind + 1 < len(words):
        return words[behind + 1].text in surname_words("companies")
    return is_legal_form(written) or (words[behind].text in surname_words("companies") and written[0].isupper())
