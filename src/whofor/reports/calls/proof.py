"""How the scorecard did on deals that it had not seen, in words a salesperson understands, with pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from whofor.model.card_proof import CardProof, GainPoint, ModelFigures
from whofor.model.score_answer import ScoreAnswer
from whofor.reports.blocks import Chart, Table
from whofor.reports.calls.blocks import ProofPart
from whofor.reports.catalogue import clean
from whofor.reports.charts.hits import Hit, calibration_chart, gain_chart
from whofor.reports.phrases import and_list
from whofor.reports.wording.scores import of_hundred, proof_lines, share_text
from whofor.reports.words import Words

__all__ = ["proof_part"]

_SAID_SHARE = 0.2
"""Share of a list of which it is said what working on it brings: a day's part of a week. A convention."""
_SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Shares of a list for which the table says how many of those worked on sign. A convention."""


def proof_part(answer: ScoreAnswer, words: Words) -> ProofPart:
    """Return how the order and the chances did on the deals held back.

    Args:
        answer: The scores.
        words: The language.
    """
    proof, sentences = answer.proof, tuple(proof_lines(answer, words))
    if proof is None:
        return ProofPart(sentences, (), "", (), (), ())
    # How it ranks stands in the head.
    sentences = sentences[1:]
    n = words.count("deals", proof.n)
    return ProofPart(
        sentences=sentences,
        charts=tuple(_charts(proof, words)),
        source=words.text("calls.source", n=n, n_won=words.number(proof.n_won)),
        tables=(_worked_on(proof, words), _tiers(proof, words)),
        checks=(_models(proof, words), _calibration(proof, words)),
        notes=tuple(_notes(proof, words)),
    )


def _charts(proof: CardProof, words: Words) -> Iterator[Chart]:
    if proof.calibration:
        hits = [Hit(one.chance, one.rate.estimate, one.rate.low, one.rate.high) for one in proof.calibration]
        caption = words.text("calls.calibration", points=_points(proof.card.ece, words))
        rows = "; ".join(
            words.text("calls.calibration_alt", told=words.percent(hit.chance), came=words.percent(hit.rate))
            for hit in hits
        )
        titles = words.text("calls.axis_told"), words.text("calls.axis_came")
        yield _picture(
            caption, rows, words, lambda alt, wide: calibration_chart(hits, titles, words.language, alt, wide=wide)
        )
    if proof.gains and proof.n_won:
        points = [(one.share, one.of_won) for one in proof.gains]
        said = _nearest(proof.gains, _SAID_SHARE)
        shares = {"share": words.percent(said.share), "of_won": words.percent(said.of_won)}
        caption = words.text("calls.gain", **shares)
        rows = "; ".join(f"{words.percent(share)} → {words.percent(of_won)}" for share, of_won in points)
        axes = words.text("calls.axis_worked"), words.text("calls.axis_signed")
        yield _picture(caption, rows, words, lambda alt, wide: gain_chart(points, axes, words.language, alt, wide=wide))


def _picture(caption: str, rows: str, words: Words, drawn: Callable[[str, bool], str]) -> Chart:
    alt = words.text("card.alt", title=caption, rows=rows)
    return Chart(Markup(drawn(alt, True)), Markup(drawn(alt, False)), caption)


def _nearest(gains: Sequence[GainPoint], share: float) -> GainPoint:
    return min(gains, key=lambda one: abs(one.share - share))


def _points(share: float, words: Words) -> str:
    return words.points(share, 1).lstrip("+")


def _worked_on(proof: CardProof, words: Words) -> Table:
    """Return how many of those worked on sign, from the top of the list down: precision at k."""
    chosen = dict.fromkeys(_nearest(proof.gains, share) for share in _SHARES)
    rows = [
        (
            words.text("calls.best", share=words.percent(one.share, 0 if one.share >= 0.01 else 1)),
            words.number(one.n),
            words.number(one.n_won),
            # Of equal scores the mean is counted: the share is that of the number shown.
            words.percent(one.n_won / one.n),
            words.percent(one.of_won),
        )
        for one in sorted(chosen, key=lambda one: one.n)
    ]
    heads = ("part", "deals", "signed", "share", "of_won")
    return Table(words.text("calls.worked_title"), _heads(heads, words), tuple(rows), stacked=True)


def _tiers(proof: CardProof, words: Words) -> Table:
    rows = [
        (
            clean(one.name),
            words.number(one.n),
            words.number(one.n_won),
            "–" if one.precision is None else share_text(one.precision, words),
            words.percent(one.recall),
        )
        for one in proof.tiers
    ]
    heads = ("tier", "deals", "signed", "share_range", "recall")
    return Table(words.text("calls.tiers_title"), _heads(heads, words), tuple(rows), stacked=True)


def _models(proof: CardProof, words: Words) -> Table:
    """Return the figures of the card beside those of the models that it is held against."""
    rows = [_model(one, words) for one in (proof.card, *proof.peers)]
    heads = ("model", "auc", "ece", "log_loss", "brier")
    return Table(words.text("calls.models_title"), _heads(heads, words), tuple(rows), stacked=True)


def _model(one: ModelFigures, words: Words) -> tuple[str, ...]:
    name = f"calls.model_{one.name}"
    return (
        words.text(name) if words.has(name) else clean(one.name),
        "–" if one.auc is None else of_hundred(one.auc, words),
        _points(one.ece, words),
        words.number(one.log_loss, 4),
        words.number(one.brier, 4),
    )


def _calibration(proof: CardProof, words: Words) -> Table:
    rows = [
        (
            words.percent(one.chance, 1),
            words.number(one.rate.n),
            share_text(one.rate, words),
        )
        for one in proof.calibration
    ]
    heads = ("told", "deals", "share_range")
    return Table(words.text("calls.calibration_title"), _heads(heads, words), tuple(rows), stacked=True)


def _notes(proof: CardProof, words: Words) -> Iterator[str]:
    ends = {"low": words.number(proof.gain.low, 4), "high": words.number(proof.gain.high, 4)}
    yield words.text("calls.gain_note", gain=words.number(proof.gain.estimate, 4), **ends)
    if proof.absent:
        names = [words.text(f"calls.model_{one}") if words.has(f"calls.model_{one}") else one for one in proof.absent]
        yield words.text("calls.absent", names=and_list(names, words))


def _heads(names: Sequence[str], words: Words) -> tuple[str, ...]:
    return tuple(words.text(f"calls.col_{name}") for name in names)
