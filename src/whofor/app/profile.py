"""The profile of a workspace: made of the latest run, kept as a version, compared with the ones before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.analysis.claims import judged_since
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import LANGUAGES, Arguments, StrPath
from whofor.app.claims import RESOLVERS
from whofor.app.deals import KeptDeals
from whofor.app.saved_runs import latest_run, options_of, read_run
from whofor.app.session import InSession, Session
from whofor.arrays import BoolArray, Column, is_known
from whofor.documents.profile_document import ProfileText, profile_id, profile_text, read_profile
from whofor.documents.standing_document import standing_bytes
from whofor.errors import Problem, UsageError, WorkspaceError
from whofor.model import Condition, IcpResult, Role, Segment, Verdict
from whofor.model.profile import DeclaredProfile, Icp, IcpVerdict, IdealCustomerProfile
from whofor.model.profile_answer import ProfileAnswer, ProfileNote, ProfileStanding, TypeQuarters
from whofor.profile.assemble import Basis, assembled, compared_with_found
from whofor.profile.coverage import estimate_of, figure_of
from whofor.profile.quarters import quarter_rates
from whofor.profile.versions import carried_over, edited_by_hand, moved_between, same_structure
from whofor.schema.attributes import fetch
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.segments.claims import parse_claim
from whofor.stats.threads import one_blas_thread
from whofor.workspace import Workspace
from whofor.worth.expected_claims import SHORTHANDS

__all__ = ["profile", "restore_profile"]

_TOO_BROAD, _TOO_NARROW = 0.40, 0.01
"""Shares of all accounts that the types of client cover together: above, the profile rules out too little; below, there
is too little to build on. From the design of the profile."""
_MOST_TIERS = 6
_FROM_FILE = "file"


def profile(
    workspace: StrPath | Session | InSession,
    *,
    compare: int | None = None,
    renew: bool = False,
    today: date | None = None,
    part: str | None = None,
) -> ProfileAnswer:
    """Make the profile of the latest run, and keep it as a new version where it says something else than the last one.

    Types of client that people edited or added in `profile.toml` are declared from that day on, and confirmed or
    refuted by deals opened later.

    Args:
        workspace: Folder of the workspace; or a session, which keeps what it reads, or a result of one.
        compare: Number of the version that it is compared with; by default the one before it.
        renew: Whether to make a new version though it says the same: its promise is then that of these data, and the
            planned looks at it begin anew.
        today: Today's date, by default that of the clock.
        part: The part of the deals, as one product, whose latest run is meant; needed where each part was searched.

    Raises:
        WorkspaceError: There is no run, other data were imported since, or a profile cannot be read.
        DataError: The deals cannot be read.
        UsageError: An argument is of the wrong type, or there is no such version.
    """
    with Arguments() as read:
        day, about = read.today(today), None if part is None else read.text("--part", part)
        number = None if compare is None else read.whole("--compare", compare)
        anew = read.flag("--renew", renew)
        session = Session.of(workspace)
    place = session.workspace
    result = _latest(place, about)
    before = None if number is None else read_profile(place.profiles.version(number), str(place.profiles.place(number)))
    kept, edited = _kept(place), _edited(place)
    with one_blas_thread(), session.reading() as (whole, scan):
        maker = _Maker.of(whole.of_part(result.run.part), scan, result, place, day)
        base = edited if edited is not None else kept
        made, notes = maker.profile(None if base is None else base.profile, None if kept is None else kept.profile)
    is_new = anew or kept is None or edited is not None or not same_structure(made, kept.profile)
    versions = place.profiles.numbers()
    if is_new:
        last = versions[-1] if versions else 0
        supersedes = "" if kept is None else profile_id(kept.profile)
        made = replace(made, version=last + 1, made=day.isoformat(), supersedes=supersedes, restores=None)
        made = read_profile(profile_text(made), "").profile
        place.profiles.add(made.version, profile_text(made))
    elif kept is not None:
        made = replace(made, version=kept.profile.version, made=kept.profile.made, supersedes=kept.profile.supersedes)
    answer = _answer(place, made, before, notes + _odd(base, made), is_new=is_new)
    return maker.told(answer)


def restore_profile(
    workspace: StrPath | Session | InSession, number: int, *, today: date | None = None
) -> ProfileAnswer:
    """Make a former version of the profile the present one again, as a new version.

    Args:
        workspace: Folder of the workspace, or a session.
        number: Number of the version.
        today: Today's date, by default that of the clock.

    Raises:
        WorkspaceError: There is no such version, or it cannot be read.
        UsageError: An argument is of the wrong type.
    """
    with Arguments() as read:
        day, wanted = read.today(today), read.whole("--restore", number)
        session = Session.of(workspace)
    place = session.workspace
    saved = place.profiles
    found = read_profile(saved.version(wanted), str(saved.place(wanted))).profile
    last = saved.numbers()[-1]
    latest = read_profile(saved.version(last), str(saved.place(last))).profile
    made = replace(found, version=last + 1, made=day.isoformat(), supersedes=profile_id(latest), restores=wanted)
    saved.add(made.version, profile_text(made))
    answer = _answer(place, made, None, (), is_new=True)
    result = _latest(place, made.part or None) if place.runs.latest() is not None else None
    if result is None or result.run.data_hash != place.dataset().data_hash:
        return answer
    with one_blas_thread(), session.reading() as (whole, scan):
        maker = _Maker.of(whole.of_part(result.run.part), scan, result, place, day)
    return maker.told(answer)


def _answer(
    place: Workspace,
    made: IdealCustomerProfile,
    compared: ProfileText | None,
    notes: Sequence[tuple[ProfileNote, str]],
    *,
    is_new: bool,
) -> ProfileAnswer:
    saved = place.profiles
    former = compared
    earlier = [n for n in saved.numbers() if n < made.version]
    if former is None and earlier:
        former = read_profile(saved.version(earlier[-1]), str(saved.place(earlier[-1])))
    then = None if former is None else former.profile
    return ProfileAnswer(
        made,
        is_new,
        str(saved.place(made.version)),
        None if then is None else then.version,
        "" if then is None else then.made,
        () if then is None else moved_between(then, made),
        tuple(notes),
        tuple(saved.numbers()),
    )


def _latest(place: Workspace, part: str | None) -> IcpResult:
    logged = latest_run(place, part)
    if logged is None:
        raise WorkspaceError(Problem("the workspace holds no run", str(place.path), "", "Run `whofor find` first."))
    return read_run(place, logged.id)


def _kept(place: Workspace) -> ProfileText | None:
    """Return the version made last; `None` where there is none."""
    numbers = place.profiles.numbers()
    return (
        read_profile(place.profiles.version(numbers[-1]), str(place.profiles.place(numbers[-1]))) if numbers else None
    )


def _edited(place: Workspace) -> ProfileText | None:
    """Return the profile that people may edit; `None` where it says what the version made last says."""
    text, numbers = place.profiles.present(), place.profiles.numbers()
    if text is None or (numbers and text == place.profiles.version(numbers[-1])):
        return None
    found = read_profile(text, str(place.path / "profile.toml"))
    if numbers:
        last = read_profile(place.profiles.version(numbers[-1]), "")
        if profile_id(found.profile) == profile_id(last.profile):
            return None
    return found


def _odd(base: ProfileText | None, made: IdealCustomerProfile) -> tuple[tuple[ProfileNote, str], ...]:
    """Return what is odd of a profile: keys that are not known, too many accounts covered, or too few."""
    found = [(ProfileNote.UNKNOWN_KEY, key) for key in (() if base is None else base.unknown)]
    for coverage in made.coverage:
        if coverage.what in ("base", "market") and coverage.share is not None and made.icps:
            if coverage.share > _TOO_BROAD:
                found.append((ProfileNote.TOO_BROAD, coverage.what))
            elif coverage.share < _TOO_NARROW:
                found.append((ProfileNote.TOO_NARROW, coverage.what))
    return tuple(found)


@dataclass(frozen=True, eq=False, slots=True)
class _Maker:
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
    def of(cls, deals: KeptDeals, scan: Scan, result: IcpResult, place: Workspace, today: date) -> _Maker:
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
        return replace(made, declared=tuple(self._declared(made.declared, found, notes))), tuple(dict.fromkeys(notes))

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

    def told(self, answer: ProfileAnswer) -> ProfileAnswer:
        """Return an answer with the words of the run, and keep how the profile stands."""
        called, names = self.basis.result.data.deals_called, self.names(answer)
        answer = replace(answer, names=names, conditions=self.conditions(answer.profile), deals_called=called)
        self.place.profiles.keep_standing(standing_bytes(self.standing(answer)))
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
        news = [(moved.move, self._named(moved.icp, answer)) for moved in answer.moved] if is_later else []
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
