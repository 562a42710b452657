"""Choice of the file that holds the deals, and of the column that distinguishes won from lost there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whofor.intake.drafting.joins import Reference
from whofor.intake.drafting.outcome_columns import OutcomeGuess, column_outcomes
from whofor.intake.drafting.shapes import FileShape
from whofor.intake.drafting.words import about, file_about, fits_kind
from whofor.intake.mapping.stage_settings import NOTHING_SAID, StageMeans
from whofor.model import Kind
from whofor.schema.columns import TableName

__all__ = ["DealsChoice", "best_header", "choose_deals", "deals_score", "speaks"]

_FEWEST_COVERED = 0.9
_NEAR = 0.7
_MOST_STAGES = 60
_NAMED_ONCE = 0.9


@dataclass(frozen=True)
class DealsChoice:
    """The file chosen for the deals.

    Attributes:
        file: The file.
        outcome: What distinguishes won from lost.
        score: Strength of the evidence.
        others: Further ways, the best first, for the comments.
    """

    file: FileShape
    outcome: OutcomeGuess
    score: float
    others: tuple[OutcomeGuess, ...] = ()


def speaks(file: FileShape, header: str, concept: str) -> float:
    """Return how well a column matches a concept, by header and kind of values, 0 to 1."""
    return about(header, concept) if fits_kind(file.columns[header].kind, concept) else 0.0


def best_header(file: FileShape, concept: str, least: float = 0.4) -> str:
    """Return the column that matches a concept best, or an empty text."""
    best = max(file.columns, key=lambda header: speaks(file, header, concept), default="")
    return best if best and speaks(file, best, concept) >= least else ""


def choose_deals(
    files: Sequence[FileShape], found: Sequence[Reference], means: StageMeans = NOTHING_SAID
) -> DealsChoice | None:
    """Return the file that most likely holds the deals; `None` where nothing distinguishes won from lost.

    Args:
        files: The files.
        found: References between them.
        means: What the user says that stages mean.
    """
    every: list[tuple[float, FileShape, OutcomeGuess]] = []
    for file in files:
        own = [guess for guess in column_outcomes(file, means) if not _is_list_of_stages(file, guess, found)]
        guesses = [*own, *_presences(file, files, found), *_through(file, files, found, means)]
        every += [(deals_score(file, guess, found), file, guess) for guess in guesses]
    every.sort(key=lambda one: (-one[0], one[1].name, one[2].headers))
    if not every:
        return None
    score, file, outcome = every[0]
    others = tuple(guess for points, _, guess in every[1:5] if points >= _NEAR * score)
    return DealsChoice(file, _with_stages(file, outcome, means), score, others)


def _with_stages(file: FileShape, outcome: OutcomeGuess, means: StageMeans) -> OutcomeGuess:
    """Return the outcome; beside a flag, with a column of stages for the rows that the flag leaves open."""
    if not outcome.won_flag or outcome.stage:
        return outcome
    stage = next((guess for guess in column_outcomes(file, means) if guess.stage and guess.won and guess.lost), None)
    if stage is None:
        return outcome
    return replace(outcome, stage=stage.stage, won=stage.won, lost=stage.lost, open=stage.open, notes=(), unsure=False)


def deals_score(file: FileShape, guess: OutcomeGuess, found: Sequence[Reference]) -> float:
    """Return the score of a file as that of the deals."""
    to_it = sum(one.pair.to == file.name for one in found)
    from_it = sum(one.pair.file == file.name for one in found)
    dates = sum(column.kind is Kind.DATE for column in file.columns.values())
    points = 2.0 * guess.quality
    points += 0.8 * file_about(file.name, TableName.DEALS)
    points -= 0.8 * max(file_about(file.name, TableName.INTERACTIONS), file_about(file.name, TableName.OUTCOMES))
    points -= 0.4 * max(file_about(file.name, TableName.CONTACTS), file_about(file.name, TableName.COSTS))
    points += 0.3 * bool(best_header(file, "opened")) + 0.3 * bool(best_header(file, "closed"))
    points += 0.3 * bool(best_header(file, "amount")) + 0.2 * bool(best_header(file, "owner"))
    points += 0.1 * min(dates, 1) + 0.2 * bool(from_it) + 0.1 * bool(to_it)
    return points


def _is_list_of_stages(file: FileShape, guess: OutcomeGuess, found: Sequence[Reference]) -> bool:
    """Return whether a file lists each stage once, for another file to refer to."""
    referred = any(one.pair.to == file.name != one.pair.file for one in found)
    if not referred or file.rows > _MOST_STAGES or best_header(file, "opened") or best_header(file, "amount"):
        return False
    return not guess.stage or file.columns[guess.stage].different >= _NAMED_ONCE


def _through(
    file: FileShape, files: Sequence[FileShape], found: Sequence[Reference], means: StageMeans
) -> list[OutcomeGuess]:
    """Return the outcomes by a list of stages that a column refers to."""
    shapes = {other.name: other for other in files}
    guesses: list[OutcomeGuess] = []
    for one in found:
        pair, other = one.pair, shapes[one.pair.to]
        if pair.file != file.name or other is file:
            continue
        for guess in column_outcomes(other, means):
            if guess.won == ("*",) or not _is_list_of_stages(other, guess, found):
                continue
            size = len(other.sample[pair.key])
            rows = [{header: texts[row] for header, texts in other.sample.items()} for row in range(size)]
            codes = {str(row[pair.key]): row for row in rows if row[pair.key] is not None}
            resolved = replace(
                guess, file=file.name, via=other.name, on=pair.header, key=pair.key, codes=codes, unknown={}
            )
            counts = {"won": 0, "lost": 0, "open": 0}
            for text, count in file.columns[pair.header].known.items():
                counts[resolved.ending({pair.header: text}) or "open"] += count
            why = f"{pair.header} refers to {other.name}, whose values speak of deals won and lost"
            guesses.append(replace(resolved, counts=counts, why=why))
    return guesses


def _presences(file: FileShape, files: Sequence[FileShape], found: Sequence[Reference]) -> list[OutcomeGuess]:
    """Return the outcomes by which rows are won because they appear in another file, which holds only some of them."""
    shapes = {other.name: other for other in files}
    guesses: list[OutcomeGuess] = []
    for one in found:
        pair = one.pair
        if pair.to != file.name or pair.file == file.name or one.overlap.share < _FEWEST_COVERED:
            continue
        other = shapes[pair.file]
        key = file.columns[pair.key]
        part = one.overlap.found / key.distinct if key.distinct else 1.0
        if not 0.005 <= part <= 0.95 or other.rows < 2:
            continue
        once = other.columns[pair.header].different >= 0.9
        won = max(file_about(other.name, "won"), float(any(about(h, "won_date") >= 0.6 for h in other.columns)))
        lost = file_about(other.name, "lost")
        if lost or not won or (not once and file_about(other.name, TableName.INTERACTIONS)):
            continue
        share = f"{100 * part:.0f} % of the rows are found in {other.name}, whose name or headers speak of winning"
        guesses.append(
            OutcomeGuess(
                file.name,
                0.7 if once else 0.35,
                share,
                won_in=other.name,
                on=pair.key,
                key=pair.header,
                otherwise="open",
                counts={"won": one.overlap.found, "open": file.rows - one.overlap.found},
                unsure=not once,
                notes=("No file says which rows were lost, so all others are open; the analysis tells which are old.",),
            )
        )
    return guesses


def counted(counts: Mapping[str, int]) -> str:
    """Return the counts as text: `858 won, 15,743 lost, 4,992 open`."""
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
