"""One look at the types of client of a profile: the deals since, against what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.analysis.claims import judged_since
from whofor.analysis.judged import Judged
from whofor.analysis.prepare import Prepared
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import LANGUAGES
from whofor.app.claims import ClaimReader
from whofor.app.deals import KeptDeals
from whofor.app.saved_runs import options_of
from whofor.days import iso_day
from whofor.errors import UsageError
from whofor.model import IcpResult, Segment, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.profile import Coverage, Icp, IcpVerdict, IdealCustomerProfile
from whofor.model.profile_changes import Standing
from whofor.model.watch import WatchAlarm, WatchedType, WatchNote, WatchReport
from whofor.profile.coverage import covered_base, covered_pipeline
from whofor.profile.watching import ProfileLook, Spent, look_at_profile, watched_deals
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan
from whofor.segments.claim_text import condition_texts

__all__ = ["Looking"]

_TOO_BROAD = 0.40
"""Share of all accounts above which types of client together are no choice any more (the design of profiles)."""
_LEVEL = 0.05


@dataclass(frozen=True, eq=False, slots=True)
class Looking:
    """Makes one look at a profile: what the deals since say of each type of client, and why a person is needed.

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
        reader = ClaimReader.of(self.deals.dataset)
        for icp in self.profile.icps:
            try:
                yield icp.id, reader.read(" and ".join(icp.define), rows.attributes)
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
        if icp.verdict is IcpVerdict.PROVISIONAL:
            # It was never confirmed, as is said of it wherever it stands.
            return None
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
