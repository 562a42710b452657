"""The answer in one sentence, and the evidence for it."""

from __future__ import annotations

import itertools

from whofor.model import Answer, Estimate, IssueCode, RunInfo, SegmentFinding
from whofor.model.measure import OutcomeName
from whofor.model.run import TimeKind
from whofor.reports.blocks import AnswerBlock, Chart, Stat
from whofor.reports.catalogue import clean
from whofor.reports.charts.intervals import DotRow
from whofor.reports.charts.scales import FEW_TICKS, amount_scale, share_scale
from whofor.reports.phrases import and_list, phrase_of, segment_label, together
from whofor.reports.pictures import interval_picture
from whofor.reports.report import Report, Section
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import estimate_value, holds_apart
from whofor.reports.wording.findings import is_claim, split_name
from whofor.reports.wording.reasons import next_step_text, why_text
from whofor.reports.words import Words

__all__ = [
    "ANSWER",
    "answer",
    "answer_sentence",
    "banners",
    "base_sentence",
    "part_sentence",
    "support_sentences",
    "time_sentence",
]

_MOST_NAMED = 3
"""Types of client that the answer names; a reader keeps no more in mind."""
_MOST_LETTERS = 180
"""Letters of their names, three of the usual length: more than that nobody reads at a glance."""
_MANY_DEALS, _LOW_RATE = 2_000, 0.2
"""From so many deals on, a rate below this one is shown with a decimal."""


def answer(report: Report) -> AnswerBlock:
    """Return the first screen: whom, how much better, whom to avoid; the reasons where there is no answer."""
    result, words = report.result, report.words
    return AnswerBlock(
        sentence=_whom(report),
        segments=tuple(phrase_of(f.segment, words).the for f in _named(report)),
        figures=_figures(report),
        stats=tuple(_stats(report)),
        chart=_overview(report),
        avoid=tuple(_avoided(report)),
        support=tuple(support_sentences(report, short=True)),
        why=tuple(why_text(reason, words, result) for reason in result.why),
        steps=tuple(next_step_text(step, words, named=result.search.findings) for step in result.next_steps),
    )


def answer_sentence(report: Report) -> str:
    """Return the answer in words. Its figures are those of later deals, never those of the search."""
    return " ".join(text for text in (_whom(report), _figures(report)) if text)


def _named(report: Report) -> tuple[SegmentFinding, ...]:
    """Return the types of client that the first sentence is about: fewer where their names are long."""
    found = (report.icps or report.avoided)[:_MOST_NAMED]
    letters = itertools.accumulate(len(phrase_of(f.segment, report.words).the) for f in found)
    return tuple(f for place, (f, n) in enumerate(zip(found, letters, strict=True)) if not place or n <= _MOST_LETTERS)


def _whom(report: Report) -> str:
    """Return whom to go after, else whom to avoid, else why there is no answer."""
    words, named = report.words, _named(report)
    if not named:
        # What is missing says more than that there is not enough.
        codes = [f"answer.{reason.code}" for reason in report.result.why]
        answer = report.result.answer
        last = f"answer.{(Answer.NO_PATTERN if answer is Answer.FOUND else answer).value}"
        return words.text(next((code for code in codes if words.has(code)), last))
    segments = [phrase_of(f.segment, words).the for f in named]
    more = len(report.icps or report.avoided) - len(named)
    joined = together([*segments, *([words.plural("answer.more", more)] if more else [])], words)
    key = "avoid" if not report.icps else "claim_holds" if all(is_claim(f) for f in named) else "go_after"
    return words.text(f"answer.{key}", segments=joined)


def _rest(report: Report) -> Estimate | None:
    """Return the figure that the named types are compared with."""
    if report.icps:
        return report.else_figure
    # Those outside one of several types are not those outside all of them.
    return report.avoided[0].rest_confirm if len(report.avoided) == 1 and report.avoided[0].rest_confirm.n else None


def _figures(report: Report) -> str:
    """Return how much better the named types do than everyone else, in a sentence; empty where that is not known."""
    words, named, rest = report.words, _named(report), _rest(report)
    if not named or rest is None or any(f.confirm.estimate is None for f in named):
        return ""
    digits = report.rate_digits
    # Said once where it is the same for all.
    rates = and_list(list(dict.fromkeys(estimate_value(f.confirm, words, digits) for f in named)), words)
    days = named[0].median_days_to_win
    cycle = ""
    if len(named) == 1 and report.icps and _days_hold(named[0], report) and days is not None:
        cycle = words.text("answer.cycle", days=_whole(days), rest_days=_whole(report.else_days))
    return report.outcome.text("answer.figures", rates=rates, rest=estimate_value(rest, words, digits), cycle=cycle)


def _whole(days: Estimate | None) -> int:
    return round((days.estimate if days is not None else None) or 0.0)


def _days_hold(finding: SegmentFinding, report: Report) -> bool:
    """Return whether a type of client signs surely sooner than everyone else."""
    days, rest = finding.median_days_to_win, report.else_days
    if report.outcome.measure.name != OutcomeName.WON or days is None or rest is None:
        return False
    return holds_apart(days, rest) and (days.estimate or 0.0) < (rest.estimate or 0.0)


