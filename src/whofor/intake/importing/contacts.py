"""Who the contacts of an export are: gathered from its raw columns before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import Coalesce, Concat, Each, Element, Expression, Plan, PlannedPart, RawFile, Ref
from whofor.intake.normalise.masking import Masker
from whofor.intake.normalise.people import KnownPeople
from whofor.intake.normalise.person_names import (
    Holds,
    PersonName,
    holds_of_people,
    name_tokens,
    person_names,
    person_of,
)
from whofor.intake.normalise.personal import header_words
from whofor.intake.normalise.telephones import telephones
from whofor.schema.columns import TableName
from whofor.text import fold

__all__ = ["masker_of", "people_of"]

_HELD: Mapping[str, Holds] = {
    "name": Holds("name"),
    "_name": Holds("name"),
    "email": Holds("email"),
    "_email": Holds("email"),
    "phone": Holds("phone"),
    "_phone": Holds("phone"),
    "contact_key": Holds("any"),
}
_PERSONAL = ("_name", "_email", "_phone")
_MOSTLY = 0.5
_NEARLY_ALL = 0.8


def masker_of(
    plan: Plan, files: Sequence[RawFile], importer: Importer, is_forgotten: Callable[[str], bool] | None = None
) -> Masker | None:
    """Return what masks the contacts of an export in its texts; where contacts are kept, only forgotten ones.

    Args:
        plan: What is built from which columns.
        files: All files of the export, also those that no table reads.
        importer: Where they are loaded.
        is_forgotten: Whether an address, a number or a key is that of a person to be forgotten; `None` where there
            is none.
    """
    if not plan.keeps_contacts:
        return Masker(people_of(plan, files, importer))
    if is_forgotten is None:
        return None
    return Masker(_forgotten_people(plan, files, importer, is_forgotten), only_known=True)


def _forgotten_people(
    plan: Plan, files: Sequence[RawFile], importer: Importer, is_forgotten: Callable[[str], bool]
) -> KnownPeople:
    """Return the contacts of whose rows a cell identifies somebody to be forgotten."""
    planned = _planned(plan)
    names: list[PersonName] = []
    numbers: list[str] = []
    emails: set[str] = set()
    for file in files:
        held = {**planned.get(file.name, {}), **holds_of_people(file.headers)}
        headers = list(dict.fromkeys((*held, *planned.get(file.name, {}))))
        rows = importer.raw_distinct_rows(file.name, headers) if headers else []
        for row in rows:
            cells = {header: cell for header, cell in zip(headers, row, strict=True) if cell}
            if any(map(is_forgotten, cells.values())):
                names += _names_of_row(held, cells)
                numbers += [cell for header, cell in cells.items() if held[header] == "phone"]
                emails.update(cell.strip().lower() for cell in cells.values() if "@" in cell)
    return KnownPeople.of(names, numbers, emails)


def _names_of_row(held: Mapping[str, Holds], cells: Mapping[str, str]) -> Iterator[PersonName]:
    for first, last in _together({header: holds for header, holds in held.items() if header in cells}):
        given, surname = (" ".join(cells[header] for header in headers) for headers in (first, last))
        if surname and (name := person_of(given, surname)):
            yield name
    for header, cell in cells.items():
        if held[header] in ("name", "any"):
            yield from person_names(cell, sure=held[header] == "name")


def people_of(plan: Plan, files: Sequence[RawFile], importer: Importer) -> KnownPeople:
    """Return the contacts that an export names; its salespeople are none.

    They are in the columns that the plan takes for contacts, and in all others whose headers say so.

    Args:
        plan: What is built from which columns.
        files: All files of the export.
        importer: Where they are loaded.
    """
    names: list[PersonName] = []
    numbers: list[str] = []
    planned, staff, accounts = _planned(plan), _staff(plan, importer), _of_accounts(plan)
    for file in files:
        held = dict(holds_of_people(file.headers))
        of_plan = planned.get(file.name, {})
        for header, holds in of_plan.items():
            if held.get(header) not in ("first", "middle", "last"):
                held[header] = holds
        reader = _FileReader(file.name, importer, frozenset() if of_plan else staff)
        for header in accounts.get(file.name, set()) - set(of_plan):
            if header in held and not reader.are_persons(header):
                del held[header]
        names += _names(held, reader)
        numbers += chain.from_iterable(reader.telephones(h, sure=held[h] == "phone") for h in held)
    return KnownPeople.of(names, numbers)


def _names(held: Mapping[str, Holds], reader: _FileReader) -> list[PersonName]:
    """Return the persons whose names the columns of one file hold, else those in their addresses."""
    names: list[PersonName] = []
    for headers in _together(held):
        names += reader.full_names(headers)
    for header, holds in held.items():
        if holds in ("name", "any"):
            names += reader.names(header, sure=holds == "name")
    if not names:
        emails = [header for header, holds in held.items() if holds in ("email", "any")]
        names += chain.from_iterable(map(reader.names_of_addresses, emails))
    return names


def _together(held: Mapping[str, Holds]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the columns of given names and of surnames that belong to one person: `Contact: First Name` …"""
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for header, holds in held.items():
        if holds in ("first", "middle", "last"):
            words = header_words(header).split()
            prefix = " ".join(words[:-2])
            groups.setdefault(prefix, ([], []))[holds == "last"].append(header)
    if len(groups) > 1:
        # Headers of one word and of two ("Name", "Vorname", "First name") may still be of one person.
        lone = [key for key, (first, last) in groups.items() if not (first and last)]
        firsts, lasts = [h for key in lone for h in groups[key][0]], [h for key in lone for h in groups[key][1]]
        for key in lone:
            del groups[key]
        if firsts or lasts:
            yield firsts, lasts
    yield from groups.values()


