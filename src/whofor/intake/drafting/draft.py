"""Assembles a draft: tables with their lines, each with its reason and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whofor.errors import MappingError, Problem
from whofor.intake.drafting.deals_file import DealsChoice, choose_deals
from whofor.intake.drafting.deals_table import deals_tables
from whofor.intake.drafting.file_roles import FileRoles, find_file_roles
from whofor.intake.drafting.joins import ColumnPair, Overlap, Reference, references, shared_values
from whofor.intake.drafting.mapping_lines import TableDraft
from whofor.intake.drafting.no_outcome import choose_without_outcome
from whofor.intake.drafting.other_tables import other_tables
from whofor.intake.drafting.shapes import FileShape
from whofor.intake.mapping.stage_settings import NOTHING_SAID, StageMeans
from whofor.model import Kind
from whofor.schema.columns import TableName

__all__ = ["DraftedMapping", "draft_mapping"]

_SURE_OUTCOME = 0.8
"""Quality of an outcome from which it may be used without review."""


@dataclass(frozen=True)
class DraftedMapping:
    """A drafted mapping.

    Attributes:
        name: Name of the mapping.
        files: Short name -> file names.
        tables: The tables, what others refer to first.
        deals: The choice of the deals' file and outcome.
        references: References used or seen, the best for each column.
        unused: Files that nothing reads, with the reason.
    """

    name: str
    files: Mapping[str, tuple[str, ...]]
    tables: tuple[TableDraft, ...]
    deals: DealsChoice
    references: tuple[Reference, ...]
    unused: tuple[tuple[str, str], ...]

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return the names of the lines too doubtful for use without review; empty where the draft is sure enough.

        A wrong outcome or a wrong opening makes every answer wrong, and a wrong account most of them. Other lines may
        be unsure: they cost a column. A file of deals that holds no date at all has no opening to be wrong about: what
        can be said without days is for the analysis to decide.
        """
        outcome = self.deals.outcome
        deals = self.deals_table
        lines = {line.key: line for line in deals.columns}
        decided = outcome.quality >= _SURE_OUTCOME and not outcome.unsure
        # All stages are known, and none of them means lost, or won: those deals are not in the file.
        one_end = bool(outcome.won) != bool(outcome.lost) and outcome.won != ("*",)
        known = outcome.stage and outcome.open and one_end and not outcome.unknown
        is_half = bool(known and not (outcome.won_flag or outcome.lost_flag or outcome.closed_flag))
        decided = is_half or (decided and bool(outcome.counts.get("won") and outcome.counts.get("lost")))
        found = ["" if decided or not self.tells_outcome else "deals.outcome"]
        has_dates = any(column.kind is Kind.DATE for column in self.deals.file.columns.values())
        opened = "opened" in lines and lines["opened"].sure != "unsure"
        found.append("" if opened or not ("opened" in lines or has_dates) else "deals.opened")
        if TableName.ACCOUNTS in {table.table for table in self.tables}:
            linked = any(link.to == TableName.ACCOUNTS for link in deals.links)
            known = "account_key" in lines and lines["account_key"].sure != "unsure"
            found.append("" if linked or known else "deals.account_key")
        return tuple(filter(None, found))

    @property
    def deals_table(self) -> TableDraft:
        """Return the table of the deals."""
        return next(table for table in self.tables if table.table == TableName.DEALS)

    @property
    def tells_outcome(self) -> bool:
        """Return whether anything in the files tells won from lost."""
        return bool(self.deals.outcome.headers or self.deals.outcome.won_in)

    @property
    def only_customers(self) -> bool:
        """Return whether the rows are customers, all of them won."""
        return not self.tells_outcome and self.deals.outcome.otherwise == "won"

    def without_opening(self) -> DraftedMapping:
        """Return the draft without the line of the day of opening."""

        def kept(table: TableDraft) -> TableDraft:
            if table.table != TableName.DEALS:
                return table
            return replace(table, columns=[line for line in table.columns if line.key != "opened"])

        return replace(self, tables=tuple(map(kept, self.tables)))


def draft_mapping(
    name: str,
    files: Sequence[FileShape],
    overlaps: Mapping[ColumnPair, Overlap],
    means: StageMeans = NOTHING_SAID,
) -> DraftedMapping:
    """Return a draft of the mapping for these files.

    Args:
        name: Name for it.
        files: The files, those with the same headers as one.
        overlaps: For the pairs of `pairs_to_measure`, what their columns share.
        means: What the user says that stages mean.

    Raises:
        MappingError: No file has rows and columns that could be deals.
    """
    found = references(files, overlaps)
    deals = choose_deals(files, found, means)
    if deals is None:
        deals = choose_without_outcome(files, found)
    if deals is None:
        raise MappingError(_nothing(files))
    roles = find_file_roles(files, found, deals)
    tables = [*deals_tables(roles), *other_tables(roles)]
    order = (
        TableName.ACCOUNTS,
        TableName.CONTACTS,
        TableName.DEALS,
        TableName.INTERACTIONS,
        TableName.STAGES,
        TableName.SIGNALS,
        TableName.OUTCOMES,
        TableName.COSTS,
        TableName.COVERAGE,
    )
    tables.sort(key=lambda table: order.index(table.table))
    used = {file for table in tables for file in table.files}
    aliases = {roles.aliases[f.name]: (f.name, *f.others) for f in files if f.name in used}
    unused = tuple((file.name, _why_unused(roles, file)) for file in files if file.name not in used)
    return DraftedMapping(name, aliases, tuple(tables), roles.deals, tuple(_best(found)), unused)


def _best(found: Sequence[Reference]) -> list[Reference]:
    best: dict[tuple[str, str], Reference] = {}
    for one in found:
        best.setdefault((one.pair.file, one.pair.header), one)
    return list(best.values())


def _why_unused(roles: FileRoles, file: FileShape) -> str:
    if any(file.name in (one.pair.file, one.pair.to) for one in roles.found):
        return "it refers to other files, but holds no date or fits no table"
    shared = shared_values(file, list(roles.files.values()))
    if shared is not None:
        header, other, twin = shared
        return f"its {header} has values of {other}: {twin}, but in neither does each stand once, so it is no key"
    return "it shares no key with the other files"


def _nothing(files: Sequence[FileShape]) -> Problem:
    todo = "Export the deals with the columns of their view, one deal a row."
    return Problem("No file has rows and columns that could be deals", ", ".join(f.name for f in files[:8]), todo=todo)