def _stats(report: Report) -> list[Stat]:
    """Return at most three large figures: those of the first two types, then of everyone else, or the days."""
    words, outcome, rest = report.words, report.outcome, report.else_figure
    if not report.icps or rest is None:
        return []
    digits = report.rate_digits
    named = report.icps[:2]
    stats = [
        Stat(estimate_value(f.confirm, words, digits), outcome.text("answer.stat_own", id=f.id))
        for f in named
        if f.confirm.estimate is not None
    ]
    stats.append(Stat(estimate_value(rest, words, digits), outcome.text("answer.stat_rest")))
    if len(named) == 1 and _days_hold(named[0], report):
        days = words.count("days", _whole(named[0].median_days_to_win))
        stats.append(Stat(days, words.text("answer.stat_days", rest=_whole(report.else_days))))
    return stats


def _avoided(report: Report) -> list[str]:
    """Return whom to put less effort into beside those to go after."""
    if not report.icps:
        return []
    words = report.words
    return [
        report.outcome.text(
            "answer.avoid_too",
            segment=phrase_of(f.segment, words).the,
            rate=estimate_value(f.confirm, words, report.rate_digits),
        )
        for f in report.avoided[:_MOST_NAMED]
        if f.confirm.estimate is not None
    ]


def _overview(report: Report) -> Chart | None:
    """Return all types of client, everyone else and whom to avoid, on one scale."""
    words, outcome = report.words, report.outcome
    shown = [(f"{f.id} · {capital(segment_label(f.segment, words))}", f.confirm, "own") for f in report.icps]
    if (rest := _rest(report)) is not None:
        shown.append((words.text("answer.everyone_else"), rest, "rest"))
    shown += [(f"{f.id} · {capital(segment_label(f.segment, words))}", f.confirm, "avoid") for f in report.avoided]
    digits = report.rate_digits
    rows = [row for label, figure, kind in shown if (row := _row(label, figure, kind, words, digits)) is not None]
    if len(rows) < 2:
        return None
    highest = max(row.high for row in rows)
    lowest = min(row.low for row in rows)
    scale = share_scale(highest, FEW_TICKS) if outcome.measure.is_share else amount_scale(lowest, highest, FEW_TICKS)
    return interval_picture(rows, scale.with_ends_only, words, outcome.text("answer.overview"), above=True)


def _row(label: str, figure: Estimate, kind: str, words: Words, digits: int) -> DotRow | None:
    if figure.estimate is None or figure.ci_low is None or figure.ci_high is None:
        return None
    value = estimate_value(figure, words, digits)
    return DotRow(label, words.count("deals", figure.n), value, figure.estimate, figure.ci_low, figure.ci_high, kind)


def part_sentence(report: Report) -> str:
    """Return which part of the deals the report is about; empty where it is about all of them."""
    part, words = report.result.run.part, report.words
    if part is None:
        return ""
    key = "parts.of_page" if part.n_parts > 1 else "parts.of_page_alone"
    label = capital(clean(words.parameter(part.label, part.parameter)))
    return words.text(key, label=label, value=clean(part.value), n=part.n_parts)


def banners(report: Report) -> tuple[str, ...]:
    """Return the codes of warnings that come before everything else: made-up data, guessed columns."""
    guessed = any(issue.code == IssueCode.MAPPING_GUESSED for issue in report.result.data.issues)
    return (*(("synthetic",) if report.result.data.synthetic else ()), *(("guessed",) if guessed else ()))


def base_sentence(report: Report) -> str:
    """Return the deals behind the report in a sentence: how many, from when to when, how many won."""
    run, outcome = report.result.run, report.outcome
    if not run.rows:
        return _read_sentence(run, report.words)
    rate = outcome.value(run.baseline, 1 if run.rows >= _MANY_DEALS and run.baseline < _LOW_RATE else 0)
    counted = {"n": run.rows, "n_won": run.n_won, "rate": rate}
    if not run.first_opened or not run.last_opened:
        return outcome.text("answer.base_undated", **counted)
    return outcome.text("answer.base", **counted, first=run.first_opened, last=run.last_opened)


def _read_sentence(run: RunInfo, words: Words) -> str:
    """Return how many deals were read, of which none was analysed."""
    if not run.first_opened or not run.last_opened:
        return words.text("answer.base_read_undated", n=run.n_read)
    return words.text("answer.base_read", n=run.n_read, first=run.first_opened, last=run.last_opened)


def time_sentence(report: Report) -> str:
    """Return what is done instead of days of opening, and what to export; empty where days are known."""
    run, words = report.result.run, report.words
    if run.time is TimeKind.DAYS or not run.rows:
        return ""
    key = f"answer.few_days_{run.time}" if run.n_dated else f"answer.no_days_{run.time}"
    return words.text(key, n_dated=run.n_dated, n_read=run.n_read)


def support_sentences(report: Report, *, short: bool = False) -> list[str]:
    """Return how a found answer was checked, and against how many combinations; `short` leaves the accounts out."""
    result, words, named = report.result, report.words, _named(report)
    if not named:
        return []
    if all(is_claim(f) for f in named):
        return [words.text("answer.claims_corrected", n=len(result.search.claims))]
    sentences = [_confirmed(result.run, words, short=short)] if any(f.confirm.n for f in named) else []
    return [*sentences, words.text("answer.corrected", n=result.run.family_size)]


def _confirmed(run: RunInfo, words: Words, *, short: bool) -> str:
    kind = split_name(run)
    if run.accounts_confirm is None or short:
        return words.text(f"answer.confirmed_{kind}", n=run.rows_confirm, date=run.split_date)
    key = f"answer.confirmed_{kind}_accounts"
    return words.text(key, n=run.rows_confirm, accounts=run.accounts_confirm, date=run.split_date)


ANSWER = Section("answer", answer)
