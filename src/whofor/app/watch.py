"""Watch the profile of a workspace: import the next export, and see whether its types of client keep their promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Unpack

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.analysis.claims import judged_since
from whofor.analysis.judged import Judged
from whofor.analysis.prepare import Prepared
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import LANGUAGES, Arguments, StrPath
from whofor.app.claims import RESOLVERS
from whofor.app.deals import KeptDeals
from whofor.app.find import Search
from whofor.app.options import ImportKeywords
from whofor.app.run import RunRequest, WantedSearch, searched_source
from whofor.app.saved_runs import options_of
from whofor.app.session import Session
from whofor.days import iso_day
from whofor.documents.profile_document import profile_id, read_profile
from whofor.documents.watch_document import read_watch, watch_bytes
from whofor.errors import DataError, Problem, Sentence, UsageError, WorkspaceError
from whofor.model import IcpResult, Segment, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.model.profile import Coverage, Icp, IdealCustomerProfile
from whofor.model.profile_changes import Standing
from whofor.model.progress import Progress, silent
from whofor.model.watch import WatchAlarm, WatchedType, WatchNote, WatchReport
from whofor.profile.coverage import covered_base, covered_pipeline
from whofor.profile.watching import ProfileLook, Spent, look_at_profile, watched_deals
from whofor.schema.columns import TableName
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan
from whofor.segments.claim_text import condition_texts
from whofor.segments.claims import parse_claim
from whofor.stats.threads import one_blas_thread
from whofor.workspace import Workspace
from whofor.worth.expected_claims import SHORTHANDS

__all__ = ["WatchOutcome", "watch"]

_LEAST_KNOWN = 0.5
"""Share of the deals of the last export that the next one has at least. An export grows; one that lacks most of what
was there is another company's, or was filtered. A convention."""
_TOO_BROAD = 0.40
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class WatchOutcome:
    """A look at the profile, and where it is kept.

    Attributes:
        report: The look.
        path: Path of the note for people.
        is_new: Whether this command made it; else these data were looked at before.
        profile: The version that was watched.
        deals_called: What the CRM calls a deal.
    """

    report: WatchReport
    path: Path
    is_new: bool
    profile: IdealCustomerProfile
    deals_called: str


def watch(
    source: StrPath,
    *,
    workspace: StrPath,
    today: date | None = None,
    options: FindOptions | None = None,
    language: str = "en",
    progress: Progress = silent,
    **importing: Unpack[ImportKeywords],
) -> WatchOutcome:
    """Import an export, search it again, and look whether the types of client of the profile keep their promise.

    Only deals opened after the version was made are looked at, against the deals that made it; the error of all planned
    looks and all types of client together is held. The same data are looked at once.

    Args:
        source: A file or folder of exports, as for `run`.
        workspace: Folder of the workspace, with a profile.
        today: Today's date, by default that of the clock.
        options: What to search for and how; by default as in the run that the profile was made of.
        language: Language of the note, `en` or `fr`; both are written.
        progress: Called with the work done.
        importing: See `ImportOptions`.

    Raises:
        WorkspaceError: There is no profile, or what is kept cannot be read.
        DataError: The export is of another company, or of far fewer deals; the workspace is as it was.
        InputError: The source cannot be used.
        UsageError: An argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; the workspace is as it was.
    """
    with Arguments() as read:
        request = RunRequest.read(read, source, workspace, WantedSearch(today, options, language, progress), importing)
        place = Workspace.open(read.workspace("workspace", workspace))
    profile = _profile(place, request.options.part)
    notes: list[tuple[WatchNote, str]] = []

    def plan(deals: KeptDeals, scan: Scan, chosen: FindOptions, claims: Mapping[str, date], day: date) -> Search:
        notes.extend(_refuse_other(place, scan))
        return Search.of(deals, scan, chosen, claims, day)

    request = replace(request, options=replace(request.options, outcome=profile.outcome))
    with searched_source(request, plan) as (searched, session, _):
        result = searched.kept(session.workspace)
    return _looked(session, profile, result, request.today, notes)


