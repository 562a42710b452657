"""What changed since an earlier run: a sentence for the head of the page, and a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whofor.model import FindingKind, Verdict
from whofor.model.changes import Changes, DataThen, FigureChange, Movement, TypeChange, TypeMove
from whofor.reports.catalogue import clean
from whofor.reports.formats import digits_for
from whofor.reports.phrases import phrase_of, segment_label
from whofor.reports.widths import print_text
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import estimate_value
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["changes_sentence", "render_changes"]

_MOST_NAMED = 2


def changes_sentence(changes: Changes, words: Words) -> str:
    """Return in one sentence what changed since an earlier run, or that nothing did beyond the noise."""
    since = _since(changes.then, words)
    if changes.same_data:
        key = "same" if not changes.options and changes.then.version == changes.now.version else "same_otherwise"
        return words.text(f"changes.{key}", since=since)
    news = [*(_moved(f, changes, words) for f in changes.moved), *_come_and_gone(changes, words)]
    if not news:
        return words.text("changes.noise", since=since, newer=_newer(changes, words))
    more = len(news) - _MOST_NAMED
    told = words.text("contrast.separator").join(
        [*news[:_MOST_NAMED], *([words.plural("changes.more", more)] if more > 0 else [])]
    )
    return words.text("changes.news", since=since, newer=_newer(changes, words), news=told)


def _since(then: DataThen, words: Words) -> str:
    if then.day:
        return words.text("changes.since_day", day=words.day(then.day))
    return words.text("changes.since_run", run=then.run)


def _newer(changes: Changes, words: Words) -> str:
    return words.plural("changes.newer", changes.n_since) if changes.n_since else ""


def _moved(figure: FigureChange, changes: Changes, words: Words) -> str:
    """Return a figure that changed: whose, which way, from what to what."""
    better = "better" if figure.movement is Movement.BETTER else "worse"
    digits = digits_for(figure.then, figure.since)
    whose = phrase_of(figure.segment, words).plural if figure.id else words.text("changes.all_deals")
    return OutcomeWords(changes.measure, words).text(
        f"changes.{better}",
        whose=f"{figure.id} ({whose})" if figure.id else whose,
        then=estimate_value(figure.then, words, digits),
        since=estimate_value(figure.since, words, digits),
        deals=words.count("deals", figure.since.n),
    )


def _come_and_gone(changes: Changes, words: Words) -> list[str]:
    """Return the types of client that are confirmed in one of the runs only."""
    told: list[str] = []
    for one in changes.types:
        then, now = one.verdict_then is Verdict.PASS, one.verdict_now is Verdict.PASS
        if then is not now:
            key = "changes.gained" if now else "changes.lost"
            told.append(words.text(key, id=one.now if now else one.then, whose=phrase_of(one.segment, words).plural))
    return told


def render_changes(changes: Changes, words: Words, console: Console) -> None:
    """Print both runs, then a row for each figure: then, since then, the difference, and what it says."""
    from rich.table import Table
    from rich.text import Text

    def line(text: str, style: str = "") -> None:
        print_text(text, console, style)

    line(changes_sentence(changes, words), "bold")
    line(words.text("changes.from_to", then=_run(changes.then, words), now=_run(changes.now, words)), "dim")
    for name, then, now in changes.options:
        line(words.text("changes.option", name=name, then=then or "–", now=now or "–"), "dim")
    if changes.figures:
        head = (words.text("changes.col_then"), words.text("changes.col_since"), words.text("changes.col_difference"))
        grid = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("", *head, ""):
            grid.add_column(name, justify="right" if name else "left", overflow="fold")
        for figure in changes.figures:
            grid.add_row(*(Text(clean(cell)) for cell in _row(figure, changes, words)))
        console.print(grid)
    for one in changes.types:
        line(_type_line(one, words))
    if changes.figures:
        line(words.text("changes.note"), "dim")


def _run(data: DataThen, words: Words) -> str:
    when = words.day(data.day) if data.day else words.text("changes.no_day")
    return words.text("changes.run", run=data.run, day=when, deals=words.count("deals", data.rows), won=data.n_won)


def _row(figure: FigureChange, changes: Changes, words: Words) -> tuple[str, ...]:
    digits = digits_for(figure.then, figure.since)
    label = f"{figure.id}  {capital(segment_label(figure.segment, words))}" if figure.id else words.text("changes.all")
    difference = ""
    if figure.difference is not None and figure.low is not None and figure.high is not None:
        outcome = OutcomeWords(changes.measure, words)
        low, high = outcome.difference(figure.low), outcome.difference(figure.high)
        difference = f"{outcome.difference(figure.difference)} ({low} … {high})"
    then, since = (
        f"{estimate_value(e, words, digits)} ({words.number(e.n)})" if e.estimate is not None else "–"
        for e in (figure.then, figure.since)
    )
    return label, then, since, difference, words.text(f"changes.said_{figure.movement.value}")


def _type_line(one: TypeChange, words: Words) -> str:
    """Return what became of a type of client."""
    then, now = (_verdict(v, id_, words) for v, id_ in ((one.verdict_then, one.then), (one.verdict_now, one.now)))
    key = {TypeMove.GAINED: "changes.line_gained", TypeMove.LOST: "changes.line_lost"}.get(one.move)
    return words.text(
        key or f"changes.{one.move.value}",
        ids=" → ".join(dict.fromkeys(id_ for id_ in (one.then, one.now) if id_)),
        whose=segment_label(one.segment, words),
        verdict_then=then,
        verdict_now=now,
    )


def _verdict(verdict: Verdict | None, id_: str, words: Words) -> str:
    if verdict is None:
        return ""
    avoid = verdict is Verdict.PASS and FindingKind.of(id_) is FindingKind.NEGATIVE
    return words.text("verdict.avoid" if avoid else f"verdict.{verdict.value}").lower()
