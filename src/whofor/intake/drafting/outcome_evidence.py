"""Evidence on outcomes in the rows of the deals: columns that follow from them, dates and stages that agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from whofor.intake.drafting.columns import Chosen
from whofor.intake.drafting.outcome_columns import OutcomeGuess
from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about
from whofor.intake.normalise.stage_meanings import (
    DealFacts,
    StageMeaning,
    days_of_stages,
    meanings_of,
    probabilities_of,
    reasons_of,
)
from whofor.lexicon.endings import Ending, StageFact, ending_of, header_says
from whofor.model import Kind, StageReadBy

__all__ = ["both_ends", "fills_by_end", "settled", "status_columns"]

_ENOUGH_ROWS = 20
_TELLING = 0.98
"""Share of the ended deals that a column must predict correctly to count as one more status."""
_BOTH_SIDES = 0.85
"""Quality of an outcome whose won and lost stages are both known, as that of words alone."""
_UNREAD = 0.05
"""Share of the rows at stages of which nothing says anything from which an outcome needs a look."""
_EVIDENCE = {
    StageReadBy.PROBABILITY: "By the probability of their deals",
    StageReadBy.LOSS_REASON: "Most of their deals have a reason of loss",
    StageReadBy.CLOSING_DAYS: "By the closing days of their deals",
    StageReadBy.WORDS: "By their words",
}
_NOBODY = "have ended, and nobody says how: put each into won or lost"


def both_ends(file: FileShape, chosen: Mapping[str, Chosen]) -> tuple[str, ...]:
    """Return the date of winning and that of losing, where only both together say when deals ended; else nothing."""
    dates = [c for c in file.columns.values() if c.kind is Kind.DATE and 0 < c.fill < 0.95]
    won = max(dates, key=lambda c: about(c.header, "won_date"), default=None)
    lost = max(dates, key=lambda c: about(c.header, "lost_date"), default=None)
    if won is None or lost is None or "closed" not in chosen or won is lost:
        return ()
    if min(about(won.header, "won_date"), about(lost.header, "lost_date")) < 0.5:
        return ()
    texts = zip(file.sample.get(won.header, ()), file.sample.get(lost.header, ()), strict=False)
    apart = not any(first and second for first, second in texts)
    return (won.header, lost.header) if apart and chosen["closed"].option.ref in (won.header, lost.header) else ()


def settled(file: FileShape, outcome: OutcomeGuess, chosen: Mapping[str, Chosen]) -> OutcomeGuess:
    """Return the outcome with the stages that no word tells read by their deals, as an import reads them.

    Stages that have ended, though nobody says how, are named neither won, lost nor open. An outcome stays unsure where
    nothing at all says what a twentieth of the rows mean.
    """
    known: dict[str, Ending] = {**dict.fromkeys(outcome.won, "won"), **dict.fromkeys(outcome.lost, "lost")}
    if outcome.via or not outcome.unknown or not known or not known.keys().isdisjoint(outcome.unknown):
        return outcome
    if outcome.stage not in file.sample or outcome.won == ("*",):
        return outcome
    told: dict[str, Ending] = {
        text: ending for text in file.columns[outcome.stage].known if (ending := ending_of(text))
    }
    beside = told | known
    for text in outcome.unknown:
        beside.pop(text, None)
    meanings = meanings_of(outcome.unknown, beside, _facts(file, outcome.stage, chosen), assume=outcome.unknown)
    read = {text: meaning for text, meaning in meanings.items() if meaning.read_by is not StageReadBy.ASSUMED}
    sides = {side: tuple(t for t, meaning in read.items() if meaning.outcome == side) for side in ("won", "lost")}
    ended = tuple(text for text, meaning in read.items() if meaning.outcome is None)
    won, lost = (*outcome.won, *sides["won"]), (*outcome.lost, *sides["lost"])
    counts = file.columns[outcome.stage].known
    running = tuple(text for text in counts if text not in {*won, *lost, *ended})
    unread = sum(outcome.unknown[text] for text in outcome.unknown if text not in read)
    decided = bool(won and lost)
    return replace(
        outcome,
        quality=max(outcome.quality, _BOTH_SIDES) if decided else outcome.quality,
        won=won,
        lost=lost,
        open=running if ended else outcome.open,
        unknown={text: n for text, n in outcome.unknown.items() if text not in read},
        counts={
            name: sum(counts[t] for t in texts) for name, texts in (("won", won), ("lost", lost), ("open", running))
        },
        unsure=outcome.unsure if not decided else unread > _UNREAD * sum(counts.values()),
        notes=(*outcome.notes, *_notes(read, outcome.unknown)),
    )


def _notes(read: Mapping[str, StageMeaning], counts: Mapping[str, int]) -> list[str]:
    """Return what the deals say of stages, a sentence for each kind of evidence."""
    by_kind: dict[tuple[StageReadBy, str], list[str]] = {}
    for text, meaning in read.items():
        by_kind.setdefault((meaning.read_by, meaning.outcome or ""), []).append(f"{text[:40]} ({counts[text]:,})")
    return [
        f"{_EVIDENCE[how]}: {', '.join(names[:20])} {f'read as {side}' if side else _NOBODY}."
        for (how, side), names in by_kind.items()
    ]


def _facts(file: FileShape, stage: str, chosen: Mapping[str, Chosen]) -> DealFacts:
    """Return what the rows of the sample have in common at each stage."""

    def pairs(header: str) -> Counter[tuple[str, str | None]]:
        both = zip(file.sample[stage], file.sample[header], strict=True)
        return Counter((text, other) for text, other in both if text is not None)

    def column(fact: StageFact) -> list[tuple[str, str | None, int]]:
        header = next((header for header in file.columns if header_says(header, fact)), "")
        return [(*pair, n) for pair, n in pairs(header).items()] if header else []

    def day_column(name: str) -> str:
        ref = chosen[name].option.ref if name in chosen else ""
        return ref if ref in file.sample else ""

    closed, opened = day_column("closed"), day_column("opened")
    latest = max(file.columns[opened].dates.values(), default=None) if opened else None
    closings = [
        (text, file.columns[closed].day_of(day) if day else None, n)
        for (text, day), n in (pairs(closed).items() if closed else ())
    ]
    return DealFacts(
        probabilities_of(column(StageFact.PROBABILITY)),
        reasons_of(column(StageFact.LOSS_REASON)),
        days_of_stages(closings, latest),
    )


def _sides(file: FileShape, outcome: OutcomeGuess) -> list[list[int]]:
    """Return the won and the lost rows of the sample; nothing where there are too few to compare."""
    if not file.sample or outcome.won_in:
        return []
    needed = {header: file.sample[header] for header in outcome.headers}
    size = len(next(iter(file.sample.values())))
    endings = [outcome.ending({header: texts[row] for header, texts in needed.items()}) for row in range(size)]
    sides = [[row for row in range(size) if endings[row] == side] for side in ("won", "lost")]
    return sides if min(map(len, sides)) >= _ENOUGH_ROWS else []


def fills_by_end(
    file: FileShape, outcome: OutcomeGuess, columns: Sequence[ColumnShape]
) -> dict[str, tuple[float, float]]:
    """Return the share of the won and of the lost rows of the sample that have a value, for each column."""
    sides = _sides(file, outcome)
    if not sides:
        return {}
    return {
        column.header: (
            sum(file.sample[column.header][row] is not None for row in sides[0]) / len(sides[0]),
            sum(file.sample[column.header][row] is not None for row in sides[1]) / len(sides[1]),
        )
        for column in columns
    }


def status_columns(file: FileShape, outcome: OutcomeGuess, columns: Sequence[ColumnShape]) -> frozenset[str]:
    """Return the columns that are another status: few values, each with won deals only or with lost deals only."""
    sides = _sides(file, outcome)
    if not sides:
        return frozenset()
    ended = sum(map(len, sides))
    found: set[str] = set()
    for column in columns:
        texts = file.sample[column.header]
        won, lost = (Counter(texts[row] for row in rows) for rows in sides)
        right = sum(max(won[text], lost[text]) for text in {*won, *lost})
        if len({*won, *lost}) * _ENOUGH_ROWS <= ended and right >= _TELLING * ended:
            found.add(column.header)
    return frozenset(found)
