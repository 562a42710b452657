"""Guesses of the column that distinguishes won deals from lost ones, and of what its values mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about
from whofor.intake.mapping.stage_settings import NOTHING_SAID, StageMeans
from whofor.intake.normalise import parse_boolean
from whofor.intake.normalise.stage_meanings import DealFacts, meanings_of
from whofor.lexicon.endings import Ending, only_alone
from whofor.model import Kind

__all__ = ["UNKNOWN", "OutcomeGuess", "column_outcomes", "stage_like"]

UNKNOWN = "unknown"
"""What a mapping says of the outcome where nothing tells it."""

_MOST_STAGES = 60
_STAGE_HEADER = 0.4


@dataclass(frozen=True)
class OutcomeGuess:
    """A way to distinguish won from lost in one file.

    Attributes:
        file: Its file.
        quality: How good it is, 0 to 1.
        why: The reason, for the comment.
        stage: Column with stages; with `won`, `lost`, `open` its values.
        won_flag: Yes/no column: won.
        lost_flag: Yes/no column: lost.
        closed_flag: Yes/no column: ended.
        won_in: File in which won rows appear, by `on` here and `key` there.
        via: File of stages that its columns are in; `on` here refers to `key` there.
        codes: For each key there, its row.
        otherwise: Outcome where nothing else decides.
        unknown: Values of the stage column that no word list knows, with their counts.
        counts: Rows won, lost and open, as far as known.
        unsure: Whether the user should check it.
        notes: Sentences for the comment.
    """

    file: str
    quality: float
    why: str
    stage: str = ""
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    won_flag: str = ""
    lost_flag: str = ""
    closed_flag: str = ""
    won_in: str = ""
    on: str = ""
    key: str = ""
    via: str = ""
    codes: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict[str, Mapping[str, str | None]])
    otherwise: str = ""
    unknown: Mapping[str, int] = field(default_factory=dict[str, int])
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    unsure: bool = False
    notes: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the columns of its file that it reads."""
        if self.via:
            return (self.on,)
        return self.columns

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that decide the outcome, in its file or in that of the stages."""
        return tuple(name for name in (self.won_flag, self.lost_flag, self.closed_flag, self.stage) if name)

    def ending(self, row: Mapping[str, str | None]) -> str:
        """Return the outcome of a row of the file by its own columns; empty where they do not decide."""
        if self.via:
            row = self.codes.get(row.get(self.on) or "", {})
        for flag, meaning in ((self.won_flag, "won"), (self.lost_flag, "lost")):
            if flag and parse_boolean(row.get(flag) or "") is True:
                return meaning
        if self.won_flag and self.closed_flag and parse_boolean(row.get(self.closed_flag) or "") is True:
            return "lost"
        text = row.get(self.stage) if self.stage else None
        for meaning, values in (("won", self.won), ("lost", self.lost)):
            if text is not None and (text in values or values == ("*",)):
                return meaning
        if self.won_flag and self.otherwise == "lost":
            return "lost"
        return ""


def column_outcomes(file: FileShape, means: StageMeans = NOTHING_SAID) -> list[OutcomeGuess]:
    """Return all guesses that a file's own columns allow, the best first.

    Args:
        file: The file.
        means: What the user says that stages mean.
    """
    columns = list(file.columns.values())
    found = [guess for column in columns if (guess := _stage(file, column, means)) is not None]
    found += _flags(file, columns)
    found += [guess for column in columns if (guess := _won_date(file, column)) is not None]
    return sorted(found, key=lambda guess: -guess.quality)


def stage_like(file: FileShape) -> list[ColumnShape]:
    """Return the columns whose header suggests a stage or result, whatever their values are."""
    return [
        column
        for column in file.columns.values()
        if column.kind in (Kind.CATEGORY, Kind.BOOLEAN) and 2 <= len(column.known) <= _MOST_STAGES
        if about(column.header, "stage") >= _STAGE_HEADER
    ]


def _stage(file: FileShape, column: ColumnShape, means: StageMeans) -> OutcomeGuess | None:
    values = column.known
    if column.kind not in (Kind.CATEGORY, Kind.TEXT) or not column.complete or not 2 <= len(values) <= _MOST_STAGES:
        return None
    if about(column.header, "leak") >= 0.6 and about(column.header, "stage") < _STAGE_HEADER:
        return None
    said: dict[str, Ending] = {text: ending for text in values if (ending := means.outcome_of(text)) is not None}
    read = meanings_of([text for text in values if text not in said], said, DealFacts(), assume=())
    meant = said | {text: meaning.outcome for text, meaning in read.items()}
    sorted_by = {name: tuple(t for t in values if meant[t] == name) for name in ("won", "lost", "open")}
    unknown = {text: count for text, count in values.items() if meant[text] is None}
    header = about(column.header, "stage")
    won, lost = sorted_by["won"], sorted_by["lost"]
    if won and lost:
        return _of_stages(file, column, 0.85 + 0.15 * header, won=won, lost=lost, unknown=unknown)
    if header < _STAGE_HEADER:
        return None
    if won and not lost and all(only_alone(text) for text in won) and len(values) > 2:
        return None
    if won:
        if len(unknown) == 1 and not sorted_by["open"]:
            return _of_stages(file, column, 0.6, won=won, lost=tuple(unknown), unknown=unknown, unsure=True)
        return _of_stages(file, column, 0.55, won=won, lost=(), unknown=unknown, unsure=True)
    if lost and sorted_by["open"] and not unknown:
        # The won deals are not in the file, unless anything else tells them.
        only_lost = _of_stages(file, column, 0.3, won=(), lost=lost, unknown=unknown, unsure=True)
        return replace(only_lost, otherwise=UNKNOWN)
    if lost and len(unknown) == 1:
        return _of_stages(file, column, 0.4, won=tuple(unknown), lost=lost, unknown=unknown, unsure=True)
    if len(unknown) == 2 and len(values) == 2 and header >= 0.7:
        rarer, other = sorted(values, key=lambda text: (values[text], text))
        return _of_stages(file, column, 0.2, won=(rarer,), lost=(other,), unknown=unknown, unsure=True)
    return None


def _of_stages(
    file: FileShape,
    column: ColumnShape,
    quality: float,
    *,
    won: tuple[str, ...],
    lost: tuple[str, ...],
    unknown: Mapping[str, int],
    unsure: bool = False,
) -> OutcomeGuess:
    values = column.known
    named = {*won, *lost}
    counts = {"won": sum(values[t] for t in won), "lost": sum(values[t] for t in lost)}
    counts["open"] = sum(count for text, count in values.items() if text not in named)
    rest = {text: count for text, count in values.items() if text not in named}
    why = "its values speak of deals won and lost" if won and lost else "its values speak of deals won"
    if unsure and not unknown.keys().isdisjoint(named):
        why = "two values under a header that speaks of a result; which of them means won is a guess"
    return OutcomeGuess(
        file.name,
        quality,
        why,
        stage=column.header,
        won=won,
        lost=lost,
        open=("*",) if rest or not lost else (),
        unknown=unknown,
        counts=counts,
        unsure=unsure or any(count > 0.05 * column.filled for text, count in unknown.items() if text not in named),
    )


def _flags(file: FileShape, columns: Sequence[ColumnShape]) -> list[OutcomeGuess]:
    flags = [column for column in columns if column.kind is Kind.BOOLEAN and len(column.known) == 2]
    ended = _best(flags, "ended", 0.7)
    trial = _best(flags, "trial", 0.7)
    found: list[OutcomeGuess] = []
    for column in flags:
        speaks_won, speaks_lost = about(column.header, "won"), about(column.header, "lost")
        if speaks_won >= 0.5 and speaks_won >= speaks_lost and column is not ended:
            found.append(_won_flag(file, column, speaks_won, ended))
        elif speaks_lost >= 0.5:
            found.append(_lost_flag(file, column, speaks_lost, trial))
    return found


def _best(flags: Sequence[ColumnShape], concept: str, least: float) -> ColumnShape | None:
    best = max(flags, key=lambda column: about(column.header, concept), default=None)
    return best if best is not None and about(best.header, concept) >= least else None


def _sides(column: ColumnShape) -> tuple[list[str], list[str]]:
    """Return the values that mean yes, and those that mean no."""
    yes = [text for text in column.known if parse_boolean(text) is True]
    return yes, [text for text in column.known if parse_boolean(text) is False]


def _won_flag(file: FileShape, column: ColumnShape, speaks: float, ended: ColumnShape | None) -> OutcomeGuess:
    yes, no = _sides(column)
    lost = _best([c for c in file.columns.values() if c.kind is Kind.BOOLEAN], "lost", 0.7)
    won, others = sum(column.known[t] for t in yes), sum(column.known[t] for t in no)
    # What has ended and was not won is lost.
    ends = sum(ended.known[t] for t in _sides(ended)[0]) - won if ended else 0
    losses = sum(lost.known[t] for t in _sides(lost)[0]) if lost else ends
    lost_rows = losses if ended or lost else others
    counts = {"won": won, "lost": max(lost_rows, 0), "open": max(others - lost_rows, 0)}
    known_ends = ended is not None or lost is not None
    notes = () if known_ends else ("Rows that were not won count as lost, because nothing says which are still open.",)
    return OutcomeGuess(
        file.name,
        0.75 + 0.2 * speaks + 0.1 * known_ends if speaks > 0.6 else 0.5,
        "a yes/no column whose header speaks of winning",
        won_flag=column.header,
        closed_flag=ended.header if ended else "",
        lost_flag=lost.header if lost and not ended else "",
        otherwise="open" if known_ends else "lost",
        counts=counts,
        unsure=not known_ends,
        notes=notes,
    )


def _lost_flag(file: FileShape, column: ColumnShape, speaks: float, trial: ColumnShape | None) -> OutcomeGuess:
    """Return a guess for customers that stayed or left: those that stayed count as won."""
    yes, no = _sides(column)
    counts = {"won": sum(column.known[t] for t in no), "lost": sum(column.known[t] for t in yes)}
    kept = "Nothing here tells who bought; this tells who stayed. Read `won` as `kept` and `lost` as `left`."
    young = "Those who came lately had little time to leave: leave the newest out with a [[deals.filter]]."
    quality = 0.35 + 0.15 * speaks
    if trial is not None and trial is not column:
        running, over = _sides(trial)
        return OutcomeGuess(
            file.name,
            quality + 0.05,
            "a yes/no column that speaks of leaving, and one that speaks of a trial",
            lost_flag=column.header,
            stage=trial.header,
            won=tuple(over),
            open=tuple(running),
            counts=counts,
            unsure=True,
            notes=(kept, "A trial that has not ended is open.", young),
        )
    return OutcomeGuess(
        file.name,
        quality,
        "a yes/no column that speaks of leaving",
        stage=column.header,
        won=tuple(no),
        lost=tuple(yes),
        counts=counts,
        unsure=True,
        notes=(kept, young),
    )


def _won_date(file: FileShape, column: ColumnShape) -> OutcomeGuess | None:
    speaks = about(column.header, "won_date")
    if column.kind is not Kind.DATE or speaks < 0.6 or not 0.005 <= column.fill <= 0.95:
        return None
    return OutcomeGuess(
        file.name,
        0.5,
        "a date that speaks of winning, filled in some rows only",
        stage=column.header,
        won=("*",),
        otherwise="open",
        counts={"won": column.filled, "open": file.rows - column.filled},
        unsure=True,
        notes=("A row with this date is won; no column says which were lost, so all others are open.",),
    )
