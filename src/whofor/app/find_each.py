"""Find the Ideal Customer Profile of each part of the deals, such as each product, and what the parts share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from whofor.analysis.parts import SearchedPart, shared_types
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import Arguments, StrPath
from whofor.app.deals import KeptDeals
from whofor.app.find import Search, UnsavedRun
from whofor.app.findings import Findings
from whofor.app.session import InSession, Session
from whofor.app.tabular import ColumnTypes, Tabular
from whofor.errors import DataError, Problem, Sentence, UsageError
from whofor.model.options import FindOptions
from whofor.model.parts import PartedAnswer, PartList, PartRun
from whofor.model.progress import Progress, silent
from whofor.schema.scan import Scan
from whofor.workspace import Workspace

__all__ = ["FindingsByPart", "PartSearches", "by_part", "find_each"]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class FindingsByPart(Tabular):
    """The results of searches of parts of the deals, by part; as a table one row a finding, with its part.

    Attributes:
        answer: Which parts there are, and which types of client they share.
        results: The result of each part that was searched, those with most deals first.

    Example:
        ```python
        by_product = whofor.find_each("acme", "product")
        by_product["Starter"].segments["S1"].accounts()
        ```
    """

    answer: PartedAnswer
    results: Mapping[str, Findings] = field(compare=False)

    def __getitem__(self, value: str) -> Findings:
        """Return the result of a part.

        Raises:
            UsageError: No part that was searched has this value.
        """
        if value in self.results:
            return self.results[value]
        from whofor.text import did_you_mean

        raise UsageError(Problem("no such part was searched", "part", value, did_you_mean(value, list(self.results))))

    def __iter__(self) -> Iterator[str]:
        """Return the parts."""
        return iter(self.results)

    def __len__(self) -> int:
        """Return the number of parts that were searched."""
        return len(self.results)

    def __repr__(self) -> str:
        """Return one line for each part."""
        return "\n".join(f"{value}: {result!r}" for value, result in self.results.items())

    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""
        return {"part": str, **next(iter(self.results.values())).column_types()}

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the findings of all parts, each as a dictionary of its columns."""
        return [{"part": value, **row} for value, result in self.results.items() for row in result.to_dicts()]


@dataclass(frozen=True, eq=False, slots=True)
class PartSearches:
    """Searches of the parts of the deals, to be carried out when the tables are closed.

    Attributes:
        parts: The parts.
        searches: The search of each part that is searched, in their order.
        whole: All deals.
    """

    parts: PartList
    searches: Sequence[Search]
    whole: KeptDeals

    @classmethod
    def of(
        cls, deals: KeptDeals, scan: Scan, options: FindOptions, claims: Mapping[str, date], today: date
    ) -> PartSearches:
        """Return the searches that the options ask for; arguments and errors are those of `Search.of`.

        Raises:
            DataError: No part has enough closed deals.
        """
        parts = deals.parts(options, today)
        if not parts.searched:
            most = max((part.n for part in parts.too_few), default=0)
            what = Sentence(
                "no value of it has {least} closed deals: the most have {most}", least=parts.least, most=most
            )
            raise DataError(Problem(what, "--per", options.per, "Search all deals together: leave --per out."))
        searches = [Search.of(deals, scan, replace(options, part=part.value), claims, today) for part in parts.searched]
        return cls(parts, searches, deals)

    def carried_out(self, progress: Progress = silent) -> UnsavedRuns:
        """Return what was found in each part; errors are those of `find`."""
        n = len(self.searches)

        def of(at: int) -> Progress:
            return lambda stage, done, total: progress(stage, at * total + done, n * total)

        return UnsavedRuns(self, [search.carried_out(of(at)) for at, search in enumerate(self.searches)])


@dataclass(frozen=True, eq=False, slots=True)
class UnsavedRuns:
    """Searches of parts with their results, which are not saved yet."""

    searches: PartSearches
    searched: Sequence[UnsavedRun]

    def kept(self, workspace: Workspace) -> tuple[PartedAnswer, list[UnsavedRun]]:
        """Save the run of each part, with what the parts share beside it.

        Raises:
            WorkspaceError: They cannot be written.
        """
        from whofor.documents.parts_document import PARTS_FILE, parts_bytes, read_parts

        parts = self.searches.parts
        saved = [UnsavedRun(one.search, one.kept(workspace)) for one in self.searched]
        runs = tuple(
            PartRun(part.value, part.n, one.result.run.id) for part, one in zip(parts.searched, saved, strict=True)
        )
        answer = PartedAnswer(parts, runs, shared_types([_as_part(one) for one in saved], self.searches.whole.rows))
        content = parts_bytes(answer)
        for run in runs:
            workspace.runs.add(run.run_id, PARTS_FILE, content)
        # As it was saved, so that what is shown now and what is drawn again later are the same.
        return read_parts(content), saved


def _as_part(one: UnsavedRun) -> SearchedPart:
    search, part = one.search, one.result.run.part
    try:
        prepared = search.deals.prepared(search.options, search.today) if one.result.run.rows else None
    except (CannotJudge, DataError):
        prepared = None
    return SearchedPart("" if part is None else part.value, one.result, prepared)


def find_each(
    workspace: StrPath | Session | InSession,
    per: str,
    options: FindOptions | None = None,
    *,
    today: date | None = None,
    progress: Progress = silent,
) -> FindingsByPart:
    """Search each part of the deals of a workspace for its own types of client, such as each product, and log the runs.

    A part is searched where it has 100 closed deals or more. All searches together have the error rate of one.

    Args:
        workspace: Folder of the workspace; or a session, which keeps what it reads, or a result of one.
        per: The fact whose values part the deals, by its canonical name or as the export calls it.
        options: What to search for and how; see `FindOptions`.
        today: Today's date, by default that of the clock; dates after it are no facts.
        progress: Called with the work done.

    Raises:
        WorkspaceError: There is no workspace, or it cannot be written.
        DataError: No part has enough closed deals.
        UsageError: There is no such fact, an option or a claim cannot be read, or an argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; parts that were not saved yet are not.
    """
    with Arguments() as read:
        fact = read.text("--per", per)
        chosen, day, report = read.find_options(options), read.today(today), read.progress(progress)
        session = Session.of(workspace)
    chosen = replace(chosen, per=fact, part="")
    with session.reading() as (deals, scan):
        searches = PartSearches.of(deals, scan, chosen, session.workspace.claims(), day)
    return by_part(searches.carried_out(report), session)


def by_part(searched: UnsavedRuns, session: Session, language: str = "en") -> FindingsByPart:
    """Save the runs of all parts; return their results with the session."""
    answer, saved = searched.kept(session.workspace)
    results = {
        part.value: Findings.of(one.result, session, language) for part, one in zip(answer.runs, saved, strict=True)
    }
    return FindingsByPart(answer, results)
