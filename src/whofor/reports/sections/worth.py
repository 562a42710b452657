"""The worth of types of client: each recorded outcome compared with all others; cycle, price and sources folded."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from whofor.model import Comparison, Estimate, Payers, SegmentFinding, SegmentWorth
from whofor.reports.blocks import Chapter, DumbbellRow, Dumbbells, Story, Table
from whofor.reports.briefs import Brief, Paragraph
from whofor.reports.catalogue import clean
from whofor.reports.charts.tracks import track
from whofor.reports.phrases import phrase_of
from whofor.reports.report import Report, Section
from whofor.reports.sections.channels import sources_story
from whofor.reports.sections.cycle import cycle_story
from whofor.reports.sections.price import price_story
from whofor.reports.wording.figures import estimate_value, figure_text
from whofor.reports.wording.outcomes import OutcomeWords, difference_text
from whofor.reports.wording.prices import odds_short
from whofor.reports.words import Words

__all__ = ["WORTH", "balance_sentences"]

_MOST_TYPES, _FEWEST_MARKS = 3, 2
_ARTICLE = (
    *("price", "cycle", "implementation", "engagement", "relationship", "feedback"),
    *("client_growth", "time_saved", "satisfaction"),
)
"""Rows of the table in which the source article compares clients."""
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


def _visible(report: Report) -> Dumbbells | None:
    """Return the article's table of all types of client and everyone else as one picture."""
    words = report.words
    ids = [f.id for f in report.icps]
    worth = [w for w in report.result.clients.worth if w.finding in ids and w.comparisons][:_MOST_TYPES]
    if not worth:
        return None
    topics = list(dict.fromkeys(c.topic for w in worth for c in w.comparisons if c.topic in _ARTICLE))
    rows = [row for topic in topics if (row := _row(topic, worth, report)) is not None]
    if not rows:
        return None
    better = [_topics([t for t in topics if _balance_of(t, worth) == "better"], words)]
    title = words.text("worth.finding", what=better[0]) if better[0] else words.text("title.worth")
    payers = next((_payers_short(w, words) for w in worth if w.payers is not None), "")
    price = odds_short(report.result.clients.price, words) if report.result.clients.price is not None else ""
    missing = worth[0].not_recorded
    return Dumbbells(
        id="worth",
        title=title,
        sentences=tuple(text for text in (payers, price) if text),
        what=words.text("worth.col_what"),
        legend=(*(w.finding for w in worth), words.text("answer.everyone_else")),
        rows=tuple(rows),
        source=" ".join(
            [
                *_counted(worth, report),
                words.text("worth.source"),
                *([words.text("worth.not_recorded", topics=_topics(missing, words))] if missing else []),
            ]
        ),
    )


def _counted(worth: Sequence[SegmentWorth], report: Report) -> list[str]:
    """Return of how many signed deals the figures are at most; empty where it is not known."""
    by_id = {f.id: f.median_days_to_win for f in report.icps}
    days = [*((w.finding, by_id[w.finding]) for w in worth), ("", report.else_days)]
    words = report.words
    if any(e is None for _, e in days):
        return []
    names = [words.text("worth.of", n=e.n, who=who) for who, e in days[:-1] if e is not None]
    return [words.text("worth.counted", types=", ".join(names), n=report.else_days.n if report.else_days else 0)]


def _balance_of(topic: str, worth: Sequence[SegmentWorth]) -> str:
    """Return how the clear differences of a topic go for all types of client: one word where all agree, else empty."""
    found = {_balance([c for c in w.comparisons if c.topic == topic]) for w in worth}
    return next(iter(found)) if len(found) == 1 else ""


def _row(topic: str, worth: Sequence[SegmentWorth], report: Report) -> DumbbellRow | None:
    """Return one outcome of each type of client: the sales cycle as in the headline, else the clearest of its topic."""
    words = report.words
    if topic == "cycle" and report.else_days is not None:
        by_id = {f.id: f.median_days_to_win for f in report.icps}
        figures = [*(by_id[w.finding] for w in worth), report.else_days]
        what = words.text("worth.days")
    else:
        first = _clearest([c for c in worth[0].comparisons if c.topic == topic]) or _clearest(
            [c for w in worth for c in w.comparisons if c.topic == topic]
        )
        measure = first[0].measure
        same = [next((c for c in w.comparisons if c.measure == measure), None) for w in worth]
        other = next(c.other for c in same if c is not None)
        figures = [*(c.own if c is not None else None for c in same), other]
        what = clean(measure.label) or OutcomeWords(measure, words).label
    marks = [
        (e.estimate, e.ci_low, e.ci_high)
        if e is not None and e.estimate is not None and e.ci_low is not None and e.ci_high is not None
        else None
        for e in figures
    ]
    if sum(mark is not None for mark in marks) < _FEWEST_MARKS:
        return None
    texts = tuple("–" if e is None else _short_value(e, words) for e in figures)
    label = f"{words.text(f'topic.{topic}')} · {what}"
    return DumbbellRow(label, texts, Markup(track(marks)))


def _short_value(estimate: Estimate, words: Words) -> str:
    """Return a figure as the headline has it: days whole."""
    if estimate.unit == "days" and estimate.estimate is not None:
        return words.number(round(estimate.estimate))
    return estimate_value(estimate, words)


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
    kind = _payers_kind(payers)
    if not kind:
        return sentences
    return [*sentences, words.text(f"worth.{kind}", top=figure_text(top, words), own=figure_text(mine, words))]


def _payers_kind(payers: Payers) -> str:
    """Return whether top payers outside this type are worth less, more or neither; empty where that is not known."""
    top, mine = payers.value_top, payers.value_own
    if top.estimate is None or mine.estimate is None:
        return ""
    above = mine.ci_low is not None and top.ci_high is not None and mine.ci_low > top.ci_high
    below = mine.ci_high is not None and top.ci_low is not None and mine.ci_high < top.ci_low
    return "payers_worth_less" if above else "payers_worth_more" if below else "payers_worth"


def _payers_short(worth: SegmentWorth, words: Words) -> str:
    """Return in a sentence whether those who pay most are worth most; empty where that is not known."""
    payers = worth.payers
    kind = _payers_kind(payers) if payers is not None else ""
    if payers is None or not kind:
        return ""
    top, own = (words.number(round(100 * (e.estimate or 0.0))) for e in (payers.value_top, payers.value_own))
    return words.text(f"worth.short_{kind}", id=worth.finding, top=top, own=own)


WORTH = Section("worth", _visible, _block, _brief)