class _FileReader:
    """Reader of the persons in the columns of one raw file, without those who are salespeople."""

    def __init__(self, file: str, importer: Importer, staff: frozenset[tuple[str, ...]]) -> None:
        self.file = file
        self.importer = importer
        self.staff = staff
        self._texts: dict[str, Sequence[str]] = {}

    def texts(self, header: str) -> Sequence[str]:
        """Return the distinct texts of a column."""
        if header not in self._texts:
            self._texts[header] = list(self.importer.raw_distinct(self.file, header))
        return self._texts[header]

    def names(self, header: str, *, sure: bool) -> list[PersonName]:
        """Return the persons whose whole names a column holds."""
        texts = (text for text in self.texts(header) if not text[:1].isdigit())
        return self._not_staff([name for text in texts for name in person_names(text, sure=sure)])

    def telephones(self, header: str, *, sure: bool) -> list[str]:
        """Return the texts of a column that are telephone numbers: all of them, or those that look like ones."""
        if sure:
            return list(self.texts(header))
        plain = (text for text in self.texts(header) if text[:1] in "+(0" and not text.isalpha())
        return [text for text in plain if next(telephones(text), (1, 0)) == (0, len(text))]

    def full_names(self, headers: tuple[list[str], list[str]]) -> list[PersonName]:
        """Return the persons whose given names and surnames are in columns of their own."""
        first, last = headers
        found: list[PersonName] = []
        for row in self.importer.raw_distinct_rows(self.file, [*first, *last]):
            given, surname = (" ".join(filter(None, texts)) for texts in (row[: len(first)], row[len(first) :]))
            if surname and (name := person_of(given, surname)):
                found.append(name)
        return self._not_staff(found)

    def names_of_addresses(self, header: str) -> Iterator[PersonName]:
        """Yield the persons whose names are written in their e-mail addresses: `anna.schmidt@…`."""
        for text in self.texts(header):
            words = text.partition("@")[0].rpartition("<")[2].replace("_", ".").split(".")
            if "@" in text and len(words) == 2 and all(word.isalpha() and len(word) > 1 for word in words):
                yield from person_names(" ".join(words))

    def are_persons(self, header: str) -> bool:
        """Return whether nearly all texts of a column look like names of persons."""
        texts = self.texts(header)
        persons = sum(next(person_names(text, sure=False), None) is not None for text in texts)
        return persons >= _NEARLY_ALL * len(texts)

    def _not_staff(self, names: Sequence[PersonName]) -> list[PersonName]:
        """Return the names; none where most of them are salespeople: it is a list of users."""
        distinct = {tuple(sorted((*name.first, *name.last))) for name in names}
        return [] if distinct and len(distinct & self.staff) >= _MOSTLY * len(distinct) else list(names)


def _columns(plan: Plan) -> Iterator[tuple[str, str, PlannedPart, Expression]]:
    """Yield table, column, part and expression of all columns of a plan."""
    for table in plan.tables:
        for part in table.parts:
            for name, expression in part.expressions.items():
                yield table.name, name, part, expression


def _planned(plan: Plan) -> dict[str, dict[str, Holds]]:
    """Return for each file the headers that the plan takes for contacts."""
    links = {
        (table.name, link.column) for table in plan.tables for link in table.links if link.to == TableName.CONTACTS
    }
    found: dict[str, dict[str, Holds]] = {}
    for table, name, part, expression in _columns(plan):
        is_person = name in _PERSONAL or name == "contact_key" or (table == TableName.CONTACTS and name in _HELD)
        holds = _HELD[name] if is_person else Holds("any") if (table, name) in links else None
        if holds is None:
            continue
        columns = list(_raw(expression, part))
        for number, (file, header) in enumerate(columns):
            last = number == len(columns) - 1
            several = isinstance(expression, Concat) and len(columns) > 1
            one = Holds("last" if last else "first") if several else holds
            found.setdefault(file, {}).setdefault(header, one)
    return found


def _of_accounts(plan: Plan) -> dict[str, set[str]]:
    """Return for each file the headers that name accounts or deals."""
    found: dict[str, set[str]] = {}
    for table, name, part, expression in _columns(plan):
        if name in ("account_key", "deal_key") or (name == "name" and table in (TableName.ACCOUNTS, TableName.DEALS)):
            for file, header in _raw(expression, part):
                found.setdefault(file, set()).add(header)
    return found


def _staff(plan: Plan, importer: Importer) -> frozenset[tuple[str, ...]]:
    """Return the words of the names of all salespeople, sorted."""
    columns = dict.fromkeys(
        raw for _, name, part, expression in _columns(plan) if name == "owner" for raw in _raw(expression, part)
    )
    texts = (text for file, header in columns for text in importer.raw_distinct(file, header))
    return frozenset(tuple(sorted(name_tokens(text.partition("@")[0]))) for text in texts if fold(text))


def _raw(expression: Expression, part: PlannedPart) -> Iterator[tuple[str, str]]:
    """Yield file and header of the columns that an expression reads."""
    joined = {join.alias: join.file for join in part.joins}
    match expression:
        case Ref(alias, header):
            for file in [joined[alias]] if alias else part.files:
                yield file, header
        case Element(of) | Each(of):
            yield from _raw(of, part)
        case Concat(parts) | Coalesce(parts):
            for one in parts:
                yield from _raw(one, part)
        case _:
            return
