"""The answer in one sentence, and what it rests on."""

from __future__ import annotations

from whofor.model import Answer, IcpResult, RunInfo, SegmentFinding, Verdict
from whofor.reports.catalogue import catalogue
from whofor.reports.formats import day, digits_for, month, number
from whofor.reports.wording.conditions import segment_text
from whofor.reports.wording.findings import days_text, deals_text, is_claim, rate_text
from whofor.reports.wording.measures import Told, estimate_range, estimate_value

__all__ = ["answer_sentence", "banners", "base_sentence", "headline_finding", "support_sentences"]


def _passed(findings: tuple[SegmentFinding, ...]) -> list[SegmentFinding]:
    return [f for f in findings if f.verdict is Verdict.PASS]


def headline_finding(result: IcpResult) -> SegmentFinding | None:
    """The finding that the answer speaks of: a confirmed segment, else a claim that holds, else whom to avoid."""
    if result.answer is not Answer.FOUND:
        return None
    found = result.search
    passed = [*_passed(found.segments), *_passed(found.claims), *_passed(found.negative_segments)]
    return next(iter(passed), None)


def answer_sentence(result: IcpResult, language: str) -> str:
    """The answer in one sentence. Its figures are those of the deals held back, never those of the search."""
    words = catalogue(language)
    if result.answer is not Answer.FOUND:
        return words.text(f"answer.{result.answer.value}")
    finding = headline_finding(result)
    if finding is None:
        return words.text("answer.no_pattern")
    segment = segment_text(finding.segment, language)
    own, rest = finding.confirm, finding.rest_confirm
    if not own.n or not rest.n or own.ci_low is None or own.ci_high is None:
        return words.text("answer.found_plain", segment=segment)
    digits = digits_for(own, rest)
    key = "avoid" if finding.direction < 0 else "claim_holds" if is_claim(finding) else "go_after"
    return Told(result.run.measure, language).text(
        f"answer.{key}",
        segment=segment,
        rate=estimate_value(own, language, digits),
        interval=estimate_range(own, language, digits),
        deals=deals_text(own.n, language),
        rest=rate_text(rest, language, digits),
        cycle=_cycle(finding, language) if result.run.measure.name == "won" else "",
    )


def _cycle(finding: SegmentFinding, language: str) -> str:
    """The shorter sales cycle, where it is shorter by a tenth at least."""
    own, rest = finding.median_days_to_win, finding.rest_median_days_to_win
    if own is None or rest is None or (own.estimate or 0.0) > 0.9 * (rest.estimate or 0.0):
        return ""
    words = catalogue(language)
    return words.text("answer.cycle", days=days_text(own, language), rest_days=days_text(rest, language))


def banners(result: IcpResult) -> tuple[str, ...]:
    """Codes of what must be known before anything else: made-up data, guessed columns."""
    guessed = any(issue.code == "mapping_guessed" for issue in result.data.issues)
    return (*(("synthetic",) if result.data.synthetic else ()), *(("guessed",) if guessed else ()))


def base_sentence(result: IcpResult, language: str) -> str:
    """What the report rests on: how many deals, from when to when, how many won."""
    words, run = catalogue(language), result.run
    deals = deals_text(run.rows, language)
    won = words.plural("count.won", run.n_won, n=number(run.n_won, language))
    told = Told(run.measure, language)
    rate = told.value(run.baseline, 1 if run.rows >= 2_000 and run.baseline < 0.2 else 0)
    if not run.first_opened or not run.last_opened:
        return told.text("answer.base_undated", deals=deals, won=won, rate=rate)
    first, last = month(run.first_opened, language), month(run.last_opened, language)
    return told.text("answer.base", deals=deals, first=first, last=last, won=won, rate=rate)


def support_sentences(result: IcpResult, language: str) -> list[str]:
    """Under a found answer: where it was confirmed, what it was corrected for, how many others there are."""
    finding = headline_finding(result)
    if finding is None:
        return []
    words = catalogue(language)
    claimed = is_claim(finding)
    sentences = [_confirmed(result.run, language)] if finding.confirm.n and not claimed else []
    if claimed:
        n = len(result.search.claims)
        claims = words.plural("count.claims", n, n=number(n, language))
        sentences.append(words.text("answer.claims_corrected", claims=claims))
    else:
        n = result.run.family_size
        combinations = words.plural("count.combinations", n, n=number(n, language))
        sentences.append(words.text("answer.corrected", combinations=combinations))
    others = len(_passed(result.search.segments)) - 1
    if finding in result.search.segments and others > 0:
        sentences.append(words.plural("answer.more", others, n=number(others, language)))
    return sentences


def _confirmed(run: RunInfo, language: str) -> str:
    words = catalogue(language)
    deals = deals_text(run.rows_confirm, language)
    if run.split == "newest" and run.split_date:
        return words.text("answer.confirmed_newest", deals=deals, date=day(run.split_date, language))
    return words.text("answer.confirmed_random", deals=deals)
