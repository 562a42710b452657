"""Back-tests and expected worth in words."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.model.backtests import BacktestList, Backtests, ListBacktest, ListFigures, PastBacktest
from whofor.model.card_proof import ModelFigures
from whofor.model.measure import OutcomeName
from whofor.model.score_answer import ExpectedWorth, ScoreAnswer
from whofor.reports.wording.figures import amount
from whofor.reports.words import Words

__all__ = ["backtest_lines", "worth_lines"]

_HUNDRED = 100


def worth_lines(answer: ScoreAnswer, words: Words) -> Iterator[str]:
    """Yield from what it is told what a prospect is worth on average, and how well; nothing where nothing is known."""
    for one in answer.worth:
        if one.mean is None:
            continue
        n = words.count("deals", one.n)
        yield words.text(f"score.worth_{one.name}", n=n, mean=_mean(one, words))
        if one.proof is None:
            yield words.text("score.worth_unproved")
        elif one.proof.low > 0:
            share = words.percent(one.proof.estimate)
            ends = words.interval(one.proof.low, one.proof.high)
            yield words.text("score.worth_proved", n=words.count("deals", one.proof.n), share=share, range=ends)
        else:
            yield words.text("score.worth_no_better", n=words.count("deals", one.proof.n))


def _mean(one: ExpectedWorth, words: Words) -> str:
    if one.name == OutcomeName.MUTUAL_VALUE or one.mean is None:
        return words.number(one.mean or 0.0, 2)
    return amount(round(one.mean), one.unit, words)


def backtest_lines(found: Backtests | None, words: Words) -> Iterator[str]:
    """Yield how the card places lists whose worth is known, and what it would have said some time ago."""
    if found is None:
        return
    yield from _list_lines(found.lists, words)
    yield from _past_lines(found.past, words)
    if found.peers:
        told = ", ".join(_peer_text(one, words) for one in found.peers)
        yield words.text("backtest.peers", told=told)
    if found.absent:
        yield words.text("backtest.absent", names=", ".join(words.text(f"backtest.{name}") for name in found.absent))


def _peer_text(one: ModelFigures, words: Words) -> str:
    area = words.number((one.auc or 0.0) * _HUNDRED)
    return words.pair(words.text(f"backtest.{one.name}"), f"{area} · {words.number(one.log_loss, 3)}")


def _list_lines(found: ListBacktest, words: Words) -> Iterator[str]:
    key = "backtest.lists_unseen" if found.is_unseen else "backtest.lists_crossed"
    yield words.text(key, best_by=words.text(f"backtest.by_{found.best_by}"))
    for one in found.lists:
        yield _list_text(one, words)
    if found.kept is None:
        yield words.text(f"backtest.missing_{found.missing.value}" if found.missing else "backtest.not_known")
        return
    key = "backtest.kept" if found.kept else "backtest.not_kept"
    yield words.text(key, wanted=words.percent(found.wanted))


def _list_text(one: ListFigures, words: Words) -> str:
    tiers = ", ".join(f"{name} {words.number(n)}" for name, n in one.tiers)
    label = words.text(f"backtest.list_{one.name.value}")
    if one.top is None:
        return words.text("backtest.list_empty", label=label)
    counted = "rows" if one.name is BacktestList.MARKET else "accounts"
    top = words.percent(one.top.estimate)
    ends = words.interval(one.top.low, one.top.high)
    return words.text("backtest.list", label=label, n=words.count(counted, one.n), tiers=tiers, top=top, range=ends)


def _past_lines(past: PastBacktest, words: Words) -> Iterator[str]:
    values = {"days": words.number(past.days), "day": words.day(past.day) if past.day else ""}
    if past.missing is not None:
        counts = {"n": words.count("deals", past.n_ended), "won": words.number(past.n_won)}
        yield words.text(f"backtest.past_{past.missing.value}", **values, **counts)
        return
    yield words.text(
        "backtest.past",
        **values,
        learnt=words.count("deals", past.n_learnt),
        open=words.number(past.n_open),
        came=words.number(past.n_came),
        n=words.count("deals", past.n_ended),
        won=words.number(past.n_won),
    )
    if past.auc is not None:
        ends = {name: words.number(getattr(past.auc, name) * _HUNDRED) for name in ("low", "high")}
        yield words.text("backtest.past_auc", auc=words.number(past.auc.estimate * _HUNDRED), **ends)
    for tier in past.tiers:
        if tier.precision is not None:
            share = words.percent(tier.precision.estimate)
            ends_text = words.interval(tier.precision.low, tier.precision.high)
            n = words.count("deals", tier.n)
            yield words.text("backtest.past_tier", name=tier.name, n=n, share=share, range=ends_text)
