"""Level and department of people by their job titles, in English and French, and by the pick-lists of their CRM."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from whofor.arrays import Column, IntArray
from whofor.model.people import Department, Seniority
from whofor.people.phrases import PhraseMatch
from whofor.people.title_text import AND
from whofor.people.title_words import DepartmentRule, SeniorityRule, TitleWords, Weight, pick_words, title_words
from whofor.text import fold

__all__ = [
    "Department",
    "Seniority",
    "TitleColumn",
    "TitleReading",
    "UnknownTitle",
    "read_title",
    "read_titles",
    "unknown_titles",
]

_RANKS = {value: rank for rank, value in enumerate(Seniority)} | {Seniority.INTERN: -1}
"""Which of several levels counts: an intern is one whatever else is written, else the highest."""
_WEIGHTS = {weight: number for number, weight in enumerate(Weight)}
_PICK = "pick-list"
_MOST_PARTS = 50_000
"""Parts of titles that are kept at a time, some 20 MB."""


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says of a person.

    Attributes:
        seniority: Level.
        department: Department.
        seniority_rule: The phrase of the table that decided the level, or the pick-list's value behind `pick-list: `;
            empty where nothing did.
        department_rule: The same for the department; `owner` where it follows from the level.
    """

    seniority: Seniority = Seniority.UNKNOWN
    department: Department = Department.UNKNOWN
    seniority_rule: str = ""
    department_rule: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TitleColumn:
    """What a column of titles says.

    Attributes:
        readings: The different readings of its rows.
        codes: For each row the place of its reading among them.
    """

    readings: tuple[TitleReading, ...]
    codes: IntArray

    @property
    def seniority(self) -> Column:
        """Level of each row, as text; `unknown` where nothing tells."""
        return self._each([reading.seniority.value for reading in self.readings])

    @property
    def department(self) -> Column:
        """Department of each row, as text; `unknown` where nothing tells."""
        return self._each([reading.department.value for reading in self.readings])

    def _each(self, values: Sequence[str]) -> Column:
        return np.array([*values, None], dtype=object)[:-1][self.codes]


@dataclass(frozen=True, slots=True)
class UnknownTitle:
    """A title that does not tell the level or the department.

    Attributes:
        title: As it is written most often.
        rows: Number of rows that have it, in whatever writing.
        reading: What it does tell.
    """

    title: str
    rows: int
    reading: TitleReading


def read_title(title: str | None, words: TitleWords | None = None) -> TitleReading:
    """Return what a job title says of level and department.

    Args:
        title: The title as written.
        words: The words to read it by; `None` for the packaged ones.

    Example:
        >>> reading = read_title("Directrice commerciale & marketing")
        >>> reading.seniority.value, reading.department.value
        ('director', 'sales')
        >>> read_title("Senior Account Manager").seniority.value, read_title("Past CEO").seniority.value
        ('staff', 'unknown')
    """
    return _Reader(words or title_words()).reading(title)


def read_titles(
    titles: Column,
    *,
    seniority_picks: Column | None = None,
    department_picks: Column | None = None,
    words: TitleWords | None = None,
) -> TitleColumn:
    """Return what a column of titles says; each different title is read once.

    Args:
        titles: Titles as written, `None` where there is none.
        seniority_picks: Levels as the CRM's own pick-list has them, `None` where it is not filled. Where one can be
            read it goes before the title.
        department_picks: The same for functions and departments.
        words: The words to read them by; `None` for the packaged ones.

    Raises:
        ValueError: The columns have different numbers of rows.

    Example:
        >>> column = read_titles(np.array(["VP Sales", None, "CTO"], dtype=object))
        >>> column.seniority.tolist(), column.department.tolist()
        (['vp', 'unknown', 'c_level'], ['sales', 'unknown', 'it_engineering'])
    """
    words = words or title_words()
    reader = _Reader(words)
    nothing = [None] * len(titles)
    seniorities = nothing if seniority_picks is None else _texts(seniority_picks)
    departments = nothing if department_picks is None else _texts(department_picks)
    rows = list(zip(_texts(titles), seniorities, departments, strict=True))
    known: dict[str | None, TitleReading] = {}
    levels: dict[str | None, tuple[Seniority, str]] = {}
    functions: dict[str | None, tuple[Department, str]] = {}
    places: dict[TitleReading, int] = {}
    codes: dict[tuple[str | None, str | None, str | None], int] = {}
    for row in dict.fromkeys(rows):
        title, level, function = row
        if title not in known:
            known[title] = reader.reading(title)
        if level not in levels:
            levels[level] = _level_of_pick(level, words)
        if function not in functions:
            functions[function] = _department_of_pick(function, words)
        reading = _picked(known[title], *levels[level], *functions[function])
        codes[row] = places.setdefault(reading, len(places))
    return TitleColumn(tuple(places), np.fromiter((codes[row] for row in rows), np.int64, len(rows)))


