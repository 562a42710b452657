"""Resolves a mapping against the files at hand: a plan, or every name that is not there, together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from whofor.errors import MappingError, Problem
from whofor.model import AsOf, Role
from whofor.schema.headers import HeaderIndex, fold, matches_any, slug
from whofor.schema.mapping import ColumnMapping, ColumnSource, ExtraColumn, Outcome, TableMapping
from whofor.schema.near import did_you_mean
from whofor.schema.plan import (
    Coalesce,
    Concat,
    Const,
    Expression,
    FirstOf,
    Plan,
    PlannedColumn,
    PlannedFilter,
    PlannedJoin,
    PlannedLink,
    PlannedOutcome,
    PlannedTable,
    RawFile,
    Ref,
    Total,
)
from whofor.schema.tables import TABLES, Column, ReadAs

__all__ = ["find_files", "resolve"]


def resolve(mapping: ColumnMapping, files: Sequence[RawFile]) -> Plan:
    """The plan of a mapping for these files.

    Raises:
        MappingError: With every file and column that is not there, each with its near names.
    """
    problems: list[Problem] = []
    taken: set[str] = {column.name for table in TABLES.values() for column in table.columns}
    tables: list[PlannedTable] = []
    used: set[str] = set()
    for table in mapping.tables.values():
        resolver = _TableResolver(mapping, table, files, problems, taken)
        planned = resolver.plan()
        used.update(resolver.used)
        if planned is not None:
            tables.append(planned)
    if problems:
        raise MappingError(problems)
    deal_files = {name for table in tables if table.name == "deals" for name in table.files}
    tables = [
        replace(table, repeats=True) if table.name != "deals" and deal_files.intersection(table.files) else table
        for table in tables
    ]
    unused = tuple(file.name for file in files if file.name not in used)
    return Plan(mapping.name, tuple(tables), unused, mapping.synthetic)


def find_files(pattern: str, names: Iterable[str]) -> list[str]:
    """File names that fit a name or pattern; case and a final `.gz` do not matter."""
    wanted = fold(pattern).removesuffix(".gz")
    return [name for name in names if fnmatchcase(fold(name).removesuffix(".gz"), wanted)]


class _TableResolver:
    def __init__(
        self,
        mapping: ColumnMapping,
        table: TableMapping,
        files: Sequence[RawFile],
        problems: list[Problem],
        taken: set[str],
    ) -> None:
        self.mapping = mapping
        self.table = table
        self.spec = TABLES[table.table]
        self.raw = {file.name: file for file in files}
        self.problems = problems
        self.taken = taken
        self.used: set[str] = set()
        self.claimed: set[str] = set()
        self.main = HeaderIndex(())
        self.main_files: list[str] = []
        self.main_aliases: set[str] = set()
        self.joined: dict[str, tuple[str, HeaderIndex]] = {}
        self.columns: list[PlannedColumn] = []

    def report(self, what: str, line: int, todo: str = "", value: str = "") -> None:
        place = f"{self.mapping.place}:{line}" if line else self.mapping.place
        self.problems.append(Problem(what, place, value, todo))

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
            files=tuple(self.main_files),
            columns=tuple(self.columns),
            key=key,
            joins=tuple(joins),
            links=tuple(links),
            outcome=outcome,
            filters=tuple(filters),
        )

    def files_of(self, names: Sequence[str], line: int) -> list[str]:
        """Raw file names behind aliases, names or patterns; all files where none is named and there is one."""
        if not names:
            if len(self.raw) == 1:
                return list(self.raw)
            self.report(
                f"[{self.table.table}] does not say which file it is read from",
                line,
                f"Add file = …; the files are: {', '.join(self.raw)}",
            )
            return []
        found: list[str] = []
        for name in names:
            for pattern in self.mapping.files.get(name, (name,)):
                hits = find_files(pattern, self.raw)
                if not hits:
                    self.report(
                        f"There is no file {pattern!r} in the source",
                        line,
                        did_you_mean(pattern, list(self.raw), what="files"),
                    )
                found += [hit for hit in hits if hit not in found]
        return found

    def joins(self) -> list[PlannedJoin]:
        joins: list[PlannedJoin] = []
        for join in self.table.joins:
            names = self.files_of([join.file], join.line)
            on = self.ref(join.on, join.line)
            if not names:
                self.joined[join.file] = ("", HeaderIndex(()))
                continue
            index = HeaderIndex(self.raw[names[0]].headers)
            self.joined[join.file] = (names[0], index)
            self.used.add(names[0])
            key = index.find(join.key)
            if key is None:
                self.missing(join.key, names[0], index, join.line)
            elif on is not None:
                joins.append(PlannedJoin(join.file, names[0], on, key))
        return joins

    def missing(self, name: str, file: str, index: HeaderIndex, line: int) -> None:
        if file:
            self.report(
                f"There is no column {name!r} in {file}", line, did_you_mean(name, index.headers, what="columns")
            )

    def find(self, name: str) -> Ref | None:
        header = self.main.find(name)
        if header is not None:
            return Ref("", header)
        alias, dot, rest = name.partition(".")
        if dot and alias in self.main_aliases and (header := self.main.find(rest)):
            return Ref("", header)
        if dot and alias in self.joined and (header := self.joined[alias][1].find(rest)):
            return Ref(alias, header)
        return None

    def ref(self, name: str, line: int) -> Ref | None:
        """The column of that name; reported where there is none."""
        ref = self.find(name)
        if ref is None:
            alias, dot, rest = name.partition(".")
            if dot and alias in self.joined:
                file, index = self.joined[alias]
                self.missing(rest, file, index, line)
            elif dot and alias in self.mapping.files:
                self.report(
                    f"{alias!r} is not joined to {self.table.table}", line, f"Add a [[{self.table.table}.join]] for it."
                )
            else:
                self.missing(name, ", ".join(self.main_files), self.main, line)
        elif not ref.alias:
            self.claimed.add(ref.header)
        return ref

    def refs(self, names: Sequence[str], line: int) -> tuple[Ref, ...]:
        return tuple(ref for name in names if (ref := self.ref(name, line)) is not None)

    def expression(self, source: ColumnSource) -> Expression | None:
        """What a source means; `None` where it is not there (reported, unless the mapping is optional)."""
        if source.headers:
            found = next((ref for name in source.headers if (ref := self.find(name)) is not None), None)
            if found is None:
                if not self.mapping.optional:
                    self.ref(source.headers[0], source.line)
                return None
            if not found.alias:
                self.claimed.add(found.header)
            return FirstOf(found, source.first_of) if source.first_of else found
        if source.concat:
            return Concat(self.refs(source.concat, source.line), source.separator)
        if source.coalesce:
            return Coalesce(self.refs(source.coalesce, source.line))
        if source.total:
            ref = self.ref(source.total, source.line)
            if ref is not None and not ref.alias:
                self.report(
                    "sum needs a column of a joined file", source.line, 'Write sum = "alias.Column".', source.total
                )
            return Total(ref.alias, ref.header) if ref else None
        if source.count:
            if source.count not in self.joined:
                self.report(
                    f"{source.count!r} is not joined", source.line, did_you_mean(source.count, list(self.joined))
                )
            return Total(source.count, "")
        return Const(source.const)

    def place(self, expression: Expression) -> str:
        """`file.csv: Header`, for people."""
        match expression:
            case Ref(alias, header):
                return f"{self.joined[alias][0] if alias else ', '.join(self.main_files)}: {header}"
            case FirstOf(of):
                return self.place(of)
            case Concat(parts) | Coalesce(parts):
                return " + ".join(self.place(part) for part in parts)
            case Total(alias, header):
                return f"{self.joined[alias][0]}: {'sum of ' + header if header else 'number of rows'}"
            case Const():
                return ""

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

    def add_column(self, column: Column, source: ColumnSource) -> None:
        name = column.name if column.stored else f"_{column.name}"
        self.add(name, source, column.read_as, column.label, column.role, column.unit, extra=False)

    def add_extra(self, extra: ExtraColumn) -> None:
        source = extra.source
        ref = self.find(source.headers[0]) if source.headers else None
        header = ref.header if ref else ""
        label = source.label or header
        name = self.name_for(extra.name or header or label)
        self.add(
            name, source, source.read_as or ReadAs.GUESS, label, source.role or Role.DEFINITION, source.unit, extra=True
        )

    def add(
        self, name: str, source: ColumnSource, read_as: ReadAs, label: str, role: Role, unit: str, *, extra: bool
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
        header = place.rpartition(": ")[2] if isinstance(expression, Ref | FirstOf) else ""
        self.columns.append(
            PlannedColumn(
                name=name,
                expression=expression,
                read_as=source.read_as or read_as,
                label=source.label or header or label,
                role=source.role or role,
                source=place,
                unit=source.unit or unit,
                as_of=source.as_of,
                values=_folded(source.values),
                extra=extra,
                between=between,
            )
        )

    def links(self) -> list[PlannedLink]:
        links: list[PlannedLink] = []
        for number, link in enumerate(self.table.links):
            name = f"_link_{number}"
            read_as = ReadAs.DOMAIN if link.by == "domain" else ReadAs.KEY
            if self.helper(name, link.source, read_as):
                links.append(PlannedLink(link.to, link.by, name))
        return links

    def filters(self) -> list[PlannedFilter]:
        filters: list[PlannedFilter] = []
        for number, test in enumerate(self.table.filters):
            limited = test.at_least is not None or test.below is not None
            read_as = ReadAs.DATE if test.is_date else ReadAs.NUMBER if limited else ReadAs.TEXT
            if self.helper(f"_filter_{number}", ColumnSource((test.column,), line=test.line), read_as):
                filters.append(PlannedFilter(f"_filter_{number}", test))
        return filters

    def outcome(self, outcome: Outcome) -> PlannedOutcome:
        def helper(name: str, source: ColumnSource | None, read_as: ReadAs) -> str:
            return self.helper(name, source, read_as) if source else ""

        for alias in (outcome.won_if_in, outcome.lost_if_in):
            if alias and alias not in self.joined:
                self.report(
                    f"{alias!r} is not joined to deals",
                    outcome.line,
                    "Add a [[deals.join]] with file, on and key for it.",
                )
        planned = PlannedOutcome(
            won_flag=helper("_won_flag", outcome.won_flag, ReadAs.BOOLEAN),
            lost_flag=helper("_lost_flag", outcome.lost_flag, ReadAs.BOOLEAN),
            closed_flag=helper("_closed_flag", outcome.closed_flag, ReadAs.BOOLEAN),
            won_if_in=outcome.won_if_in,
            lost_if_in=outcome.lost_if_in,
            stage=helper("_stage", outcome.stage, ReadAs.TEXT),
            won=outcome.won,
            lost=outcome.lost,
            open=outcome.open,
            otherwise=outcome.otherwise,
            place=", ".join(self.main_files),
        )
        if self.mapping.optional and not (planned.won_flag or planned.won_if_in or planned.stage):
            wanted = [
                *(outcome.won_flag.headers if outcome.won_flag else ()),
                *(outcome.stage.headers if outcome.stage else ()),
            ]
            self.problems.append(
                Problem(
                    "No column tells won deals from lost ones",
                    ", ".join(self.main_files),
                    todo=f"Export one of {', '.join(map(repr, wanted))} as well, or write a mapping "
                    "(docs/reference/mapping.md).",
                )
            )
        return planned

    def add_rest(self) -> None:
        """Columns nobody named: by pattern, else with the role of the rest."""
        for header in self.main.headers:
            if header in self.claimed or matches_any(header, self.table.ignore):
                continue
            by_pattern = next((role for role, names in self.table.roles.items() if matches_any(header, names)), None)
            role = by_pattern or self.table.rest
            if role is None or role is Role.IDENTITY:
                continue
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
        """A free name `x_…`, unique over all tables."""
        base = f"x_{slug(header) or 'column'}"
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}_{number}", number + 1
        self.taken.add(name)
        return name


def _folded(values: Mapping[str, str]) -> dict[str, str]:
    return {fold(text): meaning for text, meaning in values.items()}
