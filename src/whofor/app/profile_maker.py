"""Makes the profile of a run from its deals: found types, those written by hand, and what was declared."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.analysis.claims import judged_since
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import LANGUAGES
from whofor.app.claims import RESOLVERS
from whofor.app.deals import KeptDeals
from whofor.app.market import market_rows
from whofor.app.saved_runs import options_of
from whofor.arrays import BoolArray, Column, is_known
from whofor.days import days_of
from whofor.documents.standing_document import standing_bytes
from whofor.errors import Problem, UsageError, WorkspaceError
from whofor.model import Condition, IcpResult, Role, Segment, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.profile import Coverage, DeclaredProfile, Icp, IcpVerdict, IdealCustomerProfile
from whofor.model.profile_answer import ProfileAnswer, ProfileNote, ProfileStanding, TypeQuarters
from whofor.model.profile_changes import VersionComparison
from whofor.profile.assemble import Basis, assembled, compared_with_found
from whofor.profile.coverage import covered, covered_base, covered_pipeline, estimate_of, figure_of
from whofor.profile.quarters import quarter_rates
from whofor.profile.versions import carried_over, edited_by_hand
from whofor.profile.watching import compare_with_version, watched_deals
from whofor.schema.attributes import fetch
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.segments.claims import parse_claim
from whofor.workspace import Workspace
from whofor.worth.expected_claims import SHORTHANDS

__all__ = ["ProfileMaker"]

_MOST_TIERS = 6
_FROM_FILE = "file"


@dataclass(frozen=True, eq=False, slots=True)
class ProfileMaker:
    """Makes the profile of a run from its deals.

    Attributes:
        basis: The run and its deals.
        tiers: What a column of the CRM declares each judged deal's account to be, by the label of the column.
        claims: Claims that were declared in the workspace.
        today: Today.
        place: The workspace.
    """

    basis: Basis
    tiers: tuple[tuple[str, Column], ...]
    claims: tuple[str, ...]
    today: date
    place: Workspace

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
        return cls(basis, tiers, tuple(place.claims()), today, place)

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
            declared = [self._judged(self._renamed(icp, kept), notes) for icp in left.icps if icp.declared]
            made = carried_over(made, left, declared, self._one_type())
            made = replace(made, declared=tuple(d for d in left.declared if d.source == _FROM_FILE))
        found = [s for icp in made.icps if (s := self._segment(icp.define)) is not None]
        declared = tuple(self._declared(made.declared, found, notes))
        return replace(made, declared=declared, coverage=self._coverage(found)), tuple(dict.fromkeys(notes))

    def _coverage(self, types: Sequence[Segment]) -> tuple[Coverage, ...]:
        """Return how much of all accounts and of the open deals some types of client cover."""
        book = self.basis.book
        return () if book is None or not types else (covered_base(types, book), covered_pipeline(types, book))

    def _renamed(self, icp: Icp, kept: IdealCustomerProfile | None) -> Icp:
        """Return a type of client with a new name where it was defined otherwise and people left its old one."""
        before = next((one for one in (() if kept is None else kept.icps) if one.id == icp.id), None)
        if before is None or before.define == icp.define or before.name != icp.name:
            return icp
        segment, former = self._segment(icp.define), self._segment(before.define)
        if segment is None or former is None or self.basis.name_of(former, LANGUAGES[0]) != before.name:
            return icp
        return replace(icp, name=self.basis.name_of(segment, LANGUAGES[0]))

    def names(self, answer: ProfileAnswer) -> dict[str, dict[str, str]]:
        """Return what each type of client of an answer is called in each language, but for those that people named."""
        found: dict[str, dict[str, str]] = {}
        for icp in (*(moved.icp for moved in answer.moved), *answer.profile.types):
            segment = self._segment(icp.define)
            if segment is not None and self.basis.name_of(segment, "en") == icp.name:
                found[icp.id] = {language: self.basis.name_of(segment, language) for language in LANGUAGES}
        return found

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
        segments = [s for icp in icps if (s := self._segment(icp.define)) is not None]
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
        read = {icp.id: s for icp in former.icps if (s := self._segment(icp.define)) is not None}
        inside = {id_: m for id_, s in read.items() if (m := inside_of(s, rows)) is not None}
        named = {c.parameter for s in read.values() for c in s.conditions}
        facts = [a for a in rows.attributes if a.parameter.name in named]
        return compare_with_version(former, watched_deals(rows, judged.repeated, judged.until), inside, facts)

    def told(self, answer: ProfileAnswer) -> ProfileAnswer:
        """Return an answer with the words of the run, and keep how the profile stands."""
        called, names = self.basis.result.data.deals_called, self.names(answer)
        answer = replace(answer, names=names, conditions=self.conditions(answer.profile), deals_called=called)
        self.place.profiles(self.basis.result.run.part.value if self.basis.result.run.part else "").keep_standing(
            standing_bytes(self.standing(answer))
        )
        return answer

    def standing(self, answer: ProfileAnswer) -> ProfileStanding:
        """Return how a profile stands, for the page of the run."""
        made, prepared = answer.profile, self.basis.prepared
        types: list[TypeQuarters] = []
        for icp in made.icps:
            segment = self._segment(icp.define)
            inside = None if segment is None else inside_of(segment, prepared.study.rows)
            if inside is not None and icp.won is not None:
                quarters = quarter_rates(inside, prepared)
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

    def conditions(self, made: IdealCustomerProfile) -> dict[str, Condition]:
        """Return the conditions that facts of a profile are, by their text."""
        texts = {fact.what for icp in made.types for facts in (*icp.slots.values(), icp.contrast) for fact in facts}
        read = {text: self._segment((text,)) for text in sorted(texts)}
        return {text: s.conditions[0] for text, s in read.items() if s is not None and len(s.conditions) == 1}

    def _segment(self, define: Iterable[str]) -> Segment | None:
        try:
            return self._read(define)
        except UsageError:
            return None

    def _read(self, define: Iterable[str]) -> Segment:
        text = " and ".join(define)
        return parse_claim(text, self.basis.prepared.study.rows.attributes, RESOLVERS, shorthands=SHORTHANDS)

    def _inside(self, define: Iterable[str], notes: list[tuple[ProfileNote, str]]) -> BoolArray | None:
        """Return which judged deals meet some conditions; `None`, with a note, where these cannot be read."""
        try:
            return inside_of(self._read(define), self.basis.prepared.study.rows)
        except UsageError as error:
            notes.append((ProfileNote.NOT_READ, "; ".join(map(str, error.problems))))
            return None

    def _one_type(self) -> Callable[[Icp, Icp], bool]:
        def same(a: Icp, b: Icp) -> bool:
            one, other = self._segment(a.define), self._segment(b.define)
            return one is not None and other is not None and is_one_type(one, other, self.basis.prepared.study.rows)

        return same

    def _judged(self, icp: Icp, notes: list[tuple[ProfileNote, str]]) -> Icp:
        """Return a type of client that was written by hand, judged on the deals opened since."""
        inside = self._inside(icp.define, notes)
        if inside is None:
            return icp
        outcome, run = self.basis.prepared.bench.outcome, self.basis.result.run
        own, rest, verdict = outcome.estimate(inside), outcome.estimate(~inside), IcpVerdict.DECLARED
        since, unseen = run.first_opened, False
        finding = judged_since(self.basis.prepared, self._read(icp.define), date.fromisoformat(icp.declared))
        if finding is not None and finding.verdict is not Verdict.REVIEW:
            verdict = IcpVerdict.PASS if finding.verdict is Verdict.PASS else IcpVerdict.REFUTED
            own, rest, since, unseen = finding.confirm, finding.rest_confirm, icp.declared, True
        figure = figure_of(own, rest, unseen=unseen, period=(since, run.last_opened))
        return replace(icp, verdict=verdict, evidence={} if figure is None else {run.outcome: figure})

    def _declared(
        self, written: Iterable[DeclaredProfile], found: Sequence[Segment], notes: list[tuple[ProfileNote, str]]
    ) -> Iterable[DeclaredProfile]:
        """Yield what was declared, by hand, by a column or by a claim, beside what was found."""
        of_claims = [DeclaredProfile(text, "claim", (text,)) for text in self.claims]
        for one in (*written, *of_claims):
            inside = self._inside(one.define, notes)
            if inside is not None:
                yield compared_with_found(one, inside, self.basis.prepared, found)
            elif one.source == _FROM_FILE:
                yield replace(one, cells=())
        for label, values in self.tiers:
            for value in _levels(values):
                inside = np.asarray(values == value, dtype=np.bool_)
                one = DeclaredProfile(f"{label}: {value}", "column", (value,))
                yield compared_with_found(one, inside, self.basis.prepared, found)


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
