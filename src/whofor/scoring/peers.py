"""What a card is held against: the base rate, naive Bayes, a logistic regression and boosted trees on the same bins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy.special import expit

from whofor.arrays import FloatArray
from whofor.scoring.design import TermCodes
from whofor.stats.logistic import chosen_penalty, logistic_coefficients
from whofor.stats.one_hot import OneHot

__all__ = ["PEERS", "PeerData", "peer_chances"]

_WEAKEST = 300.0
"""Penalty of the regression where cross-validation would leave all facts out: the strongest that it tries."""


@dataclass(frozen=True, eq=False, slots=True)
class PeerData:
    """Rows to learn from and rows to be told, in the bins of a card.

    Attributes:
        learn: Bins of the rows to learn from, one entry a fact.
        won: Which of these were won; both must occur.
        tell: Bins of the rows to be told, by the same facts.
        n_tell: Number of these rows.
    """

    learn: Sequence[TermCodes]
    won: FloatArray
    tell: Sequence[TermCodes]
    n_tell: int


def _base_rate(data: PeerData) -> FloatArray:
    """Return the share of won rows for every row."""
    return np.full(data.n_tell, data.won.mean())


def _naive_bayes(data: PeerData) -> FloatArray:
    """Return chances as if facts were independent given the outcome, one pseudo-deal a bin.

    Source:
        Maron (1961), Journal of the ACM 8:404; it is how open-source CRMs score leads.
    """
    yes = data.won == 1
    z = np.full(data.n_tell, np.log(yes.mean() / (1 - yes.mean())))
    for learn, tell in zip(data.learn, data.tell, strict=True):
        won = np.bincount(learn.codes[yes], minlength=learn.n_bins) + 1.0
        lost = np.bincount(learn.codes[~yes], minlength=learn.n_bins) + 1.0
        z += (np.log(won / won.sum()) - np.log(lost / lost.sum()))[tell.codes]
    return np.asarray(expit(z), dtype=np.float64)


def _logistic(data: PeerData) -> FloatArray:
    """Return chances by a logistic regression with one ridge for all bins, chosen by cross-validation."""
    both = [np.concatenate([a.codes, b.codes]) for a, b in zip(data.learn, data.tell, strict=True)]
    n = len(data.won)
    facts = [(codes.astype(np.uint8), term.n_bins) for codes, term in zip(both, data.learn, strict=True)]
    design = OneHot.of(facts, n + data.n_tell)
    rows = np.arange(n + data.n_tell)
    learn, tell = design.take(rows < n), design.take(rows >= n)
    penalty = chosen_penalty(learn, data.won, np.zeros(0), seed=0)
    beta = logistic_coefficients(learn, data.won, min(penalty, _WEAKEST))
    return np.asarray(expit(tell.times(beta)), dtype=np.float64)


def _matrix(terms: Sequence[TermCodes], n: int) -> FloatArray:
    """Return bins as numbers, the unknown of ordered facts missing."""
    columns = [np.where(t.codes >= t.n_ordered, np.nan, t.codes) if t.n_ordered else t.codes * 1.0 for t in terms]
    return np.asarray(np.column_stack(columns) if columns else np.zeros((n, 1)), dtype=np.float64)


def _boosted(model: Any, data: PeerData) -> FloatArray:  # noqa: ANN401 - of a library that need not be there
    model.fit(_matrix(data.learn, len(data.won)), data.won)
    return np.asarray(model.predict_proba(_matrix(data.tell, data.n_tell))[:, 1], dtype=np.float64)


def _hist_boosting(data: PeerData) -> FloatArray:
    """Return chances by scikit-learn's boosted trees as they come, categories told as such."""
    categories = [not t.n_ordered for t in data.learn] or [False]
    library: Any = import_module("sklearn.ensemble")
    threads: Any = import_module("threadpoolctl")
    # Its threads wait for one another in a busy loop: beside other work, two take many times as long as one.
    with threads.threadpool_limits(1):
        return _boosted(library.HistGradientBoostingClassifier(categorical_features=categories, random_state=0), data)


def _lightgbm(data: PeerData) -> FloatArray:
    """Return chances by LightGBM as it comes."""
    library: Any = import_module("lightgbm")
    return _boosted(library.LGBMClassifier(random_state=0, verbose=-1, n_jobs=1, deterministic=True), data)


PEERS: dict[str, tuple[Callable[[PeerData], FloatArray], str]] = {
    "base_rate": (_base_rate, ""),
    "naive_bayes": (_naive_bayes, ""),
    "logistic": (_logistic, ""),
    "hist_boosting": (_hist_boosting, "sklearn"),
    "lightgbm_boosting": (_lightgbm, "lightgbm"),
}
"""Each peer with the library that it needs."""


def peer_chances(name: str, data: PeerData) -> FloatArray | None:
    """Return the chances that a peer gives; `None` where its library is not installed.

    Args:
        name: One of `PEERS`.
        data: The rows.

    Example:
        >>> codes = TermCodes(np.array([0, 0, 1, 1]), 2)
        >>> data = PeerData([codes], np.array([0.0, 0.0, 0.0, 1.0]), [codes], 4)
        >>> peer_chances("base_rate", data).tolist()
        [0.25, 0.25, 0.25, 0.25]
    """
    chances, library = PEERS[name]
    if library and find_spec(library) is None:
        return None
    return chances(data)
