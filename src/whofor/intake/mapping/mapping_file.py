"""Reads a `mapping.toml`: checks it as a whole and reports all that is wrong with it together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from datetime import date

from pydantic import ValidationError

from whofor.days import days_of
from whofor.errors import MappingError, Problem, Sentence
from whofor.intake.mapping.column_entries import asked_for, source_problems
from whofor.intake.mapping.mapping import (
    ColumnMapping,
    ColumnSource,
    ExtraColumn,
    Filter,
    Hint,
    Join,
    Link,
    Marks,
    OutcomeMapping,
    Recognise,
    TableMapping,
)
from whofor.intake.mapping.mapping_entries import (
    ColumnEntry,
    ExtraEntry,
    FileEntry,
    FilterEntry,
    HintEntry,
    OutcomeEntry,
    RecogniseEntry,
    TableEntry,
    allowed_keys,
)
from whofor.intake.mapping.merge_settings import AccountMerging, check_pairs
from whofor.intake.mapping.stage_settings import StageMeans, check_stage_means
from whofor.intake.mapping.toml_lines import MappingPlaces, TomlPath, toml_lines
from whofor.lexicon.deal_names import DEAL_NAMES
from whofor.model import Role
from whofor.schema.columns import ReadAs, TableName
from whofor.schema.lead_sources import unknown_classes
from whofor.schema.tables import TABLES
from whofor.text import did_you_mean, slug

__all__ = ["mapping_of", "parse_mapping"]

_SEVERAL = tuple((table, TableName.CONTACTS.value) for table in (TableName.DEALS, TableName.DEAL_CONTACTS))
"""Tables whose rows may refer to several rows of another."""
_LABELS = ("positive", "negative", "neutral", "clear", "vague", "none")
"""Labels that sentences of conversations may have."""


def parse_mapping(text: str, place: str) -> ColumnMapping:
    """Return the mapping that the text of its file describes.

    Args:
        text: TOML.
        place: Path or name of the file, for messages.

    Raises:
        MappingError: With every problem found, each with its line.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = Sentence("This is not valid TOML: {error}", error=error)
        raise MappingError(Problem(what, place, todo="Mend the line named and try again.")) from error
    except RecursionError as error:
        todo = "Nest tables and lists a few levels deep at most."
        raise MappingError(Problem("The mapping is nested too deep", place, todo=todo)) from error
    return mapping_of(raw, place, toml_lines(text))


def mapping_of(raw: Mapping[str, object], place: str, lines: Mapping[TomlPath, int] | None = None) -> ColumnMapping:
    """Return the mapping that the values of a `mapping.toml` describe; see `parse_mapping`.

    Without the lines of the values, problems name their paths alone.
    """
    arrays = {name for name, value in raw.items() if isinstance(value, list)}
    reader = _Reader(place, lines or {}, arrays)
    try:
        file = FileEntry.model_validate(raw)
    except ValidationError as error:
        found = sorted(error.errors(), key=lambda item: reader.line(item["loc"]))
        raise MappingError(
            [reader.problem(item["type"], item["msg"], item["loc"], item["input"]) for item in found]
        ) from error
    mapping = reader.mapping(file)
    if reader.problems:
        raise MappingError([problem for _, problem in sorted(reader.problems, key=lambda found: found[0])])
    return mapping


