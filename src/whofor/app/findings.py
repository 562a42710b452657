"""What a search found, with the session that it came from: shown in a notebook, as a table, applied to frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from whofor.app.deal_table import DEAL_KEYS, DealTable
from whofor.app.session import Session
from whofor.app.tabular import FIGURE, ColumnTypes, Tabular, figures_of
from whofor.documents.values import fields_of
from whofor.errors import Problem, Sentence, UsageError, WorkspaceError
from whofor.model import IcpResult, Kind, SegmentFinding
from whofor.schema.columns import TableName
from whofor.schema.rows import DealRows
from whofor.segments.conditions import segment_mask
from whofor.workspace import Dataset

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame, IntoSeries

    from whofor.app.account_table import AccountTable
    from whofor.reports.words import Words

__all__ = ["Findings", "FoundSegment", "FoundSegments"]

_FIGURES: ColumnTypes = {**FIGURE, "rest_rate": float}
_COLUMNS: ColumnTypes = {
    **dict.fromkeys(("id", "kind", "text", "verdict"), str),
    "direction": int,
    **{f"{part}_{name}": kind for part in ("search", "later") for name, kind in _FIGURES.items()},
    **dict.fromkeys(("p_adjusted", "lift", "lift_low", "lift_high"), float),
    "n_needed": int,
}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Findings(IcpResult, Tabular):
    """The result of a search, with the session that it came from.

    It is an `IcpResult` with further methods, and equal to that result. As a table it has one row a finding; its
    columns are described in docs/reference/python-api.md.

    Attributes:
        session: The workspace with the deals as they were read.
        language: Language in which the findings are told, `en` or `fr`.

    Example:
        ```python
        result = whofor.run(deals).result
        result.to_pandas()[["id", "text", "later_rate", "later_n"]]
        deals = result.deals().to_pandas()
        deals[result.segments["S1"].mask(deals)]
        ```
    """

    session: Session = field(kw_only=True)
    language: str = field(kw_only=True, default="en")

    @classmethod
    def of(cls, result: IcpResult, session: Session, language: str = "en") -> Findings:
        """Return a result with its session."""
        return cls(**fields_of(result), session=session, language=language)

    def __eq__(self, other: object) -> bool:
        """Return whether the other is the same result, with a session or without."""
        return isinstance(other, IcpResult) and _plain(self) == _plain(other)

    __hash__ = IcpResult.__hash__

    def __repr__(self) -> str:
        """Return the answer on one line."""
        from whofor.reports.notebook import answer_line

        return answer_line(self, self.language)

    def _repr_html_(self) -> str:
        """Return the answer and its types of client as HTML for a notebook."""
        from whofor.reports.notebook import answer_fragment

        return answer_fragment(self, self.language)

    @property
    def segments(self) -> FoundSegments:
        """All findings: types of client to go after and to avoid, channels, claims, hypotheses; also by their ids."""
        return FoundSegments(self)

    def deals(self) -> DealTable:
        """Return all deals that were read, each with its facts as of its opening, under their canonical names.

        Where the result is about one part of the deals, they are those of that part.

        Raises:
            WorkspaceError: The workspace holds other data since.
        """
        with self.session.reading() as (whole, scan):
            self._refuse_other(whole.dataset)
            kept = whole.of_part(self.run.part)
            keys = scan.project(TableName.DEALS, [key for key in DEAL_KEYS if key in scan.columns(TableName.DEALS)])
        return DealTable(kept.rows, {name: kept.only_own(column) for name, column in keys.items()})

    def rows(self) -> DealRows:
        """Return all deals that were read, as the search holds them.

        Raises:
            WorkspaceError: The workspace holds other data since.
        """
        kept = self.session.deals()
        self._refuse_other(kept.dataset)
        return kept.of_part(self.run.part).rows

    def words(self) -> Words:
        """Return the language in which the findings are told."""
        from whofor.reports.words import words_of_result

        return words_of_result(self, self.language)

    def _refuse_other(self, dataset: Dataset) -> None:
        if dataset.data_hash != self.run.data_hash:
            place, todo = str(self.session.workspace.path), "Run `whofor find` again."
            raise WorkspaceError(Problem("The workspace holds other data since", place, todo=todo))

    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""
        return _COLUMNS

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the findings, each as a dictionary of its columns."""
        return [segment.to_dict() for segment in self.segments]


