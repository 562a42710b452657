"""Roles of the files: which holds accounts, contacts, calls, costs; which is joined to the deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whofor.intake.drafting.columns import CONCEPTS, FIRMOGRAPHIC, Option, assign
from whofor.intake.drafting.deals_file import DealsChoice, best_header, speaks
from whofor.intake.drafting.glued import parted_words
from whofor.intake.drafting.joins import Reference, may_name
from whofor.intake.drafting.shapes import FileShape
from whofor.intake.drafting.words import about, file_about, is_key_word, stem
from whofor.model import Kind
from whofor.schema.columns import TableName
from whofor.text import slug

__all__ = ["FileRoles", "Joined", "find_file_roles", "moment_of"]

_ENOUGH = 0.9
_NAMES_OTHERS = (
    "account", "title", "contact", "postal", "registration_number", "domain", "email", "phone", "industry", "employees",
    "annual_revenue", "amount", "founded_year",
)  # fmt: skip
_SPEAKS = 0.6


@dataclass(frozen=True, slots=True)
class Joined:
    """A file joined to the deals.

    Attributes:
        file: The file.
        on: Column of the deals, or `alias.Header` of a file joined before.
        key: Column there.
        found: The reference behind it.
        way: `detail` (one row for each deal), `won` (only won deals appear), `after` (reached through such a file),
            `lookup` (what a column of the deals refers to), `stages` (its outcome), `many` (several rows for each).
        through: Header of the deals' column for a look-up.
    """

    file: FileShape
    on: str
    key: str
    found: Reference
    way: str
    through: str = ""


@dataclass
class FileRoles:
    """The files with their roles, references and keys, from which a draft is made.

    Attributes:
        files: Name -> file.
        found: References, the best first.
        deals: The file of the deals and their outcome.
        aliases: File -> short name.
        parts: File -> canonical table it fills.
        keys: Canonical table -> its key column.
        joined: Files joined to the deals, in order.
    """

    files: Mapping[str, FileShape]
    found: Sequence[Reference]
    deals: DealsChoice
    aliases: Mapping[str, str]
    parts: dict[str, str] = field(default_factory=dict[str, str])
    keys: dict[str, str] = field(default_factory=dict[str, str])
    joined: list[Joined] = field(default_factory=list[Joined])

    def file_of(self, table: str) -> FileShape | None:
        """Return the file that fills a table, or `None`."""
        return next((self.files[name] for name, part in self.parts.items() if part == table), None)

    def to(self, file: str, target: str) -> list[Reference]:
        """Return the references from one file to another, the best first."""
        return [one for one in self.found if one.pair.file == file and one.pair.to == target]


def find_file_roles(files: Sequence[FileShape], found: Sequence[Reference], deals: DealsChoice) -> FileRoles:
    """Return the files with their roles."""
    roles = FileRoles({file.name: file for file in files}, found, deals, _aliases(files))
    roles.parts[deals.file.name] = TableName.DEALS
    roles.keys[TableName.DEALS] = _own_key(roles, deals.file)
    others = [file for file in files if file is not deals.file]
    _accounts(roles, others)
    _contacts(roles, others)
    _joins(roles, others)
    for file in others:
        if file.name not in roles.parts and file.name not in {one.file.name for one in roles.joined}:
            part = _event_part(roles, file)
            if part:
                roles.parts[file.name] = part
    return roles


def _aliases(files: Iterable[FileShape]) -> dict[str, str]:
    """Return a short name for each file: the words of its name that not all files have."""
    words = {file.name: _shared([file.name, *file.others]) for file in files}
    if len(words) > 1:
        common = set.intersection(*(set(some) for some in words.values()))
        words = {name: [w for w in some if w not in common] or some for name, some in words.items()}
    headers = {header for file in files for header in file.columns}
    aliases: dict[str, str] = {}
    for name, some in words.items():
        base = "_".join(some) or "file"
        alias, number = base, 2
        while alias in aliases.values() or any(header.startswith(f"{alias}.") or header == alias for header in headers):
            alias, number = f"{base}_{number}", number + 1
        aliases[name] = alias
    return aliases


def _shared(names: Sequence[str]) -> list[str]:
    """Return the words of a file's name; of several files those that all have."""
    words = [slug(stem(name)).split("_") for name in names]
    shared = [word for word in words[0] if all(word in other for other in words)]
    return shared if any(shared) else words[0]