def unknown_titles(titles: Column, words: TitleWords | None = None) -> tuple[UnknownTitle, ...]:
    """Return the titles that do not tell both level and department, most frequent first.

    Writings that differ in case, accents and spaces count as one title. Titles that are known to be none ("n/a",
    "retired") are left out: there is no word to add.

    Example:
        >>> found = unknown_titles(np.array(["Leiter Einkauf", "leiter einkauf", "CEO", "n/a"], dtype=object))
        >>> [(unknown.title, unknown.rows) for unknown in found]
        [('Leiter Einkauf', 2)]
    """
    reader = _Reader(words or title_words())
    writings: dict[str, Counter[str]] = {}
    for title in _texts(titles):
        if title and (folded := fold(title)):
            writings.setdefault(folded, Counter())[title] += 1
    found = [
        UnknownTitle(counts.most_common(1)[0][0], counts.total(), reading)
        for folded, counts in writings.items()
        if (Seniority.UNKNOWN is (reading := reader.reading(folded)).seniority or not reading.department_rule)
        and not reader.is_none(folded)
    ]
    return tuple(sorted(found, key=lambda unknown: (-unknown.rows, fold(unknown.title))))


def _texts(column: Column) -> list[str | None]:
    """Return the values as texts: other values than texts say nothing."""
    return [value if isinstance(value, str) else None for value in column.tolist()]


def _level_of_pick(pick: str | None, words: TitleWords) -> tuple[Seniority, str]:
    if not pick:
        return Seniority.UNKNOWN, ""
    known = words.seniority_picks.get(pick_words(pick))
    return (known if known is not None else read_title(pick, words).seniority), f"{_PICK}: {pick}"


def _department_of_pick(pick: str | None, words: TitleWords) -> tuple[Department, str]:
    if not pick:
        return Department.UNKNOWN, ""
    known = words.department_picks.get(pick_words(pick))
    return (known if known is not None else read_title(pick, words).department), f"{_PICK}: {pick}"


def _picked(
    reading: TitleReading, level: Seniority, level_rule: str, department: Department, department_rule: str
) -> TitleReading:
    """Return a reading of a title with what pick-lists say, where they say something."""
    if level is Seniority.UNKNOWN:
        level, level_rule = reading.seniority, reading.seniority_rule
    if department is Department.UNKNOWN:
        department, department_rule = reading.department, reading.department_rule
    return TitleReading(level, department, level_rule, department_rule)


@dataclass(frozen=True, slots=True)
class _Clause:
    """What one role of a title says: `CFO` in "CFO & Head of Sales".

    Attributes:
        level: The level that counts; `None` where none is named.
        departments: The departments named, in their order.
    """

    level: SeniorityRule | None
    departments: tuple[DepartmentRule, ...]


class _Reader:
    """Reader of titles; keeps what parts of titles say, as many titles have one in common.

    Args:
        words: The words to read them by.
    """

    def __init__(self, words: TitleWords) -> None:
        self._words = words
        self._known: dict[tuple[str, ...], Sequence[_Clause] | None] = {}

    def reading(self, title: str | None) -> TitleReading:
        """Return what a title says."""
        clauses: list[_Clause] = []
        for part in self._words.spelling.parts(title) if title else ():
            found = self._known[part] if part in self._known else self._part(part)
            if found is None:
                return TitleReading()
            clauses += found
        return _reading(clauses)

    def is_none(self, title: str) -> bool:
        """Return whether a title is known to be none, or has no word."""
        parts = [self._part(part) for part in self._words.spelling.parts(title)]
        return None in parts or not any(parts)

    def _part(self, part: tuple[str, ...]) -> Sequence[_Clause] | None:
        """Return the roles of a part; `None` where it makes the whole title none."""
        if self._words.no_longer.find(part):
            clauses = None
        elif self._words.not_a_role.find(part):
            clauses = ()
        else:
            left = self._without_former(part)
            clauses = tuple(_clauses(left, self._words)) if left else ()
        if len(self._known) < _MOST_PARTS:
            self._known[part] = clauses
        return clauses

    def _without_former(self, part: tuple[str, ...]) -> tuple[str, ...]:
        """Return the part without what somebody was before."""
        for found in reversed(self._words.former.find(part)):
            part = part[: found.start] + part[found.end :]
        return part


