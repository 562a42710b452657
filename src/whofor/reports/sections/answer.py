"""The answer in one sentence, and the evidence for it."""

from __future__ import annotations

from whofor.model import Answer, IssueCode, RunInfo, SegmentFinding
from whofor.model.measure import OutcomeName
from whofor.model.run import TimeKind
from whofor.reports.blocks import AnswerBlock
from whofor.reports.formats import digits_for
from whofor.reports.report import Report, Section, only_passed
from whofor.reports.wording.conditions import segment_text
from whofor.reports.wording.figures import days_text, deals_text, estimate_range, estimate_value, rate_text
from whofor.reports.wording.findings import is_claim, split_name
from whofor.reports.wording.reasons import next_step_text, why_text
from whofor.reports.words import Words

__all__ = ["ANSWER", "answer", "answer_sentence", "banners", "base_sentence", "support_sentences", "time_sentence"]

_SHORTER = 0.9
"""A sales cycle is called shorter from a tenth on."""
_MANY_DEALS, _LOW_RATE = 2_000, 0.2
"""From so many deals on, a rate below this one is shown with a decimal."""


def answer(report: Report) -> AnswerBlock:
    """Return the answer, its evidence, the reasons where there is none, and the next steps."""
    result, words, headline = report.result, report.words, report.headline
    return AnswerBlock(
        sentence=answer_sentence(report),
        segment=segment_text(headline.segment, words) if headline is not None else "",
        support=tuple(support_sentences(report)),
        why=tuple(why_text(reason, words) for reason in result.why),
        steps=tuple(next_step_text(step, words, named=result.search.findings) for step in result.next_steps),
    )


def answer_sentence(report: Report) -> str:
    """Return the answer in one sentence. Its figures are those of the deals held back, never those of the search."""
    words, finding = report.words, report.headline
    if report.result.answer is not Answer.FOUND:
        # What is missing says more than that there is not enough.
        codes = [f"answer.{reason.code}" for reason in report.result.why]
        return words.text(next((code for code in codes if words.has(code)), f"answer.{report.result.answer.value}"))
    if finding is None:
        return words.text("answer.no_pattern")
    segment = segment_text(finding.segment, words)
    own, rest = finding.confirm, finding.rest_confirm
    if not own.n or not rest.n or own.ci_low is None or own.ci_high is None:
        return words.text("answer.found_plain", segment=segment)
    digits = digits_for(own, rest)
    key = "avoid" if finding.direction < 0 else "claim_holds" if is_claim(finding) else "go_after"
    return report.outcome.text(
        f"answer.{key}",
        segment=segment,
        rate=estimate_value(own, words, digits),
        interval=estimate_range(own, words, digits),
        deals=deals_text(own, words),
        rest=rate_text(rest, words, digits),
        cycle=_cycle(finding, words) if report.outcome.measure.name == OutcomeName.WON else "",
    )


def _cycle(finding: SegmentFinding, words: Words) -> str:
    """Return the shorter sales cycle in words; empty where it is not shorter by a tenth at least."""
    own, rest = finding.median_days_to_win, finding.rest_median_days_to_win
    if own is None or rest is None or (own.estimate or 0.0) > _SHORTER * (rest.estimate or 0.0):
        return ""
    return words.text("answer.cycle", days=days_text(own, words), rest_days=days_text(rest, words))


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


def support_sentences(report: Report) -> list[str]:
    """Return how a found answer was confirmed and corrected, and how many other segments there are."""
    result, words, finding = report.result, report.words, report.headline
    if finding is None:
        return []
    if is_claim(finding):
        return [words.text("answer.claims_corrected", n=len(result.search.claims))]
    sentences = [_confirmed(result.run, words)] if finding.confirm.n else []
    sentences.append(words.text("answer.corrected", n=result.run.family_size))
    others = len(only_passed(result.search.segments)) - 1
    if finding in result.search.segments and others > 0:
        sentences.append(words.plural("answer.more", others))
    return sentences


def _confirmed(run: RunInfo, words: Words) -> str:
    kind = split_name(run)
    if run.accounts_confirm is None:
        return words.text(f"answer.confirmed_{kind}", n=run.rows_confirm, date=run.split_date)
    key = f"answer.confirmed_{kind}_accounts"
    return words.text(key, n=run.rows_confirm, accounts=run.accounts_confirm, date=run.split_date)


ANSWER = Section("answer", answer)
