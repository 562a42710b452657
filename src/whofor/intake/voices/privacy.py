"""Persons: authors become keyed hashes, and what names or reaches a person is masked in texts."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from functools import lru_cache

from whofor.errors import Problem, UsageError
from whofor.intake.normalise.masking import MaskAs, Masker
from whofor.intake.normalise.people import KnownPeople
from whofor.intake.normalise.person_names import PersonName, person_names, surname_words
from whofor.intake.voices.words import is_one_of, names_of
from whofor.text import fold

__all__ = ["PersonMask", "author_hash", "author_name"]

_DIGITS_OF_A_HASH = 16
"""Hexadecimal digits: 64 bits, of which two in a million authors agree by chance once in ten million times."""
_SHORTEST = 3
"""Letters of a part of a name that is looked for by itself; shorter ones are words."""

_IBAN = re.compile(
    r"(?P<said>iban\W{1,4})?(?<![A-Za-z0-9])(?P<number>[A-Z]{2}\d{2}(?:[ \xa0.-]?[A-Z0-9]{2,4}){3,8})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_PROFILE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:linkedin\.com/(?:in|pub)|facebook\.com|instagram\.com|twitter\.com|x\.com"
    r"|t\.me|threads\.net|tiktok\.com/@|reddit\.com/u(?:ser)?|medium\.com/@|youtube\.com/@|wa\.me|calendly\.com"
    r"|trustpilot\.com/users|g2\.com/users|mastodon\.social/@)/?[\w.%@+-]+(?:/[^\s<>()\[\]\"']*)?"
    r"|(?:https?://)?github\.com/[\w-]+/?(?![\w/-])",
    re.IGNORECASE,
)
_MAIL_LINK = re.compile(r"(?:mailto|tel):[^\s<>\"')\]]+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@/.])@[^\W_][\w.-]*\w|(?<![\w/])/?u/[\w-]{3,}")
_MARKED = re.compile(r"\b(person|email|phone)-\d+\b")
_MARKS = {"person": "[name]", "email": "[email]", "phone": "[phone]"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\W_][\w.-]*[^\W_]|[^\W_]")
_REPEATED = re.compile(r"\[name\](?:[ .'’-]{1,2}\[name\])+")
_USERNAME = re.compile(r"[\w.-]*(?:[_\d]|[a-z][A-Z]|\w[-.]\w)[\w.-]*")
_GIVEN_AND_SURNAME = re.compile(r"[^\W\d_]+(?:['’. -]+[^\W\d_]+){1,4}\.?")


def author_name(name: str) -> str:
    """Return the name of an author; empty where it names nobody, as `Anonymous`.

    Example:
        >>> author_name(" Anna  Schmidt"), author_name("Verified Reviewer"), author_name("[deleted]")
        ('Anna Schmidt', '', '')
    """
    name = " ".join(name.split())
    return "" if is_one_of(name, "nobody") or not any(map(str.isalnum, name)) else name


def author_hash(name: str, key: bytes) -> str:
    """Return the keyed hash of an author, 16 hexadecimal digits; empty where the name names nobody.

    The same for all ways of writing capitals and accents, and in all sources, so that who writes in two counts once.

    Args:
        name: Name, address or key by which the source tells authors apart.
        key: Secret of the workspace; without it nobody can find out whether a name is in the texts.

    Raises:
        UsageError: The key is empty.

    Source:
        RFC 2104 (HMAC), with SHA-256.

    Example:
        >>> author_hash("Zoé Martin", b"secret") == author_hash("ZOE MARTIN ", b"secret")
        True
        >>> len(author_hash("Zoé Martin", b"secret")), author_hash("anonymous", b"secret")
        (16, '')
    """
    if not key:
        raise UsageError(Problem("The key for the hashes of authors is empty", todo="Give at least 16 random bytes."))
    name = author_name(name)
    if not name:
        return ""
    return hmac.new(key, fold(name).encode(), hashlib.sha256).hexdigest()[:_DIGITS_OF_A_HASH]


class PersonMask:
    """Masks persons in texts: those that are known by name, and every address, number and handle.

    Args:
        names: Names of all authors and of those they speak with.
        tools: Names of tools, which are kept though they may be surnames as well.

    Example:
        >>> mask = PersonMask(["Anna Schmidt", "data_guy42"])
        >>> mask.masked("Anna Schmidt (anna@mail.example, @anna) agrees with data_guy42", ())
        '[name] ([email], [handle]) agrees with [name]'
        >>> mask.masked("Thanks! Rob", ("Robert Rob",))
        'Thanks! [name]'
    """

    def __init__(self, names: Iterable[str], tools: Iterable[str] = ()) -> None:
        known = sorted({name for name in map(author_name, names) if name})
        full = (found for name in known if _GIVEN_AND_SURNAME.fullmatch(name) for found in person_names(name))
        self._masker = Masker(KnownPeople.of(_certain(full)))
        self._tools = frozenset(fold(word) for tool in tools for word in _WORD.findall(tool))
        self._users = frozenset(fold(name) for name in known if _USERNAME.fullmatch(name) and len(name) > _SHORTEST)

    def masked(self, text: str, own: tuple[str, ...], others: tuple[str, ...] = ()) -> str:
        """Return a text without persons.

        Args:
            text: The text.
            own: Names of its author: also a part of one is masked, whatever its case.
            others: Names of those who take part in the same conversation: a part of a full name is masked, and a name
                of one word where it is written with a capital.
        """
        if not text:
            return text
        if "://" in text or ".com/" in text or "mailto:" in text or ".me/" in text or "tel:" in text:
            text = _PROFILE.sub("[profile]", _MAIL_LINK.sub("[email]", text))
        if any(map(str.isdigit, text)):
            text = _IBAN.sub(_iban_mark, text)
        # Line by line, as masking makes one line of a text.
        text = "\n".join(map(self._line, text.split("\n")))
        if "@" in text or "u/" in text:
            text = _HANDLE.sub("[handle]", text)
        if self._users:
            text = _TOKEN.sub(lambda found: "[name]" if fold(found[0]) in self._users else found[0], text)
        words = (_own_words(own) | _own_words(others, full=True)) - self._tools
        capitals = _own_words(others) - self._tools
        if words or capitals:
            text = _WORD.sub(lambda found: _own_mark(found[0], words, capitals), text)
        return _REPEATED.sub("[name]", text) if "[name]" in text else text

    def _line(self, line: str) -> str:
        found = self._masker.mask(line, MaskAs.TEXT, self._tools)
        return line if found is line else _MARKED.sub(lambda mark: _MARKS[mark[1]], found)


def _certain(names: Iterable[PersonName]) -> Iterable[PersonName]:
    """Yield names that are full: of an initial instead of a surname, other words begin as well."""
    return (name for name in names if name.first and any(len(word) > 1 for word in name.last))


def _iban_mark(found: re.Match[str]) -> str:
    """Return the mark of a number of an account: one that is called so, or whose check digits are right.

    Source:
        ISO 13616: the letters as numbers from 10 on, the first four signs behind the others, modulo 97, are 1.
    """
    signs = "".join(filter(str.isalnum, found["number"])).upper()
    if not _SHORTEST_IBAN <= len(signs) <= _LONGEST_IBAN or not signs.isascii():
        return found[0]
    is_right = int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
    return f"{found['said'] or ''}[iban]" if is_right or found["said"] else found[0]


@lru_cache(maxsize=4096)
def _own_words(names: tuple[str, ...], *, full: bool = False) -> frozenset[str]:
    """Return the folded words of names by which a person may be called; of full names only, if asked."""
    called = [name for name in map(author_name, names) if not (_USERNAME.fullmatch(name) or (full and " " not in name))]
    words = {fold(word) for name in called for word in _WORD.findall(name)}
    none = surname_words("particles") | surname_words("titles") | surname_words("nobody")
    return frozenset(word for word in words if len(word) >= _SHORTEST and word not in none)


def _own_mark(word: str, own: frozenset[str], capitals: frozenset[str]) -> str:
    folded = fold(word)
    # `Anna's`, `d'Anna`
    start, _, end = folded.partition("'")
    found = next((part for part in (folded, start, end) if part in own or part in capitals), "")
    if not found:
        return word
    named = word[len(start) + 1 :] if found == end and end else word
    is_small = named[:1].islower()
    # `Will asked` names somebody, `it will work` does not.
    if is_small and (found not in own or found in surname_words("common") or found in names_of("also_words")):
        return word
    if found == folded:
        return "[name]"
    return f"[name]{word[len(start) :]}" if found == start else f"{word[: len(start) + 1]}[name]"