class _Reader(MappingPlaces):
    """Builder of a mapping from the checked file, with the problems that only a look at the whole shows."""

    def __init__(self, place: str, lines: Mapping[TomlPath, int], arrays: Container[str]) -> None:
        super().__init__(place, lines, arrays)
        self.problems: list[tuple[int, Problem]] = []

    def problem(self, kind: str, message: str, loc: TomlPath, value: object) -> Problem:
        if kind == "extra_forbidden":
            name = str(loc[-1])
            known = allowed_keys(loc[:-1])
            what = Sentence("{name!r} is not known here", name=name)
            return Problem(what, self.where(loc), todo=did_you_mean(name, known, what="known keys"))
        if kind == "missing":
            what = Sentence("{name!r} is missing", name=loc[-1])
            return Problem(what, self.where(loc[:-1]), todo=Sentence("Add {name} = …", name=loc[-1]))
        shown = "" if isinstance(value, dict | list) else str(value)
        return Problem(message, self.where(loc), shown, "See docs/reference/mapping.md.")

    def add(self, what: str, path: TomlPath, value: str = "", todo: str = "") -> None:
        self.problems.append((self.line(path), Problem(what, self.where(path), value, todo)))

    def mapping(self, file: FileEntry) -> ColumnMapping:
        tables = {
            name: tuple(self.table(name, entry, (name, number)) for number, entry in enumerate(entries))
            for name, entries in file.tables().items()
        }
        if TableName.DEALS not in tables and not file.amends():
            todo = "Say which file holds the deals: [deals] file = …"
            self.problems.append((0, Problem("The mapping has no [deals]", self.place, todo=todo)))
        for number, table in enumerate(tables.get(TableName.DEALS, ())):
            if table.outcome is None:
                todo = "Add [deals.outcome] with a stage column and its won and lost values, flags, or won_if_in."
                self.add("Nothing says which deals were won", (TableName.DEALS, number), todo=todo)
        if file.key_pattern and not _has_one_group(file.key_pattern):
            todo = "Put the part of the key that counts in one pair of brackets: '^old_([0-9]+)$'."
            self.add("This is no pattern of a key", ("key_pattern",), file.key_pattern, todo)
        return ColumnMapping(
            name=file.name or self.place.rsplit("/", 1)[-1].removesuffix(".toml"),
            tables=tables,
            files={alias: tuple(names) for alias, names in file.files.items()},
            files_by_headers={
                alias: Recognise(tuple(map(tuple, entry.needs)), (), tuple(entry.never))
                for alias, entry in file.files_by_headers.items()
            },
            key_pattern=file.key_pattern,
            place=self.place,
            description=file.description,
            optional=file.optional,
            others={what: _recognised(entry) for what, entry in file.others.items()},
            synthetic=file.synthetic,
            merging=self.merging(file),
            lead_source_classes=self.lead_source_classes(file),
            currency=file.money.currency,
            conversation_examples=self.conversation_examples(file),
            stage_means=self.stage_means(file),
            deals_called=self.deals_called(file),
        )

    def deals_called(self, file: FileEntry) -> str:
        name = file.deals_called
        if name and name not in DEAL_NAMES:
            todo = did_you_mean(name, DEAL_NAMES, what="names of deals")
            self.add("Deals cannot be called so", ("deals_called",), name, todo)
        return name

    def stage_means(self, file: FileEntry) -> StageMeans:
        entry, path = file.stage_means, ("stage_means",)
        means = StageMeans(tuple(entry.won), tuple(entry.lost), tuple(entry.open), self.where(path))
        self.problems += [(self.line(path), problem) for problem in check_stage_means(means)]
        return means

    def conversation_examples(self, file: FileEntry) -> dict[str, tuple[str, ...]]:
        for label in file.conversation_examples:
            if label not in _LABELS:
                todo = did_you_mean(label, _LABELS, what="labels")
                what = Sentence("{label!r} is no label of conversations", label=label)
                self.add(what, ("conversation_examples", label), label, todo)
        return {label: tuple(texts) for label, texts in file.conversation_examples.items()}

    def lead_source_classes(self, file: FileEntry) -> dict[str, str]:
        for text, name, todo in unknown_classes(file.lead_source_classes):
            what = Sentence("{name!r} is no class of lead sources", name=name)
            self.add(what, ("lead_source_classes", text), name, todo)
        return dict(file.lead_source_classes)

    def merging(self, file: FileEntry) -> AccountMerging:
        """Return how accounts are merged; of several [[accounts]] the strictest decides."""
        for name, entries in file.tables().items():
            for number, entry in enumerate(entries):
                for key in ("merge", "apart", "same"):
                    if name != TableName.ACCOUNTS and getattr(entry, key):
                        self.add(
                            "Only accounts are brought together", (name, number, key), todo="Move it to [accounts]."
                        )
        every = file.accounts
        merging = AccountMerging(
            how=next((how for how in ("never", "domain") if how in [entry.merge for entry in every]), "auto"),
            apart=tuple(pair for entry in every for pair in entry.apart),
            same=tuple(pair for entry in every for pair in entry.same),
        )
        where = next(
            (
                self.where((TableName.ACCOUNTS, n, key))
                for key in ("apart", "same")
                for n, e in enumerate(every)
                if getattr(e, key)
            ),
            self.place,
        )
        self.problems += [(0, problem) for problem in check_pairs(merging, where)]
        return merging

    def table(self, name: str, entry: TableEntry, at: TomlPath) -> TableMapping:
        columns = self.columns(name, entry, at)
        self.misplaced(name, entry, at)
        return TableMapping(
            table=name,
            files=tuple(entry.file),
            key=self.source(entry.key, (*at, "key"), ReadAs.KEY) if entry.key else None,
            columns=columns,
            joins=tuple(
                Join(join.file, join.on, join.key, join.prefer, self.line((*at, "join", index)))
                for index, join in enumerate(entry.join)
            ),
            links=tuple(
                Link(
                    link.to,
                    link.by,
                    ColumnSource(
                        tuple(link.column),
                        first_of=link.first_of,
                        last_of=link.last_of,
                        each=link.each,
                        line=self.line((*at, "link", index)),
                    ),
                    link.maybe,
                )
                for index, link in enumerate(entry.link)
            ),
            outcome=self.outcome(entry.outcome, (*at, "outcome"))
            if entry.outcome and name == TableName.DEALS
            else None,
            extras=tuple(self.extra(header, extra, (*at, "extra", header)) for header, extra in entry.extra.items()),
            rest=None if entry.rest == "ignore" else Role(entry.rest),
            roles={role: tuple(patterns) for role, patterns in entry.roles.items()},
            ignore=tuple(entry.ignore),
            filters=tuple(self.filter(item, (*at, "filter", index)) for index, item in enumerate(entry.filter)),
            recognise=_recognised(entry.recognise) if entry.recognise else None,
            fallback=entry.fallback,
            wide=entry.wide,
            beside=tuple(
                self.table(other, beside, (*at, other))
                for other, beside in ((TableName.ACCOUNTS, entry.accounts), (TableName.CONTACTS, entry.contacts))
                if beside is not None
            ),
            line=self.line(at),
        )

    def misplaced(self, name: str, entry: TableEntry, at: TomlPath) -> None:
        if entry.outcome is not None and name != TableName.DEALS:
            self.add("Only deals have an outcome", (*at, "outcome"), todo="Move it to [deals.outcome].")
        if entry.wide and name != TableName.SIGNALS:
            self.add("Only signals stand side by side", (*at, "wide"), todo="Move it to [[signals]].")
        for index, link in enumerate(entry.link):
            if link.each and (name, link.to) not in _SEVERAL:
                todo = "Take one of them with first_of or last_of."
                self.add("Only deals have several contacts", (*at, "link", index), link.each, todo)

    def columns(self, table: str, entry: TableEntry, at: TomlPath) -> dict[str, ColumnSource]:
        """Return the sources of the canonical columns; report those that the table does not have."""
        spec = TABLES[table]
        columns: dict[str, ColumnSource] = {}
        apart = {spec.key: "Give it as `key`.", "outcome": "Say it in [deals.outcome]."}
        known = [
            column.name
            for column in spec.columns
            if column.name not in (spec.key, "outcome" if table == TableName.DEALS else "")
        ]
        for column, source in entry.columns.items():
            path: TomlPath = (*at, "columns", column)
            if column in known:
                named = spec.column(column)
                columns[column] = self.source(source, path, named.read_as if named else ReadAs.GUESS)
                continue
            todo = apart.get(column) or did_you_mean(column, known, what=Sentence("columns of {table}", table=table))
            self.add(Sentence("{column!r} is no column of {table}", column=column, table=table), path, todo=todo)
        if entry.currency and spec.column("currency"):
            columns.setdefault("currency", ColumnSource(const=entry.currency, line=self.line((*at, "currency"))))
        return columns

    def source(self, entry: ColumnEntry, path: TomlPath, read_as: ReadAs = ReadAs.GUESS) -> ColumnSource:
        for what, value, todo in source_problems(entry, read_as):
            self.add(what, path, value, todo)
        other = self.source(entry.or_else, (*path, "or_else"), read_as) if entry.or_else else None
        return ColumnSource(
            headers=tuple(entry.column) if entry.year is None else (entry.year,),
            const=entry.const or "",
            concat=tuple(entry.concat),
            coalesce=tuple(entry.coalesce),
            days_between=tuple(entry.days_between),
            total=entry.sum or "",
            count=entry.count or "",
            separator=entry.separator,
            first_of=entry.first_of,
            last_of=entry.last_of,
            several=entry.several,
            or_else=other,
            default=entry.default,
            values=dict(entry.values),
            role=entry.role,
            read_as=asked_for(entry),
            label=entry.label,
            unit=entry.unit,
            factor=entry.factor,
            as_of=entry.as_of,
            order=entry.order,
            line=self.line(path),
        )

    def extra(self, header: str, entry: ExtraEntry, path: TomlPath) -> ExtraColumn:
        computed = entry.concat or entry.coalesce or entry.days_between
        named = entry.const is not None or entry.year or entry.sum or entry.count or entry.column
        if not (computed or named):
            entry = entry.model_copy(update={"column": [header]})
            return ExtraColumn(self.source(entry, path), entry.name)
        named = entry.model_copy(update={"label": entry.label or header})
        return ExtraColumn(self.source(named, path), entry.name or slug(header))

    def outcome(self, entry: OutcomeEntry, path: TomlPath) -> OutcomeMapping:
        flags = entry.won_flag or entry.won_if_in or entry.won or any(hint.won for hint in entry.hint)
        flags = flags or entry.otherwise in ("won", "unknown")
        if not flags:
            self.add(
                "Nothing says which deals were won",
                path,
                todo="Give won = [values of the stage column], won_flag, or won_if_in.",
            )
        if (entry.won or entry.lost or entry.open) and not entry.column:
            self.add("Values without their column", path, todo='Add column = "the column with the stage".')

        def flag(names: list[str], key: str) -> ColumnSource | None:
            return ColumnSource(tuple(names), line=self.line((*path, key))) if names else None

        return OutcomeMapping(
            won_flag=flag(entry.won_flag, "won_flag"),
            lost_flag=flag(entry.lost_flag, "lost_flag"),
            closed_flag=flag(entry.closed_flag, "closed_flag"),
            won_if_in=entry.won_if_in,
            lost_if_in=entry.lost_if_in,
            hints=tuple(self.hint(hint, (*path, "hint", index)) for index, hint in enumerate(entry.hint)),
            stage=flag(entry.column, "column"),
            won=tuple(entry.won),
            lost=tuple(entry.lost),
            open=tuple(entry.open),
            otherwise="" if entry.otherwise == "unknown" else entry.otherwise,
            line=self.line(path),
        )

    def hint(self, entry: HintEntry, path: TomlPath) -> Hint:
        if bool(entry.column) == bool(entry.concat):
            self.add("A hint needs exactly one of column, concat", path, todo="Keep one of them.")
        if not (entry.won or entry.lost or entry.open):
            self.add("A hint without values", path, todo="Give won, lost or open.")
        source = ColumnSource(
            tuple(entry.column), concat=tuple(entry.concat), separator=entry.separator, line=self.line(path)
        )
        return Hint(source, tuple(entry.won), tuple(entry.lost), tuple(entry.open))

    def filter(self, entry: FilterEntry, path: TomlPath) -> Filter:
        limits = [limit for limit in (entry.at_least, entry.below) if limit is not None]
        if not (limits or entry.among or entry.not_in):
            self.add("A filter without a test", path, todo="Give in, not_in, at_least or below.")
        dates = [isinstance(limit, date) for limit in limits]
        if any(dates) and not all(dates):
            self.add("at_least and below must both be dates or both be numbers", path)
        return Filter(
            column=entry.column,
            among=tuple(entry.among),
            not_in=tuple(entry.not_in),
            at_least=_limit(entry.at_least),
            below=_limit(entry.below),
            is_date=any(dates),
            line=self.line(path),
        )


def _limit(value: date | float | None) -> float | None:
    return days_of(value) if isinstance(value, date) else value


def _has_one_group(pattern: str) -> bool:
    try:
        return re.compile(pattern).groups == 1
    except re.error:
        return False


def _recognised(entry: RecogniseEntry) -> Recognise:
    marks = tuple(Marks(tuple(map(tuple, one.of)), one.at_least) for one in entry.marks)
    return Recognise(tuple(map(tuple, entry.needs)), tuple(map(tuple, entry.distinctive)), tuple(entry.never), marks)