def _own_key(roles: FileRoles, file: FileShape) -> str:
    """Return the column that identifies a row: unique and filled, referred to or headed like a key."""
    referred = {one.pair.key for one in roles.found if one.pair.to == file.name and one.pair.file != file.name}

    def points(header: str) -> float:
        column = file.columns[header]
        named = any(is_key_word(word) for word in parted_words(header))
        place = list(file.columns).index(header)
        # A company or person that has one row only is a name by chance, or no name of the row: the next has the same.
        of_others = max(about(header, what) for what in _NAMES_OTHERS) >= _SPEAKS
        score = (header in referred) + 0.6 * named + 0.3 * (place == 0) + column.different
        return score - 0.2 * (column.mean_length > 60) - 0.65 * of_others

    fit = [
        header
        for header, column in file.columns.items()
        if column.different >= (0.95 if any(is_key_word(word) for word in parted_words(header)) else 0.995)
        and column.fill >= 0.98 and column.filled > 1 and may_name(column)
    ]  # fmt: skip
    # A key is no amount: numbers count only where their header or another file says so.
    fit = [h for h in fit if file.columns[h].kind is not Kind.NUMBER or points(h) >= 1.5 or h in referred]
    best = max(fit, key=points, default="")
    return best if best and points(best) >= 1.2 else ""


def _accounts(roles: FileRoles, others: Sequence[FileShape]) -> None:
    deals = roles.deals.file

    def points(file: FileShape) -> float:
        to_it = roles.to(deals.name, file.name)
        if not to_it:
            return 0.0
        options = [Option(header, column) for header, column in file.columns.items()]
        firm = [
            name
            for name, one in assign(options, CONCEPTS[TableName.ACCOUNTS]).items()
            if name in FIRMOGRAPHIC and one.score >= 0.5
        ]
        through = max(about(one.pair.header, "account") for one in to_it)
        person = sum(bool(best_header(file, concept, 0.7)) for concept in ("email", "phone", "job_title"))
        score = file_about(file.name, TableName.ACCOUNTS) + 0.35 * len(firm) + 0.6 * (through >= 0.5) - 0.3 * person
        return score - 0.8 * (
            file_about(file.name, TableName.CONTACTS) and file_about(file.name, TableName.ACCOUNTS) < 1.0
        )

    best = max(others, key=points, default=None)
    if best is None or points(best) < _ENOUGH or best.name in (roles.deals.outcome.won_in, roles.deals.outcome.via):
        return
    roles.parts[best.name] = TableName.ACCOUNTS
    roles.keys[TableName.ACCOUNTS] = roles.to(deals.name, best.name)[0].pair.key


def _contacts(roles: FileRoles, others: Sequence[FileShape]) -> None:
    def points(file: FileShape) -> float:
        # Columns that refer to other rows of their own file tell nothing of who reads it.
        read = any(one.pair.to == file.name and one.pair.file != file.name for one in roles.found)
        if file.name in roles.parts or not read:
            return 0.0
        person = sum(bool(best_header(file, concept, 0.7)) for concept in ("email", "phone", "job_title", "person"))
        return file_about(file.name, TableName.CONTACTS) + 0.3 * person

    best = max(others, key=points, default=None)
    if best is None or points(best) < _ENOUGH or best.name in (roles.deals.outcome.won_in, roles.deals.outcome.via):
        return
    roles.parts[best.name] = TableName.CONTACTS
    to_it = [one for one in roles.found if one.pair.to == best.name and one.pair.file != best.name]
    first = roles.to(roles.deals.file.name, best.name) or to_it
    roles.keys[TableName.CONTACTS] = first[0].pair.key if first else _own_key(roles, best)