def _clauses(part: tuple[str, ...], words: TitleWords) -> Iterable[_Clause]:
    """Return the roles of a part: it is parted at an `and` that stands between two levels."""
    levels = [found for found in words.seniority.find(part) if found.value.value is not Seniority.UNKNOWN]
    departments = [found for found in words.department.find(part) if found.value.value is not Department.UNKNOWN]
    if len(levels) < 2 or AND not in part:
        yield _clause(levels, departments, 0, len(part))
        return
    ends = [
        max(at for at in range(first.end, second.start) if part[at] == AND)
        for first, second in pairwise(levels)
        if AND in part[first.end : second.start]
    ]
    start = 0
    for end in [*ends, len(part)]:
        yield _clause(levels, departments, start, end)
        start = end


def _clause(
    levels: Sequence[PhraseMatch[SeniorityRule]],
    departments: Sequence[PhraseMatch[DepartmentRule]],
    start: int,
    end: int,
) -> _Clause:
    within = [found.value for found in levels if start <= found.start < end]
    level = min(within, key=_order, default=None) if len(within) != 1 else within[0]
    return _Clause(level, tuple(found.value for found in departments if start <= found.start < end))


def _order(rule: SeniorityRule) -> int:
    return _RANKS[rule.value]


def _reading(clauses: Sequence[_Clause]) -> TitleReading:
    """Return what the clauses of a title say together: the highest level, and the department of that role."""
    levels = [clause.level for clause in clauses if clause.level is not None]
    level = min(levels, key=_order) if len(levels) > 1 else levels[0] if levels else None
    if level is None:
        department = _first(clauses)
        return TitleReading(
            department=department.value if department else Department.UNKNOWN,
            department_rule=department.phrase if department else "",
        )
    if level.value is Seniority.OWNER:
        return TitleReading(level.value, Department.GENERAL_MANAGEMENT, level.phrase, Seniority.OWNER.value)
    roles = [clauses]
    if len(levels) > 1:
        roles = [role for role in _roles(clauses) if any(c.level and c.level.value is level.value for c in role)]
    department = _chief(roles) or next(filter(None, map(_first, roles)), None) or _first(clauses)
    if department is None:
        return TitleReading(level.value, seniority_rule=level.phrase)
    return TitleReading(level.value, department.value, level.phrase, department.phrase)


def _roles(clauses: Sequence[_Clause]) -> list[list[_Clause]]:
    """Return the clauses of each role: one without a level belongs to the role before, at the beginning to the next."""
    roles: list[list[_Clause]] = []
    ahead: list[_Clause] = []
    for clause in clauses:
        if clause.level is not None:
            roles.append([*ahead, clause])
            ahead = []
        elif roles:
            roles[-1].append(clause)
        else:
            ahead.append(clause)
    return roles


def _first(clauses: Sequence[_Clause]) -> DepartmentRule | None:
    """Return the department that counts: by its weight, then the first written."""
    rules = [rule for clause in clauses for rule in clause.departments]
    return min(rules, key=_weight) if len(rules) > 1 else rules[0] if rules else None


def _weight(rule: DepartmentRule) -> int:
    return _WEIGHTS[rule.weight]


def _chief(roles: Iterable[Iterable[_Clause]]) -> DepartmentRule | None:
    """Return the rule by which somebody leads the whole company, whatever else is written: "CFO & CEO"."""
    return next(
        (
            rule
            for role in roles
            for clause in role
            for rule in clause.departments
            if rule.weight is Weight.FIRST and rule.value is Department.GENERAL_MANAGEMENT
        ),
        None,
    )
