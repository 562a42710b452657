"""A list of any size, its columns recognised and read as those of a short one, its rows left where they are."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from whofor.app.account_lists import ANY_DAY, TEXTS_LOOKED_AT, accounts_of_list
from whofor.app.deals import KeptDeals
from whofor.app.list_facts import ListFacts, list_facts
from whofor.app.list_problems import no_account_column, no_row
from whofor.app.listed_rows import id_column, with_known_columns, with_readings
from whofor.days import days_of
from whofor.engines.open import open_list
from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.importing.build import FIVE_YEARS
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import ListImporter
from whofor.intake.importing.table_maker import TableMaker
from whofor.intake.loading import load_files, refuse_address
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, TableMapping
from whofor.intake.mapping.merge_settings import AccountMerging
from whofor.intake.mapping.plan import RawFile
from whofor.intake.mapping.resolve import resolve
from whofor.intake.signal_lists.layout import FileLook, layout_of
from whofor.intake.signal_lists.matching import AccountColumns, account_columns
from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import Form, SourceFile
from whofor.model.column_reading import ColumnReading
from whofor.model.parameters import EXTRA_PREFIX, SIGNAL_PREFIX, SITUATION_PREFIX, Kind
from whofor.model.progress import Progress
from whofor.schema.columns import TableName
from whofor.schema.listed_columns import TooVariedError
from whofor.schema.rows import Attribute
from whofor.schema.tables import TABLES

__all__ = ["StreamedList", "open_streamed"]

_PLACE = ("country", "state", "city")
_WAY = "Write CSV instead: --csv scores.csv reads the list whole."


@dataclass(frozen=True, eq=False, slots=True)
class StreamedList:
    """A list whose columns are known.

    Attributes:
        importer: Where its columns were read.
        path: Its file.
        form: What kind of file it is.
        rows: Number of its rows.
        id: Column that tells them apart.
        naming: Columns that name companies.
        facts: Facts of the deals in it.
    """

    importer: ListImporter
    path: Path
    form: Form
    rows: int
    id: str
    naming: AccountColumns
    facts: ListFacts


@contextmanager
def open_streamed(
    path: Path,
    folder: Path,
    deals: KeptDeals,
    needed: Collection[str],
    *,
    day: float,
    progress: Progress,
) -> Generator[StreamedList]:
    """Recognise and read the columns of a list that hold facts of the deals.

    Args:
        path: The list, one file.
        folder: Where it is worked on; the caller removes it.
        deals: The deals, whose facts the columns hold, read as the mapping of their import reads them.
        needed: Names of the facts that count; no other column is read.
        day: Day as of which the list is told, days since 1970-01-01.
        progress: Called with the work done.

    Raises:
        SourceError: The list cannot be read, has no rows, no column names its companies, or it cannot be read without
            being held in memory.
    """
    refuse_address(path)
    files = [file for file in find_source(path).files if not file.is_empty]
    if not files:
        raise SourceError(no_row(str(path)))
    if len(files) > 1:
        names = ", ".join(file.name for file in files)
        what = Sentence("The list is several tables: {names}", names=names)
        raise SourceError(Problem(what, str(path), todo="Give one file with one row for each account."))
    importer = open_list(folder)
    try:
        wanted = [a for a in deals.rows.attributes if a.parameter.name in needed]
        readings = deals.dataset.readings
        yield _read(files[0], path, importer, wanted, readings, day=day, progress=progress)
    except TooVariedError as error:
        what = "The column has too many different texts to be read without holding the list in memory"
        raise SourceError(Problem(what, f"{files[0].name}: {error.header}", todo=_WAY)) from error
    finally:
        importer.abandon()


def _read(
    file: SourceFile,
    path: Path,
    importer: ListImporter,
    facts: Sequence[Attribute],
    readings: Sequence[ColumnReading],
    *,
    day: float,
    progress: Progress,
) -> StreamedList:
    counted = IssueCounter()
    (raw,) = load_files([file], importer, counted, progress)
    rows = importer.look_at(raw.name, raw.headers)
    if not rows:
        raise SourceError(no_row(str(path)))
    texts = importer.raw_values(raw.name, raw.headers, TEXTS_LOOKED_AT)
    look = FileLook(raw.name, raw.headers, texts, importer.raw_rows(raw.name))
    layout = layout_of(look, is_list=True)
    _refuse_signals(layout.kinds, facts, look.name)
    naming = account_columns(look, importer, layout.used)
    if naming is None:
        raise SourceError(no_account_column(look))
    header = "row"
    while header in look.headers:
        header += "_"
    numbered = replace(look, headers=(header, *look.headers), texts={header: {"0": 1}, **look.texts})
    table = accounts_of_list(numbered, replace(naming, key=header), ())
    table = with_known_columns(table, numbered, [a.parameter for a in facts], (header, naming.name), readings)
    table = with_readings(table, readings)
    table = _only(table, facts)
    mapping = ColumnMapping("list", {TableName.ACCOUNTS: (table,)}, merging=AccountMerging(how="never"))
    plan = resolve(mapping, [RawFile(look.name, numbered.headers)])
    maker = TableMaker(plan, plan.tables[0], importer, counted, days_of(ANY_DAY) + FIVE_YEARS)
    maker.make(progress, 0, len(plan.tables[0].columns))
    found = list_facts(importer, maker.parameters, facts, day)
    return StreamedList(importer, path, file.form, rows, id_column(look, naming), naming, found)


def _refuse_signals(kinds: Sequence[str], facts: Sequence[Attribute], name: str) -> None:
    """Raise an error where the list tells signals that count: they are of a day each, and not read row by row.

    Raises:
        SourceError: It does.
    """
    names = [a.parameter.name for a in facts]
    counting = {name.removeprefix(SIGNAL_PREFIX) for name in names if name.startswith(SIGNAL_PREFIX)}
    # A situation may rest on signals of any kind.
    any_kind = any(name.startswith(SITUATION_PREFIX) for name in names)
    if told := sorted(set(kinds) if any_kind else counting.intersection(kinds)):
        what = Sentence("The card reads signals of the list, which take memory: {kinds}", kinds=", ".join(told))
        raise SourceError(Problem(what, name, todo=_WAY))


def _only(table: TableMapping, facts: Sequence[Attribute]) -> TableMapping:
    """Return how the list is read, without columns that no fact comes from."""
    names = {a.parameter.name for a in facts}
    specs = TABLES[TableName.ACCOUNTS].columns
    names |= {spec.derived_from for spec in specs if spec.name in names and spec.derived_from}
    # Each place is read by the light of the others, and so are days.
    names |= set(_PLACE) if names & {*_PLACE, "region", "continent"} else set()
    days = {a.parameter.bare_name for a in facts if a.parameter.kind is Kind.DATE}
    columns: dict[str, ColumnSource] = {n: s for n, s in table.columns.items() if n in names or n == "name"}
    bare = {name.removeprefix(EXTRA_PREFIX) for name in names} | days
    return replace(table, columns=columns, extras=tuple(e for e in table.extras if e.name in bare))
