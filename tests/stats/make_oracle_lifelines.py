"""Print the figures of lifelines that the tests compare with, into `oracle_lifelines.json` beside this file.

Run in an environment that has lifelines (it is no dependency of the tests):

    python -m venv lifelines && lifelines/bin/pip install lifelines && lifelines/bin/python make_oracle_lifelines.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lifelines  # pyright: ignore[reportMissingImports]
import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter  # pyright: ignore[reportMissingImports]
from lifelines.statistics import logrank_test  # pyright: ignore[reportMissingImports]
from lifelines.utils import (  # pyright: ignore[reportMissingImports]
    median_survival_times,
    restricted_mean_survival_time,
)

# Freireich et al. (1963), weeks of remission; 0 is censored.
SIX_MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
SIX_MP_EVENT = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def competing() -> tuple[np.ndarray, np.ndarray]:
    """Sixty untied times with two kinds of event and censoring."""
    rng = np.random.default_rng(12)
    time = np.round(np.sort(rng.permutation(np.linspace(1, 100, 60))) + rng.random(60), 6)
    return time, rng.integers(0, 3, 60)


def main() -> None:
    kmf = KaplanMeierFitter().fit(SIX_MP, SIX_MP_EVENT)
    bands: Any = kmf.confidence_interval_
    medians = median_survival_times(bands)
    test = logrank_test(SIX_MP, PLACEBO, SIX_MP_EVENT, [1] * 21)
    time, kind = competing()
    ajf = AalenJohansenFitter().fit(time, kind, event_of_interest=1)
    out = {
        "lifelines": lifelines.__version__,
        "six_mp": {"time": SIX_MP, "event": SIX_MP_EVENT},
        "placebo": {"time": PLACEBO, "event": [1] * 21},
        "KaplanMeierFitter().fit(six_mp)": {
            "times": kmf.survival_function_.index.tolist(),
            "survival": kmf.survival_function_.iloc[:, 0].tolist(),
            "low": bands.iloc[:, 0].tolist(),
            "high": bands.iloc[:, 1].tolist(),
            "median": float(kmf.median_survival_time_),
            "median_low": float(medians.iloc[0, 0]),
            "median_high": float(medians.iloc[0, 1]) if np.isfinite(medians.iloc[0, 1]) else None,
        },
        "restricted_mean_survival_time(kmf, 30)": float(restricted_mean_survival_time(kmf, t=30)),
        "logrank_test(six_mp, placebo)": {"statistic": float(test.test_statistic), "p": float(test.p_value)},
        "AalenJohansenFitter().fit(competing, event_of_interest=1)": {
            "time": time.tolist(),
            "event": kind.tolist(),
            "times": ajf.cumulative_density_.index.tolist(),
            "incidence": ajf.cumulative_density_.iloc[:, 0].tolist(),
            "variance": np.asarray(ajf.variance_).ravel().tolist(),
            "low": ajf.confidence_interval_.iloc[:, 0].tolist(),
            "high": ajf.confidence_interval_.iloc[:, 1].tolist(),
        },
    }
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in out.items())
    Path(__file__).with_name("oracle_lifelines.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
