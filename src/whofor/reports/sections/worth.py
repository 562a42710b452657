"""The worth of types of client: each recorded outcome compared with all others; cycle, price and sources folded."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Comparison, Payers, SegmentFinding, SegmentWorth
from whofor.reports.blocks import Brief, Chapter, Paragraph, Story, Table
from whofor.reports.phrases import phrase_of
from whofor.reports.report import Report, Section
from whofor.reports.sections.channels import sources_story
from whofor.reports.sections.cycle import cycle_story
from whofor.reports.sections.price import price_story
from whofor.reports.wording.figures import figure_text
from whofor.reports.wording.outcomes import OutcomeWords, difference_text
from whofor.reports.words import Words

__all__ = ["WORTH", "balance_sentences"]

_LEVEL = 0.05
"""Of the p-values, which are corrected over all comparisons of a type of client."""


def _block(report: Report) -> Chapter | None:
    """Return each type of client that passed: the table of the first open, the others folded."""
    words, result = report.words, report.result
    findings = {f.id: f for f in (*result.search.segments, *result.search.claims)}
    worth = [w for w in result.clients.worth if w.finding in findings]
    if not worth:
        return None
    stories = tuple(_story(w, findings[w.finding], words, folded=i > 0) for i, w in enumerate(worth))
    return Chapter("worth", words.text("title.worth"), words.text("page.worth_lead"), stories)


def _brief(report: Report) -> Brief | None:
    """Return which outcomes are better, worse, alike and not recorded for each type of client."""
    words, lines = report.words, list[Paragraph]()
    for worth in report.result.clients.worth:
        for i, sentence in enumerate(_sentences(worth, words)):
            lines.append(Paragraph(sentence, f"{worth.finding}  " if i == 0 else " " * (len(worth.finding) + 2)))
    return Brief(words.text("title.worth"), lines=tuple(lines)) if lines else None


def _story(worth: SegmentWorth, finding: SegmentFinding, words: Words, *, folded: bool) -> Story:
    id_, folds = worth.finding, list[Story]()
    if worth.cycle is not None:
        folds.append(cycle_story(worth.cycle, id_, words))
    folds.append(price_story(worth.price, words.text("title.price_fold", id=id_), words))
    if worth.channels is not None:
        folds.append(sources_story(worth.channels, words.text("title.channels_of", id=id_), words))
    title, sentences = f"{id_} · {phrase_of(finding.segment, words).capital}", tuple(_sentences(worth, words))
    if not worth.comparisons:
        return Story(title, sentences, folds=tuple(folds))
    shown = _clearest(worth.comparisons)
    if len(shown) < len(worth.comparisons):
        name = words.text("title.all_outcomes", id=id_)
        folds.insert(0, Story(name, (), tables=(_table(worth.comparisons, name, words),)))
    table = _table(shown, words.text("worth.table", id=id_), words)
    note = words.text("worth.star")
    return Story(title, sentences, tables=(table,), folds=tuple(folds), folded_tables=folded, note=note)


def _table(comparisons: Sequence[Comparison], caption: str, words: Words) -> Table:
    head = tuple(words.text(f"worth.col_{key}") for key in ("what", "own", "other", "difference"))
    rows = [
        (
            words.pair(words.text(f"topic.{c.topic}"), OutcomeWords(c.measure, words).label)
            + ("" if c.held_back else " *"),
            figure_text(c.own, words, cell=True),
            figure_text(c.other, words, cell=True),
            difference_text(c, words),
        )
        for c in comparisons
    ]
    return Table(caption, head, tuple(rows), stacked=True)


def _clearest(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Return one outcome of each topic: the one with the lowest p-value, the first of equals."""
    by_topic: dict[str, Comparison] = {}
    for c in comparisons:
        if c.topic not in by_topic or c.p < by_topic[c.topic].p:
            by_topic[c.topic] = c
    return list(by_topic.values())


def _sentences(worth: SegmentWorth, words: Words) -> list[str]:
    balance = balance_sentences(worth, words)
    return balance if worth.payers is None else [*balance, *_payers(worth.payers, words)]


def balance_sentences(worth: SegmentWorth, words: Words) -> list[str]:
    """Return sentences on what is clearly better, clearly worse, no different, and not recorded."""
    groups: dict[str, list[str]] = {"better": [], "worse": [], "mixed": [], "differs": [], "alike": []}
    for topic in dict.fromkeys(c.topic for c in worth.comparisons):
        groups[_balance([c for c in worth.comparisons if c.topic == topic])].append(topic)
    sentences = [words.text(f"worth.{key}", what=_topics(topics, words)) for key, topics in groups.items() if topics]
    if worth.not_compared:
        sentences.append(words.text("worth.not_compared", topics=_topics(worth.not_compared, words)))
    if worth.not_recorded:
        sentences.append(words.text("worth.not_recorded", topics=_topics(worth.not_recorded, words)))
    return sentences


def _balance(comparisons: Sequence[Comparison]) -> str:
    """Return how the clear differences of one topic go: better, worse, mixed, differs, or alike."""
    clear = [c for c in comparisons if c.p < _LEVEL]
    gaps = [(c.difference or 0.0) * c.measure.better for c in clear if not c.measure.better_assumed]
    if clear and not gaps:
        return "differs"
    better, worse = any(gap > 0 for gap in gaps), any(gap < 0 for gap in gaps)
    return "mixed" if better and worse else "better" if better else "worse" if worse else "alike"


def _topics(topics: Sequence[str], words: Words) -> str:
    names = [words.text(f"topic.{topic}") for topic in topics]
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def _payers(payers: Payers, words: Words) -> list[str]:
    """Return sentences: whether the clients who pay most are of this type, and their mutual value."""
    own, among = payers.own, payers.among_all
    fewer = own.estimate is not None and among.estimate is not None and own.estimate < among.estimate
    key = "worth.payers_other" if fewer and (own.ci_high or 1.0) < (among.estimate or 0.0) else "worth.payers"
    sentences = [words.text(key, own=figure_text(own, words), all=figure_text(among, words))]
    top, mine = payers.value_top, payers.value_own
    if top.estimate is None or mine.estimate is None:
        return sentences
    above = mine.ci_low is not None and top.ci_high is not None and mine.ci_low > top.ci_high
    below = mine.ci_high is not None and top.ci_low is not None and mine.ci_high < top.ci_low
    key = "worth.payers_worth_less" if above else "worth.payers_worth_more" if below else "worth.payers_worth"
    return [*sentences, words.text(key, top=figure_text(top, words), own=figure_text(mine, words))]


WORTH = Section("worth", _block, _brief)
