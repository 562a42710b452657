"""Resolves a mapping against the files at hand: a plan, or every name that is not there, together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from whofor.errors import MappingError, Problem
from whofor.intake.mapping.entries_in_use import entries_in_use, known_by_headers
from whofor.intake.mapping.headers import HeaderIndex, fold_header, matches_any, stem
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, ExtraColumn, OutcomeMapping, TableMapping
from whofor.intake.mapping.plan import (
    Const,
    Element,
    Expression,
    Plan,
    PlannedColumn,
    PlannedFilter,
    PlannedHint,
    PlannedLink,
    PlannedOutcome,
    PlannedPart,
    PlannedTable,
    RawFile,
    Ref,
)
from whofor.intake.mapping.references import References
from whofor.intake.mapping.table_parts import put_together
from whofor.model import AsOf, Role
from whofor.schema.tables import TABLES, ColumnSpec, ReadAs, kind_of
from whofor.text import slug

__all__ = ["LearntLater", "resolve"]

_REFERENCES = {"domain": ReadAs.DOMAIN, "email": ReadAs.EMAIL}


LearntLater = Callable[[str, str], bool]
"""Whether a column, by its table and its header, tells what is learnt only while a deal runs, or after it."""


def _unknown(_table: str, _header: str) -> bool:
    return False


def resolve(
    mapping: ColumnMapping,
    files: Sequence[RawFile],
    *,
    keep_contacts: bool = False,
    learnt_later: LearntLater = _unknown,
) -> Plan:
    """The plan of a mapping for these files.

    Args:
        mapping: What means what.
        files: What there is.
        keep_contacts: Whether names, e-mail addresses and telephone numbers of contacts are written; else what names
            a person serves as a key only, as a hash.
        learnt_later: Which columns that a preset does not name are for validation, though its others define.

    Raises:
        MappingError: With every file and column that is not there, each with its near names.
    """
    problems: list[tuple[int, Problem]] = []
    names = _Names()
    tables: list[PlannedTable] = []
    used: set[str] = set()
    mapping = replace(mapping, files={**mapping.files, **known_by_headers(mapping, files)})
    entries = entries_in_use(mapping, files)
    for name in (name for name in TABLES if name in entries):
        parts: list[PlannedTable] = []
        for table in entries[name]:
            resolver = _TableResolver(mapping, table, files, problems, (len(parts), names), learnt_later=learnt_later)
            planned = resolver.plan()
            used.update(resolver.used)
            if planned is not None:
                parts.append(planned)
        if parts:
            tables.append(put_together(parts, mapping.place, problems))
    if problems:
        raise MappingError([problem for _, problem in sorted(problems, key=lambda found: found[0])])
    deal_files = {name for table in tables if table.name == "deals" for name in table.files}
    tables = [
        replace(table, repeats=True) if table.name != "deals" and deal_files.intersection(table.files) else table
        for table in tables
    ]
    tables = _told_apart([_private(table, keep_contacts=keep_contacts) for table in tables])
    unused = tuple(file.name for file in files if file.name not in used)
    classes = _folded(mapping.lead_source_classes)
    return Plan(
        mapping.name,
        tuple(tables),
        unused,
        mapping.synthetic,
        mapping.merging,
        classes,
        mapping.currency,
        mapping.conversation_examples,
    )


def _told_apart(tables: Sequence[PlannedTable]) -> list[PlannedTable]:
    """The same tables; extra columns that define, and are called like one of another table, name their file."""

    def shared(column: PlannedColumn) -> bool:
        return column.extra and column.role is Role.DEFINITION and holders[fold_header(column.label)] > 1

    holders = Counter(
        label
        for table in tables
        for label in {fold_header(column.label) for column in table.columns if column.role is Role.DEFINITION}
    )
    return [
        replace(
            table,
            columns=tuple(
                replace(c, label=f"{c.label} ({stem(table.files[0])})") if shared(c) else c for c in table.columns
            ),
        )
        for table in tables
    ]


def _private(table: PlannedTable, *, keep_contacts: bool) -> PlannedTable:
    """Keys of persons as hashes, and nothing personal written, unless the user keeps it."""
    if keep_contacts:
        return table
    spec = TABLES[table.name]
    personal = {column.name for column in spec.columns if column.personal}
    of_persons = {
        "contact_key",
        *(f"_{name}" for name in personal),
        *(link.column for link in table.links if link.to == "contacts"),
    }
    columns = [
        replace(column, hashed=column.name in of_persons) for column in table.columns if column.name not in personal
    ]
    return replace(table, columns=tuple(columns))


class _Names:
    """Gives columns beyond the canonical ones a free name, the same to the same header of one table."""

    def __init__(self) -> None:
        self._taken = {column.name for table in TABLES.values() for column in table.columns}
        self._given: dict[tuple[str, str, int], str] = {}

    def give(self, table: str, header: str, part: int) -> str:
        """A free name `x_…`, unique over all tables."""
        base = f"x_{slug(header) or 'column'}"
        for other in range(part):
            name = self._given.get((table, fold_header(header), other))
            if name is not None and (table, fold_header(header), part) not in self._given:
                self._given[table, fold_header(header), part] = name
                return name
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}_{number}", number + 1
        self._taken.add(name)
        self._given.setdefault((table, fold_header(header), part), name)
        return name


class _TableResolver(References):
    def __init__(
        self,
        mapping: ColumnMapping,
        table: TableMapping,
        files: Sequence[RawFile],
        problems: list[tuple[int, Problem]],
        part: tuple[int, _Names],
        *,
        learnt_later: LearntLater,
    ) -> None:
        super().__init__(mapping, table, files, problems)
        self.learnt_later = learnt_later
        self.spec = TABLES[table.table]
        self.part, self.names = part
        self.columns: list[PlannedColumn] = []
        self.only_hints: set[str] = set()

    def plan(self) -> PlannedTable | None:
        before = len(self.problems)
        self.main_files = self.files_of(self.table.files, self.table.line)
        if not self.main_files:
            return None
        self.used.update(self.main_files)
        self.main_aliases = {*self.table.files}
        self.main = HeaderIndex(header for name in self.main_files for header in self.raw[name].headers)
        joins = self.joins()
        key = self.key_column()
        for name, source in self.table.columns.items():
            column = self.spec.column(name)
            if column is not None:
                self.add_column(column, source)
        links = self.links()
        filters = self.filters()
        outcome = self.outcome(self.table.outcome) if self.table.outcome else None
        for extra in self.table.extras:
            self.add_extra(extra)
        self.add_rest()
        if len(self.problems) > before:
            return None
        return PlannedTable(
            name=self.table.table,
            parts=(
                PlannedPart(
                    tuple(self.main_files),
                    {column.name: column.expression for column in self.columns if column.between is None},
                    tuple(joins),
                ),
            ),
            columns=tuple(self.columns),
            key=key,
            links=tuple(links),
            outcome=outcome,
            filters=tuple(filters),
            key_pattern=self.mapping.key_pattern,
        )

    def helper(self, name: str, source: ColumnSource, read_as: ReadAs) -> str:
        """A column that serves the import only; its name, or empty where the export lacks it."""
        expression = self.expression(source)
        if expression is None:
            return ""
        place = self.place(expression)
        self.columns.append(
            PlannedColumn(
                name,
                expression,
                read_as,
                place.rpartition(": ")[2],
                Role.IDENTITY,
                place,
                values=_folded(source.values),
                order=source.order,
            )
        )
        return name

    def key_column(self) -> str:
        if self.table.key is None or not self.spec.key:
            return ""
        expression = self.expression(self.table.key)
        if expression is None:
            return ""
        place = self.place(expression)
        label = self.table.key.label or place.rpartition(": ")[2]
        self.columns.append(PlannedColumn(self.spec.key, expression, ReadAs.KEY, label, Role.IDENTITY, place))
        return self.spec.key

    def add_column(self, column: ColumnSpec, source: ColumnSource) -> None:
        if column.personal:
            self.helper(f"_{column.name}", source, ReadAs.EMAIL if column.name == "email" else ReadAs.KEY)
        self.add(column.name, source, column.read_as, column.label, column.role, unit=column.unit, extra=False)

    def add_extra(self, extra: ExtraColumn) -> None:
        source = extra.source
        ref = self.find(source.headers[0]) if source.headers else None
        header = ref.header if ref else ""
        label = source.label or header
        name = self.name_for(extra.name or header or label)
        self.add(
            name,
            source,
            source.read_as or ReadAs.GUESS,
            label,
            source.role or Role.DEFINITION,
            unit=source.unit,
            extra=True,
        )

    def add(
        self, name: str, source: ColumnSource, read_as: ReadAs, label: str, role: Role, *, unit: str, extra: bool
    ) -> None:
        between: tuple[str, str] | None = None
        if source.days_between:
            start, end = (
                self.helper(f"_{side}_{name}", ColumnSource((header,), line=source.line), ReadAs.DATE)
                for side, header in zip(("from", "to"), source.days_between, strict=True)
            )
            if not (start and end):
                return
            expression: Expression | None = Const("")
            between, read_as, unit = (start, end), ReadAs.NUMBER, unit or "days"
        else:
            expression = self.expression(source)
        if expression is None:
            return
        place = self.place(expression)
        header = place.rpartition(": ")[2] if isinstance(expression, Ref | Element) else ""
        self.columns.append(
            PlannedColumn(
                name=name,
                expression=expression,
                read_as=_narrower(read_as, source.read_as),
                label=source.label or header or label,
                role=source.role or role,
                source=place,
                unit=source.unit or unit,
                as_of=source.as_of,
                values=_folded(source.values),
                extra=extra,
                between=between,
                order=source.order,
            )
        )

    def links(self) -> list[PlannedLink]:
        links: list[PlannedLink] = []
        seen: Counter[tuple[str, str]] = Counter()
        for link in self.table.links:
            by = f"maybe_{link.by}" if link.maybe else link.by
            seen[link.to, by] += 1
            name = f"_link_{link.to}_{by}_{seen[link.to, by]}"
            read_as = _REFERENCES.get(link.by, ReadAs.KEY)
            if self.helper(name, link.source, read_as):
                links.append(PlannedLink(link.to, link.by, name, link.maybe))
        return links

    def filters(self) -> list[PlannedFilter]:
        filters: list[PlannedFilter] = []
        for number, test in enumerate(self.table.filters):
            limited = test.at_least is not None or test.below is not None
            read_as = ReadAs.DATE if test.is_date else ReadAs.NUMBER if limited else ReadAs.TEXT
            name = f"_filter_{self.part}_{number}"
            if self.helper(name, ColumnSource((test.column,), line=test.line), read_as):
                filters.append(PlannedFilter(name, test, self.part))
        return filters

    def outcome(self, outcome: OutcomeMapping) -> PlannedOutcome:
        def helper(name: str, source: ColumnSource | None, read_as: ReadAs) -> str:
            return self.helper(name, source, read_as) if source else ""

        for alias in (outcome.won_if_in, outcome.lost_if_in):
            if alias and alias not in self.joined:
                self.report(
                    f"{alias!r} is not joined to deals",
                    outcome.line,
                    "Add a [[deals.join]] with file, on and key for it.",
                )
        named = set(self.claimed)
        hints = [
            PlannedHint(name, hint.won, hint.lost, hint.open)
            for number, hint in enumerate(outcome.hints)
            if (name := helper(f"_hint_{number}", hint.source, ReadAs.TEXT))
        ]
        self.only_hints, self.claimed = self.claimed - named, named
        planned = PlannedOutcome(
            won_flag=helper("_won_flag", outcome.won_flag, ReadAs.BOOLEAN),
            lost_flag=helper("_lost_flag", outcome.lost_flag, ReadAs.BOOLEAN),
            closed_flag=helper("_closed_flag", outcome.closed_flag, ReadAs.BOOLEAN),
            won_if_in=(outcome.won_if_in,) if outcome.won_if_in else (),
            lost_if_in=(outcome.lost_if_in,) if outcome.lost_if_in else (),
            hints=tuple(hints),
            stage=helper("_stage", outcome.stage, ReadAs.TEXT),
            won=outcome.won,
            lost=outcome.lost,
            open=outcome.open,
            otherwise=outcome.otherwise,
            place=", ".join(self.main_files),
        )
        if self.mapping.optional and not (planned.won_flag or planned.won_if_in or planned.stage or planned.hints):
            wanted = [
                *(outcome.won_flag.headers if outcome.won_flag else ()),
                *(outcome.stage.headers if outcome.stage else ()),
            ]
            problem = Problem(
                "No column tells won deals from lost ones",
                ", ".join(self.main_files),
                todo=f"Export one of {', '.join(map(repr, wanted))} as well, or write a mapping "
                "(docs/reference/mapping.md).",
            )
            self.problems.append((0, problem))
        return planned

    def add_rest(self) -> None:
        """Columns nobody named: by pattern, else with the role of the rest; of those that only hint, the leaks."""
        for header in self.main.headers:
            if header in self.claimed or matches_any(header, self.table.ignore):
                continue
            by_pattern = next((role for role, names in self.table.roles.items() if matches_any(header, names)), None)
            role = by_pattern or self.table.rest
            if header in self.only_hints and role is not Role.LEAK:
                continue
            if role is None or role is Role.IDENTITY:
                continue
            # A user's own mapping is taken at its word; a preset cannot know the columns that a user added.
            unnamed = by_pattern is None and self.mapping.optional
            if unnamed and role is Role.DEFINITION and self.learnt_later(self.table.table, header):
                role = Role.VALIDATION
            self.columns.append(
                PlannedColumn(
                    name=self.name_for(header),
                    expression=Ref("", header),
                    read_as=ReadAs.GUESS,
                    label=header,
                    role=role,
                    source=f"{', '.join(self.main_files)}: {header}",
                    as_of=AsOf.UNKNOWN,
                    extra=True,
                    declared=False,
                )
            )

    def name_for(self, header: str) -> str:
        return self.names.give(self.table.table, header, self.part)


def _narrower(canonical: ReadAs, asked: ReadAs | None) -> ReadAs:
    """The way of reading that a mapping asks for; a canonical one of the same kind knows more."""
    plain = asked is not ReadAs.YEAR and canonical is not ReadAs.GUESS
    if asked is None or (plain and kind_of(canonical) is kind_of(asked)):
        return canonical
    return asked


def _folded(values: Mapping[str, str]) -> dict[str, str]:
    return {fold_header(text): meaning for text, meaning in values.items()}
