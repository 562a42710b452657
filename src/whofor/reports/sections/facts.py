"""Whether the situation predicts more than size and sector: what each kind of facts adds."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Estimate, FactBlock, IcpResult, Segment, SituationEffect
from whofor.reports.blocks import Chapter, Chart, Story, Table
from whofor.reports.briefs import Brief
from whofor.reports.charts.intervals import DotRow
from whofor.reports.charts.scales import Scale, TickFormat
from whofor.reports.phrases import phrase_of
from whofor.reports.pictures import comparison_chart, interval_picture
from whofor.reports.report import Report, Section
from whofor.reports.wording.figures import figure_text
from whofor.reports.words import Words

__all__ = ["FACTS"]

_LEVEL = 0.05
_STEP = 0.1
"""Distance of the ticks on the scale of areas under the curve."""


def _block(report: Report) -> Chapter | None:
    words, result = report.words, report.result
    paragraphs = (*(_situation(effect, words) for effect in result.clients.situations), *_sentences(result, words))
    if not paragraphs:
        return None
    charts = [_situation_chart(effect, words) for effect in result.clients.situations[:1]]
    tables: tuple[Table, ...] = ()
    if result.clients.facts:
        charts.append(_area_chart(result.clients.facts, words))
        tables = (_table(result.clients.facts, words),)
    drawn = tuple(chart for chart in charts if chart is not None)
    title = words.text("title.facts")
    story = Story(title, paragraphs, charts=drawn, tables=tables, folded_tables=bool(tables))
    return Chapter("facts", title, words.text("page.facts_lead"), (story,), untitled=True)


def _brief(report: Report) -> Brief | None:
    words, situations = report.words, report.result.clients.situations
    items = tuple(_situation(effect, words) for effect in situations)
    return Brief(words.text("title.facts"), items=items) if items else None


def _sentences(result: IcpResult, words: Words) -> list[str]:
    """Return sentences on what each kind of facts adds, and whether the situation adds anything."""
    blocks, why = result.clients.facts, result.clients.facts_why
    if not blocks:
        return [words.sentence(why)] if why and words.has(f"facts.{why.code}") else []
    situation = next((b for b in blocks if b.name == "situation"), None)
    if situation is None:
        first = words.text("facts.no_situation")
    else:
        adds = (situation.gain.ci_low or 0.0) > 0 and (situation.log_loss_gain.estimate or 0.0) < 0
        first = words.text("facts.adds" if adds else "facts.adds_nothing", gain=_gain(situation, words))
    names = ", ".join(words.text(f"facts.{b.name}").lower() for b in blocks)
    return [first, words.text("facts.judged", n=blocks[0].n, names=names)]


def _situation(effect: SituationEffect, words: Words) -> str:
    """Return the effect of a situation within one type of client, in a sentence."""
    c, others = effect.comparison, Segment(effect.others)
    return words.text(
        "facts.within" if c.p < _LEVEL else "facts.within_unclear",
        id=effect.finding,
        others=phrase_of(others, words).the,
        situation=phrase_of(Segment(effect.situation), words, within=others).those,
        own=figure_text(c.own, words),
        other=figure_text(c.other, words),
        deals=words.text("facts.held_back" if c.held_back else "facts.all_deals"),
    )


def _situation_chart(effect: SituationEffect, words: Words) -> Chart | None:
    id_ = effect.finding
    names = (words.text("facts.with", id=id_), words.text("facts.without", id=id_))
    return comparison_chart(names, effect.comparison, words, words.text("facts.situation_chart", id=id_))


def _table(blocks: Sequence[FactBlock], words: Words) -> Table:
    head = tuple(words.text(f"facts.col_{key}") for key in ("block", "auc", "gain", "loss"))
    rows = tuple(
        (_name(i, b, words), _area(b.auc, words), _gain(b, words), _loss(b, words)) for i, b in enumerate(blocks)
    )
    return Table(words.text("facts.table"), head, rows)


def _name(i: int, block: FactBlock, words: Words) -> str:
    name = words.text(f"facts.{block.name}")
    return words.text("facts.plus", name=name.lower()) if i else name


def _area(area: Estimate, words: Words) -> str:
    middle = words.number(area.estimate or 0.0, 3)
    if area.ci_low is None or area.ci_high is None:
        return middle
    return f"{middle} ({words.number(area.ci_low, 3)}–{words.number(area.ci_high, 3)})"


def _gain(block: FactBlock, words: Words) -> str:
    """Return what a kind of facts adds to the area under the curve, with its interval."""
    gain = block.gain
    if gain.estimate is None or gain.ci_low is None or gain.ci_high is None:
        return "–"
    if gain.estimate == gain.ci_low == gain.ci_high == 0:
        return words.text("facts.nothing_taken")
    ends = f"{words.signed(gain.ci_low, 3)} … {words.signed(gain.ci_high, 3)}"
    return f"{words.signed(gain.estimate, 3)} ({ends})"


def _loss(block: FactBlock, words: Words) -> str:
    e = block.log_loss_gain
    if e.estimate is None or e.ci_low is None or e.ci_high is None:
        return "–"
    if e.estimate == e.ci_low == e.ci_high == 0:
        return "0"
    low, middle, high = (words.number(v, 4).replace("-", "−") for v in (e.ci_low, e.estimate, e.ci_high))
    return f"{middle} ({low} … {high})"


def _area_chart(blocks: Sequence[FactBlock], words: Words) -> Chart:
    rows = [
        DotRow(
            label=_name(i, b, words),
            note=words.text("worth.n", n=b.n),
            value=words.number(b.auc.estimate, 2),
            estimate=b.auc.estimate,
            low=b.auc.ci_low,
            high=b.auc.ci_high,
            kind="own",
        )
        for i, b in enumerate(blocks)
        if b.auc.estimate is not None and b.auc.ci_low is not None and b.auc.ci_high is not None
    ]
    low = min(0.5, *(r.low for r in rows))
    scale = Scale(round(low // _STEP * _STEP, 1), 1.0, _STEP, TickFormat.TENTHS)
    return interval_picture(rows, scale, words, words.text("facts.chart"))


FACTS = Section("facts", None, _block, _brief)
