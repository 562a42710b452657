"""Lists of accounts and of signals as tables that can be asked, in a folder that lasts as long as they are open."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import TypeAlias

from whofor.app.list_problems import no_account_column, no_row, no_shared_key, no_signals
from whofor.app.listed_rows import ListedRow, numbered, with_known_columns, with_readings
from whofor.app.workspace_lists import ListedTable, tables_of_workspace
from whofor.engines.open import open_importer, open_scan
from whofor.errors import InputError, Problem, Sentence, SourceError
from whofor.intake.drafting.columns import CONCEPTS
from whofor.intake.drafting.words import about, file_about
from whofor.intake.importing.build import Built, build
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.loading import load_files, refuse_address
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, ExtraColumn, TableMapping
from whofor.intake.mapping.merge_settings import AccountMerging
from whofor.intake.mapping.plan import RawFile
from whofor.intake.mapping.resolve import resolve
from whofor.intake.raw import Batch
from whofor.intake.signal_lists.layout import FileLook, Layout, kinds_told, layout_of, missing
from whofor.intake.signal_lists.matching import AccountColumns, Matched, account_columns, match_accounts
from whofor.intake.signal_lists.rows import SIGNAL_COLUMNS, SignalRows
from whofor.intake.sources.files import find_source
from whofor.intake.sources.frames import Frames, frames_source
from whofor.model import IssueCode, Parameter, Role
from whofor.model.account_situations import NONE_COUNTED, Counted, ReadSignals
from whofor.model.column_reading import ColumnReading
from whofor.model.parameters import EXTRA_PREFIX
from whofor.model.progress import Progress
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.schema.tables import TABLES
from whofor.workspace import TemporaryFolder, Workspace

__all__ = [
    "ANY_DAY",
    "TEXTS_LOOKED_AT",
    "AccountLists",
    "AnyList",
    "accounts_of_list",
    "open_lists",
]

TEXTS_LOOKED_AT = 300
"""Commonest texts of each column by which a list is recognised."""
_SURE = 0.7
_FACTS = ("industry", "employees", "annual_revenue", "country", "city", "founded_year", "technologies", "money_raised")
_SIGNALS = "signals of the lists"
ANY_DAY = date(2190, 1, 1)
"""No day of a list is implausible: what happens after the day asked for is not known on it."""
_SECRET = b"no person is hashed"

AnyList: TypeAlias = "Path | Frames"
"""A file, or a frame by the name of its list."""


@dataclass(frozen=True, slots=True)
class AccountLists:
    """What was read of lists of accounts and signals.

    Attributes:
        parameters: What their columns mean.
        files: What was read of each list of signals.
        key: Column of the list that tells accounts apart.
        repeated: Accounts that the list has more than once, or without a key.
        notes: What else is said of the lists.
        rows: What names each row of the list of accounts, where every row is kept.
        id_header: What the list calls the column of its ids, where every row is kept.
    """

    parameters: tuple[Parameter, ...]
    files: tuple[ReadSignals, ...] = ()
    key: str = ""
    repeated: Counted = NONE_COUNTED
    notes: tuple[Sentence, ...] = ()
    rows: tuple[ListedRow, ...] = ()
    id_header: str = ""


@contextmanager
def open_lists(
    accounts: AnyList | Workspace,
    signals: Sequence[AnyList],
    progress: Progress,
    *,
    may_lack_signals: bool = False,
    facts: Sequence[Parameter] | None = None,
    readings: Sequence[ColumnReading] = (),
) -> Generator[tuple[AccountLists, Scan]]:
    """Read a list of accounts and lists of signals, and open them as the tables `accounts` and `signals`.

    Args:
        accounts: The list of accounts.
        signals: Lists of signals.
        progress: Called with the work done.
        may_lack_signals: Whether a list without any signal is opened, too, for the facts that it has.
        facts: Facts of deals, as which columns with their headers are read; every row of the list is then kept under a
            number of its own, from 0. `None` for each account once, its columns known by their words and values.
        readings: What the mapping of the deals says of the values of columns, by which those of the list are read.

    Raises:
        SourceError: A file cannot be read, has no rows, no day or no kind of signal, or no column of the accounts.
        InputError: There are no signals.
    """
    folder = TemporaryFolder()
    try:
        database = folder.path / "lists.duckdb"
        importer = open_importer(database, folder.path / "scratch.duckdb")
        try:
            reader = _Lists(importer, progress, facts, readings)
            made = reader.read(accounts, signals, may_lack_signals=may_lack_signals)
            importer.close(_SECRET)
        finally:
            importer.abandon()
        with open_scan(database) as scan:
            yield made, scan
    finally:
        folder.remove()


class _Lists:
    """Reader of lists into an importer."""

    def __init__(
        self,
        importer: Importer,
        progress: Progress,
        facts: Sequence[Parameter] | None,
        readings: Sequence[ColumnReading],
    ) -> None:
        self.importer = importer
        self.facts, self.readings = facts, readings
        self.rows: tuple[ListedRow, ...] = ()
        self.id_header = ""
        self.progress = progress
        self.counted = IssueCounter()
        self.names: set[str] = set()
        self.notes: list[Sentence] = []

    def read(
        self, accounts: AnyList | Workspace, signals: Sequence[AnyList], *, may_lack_signals: bool
    ) -> AccountLists:
        """Load and match all lists, and make the tables."""
        if isinstance(accounts, Workspace):
            with accounts.reading() as (_, scan):
                held, kept, layouts = self._of_workspace(scan)
        else:
            held, layouts = self._of_list(accounts)
            kept = ()
        look, naming = held
        # What lies beside the list in one workbook or folder may be anything.
        beside = frozenset(one.file.name for one in layouts)
        layouts = self._once([*layouts, *self._lists(signals)], look)
        rows = list(self._matched(layouts, look, naming, beside))
        batches = chain(*(one.batches for one in kept), *(one.batches(1) for one in rows))
        headers = list(dict.fromkeys([*SIGNAL_COLUMNS, *(name for one in kept for name in one.headers)]))
        n = self.importer.load_rows(_SIGNALS, headers, _padded(batches, len(headers)))
        told = tuple(one.told() for one in rows)
        if not n and not may_lack_signals:
            raise InputError(no_signals(look, told))
        used = next((one.used for one in layouts if one.file is look), frozenset[str]())
        if may_lack_signals:
            # Who asks for the facts of a list has types of client that are defined by its columns.
            used = frozenset()
        built = self._build(look, naming, headers, held=None if isinstance(accounts, Workspace) else used)
        repeated = _repeated(built)
        if naming.repeats and repeated.rows:
            what = "Rows of {file} joined to others of the same account, by {column}: {n}"
            self.notes.append(Sentence(what, n=repeated.rows, file=look.name, column=naming.key))
            repeated = NONE_COUNTED
        notes = tuple(self.notes)
        return AccountLists(built.parameters, told, naming.key, repeated, notes, self.rows, self.id_header)

    # -------- The list of accounts --------

    def _of_workspace(
        self, scan: Scan
    ) -> tuple[tuple[FileLook, AccountColumns], tuple[ListedTable, ...], list[Layout]]:
        tables = tables_of_workspace(scan)
        accounts = tables[TableName.ACCOUNTS]
        name = self._own_name("accounts of the workspace")
        self.importer.load_rows(name, accounts.headers, accounts.batches)
        look = self._look(name, accounts.headers)
        others = tuple(h for h in ("account_key", "domain", "name") if h in accounts.headers and look.texts[h])
        naming = AccountColumns("account_key", "name" if "name" in others else "account_key", others)
        signals = tables.get(TableName.SIGNALS)
        return (look, naming), (signals,) if signals else (), []

    def _of_list(self, accounts: AnyList) -> tuple[tuple[FileLook, AccountColumns], list[Layout]]:
        """Load the list of accounts; other sheets or files beside it are lists of signals where they can be."""
        looks = self._load(accounts)
        if not looks:
            raise SourceError(no_row(str(accounts) if isinstance(accounts, Path) else ""))
        found = {one.name: layout_of(one, is_list=True) for one in looks}
        named = {one.name: account_columns(one, self.importer, found[one.name].used) for one in looks}
        look = max(looks, key=lambda one: (named[one.name] is not None, file_about(one.name, TableName.ACCOUNTS)))
        layouts, naming = [found[look.name]], named[look.name]
        if naming is None:
            raise SourceError(no_account_column(look))
        others = [one for one in looks if one is not look]
        if others:
            self.notes.append(Sentence("{file} was taken for the list of accounts", file=look.name))
        if self.facts is not None:
            name, header, self.id_header, self.rows = numbered(look, naming, self.importer, self._own_name)
            look = self._look(name, (header, *look.headers))
            naming = AccountColumns(header, naming.name, naming.others)
            layouts = [layout_of(look, is_list=True)]
        unused: list[str] = []
        for other in others:
            layout = layout_of(other, is_list=False, is_given=False)
            if layout.signals:
                layouts.append(layout)
            else:
                unused.append(other.name)
        if unused:
            self.notes.append(Sentence("Not used, as there are no signals in them: {files}", files=", ".join(unused)))
        return (look, naming), layouts

    # -------- The lists of signals --------

    def _lists(self, signals: Sequence[AnyList]) -> list[Layout]:
        """Load lists of signals.

        Raises:
            SourceError: One of them has no day, or nothing says its kind; all problems together.
        """
        looks = [look for given in signals for look in self._load(given)]
        layouts = [layout_of(look, is_list=False) for look in looks]
        problems = [lack for one in layouts if (lack := missing(one, one.file.name)) is not None]
        if problems:
            raise SourceError(problems)
        return layouts

    def _once(self, layouts: Sequence[Layout], look: FileLook) -> list[Layout]:
        """Return the lists; that of the accounts without kinds that another tells, of which it repeats the last."""
        told = {kind for one in layouts if one.file is not look for kind in kinds_told(one)}
        found: list[Layout] = []
        for layout in layouts:
            one = layout
            if one.file is look and (twice := sorted(told.intersection(one.kinds))):
                kinds = ", ".join(twice)
                what = "The columns of {file} about {kinds} were not used: a list of signals tells more"
                self.notes.append(Sentence(what, kinds=kinds, file=look.name))
                one = replace(one, signals=tuple(s for s in one.signals if s.kind not in told))
            found.append(one)
        return found

    def _matched(
        self, layouts: Sequence[Layout], look: FileLook, naming: AccountColumns, beside: Collection[str]
    ) -> Iterator[SignalRows]:
        """Yield the reader of each list, with the accounts that its rows belong to.

        Raises:
            SourceError: A list shares no column with the accounts; all problems together.
        """
        problems: list[Problem] = []
        for layout in layouts:
            if not layout.signals:
                continue
            if layout.file is look:
                keys = {text: text for text in self.importer.raw_distinct(look.name, naming.key)}
                yield SignalRows(layout, Matched(naming.key, naming.key, keys, {}, {}), self.importer, is_list=True)
                continue
            matched = match_accounts(layout.file, layout.used, look, naming, self.importer)
            if matched is not None:
                yield SignalRows(layout, matched, self.importer)
            elif layout.file.name in beside:
                self.notes.append(
                    Sentence("{file} names no account of the list and was not used", file=layout.file.name)
                )
            else:
                problems.append(no_shared_key(layout, look, naming))
        if problems:
            raise SourceError(problems)

    # -------- Files --------

    def _load(self, given: AnyList) -> list[FileLook]:
        if isinstance(given, Path):
            refuse_address(given)
            found = find_source(given)
        else:
            found = frames_source(given)
        files = [replace(file, name=self._own_name(file.name)) for file in found.files if not file.is_empty]
        raw = load_files(files, self.importer, self.counted, self.progress)
        return [self._look(file.name, file.headers) for file in raw]

    def _own_name(self, name: str) -> str:
        """Return a name that no other list has."""
        own = name if name not in self.names else next(n for i in count(2) if (n := f"{name} ({i})") not in self.names)
        self.names.add(own)
        return own

    def _look(self, name: str, headers: Sequence[str]) -> FileLook:
        texts = self.importer.raw_values(name, headers, TEXTS_LOOKED_AT)
        return FileLook(name, tuple(headers), texts, self.importer.raw_rows(name))

    # -------- The tables --------

    def _build(
        self, look: FileLook, naming: AccountColumns, headers: Sequence[str], *, held: Collection[str] | None
    ) -> Built:
        filled = self.importer.raw_profile(_SIGNALS, headers)
        known = [h for h in headers if filled[h][0]]
        accounts = _accounts_of_ours(look) if held is None else accounts_of_list(look, naming, held)
        if self.facts is not None:
            accounts = with_known_columns(accounts, look, self.facts, (naming.key, naming.name), self.readings)
        accounts = with_readings(accounts, self.readings)
        signals = TableMapping(
            TableName.SIGNALS,
            (_SIGNALS,),
            columns={h: ColumnSource((h,)) for h in known if h in SIGNAL_COLUMNS},
            extras=_extras(known),
        )
        mapping = ColumnMapping(
            "lists",
            {TableName.ACCOUNTS: (accounts,), TableName.SIGNALS: (signals,)},
            merging=AccountMerging(how="never"),
        )
        files = [RawFile(look.name, look.headers), RawFile(_SIGNALS, tuple(headers))]
        plan = resolve(mapping, files)
        return build(plan, self.importer, today=ANY_DAY, counted=self.counted, progress=self.progress)


def accounts_of_list(look: FileLook, naming: AccountColumns, held: Collection[str]) -> TableMapping:
    """Return how a list of accounts is read: its key, its name, what is known by its headers, and all the rest."""
    columns = {"name": ColumnSource((naming.name,))}
    free = [header for header in look.headers if header not in (naming.name, naming.key, *held)]
    for fact in _FACTS:
        concept = CONCEPTS[TableName.ACCOUNTS][fact]
        best = max(free, key=lambda header: about(header, concept), default="")
        if best and about(best, concept) >= _SURE and look.texts[best]:
            columns[fact] = ColumnSource((best,))
            free.remove(best)
    key = ColumnSource((naming.key,))
    return TableMapping(TableName.ACCOUNTS, (look.name,), key, columns, rest=Role.DEFINITION, ignore=tuple(held))


def _accounts_of_ours(look: FileLook) -> TableMapping:
    """Return how the accounts of a workspace are read: every column is what it was."""
    derived = {column.name for column in TABLES[TableName.ACCOUNTS].columns if column.derived_from}
    own = [h for h in look.headers if look.texts[h] and h not in (*derived, "account_key")]
    known = {column.name for column in TABLES[TableName.ACCOUNTS].columns}
    columns = {h: ColumnSource((h,)) for h in own if h in known}
    return TableMapping(TableName.ACCOUNTS, (look.name,), ColumnSource(("account_key",)), columns, extras=_extras(own))


def _extras(headers: Sequence[str]) -> tuple[ExtraColumn, ...]:
    return tuple(
        ExtraColumn(ColumnSource((h,), role=Role.DEFINITION), h.removeprefix(EXTRA_PREFIX))
        for h in headers
        if h.startswith(EXTRA_PREFIX)
    )


def _padded(batches: Iterator[Batch], columns: int) -> Iterator[Batch]:
    """Yield batches with empty columns behind those that some lists lack, each row with a number of its own."""
    line = 1
    for batch in batches:
        rows = len(batch.lines)
        missing_columns = [[None] * rows for _ in range(columns - len(batch.columns))]
        yield Batch(range(line, line + rows), [*batch.columns, *missing_columns])
        line += rows


def _repeated(built: Built) -> Counted:
    """Return the rows of the list of accounts that were left out: without a key, or with one that is there already."""
    codes = (IssueCode.DUPLICATE_KEY, IssueCode.MISSING_KEY)
    found = [issue for issue in built.issues if issue.code in codes and issue.place == f"accounts.{_KEY}"]
    examples = tuple(text for issue in found for text in issue.examples)[:3]
    return Counted(sum(issue.count for issue in found), len(found), examples)


_KEY = TABLES[TableName.ACCOUNTS].key