def _profile(place: Workspace, part: str) -> IdealCustomerProfile:
    """Return the version made last.

    Raises:
        WorkspaceError: There is none, or it has nothing to watch.
    """
    saved = place.profiles(part)
    last = max(saved.numbers(), default=0)
    if not last:
        todo = "Run `whofor run SOURCE`, then `whofor profile`: its promise is what is watched."
        raise WorkspaceError(Problem("There is no profile to watch", str(place.path), part, todo=todo))
    found = read_profile(saved.version(last), str(saved.place(last))).profile
    if not found.icps:
        todo = "Run `whofor profile` when `whofor find` has found one."
        what = "The profile has no type of client to watch"
        raise WorkspaceError(Problem(what, str(saved.place(last)), todo=todo))
    return found


def _refuse_other(place: Workspace, scan: Scan) -> Iterator[tuple[WatchNote, str]]:
    """Yield a note where deals are gone since the last import.

    Raises:
        DataError: Most are.
    """
    with place.reading() as (_, former):
        before, now = _keys(former), _keys(scan)
    if not before or not now:
        n_before, n_now, kept = len(before), len(now), len(now)
    else:
        n_before, n_now, kept = len(before), len(now), len(before & now)
    if n_before and kept < _LEAST_KNOWN * n_before:
        what = Sentence("This export has {kept:,} of the {before:,} deals of the last one", kept=kept, before=n_before)
        todo = "Export all deals of the same company; nothing was changed. Of another company, use another workspace."
        raise DataError(Problem(what, str(place.path), todo=todo))
    if n_now < n_before or kept < n_before:
        yield WatchNote.FEWER_DEALS, str(n_before - kept)


def _keys(scan: Scan) -> set[str]:
    """Return what deals are known by: their keys, else all that is dated of them."""
    there = [name for name in ("deal_key", "account_key", "opened", "name") if name in scan.columns(TableName.DEALS)]
    names = ["deal_key"] if "deal_key" in there else there
    if not names:
        return set()
    columns = scan.project(TableName.DEALS, names).values()
    return {"\x1f".join(map(str, row)) for row in zip(*(c.tolist() for c in columns), strict=True)}


def _looked(
    session: Session,
    profile: IdealCustomerProfile,
    result: IcpResult,
    day: date,
    notes: list[tuple[WatchNote, str]],
) -> WatchOutcome:
    """Return the look at these data: the one that is kept, else a new one."""
    of_version = profile_id(profile)
    looks = session.workspace.looks
    kept = [(name, read_watch(looks.content(name), str(looks.folder / f"{name}.json"))) for name in looks.names()]
    former = [(name, look) for name, look in kept if look.profile == of_version]
    for name, look in former:
        if look.data_hash == result.run.data_hash:
            return WatchOutcome(look, looks.folder / f"{name}.md", False, profile, result.data.deals_called)
    with one_blas_thread(), session.reading() as (whole, scan):
        deals = whole.of_part(result.run.part)
        report = _Looking(profile, result, deals, day, notes).report(scan, [look for _, look in former], of_version)
    report = read_watch(watch_bytes(report), "")
    name = looks.free_name(day.isoformat())
    path = looks.add(name, {**_for_people(report, profile, result), ".json": watch_bytes(report)})
    return WatchOutcome(report, path, True, profile, result.data.deals_called)


def _for_people(report: WatchReport, profile: IdealCustomerProfile, result: IcpResult) -> dict[str, bytes]:
    from whofor.reports.watch import watch_markdown
    from whofor.reports.words import words_of

    endings = {language: ".md" if language == LANGUAGES[0] else f".{language}.md" for language in LANGUAGES}
    called = result.data.deals_called
    return {e: watch_markdown(report, profile, words_of(lang, called)).encode() for lang, e in endings.items()}