def _joins(roles: FileRoles, others: Sequence[FileShape]) -> None:
    """Add the files that a row of the deals leads to: by its own key, by another column, then one step further."""
    deals, outcome = roles.deals.file, roles.deals.outcome
    free = {file.name: file for file in others if file.name not in roles.parts}
    for name, file in free.items():
        if name == outcome.won_in:
            found = next(one for one in roles.found if one.pair.file == name and one.pair.to == deals.name)
            roles.joined.append(Joined(file, outcome.on, outcome.key, found, "won"))
            continue
        if name == outcome.via:
            found = next(one for one in roles.to(deals.name, name) if one.pair.header == outcome.on)
            roles.joined.append(Joined(file, outcome.on, outcome.key, found, "stages", outcome.on))
            continue
        event = file_about(name, TableName.INTERACTIONS) > 0 and bool(moment_of(file))
        back = (
            []
            if event
            else [one for one in roles.to(name, deals.name) if file.columns[one.pair.header].different >= 0.98]
        )
        if back and back[0].overlap.found >= 0.5 * deals.columns[back[0].pair.key].distinct:
            pair = back[0].pair
            roles.joined.append(Joined(file, pair.key, pair.header, back[0], "detail"))
            continue
        there = [] if event else [one for one in roles.to(deals.name, name) if one.pair.header not in outcome.headers]
        if there:
            pair = there[0].pair
            way = "detail" if pair.header == roles.keys[TableName.DEALS] else "lookup"
            roles.joined.append(Joined(file, pair.header, pair.key, there[0], way, pair.header))
    _further(roles, free)
    _many(roles, free)


def _further(roles: FileRoles, free: Mapping[str, FileShape]) -> None:
    for one in list(roles.joined):
        for name, file in free.items():
            to_it = roles.to(one.file.name, name)
            if to_it and name not in {other.file.name for other in roles.joined}:
                pair = to_it[0].pair
                way = "after" if one.way in ("won", "after") else "lookup"
                on = f"{roles.aliases[one.file.name]}.{pair.header}"
                roles.joined.append(Joined(file, on, pair.key, to_it[0], way, one.through))


def _many(roles: FileRoles, free: Mapping[str, FileShape]) -> None:
    """Add files with several rows for a deal, whose amounts can be summed: order items, invoices."""
    deals = roles.deals.file
    reached = {one.file.name: one for one in roles.joined}
    for name, file in free.items():
        if name in reached or not best_header(file, "amount", 0.6) or _event_part(roles, file) == TableName.COSTS:
            continue
        for one in roles.found:
            if one.pair.file != name or file_about(name, TableName.INTERACTIONS):
                continue
            own = one.pair.to == deals.name and one.pair.key == roles.keys[TableName.DEALS]
            through = reached.get(one.pair.to)
            after = through is not None and through.way in ("won", "after", "detail") and through.key == one.pair.key
            if own and not best_header(deals, "amount", 0.6):
                roles.joined.append(Joined(file, one.pair.key, one.pair.header, one, "many"))
            elif after and through is not None:
                roles.joined.append(Joined(file, through.on, one.pair.header, one, "many"))
            else:
                continue
            break


def moment_of(file: FileShape) -> str:
    """Return the date column that says when an event took place; empty where there is none."""
    best = best_header(file, "moment", 0.3)
    if best:
        return best
    dates = [header for header, column in file.columns.items() if column.kind is Kind.DATE and column.fill >= 0.5]
    return max(dates, key=lambda header: file.columns[header].fill, default="")


def _event_part(roles: FileRoles, file: FileShape) -> str:
    """Return the table of events that a file may fill; empty where there is none."""
    if not moment_of(file):
        return ""
    to = {
        part: roles.to(file.name, name)
        for name, part in roles.parts.items()
        if part in (TableName.DEALS, TableName.ACCOUNTS, TableName.CONTACTS)
    }
    refers = any(to.values())
    spend = best_header(file, "cost", 0.5)
    source = best_header(file, "lead_source", 0.5) or best_header(file, "lead_source_detail", 0.5)
    if not refers:
        return TableName.COSTS if spend and source else ""
    by_stage = [header for header in file.columns if speaks(file, header, "stage") >= 0.6]
    if to.get(TableName.DEALS) and by_stage and file_about(file.name, TableName.STAGES):
        return TableName.STAGES
    if file_about(file.name, TableName.INTERACTIONS) > file_about(file.name, TableName.OUTCOMES):
        return TableName.INTERACTIONS
    if file_about(file.name, TableName.DEALS) > file_about(file.name, TableName.OUTCOMES):
        return ""
    return TableName.OUTCOMES if to.get(TableName.DEALS) or to.get(TableName.ACCOUNTS) else ""
