"""Plans the columns of one table: those that the mapping names, and helpers that only the import uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whofor.errors import Problem
from whofor.intake.mapping.headers import fold_header
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, ExtraColumn, TableMapping
from whofor.intake.mapping.plan import Const, Element, Expression, PlannedColumn, RawFile, Ref
from whofor.intake.mapping.references import References
from whofor.lexicon.channel_names import channel_by_name
from whofor.model import Role
from whofor.model.parameters import EXTRA_PREFIX
from whofor.schema.columns import ColumnSpec, ReadAs, kind_of
from whofor.schema.tables import TABLES
from whofor.text import slug

__all__ = ["ColumnPlanner", "FreeNames", "folded"]


class FreeNames:
    """Free names for extra columns, the same for the same header in all parts of one table."""

    def __init__(self) -> None:
        self._taken = {column.name for table in TABLES.values() for column in table.columns}
        self._given: dict[tuple[str, str, int], str] = {}

    def give(self, table: str, header: str, part: int) -> str:
        """Return a free name `x_…`, unique over all tables."""
        base = f"{EXTRA_PREFIX}{slug(header) or 'column'}"
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


class ColumnPlanner(References):
    """Planner of columns one by one, with those planned so far.

    Attributes:
        columns: The columns planned.
    """

    def __init__(
        self,
        mapping: ColumnMapping,
        table: TableMapping,
        files: Sequence[RawFile],
        problems: list[tuple[int, Problem]],
        part: tuple[int, FreeNames],
    ) -> None:
        super().__init__(mapping, table, files, problems)
        self.spec = TABLES[table.table]
        self.part, self.names = part
        self.columns: list[PlannedColumn] = []

    def helper(self, name: str, source: ColumnSource, read_as: ReadAs) -> str:
        """Plan a column that only the import uses; return its name, or empty where the export lacks it."""
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
                values=folded(source.values),
                order=source.order,
            )
        )
        return name

    def key_column(self) -> str:
        """Plan the key; return its name, or empty where the table has none or the export lacks it."""
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
        """Plan a canonical column; one about a person also as a key, by which rows are joined."""
        if column.personal:
            self.helper(f"_{column.name}", source, ReadAs.EMAIL if column.name == "email" else ReadAs.KEY)
        self.add(column.name, source, column.read_as, column.label, column.role, unit=column.unit, extra=False)

    def add_extra(self, extra: ExtraColumn) -> None:
        """Plan an extra column, as the mapping describes it."""
        source = extra.source
        ref = self.find(source.headers[0]) if source.headers else None
        header = ref.header if ref else ""
        label = source.label or header
        name = self.name_for(extra.name or header or label)
        role = source.role or (Role.CHANNEL if channel_by_name(header or label) else Role.DEFINITION)
        self.add(
            name,
            source,
            source.read_as or ReadAs.GUESS,
            label,
            role,
            unit=source.unit,
            extra=True,
        )

    def add(
        self, name: str, source: ColumnSource, read_as: ReadAs, label: str, role: Role, *, unit: str, extra: bool
    ) -> None:
        """Plan a column from its source, or report what is missing."""
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
                factor=self.in_use(source).factor,
                as_of=source.as_of,
                values=folded(source.values),
                extra=extra,
                between=between,
                order=source.order,
            )
        )

    def name_for(self, header: str) -> str:
        """Return a free name for an extra column."""
        return self.names.give(self.table.table, header, self.part)


def _narrower(canonical: ReadAs, asked: ReadAs | None) -> ReadAs:
    """Return the way of reading that a mapping asks for; of one kind the canonical way, which is more specific."""
    plain = asked is not ReadAs.YEAR and canonical is not ReadAs.GUESS
    if asked is None or (plain and kind_of(canonical) is kind_of(asked)):
        return canonical
    return asked


def folded(values: Mapping[str, str]) -> dict[str, str]:
    """Return the same meanings, each text folded."""
    return {fold_header(text): meaning for text, meaning in values.items()}