@dataclass(frozen=True, eq=False, slots=True)
class _Looking:
    """One look.

    Attributes:
        profile: The version.
        result: The run of the newest data.
        deals: Its deals.
        day: Today.
        notes: What is to be said of the look.
        unwatched: What could not be watched, which needs a person: silence would say that all is well.
    """

    profile: IdealCustomerProfile
    result: IcpResult
    deals: KeptDeals
    day: date
    notes: list[tuple[WatchNote, str]]
    unwatched: list[tuple[WatchAlarm, str]] = field(default_factory=list[tuple[WatchAlarm, str]])

    def report(self, scan: Scan, former: Sequence[WatchReport], of_version: str) -> WatchReport:
        """Return the look.

        Args:
            scan: The tables.
            former: The looks before at this version.
            of_version: Id of the version.
        """
        rows = self.deals.rows
        judged = self.deals.judged(replace(options_of(self.result.run), as_of=self.result.run.as_of or None), self.day)
        segments = dict(self._segments(rows))
        inside = {id_: m for id_, s in segments.items() if (m := inside_of(s, rows)) is not None}
        look = self._look(rows, judged, inside, segments, former)
        coverage = tuple(self._coverage(scan, judged, [segments[i.id] for i in self.profile.icps if i.id in segments]))
        types, named = (
            tuple(self._types(look, segments, former)),
            {m.attribute for m in ([] if look is None else look.mix)},
        )
        self.notes.extend(self._new_types(segments, rows))
        self.notes.extend(self._doubtful(segments))
        if self.profile.outcome != OutcomeName.WON:
            self.notes.append((WatchNote.WON_ONLY, ""))
        return WatchReport(
            version=self.profile.version,
            profile=of_version,
            day=self.day.isoformat(),
            as_of=iso_day(judged.until),
            data_hash=self.result.run.data_hash,
            run=self.result.run.id,
            number=len(former) + 1,
            planned=self.profile.watch.looks,
            n_since=0 if look is None else look.n_since,
            types=types,
            mix=() if look is None else look.mix,
            comparison=None if look is None else look.comparison,
            coverage=coverage,
            alarms=(*self.unwatched, *_alarms(types, look, coverage)),
            notes=tuple(dict.fromkeys(self.notes)),
            labels={a.parameter.name: a.parameter.label for a in rows.attributes if a.parameter.name in named},
        )

    def _segments(self, rows: DealRows) -> Iterator[tuple[str, Segment]]:
        for icp in self.profile.icps:
            try:
                yield icp.id, _read(icp, rows)
            except UsageError:
                self.unwatched.append((WatchAlarm.NOT_READ, " and ".join(icp.define)))

    def _look(
        self,
        rows: DealRows,
        judged: Judged,
        inside: Mapping[str, np.ndarray],
        segments: Mapping[str, Segment],
        former: Sequence[WatchReport],
    ) -> ProfileLook | None:
        """Return what the deals since say; `None` where they have no days."""
        if not np.isfinite(judged.until) or not inside:
            if not np.isfinite(judged.until):
                self.unwatched.append((WatchAlarm.NO_DAYS, ""))
            return None
        deals = watched_deals(rows, judged.repeated, judged.until)
        named = {c.parameter for segment in segments.values() for c in segment.conditions}
        facts = [a for a in rows.attributes if a.parameter.name in named]
        spent = [
            Spent({t.look.id: t.look.spent for t in look.types}, {m.attribute: m.spent for m in look.mix})
            for look in former
        ]
        return look_at_profile(self.profile, deals, inside, facts, spent)

    def _types(
        self, look: ProfileLook | None, segments: Mapping[str, Segment], former: Sequence[WatchReport]
    ) -> Iterator[WatchedType]:
        by_id = {icp.id: icp for icp in self.profile.icps}
        moved: dict[str, tuple[str, Standing]] = {}
        for report in former:
            for one in report.types:
                if one.look.standing.moved:
                    moved.setdefault(one.look.id, (report.day, one.look.standing))
        for one in () if look is None else look.types:
            icp = by_id[one.id]
            finding = self._judged(icp, segments[icp.id])
            confirmed = None if finding is None else finding[0]
            p, names = None if finding is None else finding[1], self._names(icp, segments[icp.id])
            # A planned test that found something has done its work: later looks do not take it back.
            on, standing = moved.get(one.id, (self.day.isoformat() if one.standing.moved else "", one.standing))
            yield WatchedType(icp.name, replace(one, standing=standing), confirmed, p, names, on)

    def _names(self, icp: Icp, segment: Segment) -> dict[str, str]:
        """Return what a type of client is called in each language; nothing where people named it."""
        from whofor.reports.notebook import segment_text
        from whofor.reports.words import words_of_result

        names = {lang: segment_text(segment, words_of_result(self.result, lang)) for lang in LANGUAGES}
        return names if names[LANGUAGES[0]] == icp.name else {}

    def _judged(self, icp: Icp, segment: Segment) -> tuple[bool | None, float | None] | None:
        """Return whether the deals that no search had seen still confirm a type of client, those since among them."""
        won = icp.won
        if won is None or not won.unseen or not won.since:
            return None
        first = date.fromisoformat(won.since) - timedelta(days=1)
        try:
            finding = judged_since(self._prepared(), segment, first)
        except CannotJudge:
            return None
        if finding is None or finding.p_adjusted is None:
            return None
        # Too few deals say nothing against what was confirmed.
        refuted = finding.verdict is not Verdict.PASS and finding.p_adjusted >= _LEVEL
        return not refuted, finding.p_adjusted

    def _coverage(self, scan: Scan, judged: Judged, segments: Sequence[Segment]) -> Iterable[Coverage]:
        book = self.deals.book(scan, judged)
        return covered_base(segments, book), covered_pipeline(segments, book)

    def _new_types(self, segments: Mapping[str, Segment], rows: DealRows) -> Iterator[tuple[WatchNote, str]]:
        """Yield the types of client that passed now and are not in the profile."""
        for finding in self.result.search.segments:
            known = any(is_one_type(finding.segment, other, rows) for other in segments.values())
            if finding.verdict is Verdict.PASS and not known:
                yield WatchNote.NEW_TYPE, " and ".join(condition_texts(finding.segment, rows.attributes))

    def _doubtful(self, segments: Mapping[str, Segment]) -> Iterator[tuple[WatchNote, str]]:
        """Yield the columns that define a type of client and that the search of these data leaves out."""
        named = {c.parameter for segment in segments.values() for c in segment.conditions}
        try:
            barred = self._prepared().doubtful
        except CannotJudge:
            return
        yield from ((WatchNote.DOUBTFUL, a.parameter.label) for a in barred if a.parameter.name in named)

    def _prepared(self) -> Prepared:
        """Return the deals prepared as in the run.

        Raises:
            CannotJudge: They cannot carry an analysis.
        """
        options = replace(options_of(self.result.run), as_of=self.result.run.as_of or None)
        return self.deals.prepared(options, self.day)


def _read(icp: Icp, rows: DealRows) -> Segment:
    return parse_claim(" and ".join(icp.define), rows.attributes, RESOLVERS, shorthands=SHORTHANDS)


def _alarms(
    types: Iterable[WatchedType], look: ProfileLook | None, coverage: Iterable[Coverage]
) -> Iterator[tuple[WatchAlarm, str]]:
    """Yield why a person is needed, what may mimic the others first."""
    for change in () if look is None or look.comparison is None else look.comparison.recording:
        yield WatchAlarm.RECORDING, change.column
    for one in types:
        if one.look.standing.moved:
            yield WatchAlarm.MOVED, one.look.id
        elif one.confirmed is False:
            yield WatchAlarm.NOT_CONFIRMED, one.look.id
    if any(one.look.standing is Standing.PLAN_OVER for one in types):
        yield WatchAlarm.PLAN_OVER, ""
    for covered in coverage:
        if covered.what == "base" and covered.share is not None and covered.share > _TOO_BROAD:
            yield WatchAlarm.TOO_BROAD, covered.what
