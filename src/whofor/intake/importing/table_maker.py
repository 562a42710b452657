"""Makes one canonical table: reads its columns, keeps or drops them, and counts issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from whofor.errors import DataError, MappingError, Problem
from whofor.intake.importing.account_places import PLACE_COLUMNS, SEPARATOR, read_places
from whofor.intake.importing.column_reader import ColumnReader
from whofor.intake.importing.deal_stages import DealStages, StageContext
from whofor.intake.importing.exchange import bring_to_one_currency, is_converted, read_in_one_currency
from whofor.intake.importing.fillers import fillers_of
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.masks import TableMasks
from whofor.intake.importing.outputs import (
    Between,
    Cell,
    Direct,
    Linked,
    LookedUp,
    Lookup,
    OpenClose,
    Output,
    RowNumber,
    WonOrLost,
)
from whofor.intake.importing.own_facts import contradicted_facts
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.reading import Reading
from whofor.intake.importing.row_filters import drop_rows
from whofor.intake.importing.soft_outputs import soft_outputs, soft_parameters
from whofor.intake.importing.unasked_columns import names_a_person, reason_to_leave_out, worth_reading
from whofor.intake.importing.values import read_values
from whofor.intake.importing.web_readers import read_hosts
from whofor.intake.importing.won_or_lost import read_hint
from whofor.intake.mapping.plan import Plan, PlannedColumn, PlannedTable, Ref, Total
from whofor.model import IssueCode, Kind, Parameter, Relation, Role, StageSummary
from whofor.model.progress import Progress
from whofor.schema.columns import ReadAs, TableName, kind_of
from whofor.schema.tables import TABLES

__all__ = ["TableMaker"]

_DIRECT = frozenset({ReadAs.KEY, ReadAs.TEXT, ReadAs.EMAIL})
_KEYS = ("account_key", "contact_key", "deal_key", "interaction_key")
_PLACE = "_place"
_OF_CURRENCY = ("see currency", "currency of the export")
_DAYS: dict[str, tuple[str, ...]] = {TableName.DEALS: ("closed", "opened"), TableName.COSTS: ("at",)}


class TableMaker:
    """Maker of one canonical table, with the readings of its columns so far."""

    def __init__(
        self, plan: Plan, table: PlannedTable, importer: Importer, counted: IssueCounter, latest: float
    ) -> None:
        self.reader = ColumnReader(plan, table, importer, latest)
        self.guessed = plan.guessed
        self.stage_means = plan.stage_means
        self.table = table
        self.spec = TABLES[table.name]
        self.importer = importer
        self.counted = counted
        # Accounts are made first, so that their hosts are known when others refer to them.
        self.has_account_domains = table.name != TableName.ACCOUNTS and plan.has_account_domains
        self.masks = TableMasks(table, importer, None)
        self.readings: dict[str, Reading] = {}
        self.contradicted: tuple[PlannedColumn, ...] = ()
        self.outputs: list[Output] = []
        self.parameters: list[Parameter] = []
        self.relations: list[Relation] = []
        self.rows = 0
        self.hinted = False
        self.outcome = table.outcome
        self.deal_stages: DealStages | None = None
        self.stages: tuple[StageSummary, ...] = ()
        self.currency = plan.currency

    def make(self, progress: Progress, done: int, total: int) -> int:
        """Read the columns and write the table; return its number of rows.

        Args:
            progress: Called before every column.
            done: Columns of other tables read before.
            total: Columns of all tables.

        Raises:
            DataError: When no deal is left.
        """
        table = self.table
        self._totals()
        self.rows = self.importer.stage(table)
        self.masks.stage()
        self._hosts()
        self.masks.hosts()
        self._joins()
        if table.filters:
            dropped = drop_rows(table, table.filters, self.importer)
            self.rows -= dropped
            self.counted.add(IssueCode.FILTERED_ROW, dropped, place=table.name)
        if table.key:
            self._keys()
        if table.name == TableName.DEALS and not self.rows:
            raise DataError(
                Problem("No deals are left", ", ".join(table.files), todo="Check the key and the filters of [deals].")
            )
        stage = table.outcome.stage if table.outcome else ""
        hints = {hint.column: hint for hint in table.outcome.hints} if table.outcome else {}
        wanted = [column for column in table.columns if not column.name.startswith("_filter_")]
        undeclared = [column.name for column in wanted if not column.declared]
        profiles = self.importer.profile(table.name, undeclared)
        self.reader.fillers = fillers_of(table, self.importer, self.counted)
        for number, column in enumerate(wanted):
            progress("normalise", done + number, total)
            if column.name == stage:
                continue  # It is read when the days of its deals are known.
            if column.name in hints:
                outcomes = read_hint(self.importer.distinct(table.name, column.name), hints[column.name])
                self.hinted = self.hinted or bool(outcomes)
                self.importer.store_lookup(table.name, Lookup(column.name, {"": outcomes}))
            elif not column.declared and (reason := worth_reading(*profiles[column.name], self.rows, column.role)):
                self.counted.add(reason, 1, (column.source,), table.name)
            else:
                self._column(column)
        self._stages()
        self._finish()
        return self.rows

    def _totals(self) -> None:
        wanted = ((join.file, total.header) for part in self.table.parts for join, total in part.totals())
        for file, header in dict.fromkeys(pair for pair in wanted if pair[1]):
            reading = read_values(self.importer.raw_distinct(file, header), ReadAs.MONEY)
            self.counted.reading(reading, f"{file}: {header}", lambda _texts: [])
            numbers = {text: float(number) for text, number in reading.main.items()}
            self.importer.store_raw_numbers(file, header, numbers)

    def _hosts(self) -> None:
        """Replace web and mail addresses by their hosts, by which tables are joined.

        A host that many companies share refers to none of them.
        """
        known = self.importer.distinct(TableName.ACCOUNTS, "domain") if self.has_account_domains else ()
        for column in self.table.columns:
            if column.read_as is not ReadAs.DOMAIN:
                continue
            counts = self.importer.distinct(self.table.name, column.name)
            hosts = read_hosts(counts, () if column.stored else known)
            if not column.stored:
                shared = {text: counts[text] for text in hosts.shared}
                place = f"{self.table.name}: {column.source}"
                self.counted.texts(IssueCode.SHARED_DOMAIN, shared, place, partial(self._examples, column))
                hosts.texts.update(dict.fromkeys(hosts.shared, ""))
            self.importer.replace_texts(self.table.name, column.name, hosts.texts)

    def _joins(self) -> None:
        outcome = self.table.outcome
        for join in self.table.joins:
            wanted, matched = self.importer.join_matches(self.table.name, join.alias)
            if wanted:
                by = f"{join.on.header} = {join.key}"
                self.relations.append(Relation(self.table.name, join.file, by, wanted, matched))
            if outcome is not None and join.alias in (*outcome.won_if_in, *outcome.lost_if_in):
                continue
            if matched < 0.9 * wanted:
                share, place = f"{matched} / {wanted}", f"{self.table.name} → {join.file}"
                self.counted.add(IssueCode.JOIN_UNMATCHED, wanted - matched, (share,), place)

    def _keys(self) -> None:
        # Numbers of calls and of e-mails may be the same; those of companies from two files name one company.
        apart = self.table.name == TableName.INTERACTIONS
        self.contradicted = contradicted_facts(self.table, self.importer, self.counted)
        missing, repeated = self.importer.first_by_key(self.table.name, self.table.key, within_parts=apart)
        self.rows -= missing.count + repeated.count
        if not self.table.repeats:
            place = f"{self.table.name}.{self.table.key}"
            self.counted.add(IssueCode.MISSING_KEY, missing.count, missing.examples, place)
            self.counted.add(IssueCode.DUPLICATE_KEY, repeated.count, repeated.examples, place)

    def _stages(self) -> None:
        if self.outcome is None:
            return
        if not self.outcome.stage:
            if self.stage_means.entries:
                todo = "Name a column with stages in [deals.outcome], or take stage_means out."
                raise MappingError(Problem("No column holds stages", self.stage_means.place, todo=todo))
            return
        days = {name: self.readings[name].main for name in ("closed", "opened") if name in self.readings}
        context = StageContext(self.stage_means, self.guessed, self.hinted, **days)
        self.deal_stages = DealStages(self.table, self.outcome, self.importer, context)
        self.deal_stages.read(next(column for column in self.table.columns if column.name == self.outcome.stage))
        self.outcome = self.deal_stages.by

    def _column(self, column: PlannedColumn) -> None:
        """Read one column, and decide whether it is kept."""
        if names_a_person(column, self.table.name):
            self.counted.add(IssueCode.COLUMN_PERSONAL, 1, (column.source,), self.table.name)
            return
        if column.between is not None:
            self._add_output(column, Between(*column.between), column.read_as)
            return
        if isinstance(column.expression, Total):
            self._add_output(column, Direct(column.name), ReadAs.NUMBER)
            return
        if column.read_as is ReadAs.DOMAIN and not column.stored:
            return
        if column.read_as in _DIRECT:
            if column.stored and column.name not in _KEYS:
                self._add_output(column, Direct(column.name), column.read_as)
            return
        counts = self.masks.distinct(column)
        if not counts and column.extra:
            self.counted.add(IssueCode.COLUMN_EMPTY, 1, (column.source,), self.table.name)
            return
        reading = self.reader.read(column, counts)
        if column.extra and (reason := reason_to_leave_out(column, counts, reading, self.rows)):
            self.counted.add(reason, 1, (column.source,), self.table.name)
            return
        as_written = column.extra and reading.outputs == {"": {text: text for text in counts}}
        if not as_written:
            self.importer.store_lookup(self.table.name, Lookup(column.name, reading.outputs or {"": {}}))
        if reading.read_as is ReadAs.MONEY and not (column.name == "amount" and self.table.name in _DAYS):
            read_in_one_currency(reading, counts, self.currency)
        self.readings[column.name] = reading
        if column.read_as is ReadAs.NUMBER and any(
            other.name == "level" and other.expression == column.expression for other in self.table.columns
        ):  # What is no number is read there, from the same cells: "Standard" beside 12.
            reading = replace(reading, unread={})
        self.counted.reading(reading, f"{self.table.name}.{column.name}", lambda texts: self._examples(column, texts))
        if column.stored:
            cell = Direct(column.name) if as_written else LookedUp(column.name)
            self._add_output(column, cell, reading.read_as)

    def _examples(self, column: PlannedColumn, texts: Sequence[str]) -> list[str]:
        if isinstance(column.expression, Ref) and not column.expression.alias:
            places = self.importer.places(self.table.name, column.name, texts)
            return [f"{place} {column.label}: {text!r}" for place, text in zip(places, texts, strict=True)]
        return [f"{column.source}: {text!r}" for text in texts]

    def _add_output(self, column: PlannedColumn, cell: Cell, read_as: ReadAs) -> None:
        if not column.stored:
            return
        kind = kind_of(read_as)
        self.outputs.append(Output(column.name, cell, is_number=kind in (Kind.NUMBER, Kind.DATE)))
        self.parameters.append(
            Parameter(
                column.name,
                column.label,
                column.role,
                kind,
                self.table.name,
                column.source,
                column.unit,
                column.as_of,
                declared=column.declared and not self.guessed,
            )
        )

    def _unit_of(self, name: str) -> str:
        """Return the one currency of a money column; empty where there are several or none is written."""
        for column in ("currency", name):
            reading = self.readings.get(column)
            if reading is not None and reading.currencies:
                return next(iter(reading.currencies)) if len(reading.currencies) == 1 else ""
        return ""

    def _finish(self) -> None:
        """Add keys, outcome and columns derived from others; then write the table."""
        planned = {column.name: column for column in self.table.columns}
        self._places()
        self._derived()
        for name in _KEYS:
            if self.spec.column(name) is None:
                continue
            links = tuple(link for link in self.table.links if f"{link.to.removesuffix('s')}_key" == name)
            given = name in planned
            if name == self.table.key:
                cell: Cell | None = Direct(name)
            elif name == self.spec.key:
                cell = RowNumber()
            else:
                cell = Linked(name if given else "", links) if given or links else None
            if cell is not None:
                self._identity(name, cell, planned.get(name))
        if self.outcome is not None:
            label = planned[self.outcome.stage].label if self.outcome.stage else "Outcome"
            source = planned[self.outcome.stage].source if self.outcome.stage else ""
            self.outputs = [
                replace(output, cell=OpenClose("closed", self.outcome)) if output.name == "closed" else output
                for output in self.outputs
            ]
            self.outputs.append(Output("outcome", WonOrLost(self.outcome)))
            self.parameters.append(Parameter("outcome", label, Role.VALIDATION, Kind.CATEGORY, self.table.name, source))
        made = {output.name for output in self.outputs}
        for name in self.spec.required:
            column = self.spec.column(name)
            if name not in made and column is not None:
                self.outputs.append(Output(name, None, is_number=column.kind in (Kind.NUMBER, Kind.DATE)))
        self._in_order()
        self.parameters = [
            replace(parameter, unit=self._unit_of(parameter.name)) if parameter.unit in _OF_CURRENCY else parameter
            for parameter in self.parameters
        ]
        self.rows = self.importer.finish(self.table.name, self.outputs)
        if self.table.name == TableName.DEALS:
            self._count_outcomes()
        if self.table.name == TableName.SIGNALS:
            undated = self.importer.count_where(TableName.SIGNALS, IssueCode.SIGNAL_WITHOUT_DAY)
            self.counted.add(IssueCode.SIGNAL_WITHOUT_DAY, undated.count, undated.examples, "signals.at")
        if self.deal_stages is not None:
            self.stages = self.deal_stages.summaries(self.counted)
        if {"amount", "currency"} <= {output.name for output in self.outputs} and self.table.name in _DAYS:
            self._one_currency()

    def _identity(self, name: str, cell: Cell, column: PlannedColumn | None) -> None:
        self.outputs.append(Output(name, cell))
        spec = self.spec.column(name)
        label = column.label if column else spec.label if spec else name
        source = column.source if column else ""
        self.parameters.append(Parameter(name, label, Role.IDENTITY, Kind.TEXT, self.table.name, source))

    def _places(self) -> None:
        """Add country, state and city of each row, each by the others; the country is inferred where none was read."""
        given = tuple(column for column in PLACE_COLUMNS if column in self.readings)
        if self.spec.column("country") is None or given in {(), ("country",)}:
            return
        self.importer.join_texts(self.table.name, _PLACE, given, SEPARATOR)
        places = read_places(self.importer.distinct(self.table.name, _PLACE), given, self.readings)
        self.importer.store_lookup(self.table.name, Lookup(_PLACE, places.outputs or {"": {}}))
        made = {output.name for output in self.outputs}
        self.outputs = [
            replace(output, cell=LookedUp(_PLACE, output.name))
            if output.name in given and output.name in places.outputs
            else output
            for output in self.outputs
        ]
        for spec in self.spec.columns:
            if spec.name in ("country", "region", "continent") and spec.name in places.outputs.keys() - made:
                self.outputs.append(Output(spec.name, LookedUp(_PLACE, spec.name)))
                self.parameters.append(Parameter(spec.name, spec.label, spec.role, spec.kind, self.table.name))
        count, place = sum(places.inferred.values()), f"{self.table.name}.country"
        self.counted.add(IssueCode.COUNTRY_INFERRED, count, places.examples(), place)

    def _derived(self) -> None:
        """Add columns derived from the texts of others: region from the country, currency from the amounts …"""
        made = {output.name for output in self.outputs}
        for spec in self.spec.columns:
            reading = self.readings.get(spec.derived_from)
            if reading is not None and spec.name not in made and reading.outputs.get(spec.derived_output):
                derived = LookedUp(spec.derived_from, spec.derived_output)
                self.outputs.append(Output(spec.name, derived, spec.kind is Kind.NUMBER))
                self.parameters.append(Parameter(spec.name, spec.label, spec.role, spec.kind, self.table.name))
        self.outputs += soft_outputs(self.readings.values())
        self.parameters += soft_parameters(self.readings.values())
        amount = self.readings.get("amount")
        if amount is None or "currency" not in amount.outputs or self.spec.column("currency") is None:
            return
        if "currency" not in made:
            self.outputs.append(Output("currency", LookedUp("amount", "currency")))
            self.parameters.append(Parameter("currency", "Currency", Role.IDENTITY, Kind.CATEGORY, self.table.name))
        else:
            also = (("amount", "currency"),)
            self.outputs = [
                Output("currency", LookedUp("currency", also=also)) if output.name == "currency" else output
                for output in self.outputs
            ]

    def _in_order(self) -> None:
        """Sort canonical columns into their documented order, and put the extras after them."""
        order = {column.name: number for number, column in enumerate(self.spec.columns)}
        self.outputs.sort(key=lambda output: order.get(output.name, len(order)))
        self.parameters.sort(key=lambda parameter: order.get(parameter.name, len(order)))

    def _count_outcomes(self) -> None:
        for code, column in ((IssueCode.CLOSED_BEFORE_OPENED, "closed"), (IssueCode.NO_OUTCOME, "outcome")):
            found = self.importer.count_where(TableName.DEALS, code)
            self.counted.add(code, found.count, found.examples, f"deals.{column}")

    def _one_currency(self) -> None:
        """Convert the amounts to one currency, unless the CRM has done so."""
        source = next((parameter.source for parameter in self.parameters if parameter.name == "amount"), "")
        if is_converted(source.rpartition(": ")[2]):
            return
        made = {output.name for output in self.outputs}
        if "amount_original" in made:
            return
        days = [day for day in _DAYS[self.table.name] if day in made]
        self.currency, converted = bring_to_one_currency(
            self.table.name, days, self.currency, self.importer, self.counted
        )
        self.parameters = [
            replace(parameter, unit=self.currency) if parameter.name == "amount" else parameter
            for parameter in self.parameters
        ]
        for name in ("amount_original", "exchange_rate"):
            spec = self.spec.column(name)
            if converted and spec is not None:
                self.parameters.append(Parameter(name, spec.label, spec.role, spec.kind, self.table.name))
