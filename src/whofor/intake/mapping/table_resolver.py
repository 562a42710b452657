"""Resolves one table of a mapping against files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from whofor.errors import Problem, Sentence
from whofor.intake.mapping.headers import HeaderIndex, matches_any
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, OutcomeMapping, TableMapping
from whofor.intake.mapping.plan import (
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
from whofor.intake.mapping.planned_columns import ColumnPlanner, FreeNames
from whofor.lexicon.endings import StageFact, header_says
from whofor.model import AsOf, Role
from whofor.schema.columns import ReadAs

__all__ = ["NOTHING_KNOWN", "KnownHeaders", "TableResolver"]

_REFERENCES = {"domain": ReadAs.DOMAIN, "email": ReadAs.EMAIL}


@dataclass(frozen=True, slots=True)
class KnownHeaders:
    """What headers say of columns that a mapping does not name, each a function of table and header.

    Attributes:
        learnt_later: Whether a column is known only while a deal runs, or after it.
        no_trait: Role of a column that is no trait of a client: lead source, salesperson, outcome, key; else `None`.
        fact_of_account: Canonical column of accounts that a column of another table names; empty for none.
    """

    learnt_later: Callable[[str, str], bool]
    no_trait: Callable[[str, str], Role | None]
    fact_of_account: Callable[[str, str], str]


def _not_later(_table: str, _header: str) -> bool:
    return False


def _no_role(_table: str, _header: str) -> Role | None:
    return None


def _no_fact(_table: str, _header: str) -> str:
    return ""


NOTHING_KNOWN = KnownHeaders(_not_later, _no_role, _no_fact)
"""Headers say nothing."""


class TableResolver(ColumnPlanner):
    """Resolver of one table of a mapping, which reports what the files lack."""

    def __init__(
        self,
        mapping: ColumnMapping,
        table: TableMapping,
        files: Sequence[RawFile],
        problems: list[tuple[int, Problem]],
        part: tuple[int, FreeNames],
        *,
        known: KnownHeaders,
    ) -> None:
        super().__init__(mapping, table, files, problems, part)
        self.known = known
        self.only_hints: set[str] = set()

    def plan(self, taken: Collection[tuple[str, str]] = ()) -> PlannedTable | None:
        """Return the planned table; `None` where something is missing, which is reported.

        Args:
            taken: Files and headers that other tables name, which are not of the rest.
        """
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
        self.add_rest(taken)
        if len(self.problems) > before:
            return None
        return PlannedTable(
            name=self.table.table,
            parts=(
                PlannedPart(
                    tuple(self.main_files),
                    {column.name: column.expression for column in self.columns if column.between is None},
                    tuple(joins),
                    needs=self.find(self.table.needs) if self.table.needs else None,
                    once=self.table.once,
                ),
            ),
            columns=tuple(self.columns),
            key=key,
            links=tuple(links),
            outcome=outcome,
            filters=tuple(filters),
            key_pattern=self.mapping.key_pattern,
        )

    def links(self) -> list[PlannedLink]:
        """Return the references to rows of other tables, each with the column that holds it."""
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
        """Return the tests that rows must pass, each with the column it reads."""
        filters: list[PlannedFilter] = []
        for number, test in enumerate(self.table.filters):
            limited = test.at_least is not None or test.below is not None
            read_as = ReadAs.DATE if test.is_date else ReadAs.NUMBER if limited else ReadAs.TEXT
            name = f"_filter_{self.part}_{number}"
            if self.helper(name, ColumnSource((test.column,), line=test.line), read_as):
                filters.append(PlannedFilter(name, test, self.part))
        return filters

    def outcome(self, outcome: OutcomeMapping) -> PlannedOutcome:
        """Return how outcomes are recognised; report where the export of a preset has no column for it."""

        def helper(name: str, source: ColumnSource | None, read_as: ReadAs) -> str:
            return self.helper(name, source, read_as) if source else ""

        for alias in (outcome.won_if_in, outcome.lost_if_in):
            if alias and alias not in self.joined:
                self.report(
                    Sentence("{alias!r} is not joined to deals", alias=alias),
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
            pipeline=self.fact_of_stage(StageFact.PIPELINE),
            probability=self.fact_of_stage(StageFact.PROBABILITY),
            loss_reason=self.fact_of_stage(StageFact.LOSS_REASON),
            sees_all=not self.mapping.optional,
            of_leads=self.table.fallback,
        )
        if self.mapping.optional and not (planned.won_flag or planned.won_if_in or planned.stage or planned.hints):
            self.report_no_outcome(outcome)
        return planned

    def report_no_outcome(self, outcome: OutcomeMapping) -> None:
        """Report that the export has none of the columns by which a preset knows the outcome."""
        wanted = [
            *(outcome.won_flag.headers if outcome.won_flag else ()),
            *(outcome.stage.headers if outcome.stage else ()),
        ]
        problem = Problem(
            "No column tells won deals from lost ones",
            ", ".join(self.main_files),
            todo=Sentence(
                "Export one of {names} as well, or write a mapping (docs/reference/mapping.md).",
                names=", ".join(map(repr, wanted)),
            ),
        )
        self.problems.append((0, problem))

    def fact_of_stage(self, fact: StageFact) -> str:
        """Plan a helper column that says more of a stage; return its name, or empty where no header says so.

        The column stays what it is for everything else.
        """
        header = next((header for header in self.main.headers if header_says(header, fact)), None)
        if header is None:
            return ""
        source = f"{', '.join(self.main_files)}: {header}"
        self.columns.append(
            PlannedColumn(f"_{fact}", Ref("", header), ReadAs.TEXT, header, Role.IDENTITY, source=source)
        )
        return f"_{fact}"

    def named(self) -> set[tuple[str, str]]:
        """Return files and headers that the mapping of this table names."""
        return self.elsewhere | {
            (file, header) for file in self.main_files for header in self.claimed | self.only_hints
        }

    def add_rest(self, taken: Collection[tuple[str, str]]) -> None:
        """Plan columns nobody named: by pattern, else with the role of the rest; of those that only hint, the leaks.

        The rest may define a client only where it is a trait: never what another table's mapping names, nor what says
        how a deal came about or ended.
        """
        for header in self.main.headers:
            if header in self.claimed or matches_any(header, self.table.ignore):
                continue
            by_pattern = next((role for role, names in self.table.roles.items() if matches_any(header, names)), None)
            role = by_pattern or self.table.rest
            if header in self.only_hints and role is not Role.LEAK:
                continue
            if role is Role.DEFINITION and by_pattern is None:
                if any((file, header) in taken for file in self.main_files):
                    continue
                role = self.known.no_trait(self.table.table, header) or role
            if role is None or role is Role.IDENTITY:
                continue
            # A user's own mapping is taken at its word; a preset cannot know the columns that a user added.
            unnamed = by_pattern is None and self.mapping.optional
            if unnamed and role is Role.DEFINITION and self.known.learnt_later(self.table.table, header):
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
