"""Makes the profile of a run from its deals: found types, those written by hand, and what was declared."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from whofor.analysis.alike import inside_of
from whofor.analysis.claims import judged_since
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import LANGUAGES
from whofor.app.claims import ClaimReader
from whofor.app.deals import KeptDeals
from whofor.app.market import market_rows
from whofor.app.profile_definitions import Definitions
from whofor.app.saved_runs import options_of
from whofor.arrays import BoolArray, Column, is_known
from whofor.days import days_of
from whofor.documents.standing_document import standing_bytes
from whofor.errors import Problem, WorkspaceError
from whofor.model import IcpResult, Role, Segment, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.profile import Coverage, DeclaredProfile, Icp, IcpVerdict, IdealCustomerProfile
from whofor.model.profile_answer import ProfileAnswer, ProfileNote, ProfileStanding, TypeQuarters
from whofor.model.profile_changes import VersionComparison
from whofor.profile.assemble import Basis, assembled
from whofor.profile.coverage import (
    covered,
    covered_base,
    covered_pipeline,
    declared_cells,
    estimate_of,
    figure_of,
    union_of,
)
from whofor.profile.quarters import quarter_rates
from whofor.profile.versions import carried_over, edited_by_hand
from whofor.profile.watching import compare_with_version, watched_deals
from whofor.schema.attributes import fetch
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.workspace import Workspace

__all__ = ["ProfileMaker"]

_MOST_TIERS = 6
_FROM_FILE = "file"


@dataclass(frozen=True, eq=False, slots=True)
class ProfileMaker:
    """Makes the profile of a run from its deals.

    Attributes:
        definitions: What definitions mean in the run and its deals.
        tiers: What a column of the CRM declares each judged deal's account to be, by the label of the column.
        claims: Claims that were declared in the workspace.
        today: Today.
        place: The workspace.
    """

    definitions: Definitions
    tiers: tuple[tuple[str, Column], ...]
    claims: tuple[str, ...]
    today: date
    place: Workspace

    @property
    def basis(self) -> Basis:
        """The run and its deals."""
        return self.definitions.basis

    @classmethod
    def of(cls, deals: KeptDeals, scan: Scan, result: IcpResult, place: Workspace, today: date) -> ProfileMaker:
        """Return the maker for a run.

        Args:
            deals: All deals of the run.
            scan: The imported tables.
            result: The run.
            place: The workspace.
            today: Today.

        Raises:
            WorkspaceError: Other data were imported since the run, or its deals carried no answer.
        """
        run = result.run
        if deals.dataset.data_hash != run.data_hash:
            what, todo = "other data were imported since the latest run", "Run `whofor find` first."
            raise WorkspaceError(Problem(what, deals.dataset.source, run.id, todo))
        try:
            prepared = deals.prepared(replace(options_of(run), as_of=run.as_of or None), today)
        except CannotJudge as cannot:
            todo = "See what `whofor find` says of it."
            raise WorkspaceError(Problem("these deals carry no answer, so no profile", "", run.id, todo)) from cannot
        book = deals.book(scan, prepared.all_judged)
        basis = Basis(result, prepared, book, _namer(result))
        judged = np.flatnonzero(prepared.all_judged.keep)
        tiers = tuple(_tiers(deals, scan, book.names.account_rows(judged), judged))
        return cls(Definitions(basis, ClaimReader.of(deals.dataset)), tiers, tuple(place.claims()), today, place)

    def profile(
        self, base: IdealCustomerProfile | None, kept: IdealCustomerProfile | None
    ) -> tuple[IdealCustomerProfile, tuple[tuple[ProfileNote, str], ...]]:
        """Return the profile of the run, with what people gave the one before, and notes on what could not be read.

        Args:
            base: The profile before, as people left it; `None` for the first one.
            kept: The version that it was; `None` where it was written by hand.
        """
        today = self.today.isoformat()
        made = assembled(self.basis, today)
        notes: list[tuple[ProfileNote, str]] = []
        if base is not None:
            nothing = replace(base, icps=(), negative=())
            left = edited_by_hand(base, kept if kept is not None else nothing, today)
            declared = [self._judged(self.definitions.renamed(icp, kept), notes) for icp in left.icps if icp.declared]
            made = carried_over(made, left, declared, self.definitions.one_type)
            made = replace(made, declared=tuple(d for d in left.declared if d.source == _FROM_FILE))
        found = [s for icp in made.icps if (s := self.definitions.segment(icp.define)) is not None]
        declared = tuple(self._declared(made.declared, union_of(found, self.definitions.rows), notes))
        return replace(made, declared=declared, coverage=self._coverage(found)), tuple(dict.fromkeys(notes))

    def _coverage(self, types: Sequence[Segment]) -> tuple[Coverage, ...]:
        """Return how much of all accounts and of the open deals some types of client cover."""
        book = self.basis.book
        return () if book is None or not types else (covered_base(types, book), covered_pipeline(types, book))

    def market(self, listed: Path, deals: KeptDeals, icps: Iterable[Icp]) -> Coverage:
        """Return how many companies of a list the types of client cover, as of the last day of known outcomes.

        Args:
            listed: The list.
            deals: The deals, whose facts the types are defined by.
            icps: The types of client.

        Raises:
            SourceError: The list cannot be read, or no column names its companies.
        """
        until = self.basis.prepared.all_judged.until
        day = until if math.isfinite(until) else float(days_of(self.today))
        rows = market_rows(listed, deals, day)
        segments = [s for icp in icps if (s := self.definitions.segment(icp.define)) is not None]
        return covered("market", segments, rows, np.ones(len(rows), dtype=np.bool_), listed.name)

    def comparison(self, former: IdealCustomerProfile, deals: KeptDeals) -> VersionComparison | None:
        """Return why the overall rate changed since a version; `None` where that cannot be told.

        Args:
            former: The version.
            deals: All deals.
        """
        judged, rows = self.basis.prepared.all_judged, deals.rows
        if former.outcome != OutcomeName.WON or not former.until or not math.isfinite(judged.until):
            return None
        read = {icp.id: s for icp in former.icps if (s := self.definitions.segment(icp.define)) is not None}
        inside = {id_: m for id_, s in read.items() if (m := inside_of(s, rows)) is not None}
        named = {c.parameter for s in read.values() for c in s.conditions}
        facts = [a for a in rows.attributes if a.parameter.name in named]
        return compare_with_version(former, watched_deals(rows, judged.repeated, judged.until), inside, facts)

    def told(self, answer: ProfileAnswer) -> ProfileAnswer:
        """Return an answer with the words of the run, and keep how the profile stands."""
        called, names = self.basis.result.data.deals_called, self.definitions.names(answer)
        answer = replace(
            answer, names=names, conditions=self.definitions.conditions(answer.profile), deals_called=called
        )
        self.place.profiles(self.basis.result.run.part.value if self.basis.result.run.part else "").keep_standing(
            standing_bytes(self.standing(answer))
        )
        return answer

    def standing(self, answer: ProfileAnswer) -> ProfileStanding:
        """Return how a profile stands, for the page of the run."""
        made, prepared = answer.profile, self.basis.prepared
        types: list[TypeQuarters] = []
        for icp in made.icps:
            segment = self.definitions.segment(icp.define)
            inside = None if segment is None else inside_of(segment, self.definitions.rows)
            if inside is not None and icp.won is not None:
                bench = prepared.bench
                quarters = quarter_rates(inside, prepared.study.rows.opened, bench.split.search, bench.outcome)
                types.append(TypeQuarters(icp.id, self._named(icp, answer), estimate_of(icp.won), quarters))
        is_later = made.version > 1 and answer.before == made.version - 1
        # Whom to go after is news for the head of the page; whom to leave is on it.
        moved = [one for one in answer.moved if not one.negative] if is_later else []
        news = [(one.move, self._named(one.icp, answer)) for one in moved]
        return ProfileStanding(
            version=made.version,
            made=made.made,
            run=self.basis.result.run.id,
            moved=tuple(news),
            types=tuple(types),
            provisional=made.is_provisional,
            part=made.part,
        )

    def _named(self, icp: Icp, answer: ProfileAnswer) -> dict[str, str]:
        return {language: answer.name_of(icp, language) for language in LANGUAGES}

    def _judged(self, icp: Icp, notes: list[tuple[ProfileNote, str]]) -> Icp:
        """Return a type of client that was written by hand, judged on the deals opened since."""
        inside = self.definitions.inside(icp.define, notes)
        if inside is None:
            return icp
        outcome, run = self.basis.prepared.bench.outcome, self.basis.result.run
        segment = self.definitions.read(icp.define)
        known, doubtful = self.definitions.recorded(segment)
        notes.extend((ProfileNote.DOUBTFUL, label) for label in doubtful)
        own, rest, verdict = outcome.estimate(inside & known), outcome.estimate(~inside & known), IcpVerdict.DECLARED
        since, unseen = run.first_opened, False
        finding = judged_since(self.basis.prepared, segment, date.fromisoformat(icp.declared))
        if finding is not None and finding.verdict is not Verdict.REVIEW:
            verdict = IcpVerdict.PASS if finding.verdict is Verdict.PASS else IcpVerdict.REFUTED
            own, rest, since, unseen = finding.confirm, finding.rest_confirm, icp.declared, True
        figure = figure_of(own, rest, unseen=unseen, period=(since, run.last_opened))
        return replace(icp, verdict=verdict, evidence={} if figure is None else {run.outcome: figure})

    def _declared(
        self, written: Iterable[DeclaredProfile], found: BoolArray, notes: list[tuple[ProfileNote, str]]
    ) -> Iterable[DeclaredProfile]:
        """Yield what was declared, by hand, by a column or by a claim, beside what was found."""
        outcome = self.basis.prepared.bench.outcome
        of_claims = [DeclaredProfile(text, "claim", (text,)) for text in self.claims]
        for one in (*written, *of_claims):
            inside = self.definitions.inside(one.define, notes)
            if inside is not None:
                yield replace(one, cells=declared_cells(inside, found, outcome))
            elif one.source == _FROM_FILE:
                yield replace(one, cells=())
        for label, values in self.tiers:
            for value in _levels(values):
                inside = np.asarray(values == value, dtype=np.bool_)
                one = DeclaredProfile(f"{label}: {value}", "column", (value,))
                yield replace(one, cells=declared_cells(inside, found, outcome))


def _levels(values: Column) -> list[str]:
    """Return the commonest values of a column, in their order; none where it has one only."""
    known = values[is_known(values)].tolist()
    counts = {value: known.count(value) for value in set(known)}
    most = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_TIERS]
    return sorted(most)


def _tiers(deals: KeptDeals, scan: Scan, accounts: Column, judged: Column) -> Iterable[tuple[str, Column]]:
    """Yield the columns by which the user marks good clients, with their value for each judged deal."""
    for p in deals.dataset.parameters:
        wanted = p.role is Role.DECLARED and p.table in (TableName.ACCOUNTS, TableName.DEALS)
        if not wanted or p.name not in scan.columns(p.table):
            continue
        column = scan.project(p.table, [p.name])[p.name]
        if column.dtype.kind != "f":
            of_deals = p.table == TableName.DEALS
            yield p.label, deals.only_own(column)[judged] if of_deals else fetch(column, accounts)


def _namer(result: IcpResult) -> Callable[[Segment, str], str]:
    def name(segment: Segment, language: str) -> str:
        from whofor.reports.notebook import segment_text
        from whofor.reports.words import words_of_result

        return segment_text(segment, words_of_result(result, language))

    return name