def _plain(result: IcpResult) -> dict[str, Any]:
    fields = fields_of(result)
    return {name: fields[name] for name in IcpResult.__dataclass_fields__}


class FoundSegments(Sequence["FoundSegment"]):
    """The findings of a result, in their order; one of them by its place or by its id, as `segments["S1"]`."""

    def __init__(self, result: Findings) -> None:
        self._found = tuple(FoundSegment(finding, result) for finding in result.search.findings)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[FoundSegment]:
        return iter(self._found)

    def __contains__(self, wanted: object) -> bool:
        return any(wanted in (segment, segment.id) for segment in self._found)

    def __repr__(self) -> str:
        """Return one line for each finding."""
        return "\n".join(map(repr, self._found)) or "()"

    @overload
    def __getitem__(self, wanted: int | str) -> FoundSegment: ...
    @overload
    def __getitem__(self, wanted: slice) -> tuple[FoundSegment, ...]: ...
    def __getitem__(self, wanted: int | str | slice) -> FoundSegment | tuple[FoundSegment, ...]:
        """Return a finding by its place or its id, or several by their places.

        Raises:
            UsageError: No finding has this id.
            IndexError: There is none at this place.
        """
        if not isinstance(wanted, str):
            return self._found[wanted]
        for segment in self._found:
            if segment.id == wanted.upper():
                return segment
        known = ", ".join(segment.id for segment in self._found) or Sentence("none")
        todo = Sentence("The findings are: {names}", names=known)
        raise UsageError(Problem("there is no such finding", "segments", wanted, todo))


