"""The persons that an export knows, ready to be found in texts whatever the form of their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whofor.intake.normalise.person_names import PersonName, plain_spelling, surname_words, umlaut_spellings
from whofor.intake.normalise.telephones import digits_of, telephone_key

__all__ = ["KnownPeople", "NamedPerson", "Word"]

_SHORTEST_ALONE = 3
_SHORTEST_JOINED = 7
_SHORTEST_GENITIVE = 4
_BETWEEN = frozenset(" \t\xa0.,-_'’(+")
_LONGEST_BETWEEN = 3
_LONG_NUMBER = 9


class Word(NamedTuple):
    """A word of a text: folded, with its place and whether it is written as a name may be."""

    text: str
    start: int
    end: int
    is_capital: bool = True


class NamedPerson(NamedTuple):
    """A person found among the words of a text.

    Attributes:
        first: Position of the first word.
        last: Position behind the last one.
        who: What is the same for all forms of the name that say as much.
        surname: The surname, its words joined.
        sure: `full` with a given name, `initial` with an initial only, `titled` behind a form of address, else `alone`.
    """

    first: int
    last: int
    who: str
    surname: str
    sure: str


@dataclass(slots=True)
class KnownPeople:
    """Persons by their surnames, and their telephone numbers.

    Attributes:
        telephones: Keys of telephone numbers.
        digits: All digits of those that are long enough to be no other number.
        emails: E-mail addresses, in small letters; needed only where those of others stay.
    """

    telephones: set[str] = field(default_factory=set[str])
    digits: set[str] = field(default_factory=set[str])
    emails: set[str] = field(default_factory=set[str])
    _surnames: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _longest: dict[str, int] = field(default_factory=dict[str, int])
    _spelt: dict[str, str] = field(default_factory=dict[str, str])
    _joined: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    _given: set[str] = field(default_factory=set[str])
    _middle: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, names: Iterable[PersonName], telephones: Iterable[str] = (), emails: Iterable[str] = ()) -> KnownPeople:
        """Return the persons of these names and cells with telephone numbers; cells with too few digits are ignored."""
        numbers = {digits_of(text) for text in telephones}
        keys = {key for digits in numbers if (key := telephone_key(digits))}
        people = cls(keys, {digits for digits in numbers if len(digits) >= _LONG_NUMBER}, {*emails})
        by_surname: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for name in names:
            by_surname.setdefault(name.last, set()).add(name.first)
        for last, firsts in by_surname.items():
            people._add(last, firsts)
        return people

    @property
    def words(self) -> frozenset[str]:
        """Return the words of which one must be in a text that names a person, in all their spellings."""
        return frozenset((*self._longest, *self._spelt, *self._joined, *self._given))

    @property
    def supports(self) -> frozenset[str]:
        """Return the words of which one, or an initial, must be in a text that says more than a surname."""
        return frozenset((*self._given, *self._joined, *surname_words("titles")))

    def _add(self, last: tuple[str, ...], firsts: Collection[tuple[str, ...]]) -> None:
        """Add the persons of one surname."""
        given = {word for first in firsts for word in first}
        given |= {word[0] for word in given}
        whole = "".join(last)
        given |= {"".join(first) for first in firsts}
        for surname in _surnames(last):
            self._know(surname, given)
        if len(last) > 1:
            self._know((whole,), given)
        for first in firsts:
            self._join(whole, first, " ".join(last))
            # The last of several given names may be the first of two surnames: María García López.
            self._given.update(word for word in first[: max(1, len(first) - 1)] if len(word) > 1)
            if len(first) > 1 and len(first[-1]) > 1:
                self._middle.add(first[-1])
                before = {*first[:-1], *(word[0] for word in first[:-1])}
                self._know((first[-1], *last), before)
                self._know(first[-1:], before)

    def _know(self, surname: Sequence[str], given: set[str]) -> None:
        for words in dict.fromkeys((tuple(surname), tuple(map(plain_spelling, surname)))):
            self._surnames.setdefault(" ".join(words), set()).update(given)
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))
            for spelt in umlaut_spellings(words[0]):
                self._spelt.setdefault(spelt, words[0])
            if len(words[0]) >= _SHORTEST_GENITIVE:
                self._spelt.setdefault(f"{words[0]}s", words[0])

    def _join(self, whole: str, first: tuple[str, ...], surname: str) -> None:
        """Know the forms of a name in one word: `annaschmidt`, `schmidtanna`, `aschmidt`."""
        if not first:
            return
        together = "".join(first)
        for joined in (together + whole, whole + together, *(word + whole for word in first)):
            if len(joined) >= _SHORTEST_JOINED and len(first[0]) > 1:
                self._joined[joined] = (surname, "full")
        user = first[0][0] + whole
        if len(user) >= _SHORTEST_JOINED:
            self._joined.setdefault(user, (surname, "initial"))

    def may_stand_alone(self, surname: str) -> bool:
        """Return whether a surname by itself is taken for a person: it is no common word and no given name.

        Example:
            >>> KnownPeople().may_stand_alone("quixote"), KnownPeople().may_stand_alone("green")
            (True, False)
        """
        if len(surname) < _SHORTEST_ALONE or surname in surname_words("common") or surname in surname_words("nobody"):
            return False
        if surname in surname_words("titles") or surname in surname_words("companies"):
            return False
        return not (surname in self._middle and surname in self._given)

    def find(self, text: str, words: Sequence[Word]) -> Iterator[NamedPerson]:
        """Yield the persons named among the words of a text, from left to right.

        Args:
            text: The text, for what stands between the words.
            words: Its words.
        """
        place = free = 0
        while place < len(words):
            found = self._at(text, words, place, free)
            place += 1
            if found is not None:
                yield found
                place = free = found.last

    def _at(self, text: str, words: Sequence[Word], place: int, free: int) -> NamedPerson | None:
        word = words[place].text
        if word not in self._longest and word not in self._spelt:
            if word in self._joined:
                surname, sure = self._joined[word]
                return NamedPerson(place, place + 1, f"{surname}, {word}", surname, sure)
            return self._given_from_here(text, words, place)
        surname, length = self._surname(text, words, place)
        if not surname:
            return None
        known = self._surnames[surname]
        first, given = _given_before(text, words, range(free, place), known)
        last = place + length
        if not given:
            last, given = self._given_behind(text, words, last, known)
        if any(len(word) > 1 for word in given):
            return NamedPerson(first, last, f"{surname}, {' '.join(sorted(given))}", surname, "full")
        if given:
            return NamedPerson(first, last, f"{surname}, {given[0]}", surname, "initial")
        if place and words[place - 1].text in surname_words("titles") and _adjoin(text, words, place - 1):
            return NamedPerson(first, last, surname, surname, "titled")
        return NamedPerson(first, last, surname, surname, "alone")

    def _given_from_here(self, text: str, words: Sequence[Word], place: int) -> NamedPerson | None:
        """Return a person addressed by title and given name."""
        named = place and words[place].text in self._given and words[place - 1].text in surname_words("titles")
        if named and words[place].is_capital and _adjoin(text, words, place - 1):
            return NamedPerson(place, place + 1, f", {words[place].text}", "", "titled")
        return None

    def _surname(self, text: str, words: Sequence[Word], place: int) -> tuple[str, int]:
        """Return the longest surname that begins with a word, and the number of its words."""
        word = words[place].text
        start = word if word in self._longest else self._spelt[word]
        for length in range(min(self._longest[start], len(words) - place), 0, -1):
            if all(_adjoin(text, words, one) for one in range(place, place + length - 1)):
                rest = [word.text for word in words[place + 1 : place + length]]
                for key in (" ".join((start, *rest)), " ".join((start, *map(plain_spelling, rest)))):
                    if key in self._surnames:
                        return key, length
        return "", 0

    def _given_behind(self, text: str, words: Sequence[Word], behind: int, known: set[str]) -> tuple[int, list[str]]:
        """Return where the given names and initials behind a surname end, and these."""
        given: list[str] = []
        while behind < len(words) and _adjoin(text, words, behind - 1) and _is_given(words[behind], known):
            following = words[behind + 1].text if behind + 1 < len(words) else ""
            if len(words[behind].text) == 1 and following in self._longest and _adjoin(text, words, behind):
                break  # the initial of the next person: "Ms Green, D. Brown"
            given.append(words[behind].text)
            behind += 1
        return behind, given


def _given_before(text: str, words: Sequence[Word], free: range, known: set[str]) -> tuple[int, list[str]]:
    """Return where the given names and initials before a surname begin, and these; of the words that are free."""
    first = free.stop
    given: list[str] = []
    while first > free.start and _adjoin(text, words, first - 1):
        if _is_given(words[first - 1], known):
            given.append(words[first - 1].text)
            first -= 1
        elif first - 1 > free.start and len(words[first - 1].text) == 1 and _is_given(words[first - 2], known):
            first -= 1  # an initial of a middle name that the export does not know
        else:
            break
    return first, given


def _is_given(word: Word, known: set[str]) -> bool:
    # A lone small letter is a word ("a", "y") or a bullet.
    return word.text in known and (len(word.text) > 1 or word.is_capital)


def _surnames(last: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a surname, without its particles, and each part of a double one."""
    yield last
    if len(last) == 1:
        return
    bare = tuple(word for word in last if word not in surname_words("particles"))
    if bare:
        yield bare
        for word in bare:
            yield (word,)


def _adjoin(text: str, words: Sequence[Word], place: int) -> bool:
    """Return whether nothing but marks that part names stands between a word and the next."""
    between = text[words[place].end : words[place + 1].start]
    return 0 < len(between) <= _LONGEST_BETWEEN and _BETWEEN.issuperset(between)