@dataclass(frozen=True, slots=True, repr=False)
class FoundSegment:
    """One finding of a result, with what can be done with it.

    Attributes:
        finding: The finding with all its evidence.
        result: The result that holds it.
    """

    finding: SegmentFinding
    result: Findings = field(compare=False)

    @property
    def id(self) -> str:
        """Its id, as `S1`."""
        return self.finding.id

    @property
    def kind(self) -> str:
        """Its kind: `positive`, `negative`, `channel`, `claim` or `hypothesis`."""
        return self.finding.kind.name.lower()

    @property
    def verdict(self) -> str:
        """How far it may be believed: `PASS`, `REVIEW` or `FAIL`."""
        return self.finding.verdict.value

    @property
    def text(self) -> str:
        """The type of client in words."""
        from whofor.reports.notebook import segment_text

        return segment_text(self.finding.segment, self.result.words())

    def __repr__(self) -> str:
        """Return it on one line, with its figures."""
        from whofor.reports.notebook import finding_line

        return f"{self.id} {self.verdict}: {finding_line(self.finding, self.result, self.result.words())}"

    def to_dict(self) -> dict[str, object]:
        """Return its row of the table of findings."""
        found = self.finding
        head = (self.id, self.kind, self.text, self.verdict, found.direction)
        figures = (
            *(*figures_of(found.search), found.rest_search.estimate),
            *(*figures_of(found.confirm), found.rest_confirm.estimate),
        )
        tail = (found.p_adjusted, found.lift, found.lift_low, found.lift_high, found.n_needed)
        return dict(zip(_COLUMNS, (*head, *figures, *tail), strict=True))

    def mask(
        self,
        frame: IntoFrame,
        *,
        columns: Mapping[str, str] | None = None,
        as_of: str | date | None = None,
        deal_key: str | None = None,
    ) -> IntoSeries:
        """Return which rows of a frame are of this type of client; a row whose facts are not known is not.

        Args:
            frame: A frame of pandas, Polars or Arrow with canonical values, as of `Findings.deals()` or of the tables
                of the workspace; with `deal_key`, any frame of the deals that were read.
            columns: Names of the frame's columns by canonical name, as `{"industry": "Sector"}`; a column that is not
                named here has its canonical name.
            as_of: Day as of which dated facts are asked: a column of the frame, or one day for all rows. By default
                the column `opened` where the frame has one, else the last day of known outcomes.
            deal_key: Column with the keys of the deals, by which each row is what its deal is; the other columns may
                then hold anything. A key of no deal is of no type.

        Returns:
            A boolean series of the frame's library, of Arrow an array; that of pandas has the frame's index.

        Raises:
            UsageError: It is no such frame, a column is not there, or one holds what is no value of its fact.
            WorkspaceError: The workspace holds other data since.
        """
        from whofor.app.frame_masks import frame_mask, mask_by_key

        if deal_key is not None:
            return mask_by_key(self._by_key(), frame, deal_key, alone=columns is None and as_of is None)
        day = date.fromisoformat(self.result.run.as_of)
        return frame_mask(self.finding.segment, self._kinds(), frame, columns=columns or {}, as_of=as_of, last_day=day)

    def to_sql(
        self,
        table: str | None = "accounts",
        *,
        columns: Mapping[str, str] | None = None,
        as_of: str | date | None = None,
    ) -> str:
        """Return SQL that selects the rows of this type of client, for DuckDB and any other engine of standard SQL.

        Args:
            table: Name of the table, with its schema before a dot where it has one; `None` for the condition alone.
            columns: Names of the table's columns by canonical name; a column that is not named here has its canonical
                name.
            as_of: Day as of which dated facts are asked: a column of the table, or one day for all rows; by default the
                last day of known outcomes. Days are numbers, as in the tables of the workspace: since 1970-01-01.
                Situations and signals are no columns of the workspace's accounts: a comment at the head says what a
                column of that name has to hold, and the statement fails where there is none.

        Raises:
            UsageError: An argument is of the wrong type.
            WorkspaceError: The workspace holds other data since.
        """
        from whofor.app.arguments import Arguments
        from whofor.days import days_of
        from whofor.segments.condition_sql import quoted, segment_sql, told_by_comments

        with Arguments() as read:
            name = None if table is None else read.text("table", table)
            day = date.fromisoformat(self.result.run.as_of) if as_of is None else read.column_or_day("as_of", as_of)
            names = read.names("columns", columns or {})
        moment = quoted(day) if isinstance(day, str) else f"{days_of(day):.0f}"
        where = segment_sql(self.finding.segment, self._kinds(), day=moment, columns=names)
        comments = told_by_comments(self.finding.segment, names)
        if name is None:
            return f"{comments}{where}"
        return f"{comments}SELECT *\nFROM {'.'.join(map(quoted, name.split('.')))}\nWHERE {where}"

    def accounts(self) -> AccountTable:
        """Return the accounts and deals of this type of client: its clients, those not won, and those to call now.

        Raises:
            WorkspaceError: Another run was saved, or other data imported, since.
        """
        from whofor.app.account_table import AccountTable
        from whofor.app.accounts import accounts

        session, part = self.result.session, self.result.run.part
        about = None if part is None else part.value
        later = [run.id for run in session.workspace.runs.logged() if about is None or run.part == about]
        if later[-1:] != [self.result.run.id]:
            place, todo = str(session.workspace.path), "Run `whofor find` again."
            raise WorkspaceError(Problem("another run was saved in the workspace since", place, todo=todo))
        return AccountTable(accounts(session, self.id, part=about), self._kinds())

    def _kinds(self) -> dict[str, Kind]:
        """Return how the column of each parameter is read."""
        return {a.parameter.name: a.parameter.kind for a in self.result.rows().attributes}

    def _by_key(self) -> dict[str, bool]:
        """Return by the key of each deal whether it is of this type of client."""
        deals = self.result.deals()
        inside = segment_mask(self.finding.segment, deals.rows.attributes, deals.rows.opened)
        return dict(zip(deals.keys["deal_key"].tolist(), inside.tolist(), strict=True))
